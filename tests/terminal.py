"""Owns a real terminal for tests and benchmarks: a program in a pty, its keys, and what it shows."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import termios
import time
from pathlib import Path

_KEPT = 4_000_000
ROOT = Path(__file__).parents[1]


class Terminal:
    """A real terminal, 130 by 44 unless told otherwise, with a program in it."""

    def __init__(self, command: list[str], *, columns: int = 130, rows: int = 44, echo: bool = True) -> None:
        own, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (rows, columns))
        if not echo:
            # What is typed before the program listens is then seen only once it shows it itself.
            modes = termios.tcgetattr(theirs)
            modes[3] &= ~(termios.ECHO | termios.ICANON)
            termios.tcsetattr(theirs, termios.TCSANOW, modes)
        # A test runner may say a size of its own, which Textual would believe before the terminal's.
        environ = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
        environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environ, cwd=ROOT, start_new_session=True
        )
        os.close(theirs)
        self._own = own
        self.seen = b""
        self._new = b""

    def type(self, keys: str) -> None:
        """Press keys; what the program writes meanwhile is read, so that neither waits for the other."""
        rest = keys.encode()
        self._new = b""
        while rest:
            _, ready, _ = select.select([], [self._own], [], 0.01)
            if ready:
                rest = rest[os.write(self._own, rest[:4096]) :]
            self._read(0.0)

    def wait_for(self, pattern: str, limit_s: float = 60.0) -> None:
        """Read until the words stand there, styles left aside."""
        end = time.monotonic() + limit_s
        while not re.search(pattern, re.sub("\x1b\\[[0-9;?]*[a-zA-Z]", "", self.seen.decode("utf-8", "replace"))):
            assert time.monotonic() < end, self.seen[-3000:]
            self._read(0.2)

    def came(self, wanted: bytes, limit_s: float) -> bool:
        """Read for so long, and tell whether the program has written these bytes since it began."""
        self._read(limit_s)
        return wanted in self.seen

    def await_bytes(self, wanted: bytes, limit_s: float = 60.0) -> None:
        """Read until the program has written these bytes, counted from the last keys typed."""
        end = time.monotonic() + limit_s
        while wanted not in self._new:
            assert time.monotonic() < end, self.seen[-3000:]
            self._read(1.0)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; the program is told."""
        self._new = b""
        termios.tcsetwinsize(self._own, (rows, columns))
        self.process.send_signal(signal.SIGWINCH)

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
        # Only the end of what was ever written is looked at; a long run would grow without need.
        self.seen = self.seen[-_KEPT:] + data
        self._new += data
        return bool(data)
