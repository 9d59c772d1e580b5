"""Owns what an export of a review holds: a draft, and the friends' notes at their places in it as it is now.

A note stays with its words; one whose words are gone or stand in several places has no place, and is told apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from friend.asking.lead import Lead
from friend.asking.suggestion import Suggestion
from friend.record.exchange import Exchange
from friend.record.notes import Note, open_notes
from friend.text.anchoring import AnchorKind, find_selector
from friend.text.diff import Piece, diff
from friend.text.draft import Draft
from friend.text.language import language
from friend.text.selector import select
from friend.text.span import Span


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """A note, numbered from 1 through the page, and its place in the draft.

    `diff` leads from the words that stand there now to the wording; it is empty for a comment without wording, and
    where the words have changed since (`has_changed`), so that the wording was meant for others.
    """

    number: int
    exchange: Exchange
    suggestion: Suggestion
    span: Span
    diff: tuple[Piece, ...]
    anchor: AnchorKind

    @property
    def has_changed(self) -> bool:
        """Tell whether other words stand there than the friend spoke of."""
        return self.anchor == "fuzzy"


@dataclass(frozen=True, slots=True)
class Asked:
    """An exchange, and where its passage stands now; None where that is gone."""

    exchange: Exchange
    span: Span | None


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A draft and what friends said of it. `lost` are notes without a place; `language` is the draft's."""

    draft: Draft
    language: str
    asked: tuple[Asked, ...]
    notes: tuple[PlacedNote, ...]
    lost: tuple[Note, ...]

    @property
    def leads(self) -> tuple[tuple[Asked, int, Lead], ...]:
        """What the answers name, verified or not: each with its exchange, and its number there from 1."""
        return tuple(
            (asked, number, lead) for asked in self.asked for number, lead in enumerate(asked.exchange.leads, start=1)
        )


def review_page(draft: Draft, told: Iterable[tuple[Exchange, str]], *, only_open: bool = True) -> ReviewPage:
    """Put the notes of the exchanges on `draft`; `told` pairs each with the draft as it was sent.

    With `only_open`, notes that are dealt with or dismissed are left out, and exchanges without a note left that name
    nothing to verify.
    """
    told = list(told)
    notes = open_notes(told, draft.text, only_open=only_open)
    placed = [
        PlacedNote(number, note.exchange, note.suggestion, note.anchor.span, _diff(note, draft.text), note.anchor.kind)
        for number, note in enumerate((note for note in notes if note.anchor.span), start=1)
        if note.anchor.span
    ]
    with_notes = {note.exchange.id for note in notes}
    asked = tuple(
        Asked(exchange, _place(draft.text, exchange, sent))
        for exchange, sent in told
        if exchange.id in with_notes or exchange.leads or not only_open
    )
    lost = tuple(note for note in notes if note.anchor.span is None)
    return ReviewPage(draft, language(draft.text), asked, tuple(placed), lost)


def _diff(note: Note, text: str) -> tuple[Piece, ...]:
    suggestion, span = note.suggestion, note.anchor.span
    if suggestion.instead is None or span is None or note.anchor.kind == "fuzzy":
        return ()
    if note.anchor.kind == "exact":
        return suggestion.diff
    return diff(span.of(text), suggestion.instead)


def _place(text: str, exchange: Exchange, sent: str) -> Span | None:
    passage = exchange.passage
    if passage.whole and passage.span == Span(0, len(sent)):
        return Span(0, len(text))
    return find_selector(text, select(sent, passage.span)).span
