"""Owns what is written down about the one server process: where it answers, for what, and whether it still lives.

The process holds a lock on its own file for as long as it lives. So a file whose lock is free is of a dead one, and
no other process that got its port or its number is taken for it. Asking for the server touches the file: its lease.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from friend.adapters.embedded.locks import is_locked, try_lock
from friend.adapters.embedded.private import open_private


@dataclass(frozen=True, slots=True)
class Running:
    """A server: its address and key, the model file that it holds, and how many tokens it can take."""

    url: str
    key: str
    served: str
    context: int
    pid: int


def folder(data_dir: Path) -> Path:
    """Say where the server's files are."""
    return data_dir / "embedded"


def start_lock(data_dir: Path) -> Path:
    """Say which lock is held while a server starts, is asked for, or leaves."""
    return folder(data_dir) / "start.lock"


def log_file(data_dir: Path) -> Path:
    """Say where the server's own words go."""
    return folder(data_dir) / "server.log"


def state_file(data_dir: Path) -> Path:
    """Say where the server is written down."""
    return folder(data_dir) / "server.json"


def write(data_dir: Path, running: Running) -> int:
    """Write the server down; give the descriptor that this process must hold while it lives. Raises OSError."""
    path = state_file(data_dir)
    fresh = path.with_name(f".server-{running.pid}.json")
    fresh.unlink(missing_ok=True)
    held = try_lock(fresh)
    if held is None:
        raise OSError(f"{fresh} is locked")
    os.write(held, json.dumps(asdict(running)).encode())
    fresh.replace(path)
    return held


def living(data_dir: Path) -> Running | None:
    """Give the server that is written down, if it lives, and renew its lease. The start lock must be held."""
    path = state_file(data_dir)
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_CLOEXEC), encoding="utf-8") as file:
            if not is_locked(file.fileno()):
                return None
            found = Running(**json.loads(file.read()))
            os.utime(file.fileno())
    except (OSError, ValueError, TypeError):
        return None
    return found


def retire(data_dir: Path) -> None:
    """Strike the server out: it leaves as soon as it is idle. The start lock must be held."""
    with contextlib.suppress(FileNotFoundError):
        state_file(data_dir).unlink()


def lease(data_dir: Path, held: int) -> float | None:
    """Say when this server was last asked for, in seconds of the wall clock; None once it was struck out."""
    mine = os.fstat(held)
    try:
        there = state_file(data_dir).stat()
    except OSError:
        return None
    return mine.st_mtime if (there.st_dev, there.st_ino) == (mine.st_dev, mine.st_ino) else None


def open_log(data_dir: Path) -> int:
    """Open the log for its next server, emptied; give the descriptor. Raises OSError."""
    return open_private(log_file(data_dir), os.O_WRONLY | os.O_APPEND | os.O_TRUNC)
