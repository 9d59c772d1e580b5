"""Owns what a note is: a suggestion that is still open, with its place in the draft as it is now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from friend.asking.suggestion import Suggestion
from friend.record.exchange import Exchange
from friend.text.anchoring import Anchor, find_selector
from friend.text.selector import select
from friend.text.word_index import WordIndex


@dataclass(frozen=True, slots=True)
class Note:
    """An open suggestion of `exchange`, the `number`-th (from 1), and where its words stand now."""

    exchange: Exchange
    suggestion: Suggestion
    number: int
    anchor: Anchor


def open_notes(told: Iterable[tuple[Exchange, str]], text: str | WordIndex, *, only_open: bool = True) -> list[Note]:
    """Give the open notes on `text` (or the text of an index), in its order; those that lost their place come last.

    `told` pairs each exchange with the draft as it was sent, in which its suggestions have their spans. A suggestion
    that had no place then is no note: there is nothing to go to; neither is one that says nothing. Without `only_open`,
    those decided about are given too.
    """
    notes = []
    for exchange, sent in told:
        for number, suggestion in enumerate(exchange.suggestions, start=1):
            if suggestion.span and (_is_open(suggestion) or not only_open):
                anchor = find_selector(text, select(sent, suggestion.span))
                notes.append(Note(exchange, suggestion, number, anchor))
    return sorted(notes, key=lambda note: (note.anchor.span is None, note.anchor.span or note.suggestion.span))


def every_note(exchange: Exchange, sent: str, text: str | WordIndex) -> list[Note]:
    """Give all notes of an exchange as they are shown with its answer: what was decided about, and what had no place.

    Those with a place come first, in the order of the text; `sent` is the draft as it was sent.
    Those that say nothing are left out.
    """
    placed = [
        note for note in open_notes([(exchange, sent)], text, only_open=False) if not note.suggestion.says_nothing
    ]
    unplaced = [
        Note(exchange, suggestion, number, Anchor(suggestion.anchor, None, suggestion.candidates))
        for number, suggestion in enumerate(exchange.suggestions, start=1)
        if suggestion.span is None
    ]
    return [*placed, *unplaced]


def has_open_notes(exchange: Exchange) -> bool:
    """Tell whether `open_notes` gives any of this exchange."""
    return any(map(_is_open, exchange.suggestions))


def _is_open(suggestion: Suggestion) -> bool:
    return suggestion.state == "open" and suggestion.span is not None and not suggestion.says_nothing
