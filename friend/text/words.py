"""Owns what a word is: letters and digits with their marks, held together by apostrophes, hyphens and decimal signs.

In scripts without spaces each character counts as a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final

from friend.text.characters import JOINER, MARKS, UNSPACED

# ’ and ' of "don't", the hyphens, the middle dot of "étudiant·e·s", soft hyphen, zero-width (non-)joiner.
_TIES: Final = rf"['’ʼ\-‐‑·\u00ad\u200c{JOINER}]"

WORD: re.Pattern[str]
"""What a word is, in any script. It is made when it is first asked for, since that takes as long as a page to show."""

# Where there is neither a mark nor a script without spaces: Latin, and the signs of its typography.
_PLAIN: Final = re.compile(r"[\x00-\u02ff\u2000-\u206f\u20a0-\u20bf]*+")

_APART: Final = re.compile(rf"[\s{UNSPACED}]")
"""A character before which no word goes on."""
_NEAR: Final = 64
"""Code points that are searched first for the last of them."""

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


def words_gained(old: Sequence[str], new: Sequence[str], kept: int, left: int) -> int:
    """Give how many words more the lines `new` have than the lines `old`; below zero where they have fewer.

    Both begin with the same `kept` code points and end with the same `left`; only what is near the difference is read.
    """
    begin = _last_apart(old[0], kept)
    last = old[-1]
    apart = _APART.search(last, len(last) - left)
    left = len(last) - apart.start() if apart else 0
    return _counted(new, begin, left) - _counted(old, begin, left)


def _counted(lines: Sequence[str], begin: int, left: int) -> int:
    """Count the words of lines but for the first `begin` and the last `left` code points."""
    if len(lines) == 1:
        return count_words(lines[0][begin : len(lines[0]) - left])
    ends = count_words(lines[0][begin:]) + count_words(lines[-1][: len(lines[-1]) - left])
    return ends + sum(map(count_words, lines[1:-1]))


def _last_apart(line: str, end: int) -> int:
    """Give the last place before `end` where a word can only begin or be none; the start of the line is one."""
    reach = _NEAR
    while True:
        begin = max(0, end - reach)
        places = [match.start() for match in _APART.finditer(line, begin, end)]
        if places or not begin:
            return places[-1] if places else 0
        reach *= _NEAR


def key(word: str) -> str:
    """Give what all writings of a word have in common: no case, one apostrophe, one hyphen, composed letters."""
    if word.isascii():
        return word.lower()
    written = word.translate(_SAME)
    return unicodedata.normalize("NFC", written.replace("\u00ad", "")).casefold()
