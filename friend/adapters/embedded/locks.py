"""Owns how two processes of one person agree: a lock on a file, which the kernel drops when its holder dies."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from friend.adapters.embedded.private import open_private


def try_lock(path: Path) -> int | None:
    """Take the lock; give the descriptor that holds it until it is closed, or None where another holds it."""
    descriptor = open_private(path, os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def is_locked(descriptor: int) -> bool:
    """Tell whether another holds the lock of this open file."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


@contextlib.contextmanager
def closing(descriptor: int) -> Iterator[int]:
    """Close the descriptor at the end, and so let go of its lock unless a child process holds it too."""
    try:
        yield descriptor
    finally:
        os.close(descriptor)
