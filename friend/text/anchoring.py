"""Owns where a quote stands in a text: position, exact, normalised, then fuzzy. A tie is said, never broken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from friend.text.damaged import changed_place, damaged_places
from friend.text.normalise import with_its_marks
from friend.text.selector import Selector
from friend.text.span import Span
from friend.text.tokens import cuts_a_word
from friend.text.verbatim import Words, as_written, loosely, words_of
from friend.text.word_index import WordIndex, indexed

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


def _settled(kind: Literal["exact", "normalised"], places: Iterable[Span]) -> Anchor | None:
    """Give the only place, or the tie; None where there is no place."""
    found = tuple(sorted(islice(places, _CANDIDATES)))
    if not found:
        return None
    return Anchor(kind, found[0]) if len(found) == 1 else Anchor("ambiguous", None, found)


def _normalised(index: WordIndex, quote: Words) -> Iterator[Span]:
    words = quote.folded()
    for place in loosely(index, words) if words.words else ():
        span = with_its_marks(index.text, place.span)
        # What was dropped may have held a grapheme together.
        if not cuts_a_word(index.text, span.start) and not cuts_a_word(index.text, span.end):
            yield span


def _fuzzy(index: WordIndex, quote: str, within: Span | None) -> Anchor | None:
    """Give the one place that is believed for a damaged quote, or the tie."""
    places = damaged_places(index, quote)
    inside = [place for place in places if within and within.contains(place.span)]
    if len(inside) == 1:
        places = inside
    if len(places) == 1:
        return Anchor("fuzzy", places[0].span, score=places[0].score)
    return Anchor("ambiguous", None, tuple(sorted(place.span for place in places))) if places else None


def find_quote(where: str | WordIndex, quote: str, within: Span | None = None) -> Anchor:
    """Find words that someone copied from a text.

    `where` is the text, or its index, which is worth while for many quotes or a text that changes. Of several places
    the only one that lies in `within` is meant: it is looked for there first, exact and normalised. White space around
    the quote does not count; a blank quote is lost.
    """
    index = where if isinstance(where, WordIndex) else indexed(where)
    exact = Words(quote.strip())
    if not exact.words:
        return _LOST
    inside = None
    if within:
        inside = _settled("exact", filter(within.contains, as_written(index, exact))) or _settled(
            "normalised", filter(within.contains, _normalised(index, exact))
        )
    return (
        inside
        or _settled("exact", as_written(index, exact))
        or _settled("normalised", _normalised(index, exact))
        or _fuzzy(index, exact.words, within)
        or _LOST
    )


def _best(words: Words, places: Iterable[tuple[str, Span]]) -> tuple[int, list[int]]:
    """Rank places in some text by how well their context agrees.

    Give the number of the one that clearly agrees best, -1 without one, and the numbers of all, the best first.
    """
    agreements = [words.agreement(text, place) for text, place in places]
    ranked = sorted(range(len(agreements)), key=lambda number: -agreements[number])
    if not ranked:
        return -1, ranked
    most = agreements[ranked[0]]
    is_clear = len(ranked) == 1 or most - agreements[ranked[1]] >= _LEAD
    is_believed = len(words.words) + most >= words.needed
    return (ranked[0] if is_clear and is_believed else -1), ranked[:_CANDIDATES]


def find_selector(where: str | WordIndex, selector: Selector) -> Anchor:
    """Find a remembered place again in a text that may have changed since; `where` is as in `find_quote`.

    The words and their context must agree, in 32 code points at least. At the remembered offsets it is enough that one
    side of the context is whole; elsewhere they must agree clearly better than at any other place.
    """
    index = where if isinstance(where, WordIndex) else indexed(where)
    text, exact = index.text, words_of(selector)
    if not exact.words.strip():
        return _LOST
    remembered = Span(selector.start, selector.end)
    if remembered.of(text) == exact.words:
        before = text[max(0, remembered.start - len(exact.prefix)) : remembered.start]
        after = text[remembered.end : remembered.end + len(exact.suffix)]
        is_believed = len(exact.words) + exact.agreement(text, remembered) >= exact.needed
        if is_believed and (before == exact.prefix or after == exact.suffix):
            return Anchor("exact", remembered)
    places = list(as_written(index, exact))
    best, ranked = _best(exact, ((text, place) for place in places))
    if best >= 0:
        return Anchor("exact", places[best])
    candidates = [places[number] for number in ranked]
    loose = exact.folded()
    if loose.words:
        found = list(loosely(index, loose))
        best, ranked = _best(loose, ((each.folded, each.place) for each in found))
        if best >= 0:
            span = found[best].span
            kind: AnchorKind = "exact" if span.of(text) == exact.words else "normalised"
            return Anchor(kind, span if kind == "exact" else with_its_marks(text, span))
        candidates = candidates or [found[number].span for number in ranked]
    if len(candidates) > 1:
        return Anchor("ambiguous", None, tuple(sorted(candidates)))
    changed = changed_place(index, selector)
    return Anchor("fuzzy", changed.span, score=changed.score) if changed else _LOST
