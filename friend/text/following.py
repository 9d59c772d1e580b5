"""Owns how places follow their words while a person types: an edit elsewhere moves them, one inside stretches them.

The work for one keystroke is the same in a letter and in a book: only the places that the edit touches are looked at.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from friend.text.span import Span
from friend.text.words import WORD, key

_ENOUGH: Final = 0.5


@dataclass(frozen=True, slots=True)
class Edit:
    """What one keystroke did: at `start`, `removed` code points went and `inserted` ones came."""

    start: int
    removed: int
    inserted: int

    @property
    def end(self) -> int:
        """Where what went ended, before the edit."""
        return self.start + self.removed

    @property
    def shift(self) -> int:
        """By how much all that follows moved."""
        return self.inserted - self.removed


def edit_between(old: str, new: str) -> Edit:
    """Give the one edit that leads from `old` to `new`: what they begin and end with alike is no part of it."""
    most = min(len(old), len(new))
    start = _alike(old, new, most, at_end=False)
    end = _alike(old, new, most - start, at_end=True)
    return Edit(start, len(old) - start - end, len(new) - start - end)


def _alike(old: str, new: str, most: int, *, at_end: bool) -> int:
    """Count the code points, `most` at most, that both begin (or end) with; halving compares long stretches at once."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if at_end:
            same = old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]
        else:
            same = old[low:middle] == new[low:middle]
        low, high = (middle, high) if same else (low, middle - 1)
    return low


def followed(span: Span, edit: Edit) -> Span:
    """Give where the words of `span` stand after `edit`.

    What is typed within them belongs to them; what is typed at either end does not. Where all of them went the span is
    empty.
    """
    if edit.end <= span.start and (edit.removed or edit.start <= span.start):
        return Span(span.start + edit.shift, span.end + edit.shift)
    if edit.start >= span.end:
        return span
    start = span.start if edit.start > span.start or edit.removed == 0 else edit.start + edit.inserted
    end = span.end + edit.shift if edit.end < span.end else edit.start
    if edit.start > span.start and edit.end >= span.end:
        end = edit.start
    return Span(min(start, max(start, end)), max(start, end))


def enough_remains(remembered: str, now: str) -> bool:
    """Tell whether at least half of the remembered words still stand, in their order or another."""
    left = Counter(key(match.group()) for match in WORD.finditer(remembered))
    there = Counter(key(match.group()) for match in WORD.finditer(now))
    if not left:
        return remembered.strip() == now.strip() != ""
    return (left & there).total() >= _ENOUGH * left.total()
