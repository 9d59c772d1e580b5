"""Owns where the socket of a draft lies: one for each draft, in a folder that only its owner may enter.

The address of a socket holds some hundred bytes at most, so there are several folders, tried in the same order by who
listens and by who speaks.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from pathlib import Path
from typing import Final

from friend.adapters import paths

_LONGEST: Final = 103
"""Bytes of a socket's address on macOS without its end mark; Linux has 107."""
_OTHERS: Final = 0o077


def sockets(draft: str) -> list[Path]:
    """Give where the socket of the draft at `draft` may lie, the best place first. None of it need exist.

    A link and what it points to are one draft. Raises OSError where the data folder cannot be made.
    """
    data = paths.data_dir()
    # Two data folders are two worlds, as in a test: they share no socket, even where they share the folder of it.
    named = os.fsencode(os.path.realpath(data)) + b"\0" + os.fsencode(os.path.realpath(draft))
    name = hashlib.sha256(named).hexdigest()[:24]
    folders = [data / "beside", Path(tempfile.gettempdir()) / f"friend-{os.getuid()}"]
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    if runtime.is_absolute() and is_private(runtime):
        folders.insert(0, runtime / "friend")
    return [place for folder in folders if len(os.fsencode(place := folder / name)) <= _LONGEST]


def is_private(folder: Path) -> bool:
    """Tell whether `folder` is a folder, and no link, that its owner alone may enter, and we are the owner."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & _OTHERS


def is_our_socket(place: Path) -> bool:
    """Tell whether a socket of our own lies there."""
    try:
        found = place.lstat()
    except (OSError, ValueError):
        return False
    return stat.S_ISSOCK(found.st_mode) and found.st_uid == os.getuid()
