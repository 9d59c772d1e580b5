"""Owns the report of a desk that broke: where, and nothing of what was in it (faults 74 and 75)."""

from __future__ import annotations

import os
import traceback
from datetime import datetime
from pathlib import Path


def report(error: BaseException, data_dir: Path, now: datetime) -> Path:
    """Write where it broke: files, lines, functions and the kind of error; no values, no message. Raises OSError."""
    folder = data_dir / "recovery"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = [type(error).__qualname__]
    frames = traceback.extract_tb(error.__traceback__)
    lines += [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return _write(folder / f"{now:%Y%m%d-%H%M%S}-report.txt", "\n".join(lines).encode() + b"\n")


def _write(path: Path, data: bytes) -> Path:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return path
