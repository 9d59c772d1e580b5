"""Owns how a file is written so that it is old or new, complete, and never mixed.

The new bytes go to a file beside it, which takes its place in one step. Where that would lose something (a hard link,
another owner, a folder that takes no new files), the file is written in place after a complete copy of it was made.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import shutil
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

_PRIVATE: Final = 0o600
_READABLE_PART: Final = 40
_STALE_S: Final = 3600
_NO_LINKS: Final = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
_NO_NEW_FILE: Final = {errno.EACCES, errno.EPERM, errno.EROFS}


class HalfWrittenError(OSError):
    """A write in place failed, and the old text could not be put back. Its `strerror` names the complete copy of it."""


def create(target: Path, data: bytes, mode: int = 0o666) -> None:
    """Write a file that must not be there yet. Raises FileExistsError and OSError; then nothing is left."""
    temporary = _temporary(target)
    try:
        _write_new(temporary, data, mode)
        try:
            os.link(temporary, target)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            if os.path.lexists(target):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
            temporary.rename(target)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(target.parent)


def replace(
    target: Path,
    data: bytes,
    *,
    mode: int | None = None,
    check: Callable[[], None] = lambda: None,
    spare: Path | None = None,
) -> None:
    """Put `data` in the place of the file `target`, which keeps its mode (or takes `mode`), owner and hard links.

    `check` is called at the last moment before the old bytes go; what it raises stops the save. `spare` is a folder
    for the backup where the file's own takes none. Raises OSError, PermissionError where the file itself is not to be
    written; the old bytes are then intact, or complete in the backup that the message names.
    """
    with target.open("r+b") as file:
        old = os.fstat(file.fileno())
    if old.st_nlink > 1:
        _write_in_place(target, data, check, spare)
        return
    sweep(target)
    temporary = _temporary(target)
    try:
        _write_new(temporary, data, _PRIVATE)
        _dress(temporary, target, old, mode)
        check()
        temporary.replace(target)
    except OSError as error:
        if error.errno not in _NO_NEW_FILE:
            raise
        _write_in_place(target, data, check, spare)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    _sync_folder(target.parent)


def sweep(target: Path, older_s: float = _STALE_S) -> None:
    """Take away what a killed writer of this file left so many seconds ago or more; it was never the file."""
    with contextlib.suppress(OSError):
        for left in target.parent.glob(f"{_temporary_stem(target)}*.tmp"):
            if time.time() - left.stat().st_mtime >= older_s:
                left.unlink()


def left_behind(target: Path, spare: Path | None = None) -> Path | None:
    """Give the complete copy that a save in place left when it was cut off, or None."""
    return next((place for place in _backups(target, spare) if place.exists()), None)


def _write_new(path: Path, data: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _dress(temporary: Path, target: Path, old: os.stat_result, mode: int | None) -> None:
    """Give the new file the owner, the attributes and the mode of the old. PermissionError where that cannot be."""
    new = temporary.stat()
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        os.chown(temporary, old.st_uid, old.st_gid)
    if sys.platform == "linux":
        for name in os.listxattr(target):
            os.setxattr(temporary, name, os.getxattr(target, name))
    temporary.chmod(stat.S_IMODE(old.st_mode) if mode is None else mode)


def _write_in_place(target: Path, data: bytes, check: Callable[[], None], spare: Path | None) -> None:
    """Write into the file itself. Until that is done, all of the old text lies in a copy."""
    backup = _back_up(target, spare)
    changed = False
    try:
        with target.open("r+b") as file:
            check()
            changed = True
            _overwrite(file.fileno(), data)
    except BaseException as error:
        if changed and not _restored(target, backup):
            words = f"{target.name} was half written when that failed; all of its old text is in {backup}"
            raise HalfWrittenError(errno.EIO, words, str(target)) from error
        backup.unlink()
        raise
    backup.unlink()


def _overwrite(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    os.lseek(descriptor, 0, os.SEEK_SET)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    os.ftruncate(descriptor, len(data))
    os.fsync(descriptor)


def _restored(target: Path, backup: Path) -> bool:
    try:
        with target.open("r+b") as file:
            _overwrite(file.fileno(), backup.read_bytes())
    except OSError:
        return False
    return True


def _back_up(target: Path, spare: Path | None) -> Path:
    """Copy `target` beside itself, or to `spare`. A copy that a cut save left is never overwritten."""
    left = left_behind(target, spare)
    if left:
        raise FileExistsError(
            errno.EEXIST, f"an earlier save of it was cut off, and its old text is in {left}", str(target)
        )
    places = _backups(target, spare)
    for place in places:
        temporary = _temporary(place)
        try:
            _write_new(temporary, b"", _PRIVATE)
            shutil.copyfile(target, temporary)
            with temporary.open("rb") as file:
                os.fsync(file.fileno())
            temporary.rename(place)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            if error.errno not in _NO_NEW_FILE or place == places[-1]:
                raise
        else:
            _sync_folder(place.parent)
            return place
    raise AssertionError  # there is always one place


def _backups(target: Path, spare: Path | None) -> list[Path]:
    """Where a copy may lie: beside the file, named after it, or in `spare`, named after its whole path."""
    beside = target.parent / _backup_name(target.name, target.name)
    return [beside, spare / _backup_name(target.name, str(target))] if spare else [beside]


def _backup_name(name: str, key: str) -> str:
    return f"{name[:_READABLE_PART]}.{hashlib.sha256(os.fsencode(key)).hexdigest()[:8]}.friend-backup"


def _temporary(target: Path) -> Path:
    return target.with_name(f"{_temporary_stem(target)}{secrets.token_hex(4)}.tmp")


def _temporary_stem(target: Path) -> str:
    """Name it by a digest: a name that is as long as names may be leaves no room for more."""
    return f".friend-{hashlib.sha256(os.fsencode(target.name)).hexdigest()[:12]}-"


def _sync_folder(folder: Path) -> None:
    """Make the new name last. The file is in its place already, and some systems cannot sync a folder."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
