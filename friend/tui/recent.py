"""Owns what can be opened next: which drafts are offered, the last ones asked about, and why a file is no draft."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from friend.page_ports import DraftFiles, LogError
from friend.text.draft import NotADraftError
from friend.text.interface import retold, tr

if TYPE_CHECKING:
    from friend.ports import ExchangeLog

_LOOKED_BACK: Final = 200
_OFFERED: Final = 9


def recent_drafts(log: ExchangeLog, here: str | None) -> list[str]:
    """Give the paths of drafts that are still there, newest first, without the one at `here`."""
    try:
        paths = [one.draft.path for one in log.recent(_LOOKED_BACK)]
    except LogError:
        return []
    there = dict.fromkeys(path for path in paths if path and path != here and Path(path).is_file())
    return list(there)[:_OFFERED]


def name_and_folder(path: str) -> tuple[str, str]:
    """Give a file's name and where it is, from the person's own folder on where it is in there."""
    place, home = Path(path), Path.home()
    folder = place.parent
    return place.name, str("~" / folder.relative_to(home) if folder.is_relative_to(home) else folder)


def why_not(files: DraftFiles, path: str) -> str | None:
    """Say why the file at `path` cannot be opened, so that nobody leaves a text for it in vain; None where it can.

    A name that is not there yet is one where there is a folder to keep it in.
    """
    place = Path(path).expanduser()
    try:
        files.read(str(place))
    except FileNotFoundError:
        if place.absolute().parent.is_dir():
            return None
        return tr("there is no folder {folder} to keep {name} in", folder=place.parent, name=place.name)
    except NotADraftError as error:
        return tr("{path} cannot be opened: {why}", path=path, why=retold(error))
    except OSError as error:
        return tr("{path} cannot be opened: {why}", path=path, why=retold(error.strerror or error))
    return None
