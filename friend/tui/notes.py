"""Owns the notes on a draft: where each one stands while the text changes, and when its words are no longer there.

A note reads the text and never writes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from friend.asking.suggestion import State, Suggestion
from friend.text.anchoring import Anchor, find_selector
from friend.text.following import Change, enough_remains, followed
from friend.text.selector import Selector, select
from friend.text.span import Span
from friend.text.verbatim import words_of
from friend.text.word_index import WordIndex
from friend.text.words import WORD
from friend.tui.looks import sign_of

_SELECTED_WORDS: Final = 3
_JOINERS: Final = "'’ʼ-‐‑"
# How far from a place an edit may be and still join two words there.
_BESIDE: Final = 2
# How many code points beside moved words must agree: a twin elsewhere is not what the note was about.
_COMPANY: Final = 8


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

    `state` is what the log holds; `changed` says that its words are gone from the text just now, `edited` that enough
    of them remains and something else stands among them. `by_itself` tells a note that closed because its words were
    changed from one that the person put away; `pinned` is one that the person brought back, which closes no more by
    itself. `selector` remembers where the words were when the friend read them, `as_read` which they were.
    `hides_wording` says that the wording waits until the person asks for it (try_first.py).
    """

    number: int
    suggestion: Suggestion
    place: Span | None
    folded_why: bool
    hunks: list[Hunk] = field(default_factory=list)
    state: State = "open"
    changed: bool = False
    edited: bool = False
    by_itself: bool = False
    pinned: bool = False
    hides_wording: bool = False
    where: str = ""
    selector: Selector | None = None
    as_read: str = ""
    _turn: int = -1

    @property
    def sign(self) -> str:
        """Its number, as it stands in the margin and on its card."""
        return sign_of(self.number)

    @property
    def is_open(self) -> bool:
        """Tell whether it still wants attention."""
        return self.state == "open" and not self.changed

    @property
    def spot(self) -> Span | None:
        """Where the first words stand that it would change; None without a place."""
        hunk = self._first
        if hunk is None:
            return Span(self.place.start, self.place.start) if self.place else None
        if hunk.puts_in_at is not None:
            at = min(hunk.span.start + hunk.puts_in_at, hunk.span.end)
            return Span(at, at)
        return _core(hunk)

    @property
    def target(self) -> tuple[Span, bool] | None:
        """Where to put the cursor, and whether to select: the first words that it would change, never a sentence."""
        spot, hunk = self.spot, self._first
        if spot is None:
            return None
        return spot, hunk is not None and len(spot) > 0 and len(WORD.findall(hunk.old)) <= _SELECTED_WORDS

    def is_rewritten(self, text: str) -> bool:
        """Tell whether the person wrote something else at its place since the friend read it."""
        return self.place is not None and self.place.of(text).split() != self.as_read.split()

    @property
    def _first(self) -> Hunk | None:
        return next((hunk for hunk in self.hunks if hunk.is_there), None)

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

    def heard(self, change: Change, text: Callable[[], str]) -> bool:
        """Follow one edit, and tell whether the note is another now; `text` gives the text after it.

        The text is read only where the edit touches the note.
        """
        if self.place is None:
            return False
        before = self.changed, self.edited
        is_near = change.start <= self.place.end + _BESIDE and change.end >= self.place.start - _BESIDE
        if change.start <= self.place.end:
            self.place = followed(self.place, change)
            for hunk in self.hunks:
                hunk.span = followed(hunk.span, change)
        if is_near:
            self.look(text())
        if self.changed and change.added >= len(old := _old(self.suggestion)) > 0:
            self._come_back(old, change, text())
        return before != (self.changed, self.edited)

    def look(self, text: str) -> None:
        """See whether the words that it points at are still there."""
        if self.place is None:
            return
        for hunk in self.hunks:
            hunk.is_there = hunk.stands(text)
        now, old = self.place.of(text), _old(self.suggestion)
        self.edited = now != old
        if self.pinned:
            return
        if self.hunks:
            self.changed = not any(hunk.is_there for hunk in self.hunks)
        else:
            self.changed = self.edited and not enough_remains(old, now)

    def find(self, index: WordIndex) -> None:
        """Look for words that following lost in the whole text: they may have been moved, with what stood beside them.

        A note that would change words is put only where all of its words are as they were; a comment also where
        enough of them remains.
        """
        if self.selector is None:
            return
        anchor = find_selector(index, self.selector)
        if anchor.span is None or (self.hunks and anchor.kind != "exact"):
            return
        if anchor.kind == "exact" and words_of(self.selector).agreement(index.text, anchor.span) < _COMPANY:
            return
        if self.hunks:
            self._stand(anchor.span, index.text)
        elif enough_remains(_old(self.suggestion), anchor.span.of(index.text)):
            self.place = anchor.span
            self.look(index.text)

    def _come_back(self, old: str, change: Change, text: str) -> None:
        """Find its words where they were just put back: an undo, or a paragraph moved by cut and paste."""
        begin = max(0, change.start - len(old))
        around = text[begin : change.start + change.added + len(old)]
        at = around.find(old)
        if at >= 0 and around.find(old, at + 1) < 0:
            self._stand(Span(begin + at, begin + at + len(old)), text)

    def _stand(self, place: Span, text: str) -> None:
        self.place = place
        self.hunks = _hunks(self.suggestion, place, text)
        self.look(text)


def note_of(
    number: int, suggestion: Suggestion, sent: str, since: Iterable[Change], text: str, *, folded_why: bool
) -> Note:
    """Put a suggestion, placed on the text as it was sent, on the text as it is after the edits `since`."""
    note = Note(number, suggestion, suggestion.span, folded_why, state=suggestion.state)
    if suggestion.span is not None:
        note.selector, note.as_read = select(sent, suggestion.span), suggestion.span.of(sent)
        note.hunks = _hunks(suggestion, suggestion.span, sent)
        for change in since:
            note.place = followed(note.place or suggestion.span, change)
            for hunk in note.hunks:
                hunk.span = followed(hunk.span, change)
        note.look(text)
    return note


def note_again(number: int, suggestion: Suggestion, anchor: Anchor, sent: str, text: str, *, folded_why: bool) -> Note:
    """Put a suggestion of an earlier day, placed on the text as it was sent, where `anchor` found its words now."""
    note = Note(number, suggestion, anchor.span, folded_why, state=suggestion.state)
    note.as_read = suggestion.span.of(sent) if suggestion.span else ""
    if anchor.span is not None:
        note.selector = select(text, anchor.span)
        note.edited = anchor.is_changed
        if anchor.span.of(text) == _old(suggestion):
            note.hunks = _hunks(suggestion, anchor.span, text)
    # What was dealt with is no open note: whether its words are gone is only said, and closes nothing.
    note.changed = note.state == "dealt-with" and (anchor.span is None or anchor.is_changed)
    return note


def in_text_order(notes: Iterable[Note]) -> list[Note]:
    """Give the open notes that have a place, in the order of the text."""
    placed = [(spot.start, note.number, note) for note in notes if note.is_open and (spot := note.spot)]
    return [note for _, _, note in sorted(placed)]


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
