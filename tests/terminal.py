"""Owns a real terminal for tests and benchmarks: a program in a pty, its keys, and what it shows."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import termios
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


class Terminal:
    """A real terminal, 130 by 44 unless told otherwise, with a program in it."""

    def __init__(self, command: list[str], *, columns: int = 130, rows: int = 44) -> None:
        own, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (rows, columns))
        # A test runner may say a size of its own, which Textual would believe before the terminal's.
        environ = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
        environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environ, cwd=ROOT, start_new_session=True
        )
        os.close(theirs)
        self._own = own
        self.seen = b""

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._own, keys.encode())

    def wait_for(self, pattern: str, limit_s: float = 60.0) -> None:
        """Read until the words stand there, styles left aside."""
        end = time.monotonic() + limit_s
        while not re.search(pattern, re.sub("\x1b\\[[0-9;?]*[a-zA-Z]", "", self.seen.decode("utf-8", "replace"))):
            assert time.monotonic() < end, self.seen[-3000:]
            self._read(0.2)

    def wait(self, limit_s: float = 30.0) -> int | None:
        """Read until the program has ended, and give its exit code."""
        end = time.monotonic() + limit_s
        while self.process.poll() is None and time.monotonic() < end:
            if self._own >= 0:
                self._read(0.1)
            else:
                time.sleep(0.05)
        return self.process.poll()

    def settle(self) -> None:
        """Read until nothing comes any more."""
        while self._read(0.7):
            pass

    def hang_up(self) -> None:
        """Close the terminal, as one closes its window."""
        os.close(self._own)
        self._own = -1

    def close(self) -> None:
        """End the program, if it still runs."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self._own >= 0:
            while self._read(0.1):
                pass
            os.close(self._own)

    def _read(self, limit_s: float) -> bool:
        ready, _, _ = select.select([self._own], [], [], limit_s)
        if not ready:
            return False
        try:
            data = os.read(self._own, 65536)
        except OSError:
            return False
        self.seen += data
        return bool(data)
