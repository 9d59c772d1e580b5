"""Owns when a text may be one that was known under another name: most of what one of the two holds is in both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from friend.text.words import count_words

# A salutation and a signature alone are no likeness.
_FEWEST_WORDS: Final = 12
_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Likeness:
    """A draft of the log, by its number there, that a text may be: `common` of its `words` stand here too.

    `path` is where its file was.
    """

    draft: int
    path: str
    common: int
    words: int


def likeness(draft: int, path: str, there: Sequence[str], here: Sequence[str]) -> Likeness | None:
    """Compare the paragraphs of a known draft with those of a text; None where they are no likeness.

    Half the words of the shorter one must stand in both in whole paragraphs, blank lines around them aside. Of two
    short texts, all.
    """
    ours, theirs = {piece.strip() for piece in here}, {piece.strip() for piece in there}
    common = sum(map(count_words, ours & theirs))
    words = sum(map(count_words, theirs))
    shorter = min(words, sum(map(count_words, ours)))
    alike = common >= _SHARE * shorter and common >= _FEWEST_WORDS
    return Likeness(draft, path, common, words) if alike or (ours == theirs and common) else None
