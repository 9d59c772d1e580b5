"""Owns what a word is: letters and digits with their marks, held together by apostrophes, hyphens and decimal signs.

In scripts without spaces each character counts as a word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from friend.text.characters import JOINER, MARKS, UNSPACED

# ’ and ' of "don't", the hyphens, the middle dot of "étudiant·e·s", soft hyphen, zero-width (non-)joiner.
_TIES: Final = rf"['’ʼ\-‐‑·\u00ad\u200c{JOINER}]"

WORD: re.Pattern[str]
"""What a word is, in any script. It is made when it is first asked for, since that takes as long as a page to show."""

# Where there is neither a mark nor a script without spaces: Latin, and the signs of its typography.
_PLAIN: Final = re.compile(r"[\x00-\u02ff\u2000-\u206f\u20a0-\u20bf]*+")

_SAME: Final = str.maketrans(dict.fromkeys("’ʼ", "'") | dict.fromkeys("‐‑", "-"))


def _tied(letters: str) -> str:
    return rf"{letters}(?:(?:{_TIES}|(?<=\d)[.,](?=\d)){letters})*+"


_PLAIN_WORD: Final = re.compile(_tied(r"[^\W_]++"))


@cache
def _word() -> re.Pattern[str]:
    letters = rf"(?:[^\W_{UNSPACED}]++[{MARKS}]*+)++"
    return re.compile(rf"[{UNSPACED}][{MARKS}]*+|{_tied(letters)}")


def __getattr__(name: str) -> re.Pattern[str]:
    if name == "WORD":
        return _word()
    raise AttributeError(name)


def count_words(text: str) -> int:
    """Count the words of `text`."""
    word = _PLAIN_WORD if _PLAIN.fullmatch(text) else _word()
    return sum(1 for _ in word.finditer(text))


def key(word: str) -> str:
    """Give what all writings of a word have in common: no case, one apostrophe, one hyphen, composed letters."""
    if word.isascii():
        return word.lower()
    written = word.translate(_SAME)
    return unicodedata.normalize("NFC", written.replace("\u00ad", "")).casefold()
