"""Owns the notes on a draft: where each one stands while the text changes, and when its words are no longer there.

A note reads the text and never writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from friend.asking.suggestion import State, Suggestion
from friend.text.anchoring import Anchor
from friend.text.span import Span
from friend.text.words import WORD
from friend.tui.document import Change
from friend.tui.places import follow, follow_all

_SELECTED_WORDS: Final = 3
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_JOINERS: Final = "'’ʼ-‐‑"


@dataclass(slots=True)
class Hunk:
    """Words that a note would change: where they stand, what they were, and whether they touched a word beside them.

    `is_there` tells whether they stood at the last look. Where a note only puts words in, `puts_in_at` is their place
    among the characters on either side, which are the hunk.
    """

    span: Span
    old: str
    joined: tuple[bool, bool]
    puts_in_at: int | None = None
    is_there: bool = True

    def stands(self, text: str) -> bool:
        """Tell whether the same words are still there, as words of their own as they were before."""
        span = Span(self.span.start, self.span.start + len(self.old))
        return span.of(text) == self.old and _joined(text, span) == self.joined


@dataclass(slots=True)
class Note:
    """A suggestion on the desk.

    `state` is what the log holds; `changed` says that its words are gone from the text just now. `by_itself` tells a
    note that closed because its words were changed from one that the person put away; `pinned` is one that the person
    brought back, which closes no more by itself.
    """

    number: int
    suggestion: Suggestion
    place: Span | None
    folded_why: bool
    hunks: list[Hunk] = field(default_factory=list)
    state: State = "open"
    changed: bool = False
    by_itself: bool = False
    pinned: bool = False
    where: str = ""
    _turn: int = -1

    @property
    def sign(self) -> str:
        """Its number in a circle."""
        return _CIRCLED[self.number - 1] if self.number <= len(_CIRCLED) else "●"

    @property
    def is_open(self) -> bool:
        """Tell whether it still wants attention."""
        return self.state == "open" and not self.changed

    @property
    def target(self) -> tuple[Span, bool] | None:
        """Where to put the cursor, and whether to select: the first words that it would change, never a sentence."""
        hunk = next((hunk for hunk in self.hunks if hunk.is_there), None)
        if hunk is None:
            return (Span(self.place.start, self.place.start), False) if self.place else None
        if hunk.puts_in_at is not None:
            at = min(hunk.span.start + hunk.puts_in_at, hunk.span.end)
            return Span(at, at), False
        core = _core(hunk)
        return core, core.start < core.end and len(WORD.findall(hunk.old)) <= _SELECTED_WORDS

    def next_candidate(self, text: str) -> tuple[Span, bool] | None:
        """Give the next of the places that an ambiguous note may mean, in turn; none is chosen for good."""
        quote = self.suggestion.quote
        if not self.suggestion.candidates or not quote:
            return None
        starts = [match.start() for match in re.finditer(re.escape(quote), text)]
        if not starts:
            return None
        self._turn = (self._turn + 1) % len(starts)
        return Span(starts[self._turn], starts[self._turn] + len(quote)), False

    def heard(self, change: Change, text: str) -> None:
        """Follow one edit; `text` is the text after it."""
        if self.place is None:
            return
        self.place = follow(self.place, change)
        for hunk in self.hunks:
            hunk.span = follow(hunk.span, change)
        self.look(text)
        old = _old(self.suggestion)
        if self.changed and change.added >= len(old) > 0:
            self._come_back(old, change, text)

    def look(self, text: str) -> None:
        """See whether the words that it points at are still there."""
        if self.place is None:
            return
        for hunk in self.hunks:
            hunk.is_there = hunk.stands(text)
        if self.pinned:
            return
        if self.hunks:
            self.changed = not any(hunk.is_there for hunk in self.hunks)
        else:
            self.changed = not _mostly_there(self.suggestion.quote, self.place.of(text))

    def _come_back(self, old: str, change: Change, text: str) -> None:
        """Find its words where they were just put back: an undo, or a paragraph moved by cut and paste."""
        begin = max(0, change.start - len(old))
        around = text[begin : change.start + change.added + len(old)]
        at = around.find(old)
        if at >= 0 and around.find(old, at + 1) < 0:
            self.place = Span(begin + at, begin + at + len(old))
            self.hunks = _hunks(self.suggestion, self.place, text)
            self.look(text)


def note_of(
    number: int, suggestion: Suggestion, sent: str, since: Iterable[Change], text: str, *, folded_why: bool
) -> Note:
    """Put a suggestion, placed on the text as it was sent, on the text as it is after the edits `since`."""
    changes = list(since)
    note = Note(number, suggestion, None, folded_why, state=suggestion.state)
    if suggestion.span is not None:
        note.place = follow_all(suggestion.span, changes)
        note.hunks = _hunks(suggestion, suggestion.span, sent)
        for hunk in note.hunks:
            hunk.span = follow_all(hunk.span, changes)
        note.look(text)
    return note


def note_again(number: int, suggestion: Suggestion, anchor: Anchor, text: str, *, folded_why: bool) -> Note:
    """Put a suggestion of an earlier day on the text as it is now, where `anchor` found its words."""
    note = Note(number, suggestion, anchor.span, folded_why, state=suggestion.state)
    if anchor.span is not None and anchor.span.of(text) == _old(suggestion):
        note.hunks = _hunks(suggestion, anchor.span, text)
    return note


def in_text_order(notes: Iterable[Note]) -> list[Note]:
    """Give the open notes that have a place, in the order of the text."""
    placed = [(target[0].start, note.number, note) for note in notes if note.is_open and (target := note.target)]
    return [note for _, _, note in sorted(placed, key=lambda entry: entry[:2])]


def _old(suggestion: Suggestion) -> str:
    """Give the draft's own words at the suggestion's place."""
    return "".join(piece.text for piece in suggestion.diff if piece.op != "+") or suggestion.quote


def _hunks(suggestion: Suggestion, place: Span, text: str) -> list[Hunk]:
    """Find the words that the wording takes out; where it only puts in, the two characters on either side."""
    hunks, at = [], place.start
    pieces = suggestion.diff
    for index, piece in enumerate(pieces):
        if piece.op == "-":
            span = Span(at, at + len(piece.text))
            hunks.append(Hunk(span, span.of(text), _joined(text, span)))
        elif piece.op == "+" and (index == 0 or pieces[index - 1].op != "-"):
            span = Span(max(place.start, at - 1), min(place.end, at + 1))
            hunks.append(Hunk(span, span.of(text), _joined(text, span), at - span.start))
        if piece.op != "+":
            at += len(piece.text)
    return [hunk for hunk in hunks if hunk.span.start < hunk.span.end]


def _core(hunk: Hunk) -> Span:
    """Leave out the white space around the words, so that typing does not join two words."""
    core = hunk.old.strip()
    if not core:
        return hunk.span
    begin = hunk.span.start + hunk.old.index(core)
    return Span(begin, begin + len(core))


def _joined(text: str, span: Span) -> tuple[bool, bool]:
    return _in_word(text, span.start), _in_word(text, span.end)


def _in_word(text: str, at: int) -> bool:
    """Tell whether `at` is within a word."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before in _JOINERS:
        before = text[at - 2] if at > 1 else " "
    if after in _JOINERS:
        after = text[at + 1] if at + 1 < len(text) else " "
    return before.isalnum() and after.isalnum()


def _mostly_there(quote: str, now: str) -> bool:
    words = set(WORD.findall(quote))
    return 2 * len(words & set(WORD.findall(now))) >= len(words) if words else quote.strip() in now
