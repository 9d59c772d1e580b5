"""Owns when a file may hold something else: the system tells, and every other second the file is looked at.

A folder on the network tells nothing of what another machine writes, so the looking goes on beside the hearing.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import Final

from watchfiles import awatch

_LOOK_MS: Final = 1500
_GROUPED_MS: Final = 60
_STEP_MS: Final = 15
_QUIET_S: Final = 0.05
_UNQUIET_AT_MOST: Final = 40

_Stamp = tuple[int, ...] | None


async def changes(path: str) -> AsyncIterator[None]:
    """Come at once, and each time that the file at `path` was written, replaced, removed or made and is quiet again.

    Its folder is watched, since most editors put a new file in the place of the old one; a link's own folder too.
    """
    stamp = _stamp(path)
    yield
    async for _ in _looks(path):
        now = _stamp(path)
        if now == stamp:
            continue
        # An editor that empties the file and then writes it is in the middle of it.
        for _ in range(_UNQUIET_AT_MOST):
            await asyncio.sleep(_QUIET_S)
            before, now = now, _stamp(path)
            if before == now:
                break
        stamp = now
        yield


async def _looks(path: str) -> AsyncIterator[None]:
    """Come whenever it is worth a look."""
    while True:
        folders = _folders(path)
        try:
            watch = awatch(
                *folders,
                watch_filter=None,
                debounce=_GROUPED_MS,
                step=_STEP_MS,
                rust_timeout=_LOOK_MS,
                yield_on_timeout=True,
                recursive=False,
                ignore_permission_denied=True,
            )
            async with aclosing(watch):
                async for _ in watch:
                    yield
                    if not all(folder.is_dir() for folder in folders):
                        break
        except (OSError, RuntimeError):
            pass  # no more watches are to be had, or the folder is gone: then it is only looked at
        await asyncio.sleep(_LOOK_MS / 1000)
        yield


def _folders(path: str) -> set[Path]:
    return {Path(path).absolute().parent, Path(os.path.realpath(path)).parent}


def _stamp(path: str) -> _Stamp:
    """Give what tells one state of the file from another, None where there is no file."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
