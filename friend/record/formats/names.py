"""Owns what an export is called where the person named only a folder: the draft's name, made safe (fault 57)."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LONGEST_BYTES: Final = 120
_RESERVED: Final = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")


def file_name(draft: str | None, ending: str) -> str:
    """Give a file name without a folder in it: `letter` and `.html` for `../drafts/letter.md`.

    It is no name that a system keeps for itself, hides, or finds too long.
    """
    last = re.split(r"[/\\]", draft or "")[-1]
    stem, _, _ = last.rpartition(".")
    plain = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", stem or last))
    safe = plain.strip("-. ") or "review"
    if _RESERVED.fullmatch(safe):
        safe += "-review"
    while len(safe.encode()) > _LONGEST_BYTES:
        safe = safe[:-1]
    return safe + ending
