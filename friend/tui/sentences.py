"""Owns what of a friend's words can be pointed at: the sentences, as they were said and as they are shown.

What is shown is `visible()`, and may be longer than what was said; what is quoted is what was said.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from friend.record.quotation import CUT
from friend.text.sentences import sentences
from friend.text.span import Span
from friend.text.tokens import cuts_a_word
from friend.text.visible import visible

_POINTED_AT: Final = 200_000
"""Code points of an answer whose sentences are told apart; nobody goes further by arrows."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its place in the words as they were said, and as they are shown."""

    said: Span
    shown: Span


def sentences_of(said: str) -> tuple[Sentence, ...]:
    """Give the sentences of what was said, in order; what holds no letter and no digit is none."""
    near = said if len(said) <= _POINTED_AT else said[: said.rfind("\n", 0, _POINTED_AT) + 1 or _POINTED_AT]
    spans = [span for span in sentences(near, Span(0, len(near))) if any(map(str.isalnum, span.of(near)))]
    cuts = _shown(near, [cut for span in spans for cut in (span.start, span.end)])
    return tuple(Sentence(span, Span(*cuts[2 * turn : 2 * turn + 2])) for turn, span in enumerate(spans))


def words_of(said: str, chosen: Sequence[Sentence], indexes: Iterable[int]) -> str:
    """Give the words of some of the sentences, verbatim; […] stands where some between them are left out."""
    runs: list[Span] = []
    before = -2
    for index in sorted(indexes):
        span = chosen[index].said
        if index == before + 1:
            runs[-1] = Span(runs[-1].start, span.end)
        else:
            runs.append(span)
        before = index
    return f" {CUT} ".join(run.of(said) for run in runs)


def said_at(said: str, shown: Span) -> Span:
    """Give the place, in whole words, of what was said where `shown` is shown."""
    start, end = (_place(said, offset) for offset in (shown.start, shown.end))
    while start < end and said[start].isspace():
        start += 1
    while end > start and said[end - 1].isspace():
        end -= 1
    while end > start and cuts_a_word(said, start):
        start -= 1
    while end > start and cuts_a_word(said, end):
        end += 1
    return Span(start, end)


def _shown(said: str, offsets: Sequence[int]) -> list[int]:
    """Give where places of what was said, in order, are shown."""
    if visible(said) == said:
        return list(offsets)
    at, found = 0, []
    for start, end in pairwise([0, *offsets]):
        at += len(visible(said[start:end]))
        found.append(at)
    return found


def _place(said: str, shown: int) -> int:
    if visible(said) == said:
        return min(shown, len(said))
    return bisect_left(range(len(said) + 1), shown, key=lambda offset: len(visible(said[:offset])))
