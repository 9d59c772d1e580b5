"""Owns which drafts are offered when the person wants to open another: those that a friend was asked about last."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from friend.ports import ExchangeLog, LogError

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
