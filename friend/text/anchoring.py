"""Owns where a quote stands in a text: position, exact, normalised, then fuzzy; a tie is said, never broken silently.

A place counts only where it begins and ends between words and graphemes: "art" does not stand in "party".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final, Literal

from friend.text.damaged import changed_place, damaged_places
from friend.text.normalise import Folded, fold, with_its_marks
from friend.text.selector import CONTEXT, Selector
from friend.text.span import Span
from friend.text.tokens import cuts_a_word

AnchorKind = Literal["exact", "normalised", "fuzzy", "ambiguous", "lost"]

_CANDIDATES: Final = 20
# By how many code points of agreeing context the best place must lead the second best.
_LEAD: Final = 4


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a quote was found.

    `span` is None when lost or ambiguous; `candidates` are the places of a tie, the first twenty. A fuzzy place has a
    `score`, 0 to 1: the share of the words that agree.
    """

    kind: AnchorKind
    span: Span | None
    candidates: tuple[Span, ...] = ()
    score: float | None = None

    @property
    def is_changed(self) -> bool:
        """Tell whether other words stand there than were looked for: "changed since"."""
        return self.kind == "fuzzy"


_LOST: Final = Anchor("lost", None)

# The quotes of one reply are looked for in one draft.
_folded = lru_cache(maxsize=2)(fold)


@dataclass(frozen=True, slots=True)
class _Words:
    """What is searched for, with what stood around it; a quote has no context."""

    words: str
    prefix: str = ""
    suffix: str = ""

    def places(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
        """Give each place in `start` to `end` of `text` that fits."""
        at = text.find(self.words, start, end)
        while at >= 0:
            span = Span(at, at + len(self.words))
            if self.fits(text, span):
                yield span
            at = text.find(self.words, at + 1, end)

    def fits(self, text: str, span: Span) -> bool:
        """Tell whether `span` cuts a word only where these words did so before."""
        cut_before = cuts_a_word(self.prefix + self.words, len(self.prefix))
        cut_after = cuts_a_word(self.words + self.suffix, len(self.words))
        return (cut_before or not cuts_a_word(text, span.start)) and (cut_after or not cuts_a_word(text, span.end))

    def agreement(self, text: str, span: Span) -> int:
        """Count the code points around `span` that agree with the context, without a gap."""
        before = text[max(0, span.start - len(self.prefix)) : span.start]
        after = text[span.end : span.end + len(self.suffix)]
        return _in_common(before[::-1], self.prefix[::-1]) + _in_common(after, self.suffix)

    @property
    def needed(self) -> int:
        """How many code points, words and context together, must agree before a place is believed."""
        return min(CONTEXT, len(self.words) + len(self.prefix) + len(self.suffix))


def _in_common(left: str, right: str) -> int:
    for count, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return count
    return min(len(left), len(right))


def _folded_places(folded: Folded, words: _Words, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Give each place in the folded text, in any case of the first letter."""
    first, rest = words.words[0], words.words[1:]
    cases = {first, first.swapcase()}
    at = folded.text.find(rest, start + 1, end) if rest else -1
    while at >= 0:
        place = Span(at - 1, at + len(rest))
        if folded.text[at - 1] in cases and words.fits(folded.text, place) and not _is_split(folded, place):
            yield place
        at = folded.text.find(rest, at + 1, end)
    if not rest:
        for case in cases:
            yield from (
                place
                for place in _Words(case, words.prefix, words.suffix).places(folded.text, start, end)
                if not _is_split(folded, place)
            )


def _is_split(folded: Folded, place: Span) -> bool:
    return folded.splits(place.start) or folded.splits(place.end)


def _settled(kind: Literal["exact", "normalised"], places: Iterable[Span]) -> Anchor | None:
    """Give the only place, or the tie; None where there is no place."""
    found = tuple(sorted(islice(places, _CANDIDATES)))
    if not found:
        return None
    return Anchor(kind, found[0]) if len(found) == 1 else Anchor("ambiguous", None, found)


def _normalised(text: str, quote: str, within: Span | None) -> Iterator[Span]:
    words = fold(quote).text.strip()
    if not words:
        return
    folded = _folded(text)
    start = folded.place(within.start) if within else 0
    end = folded.place(within.end) if within else None
    for place in _folded_places(folded, _Words(words), start, end):
        span = with_its_marks(text, folded.original(place.start, place.end))
        # What was dropped may have held a grapheme together.
        if not cuts_a_word(text, span.start) and not cuts_a_word(text, span.end):
            yield span


def _fuzzy(text: str, quote: str, within: Span | None) -> Anchor | None:
    """Give the one place that is believed for a damaged quote, or the tie."""
    places = damaged_places(text, quote)
    inside = [place for place in places if within and within.contains(place.span)]
    if len(inside) == 1:
        places = inside
    if len(places) == 1:
        return Anchor("fuzzy", places[0].span, score=places[0].score)
    return Anchor("ambiguous", None, tuple(sorted(place.span for place in places))) if places else None


def find_quote(text: str, quote: str, within: Span | None = None) -> Anchor:
    """Find words that someone copied from `text`.

    Of several places the only one that lies in `within` is meant: it is looked for there first, exact and normalised.
    White space around the quote does not count; a blank quote is lost.
    """
    exact = _Words(quote.strip())
    if not exact.words:
        return _LOST
    inside = None
    if within:
        inside = _settled("exact", exact.places(text, within.start, within.end)) or _settled(
            "normalised", _normalised(text, quote, within)
        )
    return (
        inside
        or _settled("exact", exact.places(text))
        or _settled("normalised", _normalised(text, quote, None))
        or _fuzzy(text, exact.words, within)
        or _LOST
    )


def _best(text: str, words: _Words, places: Iterable[Span]) -> tuple[Span | None, tuple[Span, ...]]:
    """Give the place whose context clearly agrees best, None without one, and the first places there are."""
    ranked = sorted(((words.agreement(text, place), place) for place in places), key=lambda each: -each[0])
    first = tuple(sorted(place for _, place in ranked[:_CANDIDATES]))
    if not ranked:
        return None, first
    agreement, place = ranked[0]
    is_clear = len(ranked) == 1 or agreement - ranked[1][0] >= _LEAD
    is_believed = len(words.words) + agreement >= words.needed
    return (place if is_clear and is_believed else None), first


def _folded_selector(selector: Selector) -> _Words:
    folded = fold(selector.prefix + selector.exact + selector.suffix)
    start = folded.place(len(selector.prefix))
    end = folded.place(len(selector.prefix) + len(selector.exact))
    words = folded.text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    return _Words(folded.text[start:end], folded.text[:start], folded.text[max(start, end) :])


def find_selector(text: str, selector: Selector) -> Anchor:
    """Find a remembered place again in a text that may have changed since.

    The words and their context must agree, in 32 code points at least. At the remembered offsets it is enough that one
    side of the context is whole; elsewhere they must agree clearly better than at any other place.
    """
    exact = _Words(selector.exact, selector.prefix, selector.suffix)
    if not exact.words.strip():
        return _LOST
    remembered = Span(selector.start, selector.end)
    if remembered.of(text) == exact.words:
        before = text[max(0, remembered.start - len(exact.prefix)) : remembered.start]
        after = text[remembered.end : remembered.end + len(exact.suffix)]
        is_believed = len(exact.words) + exact.agreement(text, remembered) >= exact.needed
        if is_believed and (before == exact.prefix or after == exact.suffix):
            return Anchor("exact", remembered)
    place, candidates = _best(text, exact, exact.places(text))
    if place:
        return Anchor("exact", place)
    loose = _folded_selector(selector)
    if loose.words:
        folded = _folded(text)
        found, loose_places = _best(folded.text, loose, _folded_places(folded, loose))
        if found:
            span = folded.original(found.start, found.end)
            kind: AnchorKind = "exact" if span.of(text) == exact.words else "normalised"
            return Anchor(kind, span if kind == "exact" else with_its_marks(text, span))
        candidates = candidates or tuple(folded.original(each.start, each.end) for each in loose_places)
    if len(candidates) > 1:
        return Anchor("ambiguous", None, candidates)
    changed = changed_place(text, selector)
    return Anchor("fuzzy", changed.span, score=changed.score) if changed else _LOST
