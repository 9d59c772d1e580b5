"""Owns how places follow their words while a person types: an edit elsewhere moves them, one inside stretches them.

The work for one keystroke is the same in a letter and in a book: only the places that the edit touches are looked at.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from friend.text import words
from friend.text.span import Span

_ENOUGH: Final = 0.5


@dataclass(frozen=True, slots=True)
class Change:
    """One edit, in code points of the text before it: at `start`, `removed` were taken out and `added` put in."""

    start: int
    removed: int
    added: int

    @property
    def end(self) -> int:
        """Where what went ended, before the edit."""
        return self.start + self.removed

    @property
    def shift(self) -> int:
        """By how much all that follows moved."""
        return self.added - self.removed


def change_between(old: str, new: str) -> Change:
    """Give the one edit that leads from `old` to `new`: what they begin and end with alike is no part of it."""
    most = min(len(old), len(new))
    start = _alike(old, new, most, at_end=False)
    end = _alike(old, new, most - start, at_end=True)
    return Change(start, len(old) - start - end, len(new) - start - end)


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


def followed(span: Span, change: Change) -> Span:
    """Give where the words of `span` stand after one edit.

    Typing at its start moves it, typing at its end leaves it; an empty span takes in what is typed there. What
    replaces the span exactly becomes the span; an edit that swallows it leaves what came instead.
    """
    before, after = change.start, change.end
    is_taken_in = before == after == span.start == span.end
    if not is_taken_in and after <= span.start:
        return Span(span.start + change.shift, span.end + change.shift)
    if not is_taken_in and before >= span.end:
        return span
    if before <= span.start and after >= span.end:
        return Span(before, before + change.added)
    start = before + change.added if before < span.start else span.start
    end = before if after > span.end else span.end + change.shift
    return Span(start, end)


def enough_remains(remembered: str, now: str) -> bool:
    """Tell whether at least half of the remembered words still stand, in their order or another."""
    left = Counter(words.key(match.group()) for match in words.WORD.finditer(remembered))
    there = Counter(words.key(match.group()) for match in words.WORD.finditer(now))
    if not left:
        return remembered.strip() == now.strip() != ""
    return (left & there).total() >= _ENOUGH * left.total()
