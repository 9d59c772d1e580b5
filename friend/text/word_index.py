"""Owns the index of a text's words: what each is when case and typography are left out, and where each word stands."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from friend.text.span import Span
from friend.text.words import WORD

_SAME: Final = str.maketrans(dict.fromkeys("’ʼ", "'") | dict.fromkeys("‐‑", "-"))


def key(word: str) -> str:
    """Give what all writings of a word have in common: no case, one apostrophe, one hyphen, composed letters."""
    written = word.translate(_SAME)
    if written.isascii():
        return written.lower()
    return unicodedata.normalize("NFC", written.replace("\u00ad", "")).casefold()


@dataclass(frozen=True, slots=True)
class WordIndex:
    """The words of a text, numbered from 0: their keys, their ends, and the numbers at which each key stands.

    `telling` says how much each key tells of a place: the logarithm of how rare it is.
    """

    keys: list[str]
    starts: list[int]
    ends: list[int]
    places: dict[str, list[int]]
    telling: dict[str, float]

    def __len__(self) -> int:
        """How many words there are."""
        return len(self.keys)

    def span(self, first: int, last: int) -> Span:
        """Give the span from the word `first` to the word `last`, both included."""
        return Span(self.starts[first], self.ends[last])


def word_index(text: str) -> WordIndex:
    """Index the words of `text`."""
    known: dict[str, str] = {}
    keys: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    places: dict[str, list[int]] = {}
    for number, match in enumerate(WORD.finditer(text)):
        word = match.group()
        of = known.get(word)
        if of is None:
            of = known[word] = key(word)
            places.setdefault(of, [])
        keys.append(of)
        start, end = match.span()
        starts.append(start)
        ends.append(end)
        places[of].append(number)
    telling = {each: math.log(len(keys) / len(there)) for each, there in places.items()}
    return WordIndex(keys, starts, ends, places, telling)


# The quotes of one reply are looked for in one draft.
indexed = lru_cache(maxsize=2)(word_index)
