"""Owns the copies of texts that were not saved yet: one for each draft, for its owner alone, old or new complete.

A copy is plain text under a readable name, so that a person can find it without friend.
"""

from __future__ import annotations

import hashlib
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from friend.adapters import atomic, paths
from friend.adapters.processes import Process, this_process
from friend.page_ports import Kept

_FILE: Final = 0o600
_LONGEST_NAME: Final = 40
_UNSAFE: Final = re.compile(r"[^\w.-]+")
_UNNAMED: Final = "unnamed"


class RecoveryFolder:
    """Copies of texts in `folder`, which is made when the first is kept. A path is what the person called the draft."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, path: str | None, text: str) -> str:
        """Keep the text of a draft, in the place of the copy before; give the file. Raises OSError.

        A text without a name is kept for this process, so that two of them never meet.
        """
        paths.private_folder(self._folder)
        place = self._place(path)
        # What no file could hold (half a character, pasted) is kept all the same.
        data = text.encode("utf-8", "surrogatepass")
        if place.exists():
            atomic.replace(place, data, mode=_FILE)
        else:
            atomic.create(place, data, _FILE)
        return str(place)

    def find(self, path: str | None) -> Kept | None:
        """Give the copy of a draft. Raises OSError.

        For a text without a name it is the newest that no living process owns, which is ours from then on.
        """
        place = self._place(path)
        try:
            if path is None:
                for orphan in self._orphans()[:1]:
                    orphan.rename(place)
            text = place.read_bytes().decode("utf-8", "surrogatepass")
            return Kept(text, datetime.fromtimestamp(place.stat().st_mtime, UTC), str(place))
        except (FileNotFoundError, UnicodeDecodeError):
            return None

    def forget(self, path: str | None) -> None:
        """Remove the copy of a draft, or of this process's text without a name. Raises OSError."""
        self._place(path).unlink(missing_ok=True)

    def put_aside(self, kept: Kept) -> str:
        """Keep a copy that the person did not want now where no later one takes its place; give the file."""
        place = Path(kept.place)
        aside = place.with_name(f"{place.name.removesuffix('.txt')}-{kept.at:%Y%m%d-%H%M%S}.txt")
        place.rename(aside)
        return str(aside)

    def _place(self, path: str | None) -> Path:
        if path is None:
            return self._folder / f"{_UNNAMED}-{this_process()}.txt"
        digest = hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:12]
        name = _UNSAFE.sub("-", Path(path).name)[:_LONGEST_NAME]
        return self._folder / f"{name}.{digest}.txt"

    def _orphans(self) -> list[Path]:
        """Give the texts without a name whose process is gone, the newest first."""
        found = []
        for place in self._folder.glob(f"{_UNNAMED}-*.txt"):
            owner = Process.read(place.stem.removeprefix(f"{_UNNAMED}-"))
            if owner is not None and not owner.is_alive():
                found.append(place)
        return sorted(found, key=lambda place: place.stat().st_mtime, reverse=True)
