"""Owns how the place where words were found is shown: a few words around the first of them, verbatim, on one line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

# As the index cuts words: letters and digits, every apostrophe a separator.
_WORD: Final = re.compile(r"[^\W_ʼ]+")
_LETTERS: Final = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})
_BEFORE: Final = 30
_WIDTH: Final = 90


@lru_cache(4096)
def folded(word: str) -> str:
    """Give a word without case and accents."""
    parts = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()


def snippet(text: str, words: Sequence[str]) -> str | None:
    """Give the words of `text` around the first of `words`; None where it holds none. `word*` is any that begins so."""
    wanted = [_asked(word) for given in words for word in re.findall(r"[^\W_ʼ]+\*?", given)]
    for match in _WORD.finditer(text):
        found = folded(match.group())
        if any(fits(found) for fits in wanted):
            return _around(text, match.start())
    return None


def _asked(word: str) -> Callable[[str], bool]:
    sought = folded(word.rstrip("*"))
    return (lambda found: found.startswith(sought)) if word.endswith("*") else (lambda found: found == sought)


def _around(text: str, place: int) -> str:
    """Cut at spaces, and fold white space to one line."""
    start = max(0, place - _BEFORE)
    end = min(len(text), start + _WIDTH)
    if start:
        space = text.find(" ", start, place)
        start = space + 1 if space >= 0 else start
    if end < len(text):
        space = text.rfind(" ", place, end)
        end = space if space > place else end
    kept = " ".join(text[start:end].split())
    return ("…" if start else "") + kept + ("…" if end < len(text) else "")
