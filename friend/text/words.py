"""Owns what a word is: letters and digits with their marks, held together by apostrophes, hyphens and decimal signs.

In scripts without spaces each character counts as a word.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from friend.text.characters import JOINER, MARKS, UNSPACED

_LETTERS: Final = rf"(?:[^\W_{UNSPACED}]++[{MARKS}]*+)++"
# ’ and ' of "don't", the hyphens, the middle dot of "étudiant·e·s", soft hyphen, zero-width (non-)joiner.
_TIES: Final = rf"['’ʼ\-‐‑·\u00ad\u200c{JOINER}]"

WORD: Final = re.compile(rf"[{UNSPACED}][{MARKS}]*+|{_LETTERS}(?:(?:{_TIES}|(?<=\d)[.,](?=\d)){_LETTERS})*+")

_SAME: Final = str.maketrans(dict.fromkeys("’ʼ", "'") | dict.fromkeys("‐‑", "-"))


def count_words(text: str) -> int:
    """Count the words of `text`."""
    return sum(1 for _ in WORD.finditer(text))


def key(word: str) -> str:
    """Give what all writings of a word have in common: no case, one apostrophe, one hyphen, composed letters."""
    if word.isascii():
        return word.lower()
    written = word.translate(_SAME)
    return unicodedata.normalize("NFC", written.replace("\u00ad", "")).casefold()
