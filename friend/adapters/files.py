"""Owns drafts on disk: only regular UTF-8 files are read, and none is written over that another program changed."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path
from typing import Final

from friend.adapters import atomic
from friend.page_ports import ChangedOnDiskError
from friend.text.draft import Draft, NotADraftError

LARGEST_BYTES: Final = 64 * 1024 * 1024
_MEGABYTE: Final = 1024 * 1024
_KINDS: Final = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_OURS: Final = {errno.EACCES, errno.EPERM, errno.EROFS}


class DraftFolder:
    """Drafts as files. `backups` is a private folder for the copy of a file that can only be written in place."""

    def __init__(self, backups: Path | None = None) -> None:
        self._backups = backups

    def read(self, path: str) -> Draft:
        """Read a draft.

        Raises FileNotFoundError, OSError, and NotADraftError for what is no regular file of UTF-8 text, is larger
        than 64 MB, or was cut off in a save (then the message names the copy).
        """
        left = atomic.left_behind(Path(os.path.realpath(path)), self._backups)
        if left:
            raise NotADraftError(
                f"a save of this file was cut off; its text from before is whole in {left}: "
                "move that back, or delete it if the file is right, then open it again"
            )
        return Draft.from_bytes(_read(path), path)

    def save(self, draft: Draft, expecting: str | None) -> None:
        """Save to `draft.path`: old or new complete, never mixed. A link is followed and kept.

        `expecting` is the digest that the file must still have, or None where there must be no file yet. Raises
        ChangedOnDiskError, and OSError with the reason in words as its `strerror`; the file then holds what it held.
        """
        if draft.path is None:
            raise ValueError("a draft from standard input has no file to be saved to")
        data = draft.to_bytes()
        # A link keeps its name: what it points to is saved.
        target = Path(os.path.realpath(draft.path))
        try:
            if expecting is None:
                self._create(target, data)
            else:
                self._replace(target, data, expecting)
        except atomic.HalfWrittenError:
            raise
        except OSError as error:
            raise _said(error, draft.path) from error

    def _create(self, target: Path, data: bytes) -> None:
        try:
            atomic.create(target, data)
        except FileExistsError:
            raise ChangedOnDiskError(f"there is a file called {target.name} already; nothing was written") from None

    def _replace(self, target: Path, data: bytes, expecting: str) -> None:
        def unchanged() -> None:
            try:
                found = "sha256:" + hashlib.sha256(_read(str(target))).hexdigest()
            except NotADraftError:
                found = None
            if found != expecting:
                raise ChangedOnDiskError(f"another program changed {target.name} meanwhile; nothing was written")

        try:
            unchanged()
            atomic.replace(target, data, check=unchanged, spare=self._backups)
        except FileNotFoundError:
            raise ChangedOnDiskError(f"{target.name} was removed or renamed meanwhile; nothing was written") from None


def _read(path: str) -> bytes:
    """Read a regular file, and touch nothing else: opening a pipe waits, opening a device may do anything."""
    _refuse_special(os.stat(path))  # noqa: PTH116 - `path` is a str here, and a Path would only be unwrapped again
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        _refuse_special(found)
        data = file.read(LARGEST_BYTES + 1) if found.st_size <= LARGEST_BYTES else b""
        if found.st_size > LARGEST_BYTES or len(data) > LARGEST_BYTES:
            size = max(found.st_size, len(data)) // _MEGABYTE
            raise NotADraftError(
                f"this file has {size} MB; friend reads drafts of up to {LARGEST_BYTES // _MEGABYTE} MB"
            )
        return data


def _refuse_special(found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        kind = _KINDS.get(stat.S_IFMT(found.st_mode), "no regular file")
        raise NotADraftError(f"this is {kind}; friend reads regular files only")


def _said(error: OSError, path: str) -> OSError:
    """Say in words what stopped a save. The kind of the error stays."""
    name = Path(path).name
    if error.errno in _FULL:
        words = f"there is no room to save {name}: the file still holds its old text, and yours is kept here"
    elif error.errno in _NOT_OURS:
        words = f"{name} may not be written: it holds its old text, and yours is kept here; save it under another name"
    else:
        words = f"{name} could not be saved ({error.strerror}); your text is kept here"
    return OSError(error.errno, words, path)
