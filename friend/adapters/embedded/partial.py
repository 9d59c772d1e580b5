"""Owns the file that a model grows in: bytes are only ever added at its end, so that what came is never lost."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from friend.adapters.embedded.private import open_private


class SourceError(Exception):
    """A source cannot give the bytes; the message says which and why, without a full stop."""


@dataclass(frozen=True, slots=True)
class Partial:
    """The file at `path`, on its way to `total` bytes."""

    path: Path
    total: int

    @property
    def size(self) -> int:
        """How many bytes are there; 0 where there is no file."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def forget(self) -> None:
        """Begin again at the first byte."""
        self.path.unlink(missing_ok=True)

    @contextmanager
    def appending(self) -> Iterator[BinaryIO]:
        """Open it for more bytes at its end; they are on disk at the end of the block. Raises OSError."""
        with os.fdopen(open_private(self.path, os.O_WRONLY | os.O_APPEND), "ab") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
