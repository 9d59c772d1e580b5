"""Owns what "find" finds: the words as typed, in any case unless a capital was typed."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from friend.text.span import Span


@dataclass(frozen=True, slots=True)
class Found:
    """The places of some words in a text, in order."""

    places: tuple[Span, ...]

    def after(self, offset: int) -> int | None:
        """Give the number of the first place that begins at `offset` or after it, round the end; None of none."""
        if not self.places:
            return None
        return bisect_left(self.places, offset, key=lambda place: place.start) % len(self.places)

    def before(self, offset: int) -> int | None:
        """Give the number of the last place that begins before `offset`, round the start; None of none."""
        if not self.places:
            return None
        return (bisect_left(self.places, offset, key=lambda place: place.start) - 1) % len(self.places)


def find(words: str, text: str) -> Found:
    """Find `words` literally; without a capital in them, capitals in the text are no difference."""
    if not words:
        return Found(())
    flags = 0 if any(char.isupper() for char in words) else re.IGNORECASE
    return Found(tuple(Span(*match.span()) for match in re.finditer(re.escape(words), text, flags)))
