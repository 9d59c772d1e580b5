"""Owns who writes at which draft: one process at a time, named in a small file; one that died has left (fault 60)."""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from friend.adapters import atomic, paths
from friend.adapters.processes import Process, this_process
from friend.page_ports import Writer

_FILE: Final = 0o600
_FIELDS: Final = 3


class SeatFolder:
    """Seats as files in `folder`. A path is what the person called the draft; a link and its target are one draft."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._me = f"{this_process()}\n{platform.node()}\n"

    def take(self, path: str, *, over: bool = False) -> Writer | None:
        """Sit down at a draft; give who sits there, None where the seat is ours now. Raises OSError.

        With `over` the seat is taken whoever has it.
        """
        paths.private_folder(self._folder)
        seat = self._seat(path)
        data = f"{self._me}{datetime.now(UTC).isoformat()}\n".encode()
        with contextlib.suppress(FileExistsError):
            atomic.create(seat, data, _FILE)
            return None
        there = _read(seat)
        if there is not None and not over and not self.is_ours(path):
            return there
        atomic.replace(seat, data, mode=_FILE)
        return None

    def is_ours(self, path: str) -> bool:
        """Tell whether this process still has the seat."""
        try:
            return self._seat(path).read_text("utf-8").startswith(self._me)
        except (OSError, UnicodeDecodeError):
            return False

    def leave(self, path: str) -> None:
        """Get up, if the seat is ours. Raises OSError."""
        if self.is_ours(path):
            self._seat(path).unlink(missing_ok=True)

    def _seat(self, path: str) -> Path:
        return self._folder / hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:24]


def _read(seat: Path) -> Writer | None:
    """Give who sits there; None where nobody does, or nobody who lives."""
    try:
        lines = seat.read_text("utf-8").splitlines()
        process = Process.read(lines[0]) if len(lines) == _FIELDS else None
        since = datetime.fromisoformat(lines[2]) if process else None
    except (OSError, ValueError):
        return None
    if process is None or since is None:
        return None
    # Of a process on another machine (a shared home) it cannot be known whether it lives: the person decides.
    elsewhere = lines[1] if lines[1] != platform.node() else None
    return Writer(process.number, since, elsewhere) if elsewhere or process.is_alive() else None
