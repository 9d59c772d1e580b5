"""Owns where what is exported goes: a new file that the person names, over an older one when told so, never the draft.

A folder's name stands for a file in it, named for the draft (fault 57).
"""

from __future__ import annotations

import os
from pathlib import Path

from friend.adapters import atomic
from friend.record.formats.names import file_name


class ExportFiles:
    """Files that are written for others to read."""

    def place(self, name: str, ending: str, draft: str | None) -> str:
        """Give the file that `name` means for the draft at the path `draft`.

        Raises ValueError, saying why, for a name that is none and for the draft itself.
        """
        _refuse_no_name(name)
        path = Path(name)
        try:
            if path.is_dir() or name.endswith("/"):
                path = path / file_name(draft, ending)
            if draft is not None and path.exists() and Path(draft).exists() and path.samefile(draft):
                raise ValueError(f"{path} is the draft itself, which friend never writes to; give another name")
        except OSError as error:
            raise _unwritable(name, error) from None
        return str(path)

    def write(self, text: str, path: str, *, over: bool) -> None:
        """Write a file, in one piece or not at all; `over` an older one only when told so.

        Raises FileExistsError where there is one, and ValueError, saying why, where it cannot be written.
        """
        _refuse_no_name(path)
        target, data = Path(os.path.realpath(path)), text.encode("utf-8", "surrogateescape")
        try:
            if target.exists() and not target.is_file():
                raise ValueError(f"{path} is no regular file; give another name")
            if over and target.exists():
                atomic.replace(target, data)
            else:
                atomic.create(target, data)
        except FileExistsError:
            raise
        except OSError as error:
            raise _unwritable(path, error) from None


def _refuse_no_name(name: str) -> None:
    if "\0" in name or not name:
        raise ValueError("the name of a file is wanted")


def _unwritable(name: str, error: OSError) -> ValueError:
    return ValueError(f"{name} cannot be written: {error.strerror}")
