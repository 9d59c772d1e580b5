"""Owns what "find" finds: the words as typed, in any case unless a capital was typed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from friend.text.span import Span


@dataclass(frozen=True, slots=True)
class Found:
    """The places of some words in a text, in order: where each starts, and how long all are, in code points."""

    starts: Sequence[int]
    length: int

    def __len__(self) -> int:
        return len(self.starts)

    def place(self, number: int) -> Span:
        """Give a place, counted from 0."""
        return Span(self.starts[number], self.starts[number] + self.length)

    def places(self) -> list[Span]:
        """Give all of them."""
        return [Span(start, start + self.length) for start in self.starts]

    def holds(self, span: Span) -> bool:
        """Tell whether `span` is one of them."""
        at = bisect_left(self.starts, span.start)
        return at < len(self.starts) and self.place(at) == span

    def after(self, offset: int) -> int | None:
        """Give the number of the first place that begins at `offset` or after it, round the end; None of none."""
        return bisect_left(self.starts, offset) % len(self.starts) if self.starts else None

    def before(self, offset: int) -> int | None:
        """Give the number of the last place that begins before `offset`, round the start; None of none."""
        return (bisect_left(self.starts, offset) - 1) % len(self.starts) if self.starts else None


def find(words: str, text: str) -> Found:
    """Find `words` literally; without a capital in them, capitals in the text are no difference."""
    if not words:
        return Found((), 0)
    # Letters that differ in case alone are one code point each, so that all places are as long as the words.
    flags = 0 if any(char.isupper() for char in words) else re.IGNORECASE
    return Found([match.start() for match in re.finditer(re.escape(words), text, flags)], len(words))
