"""Owns which place is believed for words that are not there as written: one clear place, a tie, or none.

A place needs a score, and a lead over the second best. Words with an ellipsis in them are looked for part by part.
"""

from __future__ import annotations

import re
from itertools import pairwise, product
from typing import Final, NamedTuple

from friend.text.fuzzy import Match, Wanted, between, matches, needed
from friend.text.normalise import with_its_marks
from friend.text.selector import Selector
from friend.text.span import Span
from friend.text.tokens import cuts_a_word
from friend.text.word_index import WordIndex

# By how much of its score the best place must lead the second best.
_LEAD: Final = 0.1
# How much of remembered words must still be there.
_ENOUGH: Final = 0.5

_ELLIPSIS: Final = re.compile(r"\s*(?:\[\s*(?:…|\.{3})\s*\]|\(\s*(?:…|\.{3})\s*\)|…|\.{3,})\s*")
_PART: Final = 3
# Within how many code points the parts of one quote stand.
_REACH: Final = 2_000
_PLACES: Final = 8

_EDGES: Final = {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'"}
_SIGNS: Final = re.compile(r"[^\w\s]")


class Place(NamedTuple):
    """A place that is believed, and the share of the words that agree there, 0 to 1."""

    span: Span
    score: float


def _sign(text: str, offset: int) -> str:
    """Give the sign at `offset` as a typewriter has it, or nothing."""
    if not 0 <= offset < len(text) or not _SIGNS.match(text, offset):
        return ""
    return _EDGES.get(text[offset], text[offset])


def _with_signs(text: str, span: Span, wanted: Wanted) -> Span:
    """Take in the signs that stand before the first word and after the last one both here and in what was wanted."""
    start, end = span.start, span.end
    before, after = wanted.spans[0].start - 1, wanted.spans[-1].end
    while (sign := _sign(wanted.text, before)) and sign == _sign(text, start - 1):
        start, before = start - 1, before - 1
    while (sign := _sign(wanted.text, after)) and sign == _sign(text, end):
        end, after = end + 1, after + 1
    return Span(start, end)


def _believed(found: list[Match], words: int) -> list[Match]:
    """Give the best match and those that come close to it; none where the best has too little."""
    if not found or found[0].score < needed(words):
        return []
    return [match for match in found if found[0].score - match.score < _LEAD]


def _places(index: WordIndex, words: str) -> list[Place]:
    text, wanted = index.text, Wanted.of(words)
    return [
        Place(with_its_marks(text, _with_signs(text, index.span(match.first, match.last), wanted)), match.score)
        for match in _believed(matches(index, wanted), len(wanted.keys))
    ]


def _part_places(index: WordIndex, part: str) -> list[Place]:
    """Give where one part of a quote may stand: word for word, else damaged."""
    wanted = Wanted.of(part)
    found: list[Place] = []
    rarest = min(wanted.keys, key=index.count)
    shift = wanted.keys.index(rarest)
    for place in index.numbers(rarest):
        first = place - shift
        if first >= 0 and index.keys(first, first + len(wanted.keys)) == wanted.keys:
            span = index.span(first, first + len(wanted.keys) - 1)
            found.append(Place(_with_signs(index.text, span, wanted), 1.0))
            if len(found) > _PLACES:
                break
    return found or _places(index, part)


def _in_parts(index: WordIndex, quote: str) -> list[Place]:
    """Give the places from the first part to the last of a quote with an ellipsis in it."""
    parts = [part for part in _ELLIPSIS.split(quote) if part.strip()]
    if len(parts) < 2 or any(len(Wanted.of(part).keys) < _PART for part in parts):  # noqa: PLR2004 - one is no part
        return []
    found: list[Place] = []
    for chain in product(*(_part_places(index, part)[:_PLACES] for part in parts[:4])):
        in_order = all(one.span.end <= other.span.start <= one.span.end + _REACH for one, other in pairwise(chain))
        if in_order:
            found.append(Place(Span(chain[0].span.start, chain[-1].span.end), min(place.score for place in chain)))
    return found


def damaged_places(index: WordIndex, quote: str) -> list[Place]:
    """Give where a quote with damaged words stands: one place, several where it is not clear which, or none.

    The places cut no word.
    """
    text = index.text
    found = _in_parts(index, quote) or _places(index, quote)
    return [
        place for place in found if not cuts_a_word(text, place.span.start) and not cuts_a_word(text, place.span.end)
    ]


def changed_place(index: WordIndex, selector: Selector) -> Place | None:
    """Give where remembered words stand that were edited since; None where too little of them is left, or on a tie."""
    wanted = Wanted.of(selector.prefix + selector.exact + selector.suffix)
    start, end = len(selector.prefix), len(selector.prefix) + len(selector.exact)
    numbers = [number for number, span in enumerate(wanted.spans) if span.start < end and span.end > start]
    if not numbers:
        return None
    found = _believed(matches(index, wanted), len(wanted.keys))
    if len(found) != 1:
        return None
    here = between(found[0].pairs, numbers[0], numbers[-1] + 1)
    if here is None or here[2] < _ENOUGH * len(numbers):
        return None
    text, span = index.text, index.span(here[0], here[1])
    return Place(with_its_marks(text, _with_signs(text, span, Wanted.of(selector.exact))), found[0].score)
