"""Owns which of a friend's words the keys of its pane speak of: sentences that one points at, or a card.

One goes through them as they stand on the screen: the sentences of an answer, then each of its cards and the sentences
of the reason given there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from friend.record.exchange import Exchange
from friend.text.span import Span
from friend.tui.notes import Note
from friend.tui.sentences import Sentence, words_of


class Readable(Protocol):
    """What shows words of a friend that can be pointed at."""

    @property
    def said(self) -> str:
        """The words, as they were said."""
        ...

    @property
    def sentences(self) -> Sequence[Sentence]:
        """Their sentences."""
        ...

    def mark(self, shown: Sequence[Span]) -> None:
        """Mark these places of the words as they are shown, and no others."""
        ...


@dataclass(frozen=True, slots=True)
class Breath:
    """What was said in one breath: a quotation stays within it. With a `note` there is its card to point at as well."""

    exchange: Exchange
    shown: Readable
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Pointed:
    """Words that are pointed at."""

    exchange: Exchange
    words: str


class Reading:
    """Goes from sentence to sentence. `breaths` are what there is to read, from top to bottom."""

    def __init__(self, breaths: Callable[[], Sequence[Breath]]) -> None:
        self._breaths = breaths
        self._breath: Breath | None = None
        self._said = ""
        self._sentences: Sequence[Sentence] = ()
        self._from = self._at = 0
        self._kept: set[int] = set()

    @property
    def pointed(self) -> Pointed | None:
        """The words that are pointed at; None where there are none."""
        if self._breath is None:
            return None
        return Pointed(self._breath.exchange, words_of(self._said, self._sentences, self._chosen))

    @property
    def place(self) -> tuple[Readable, Span] | None:
        """Where the sentence stands that was come to last, as it is shown."""
        if self._breath is None:
            return None
        return self._breath.shown, self._sentences[self._at].shown

    @property
    def _chosen(self) -> set[int]:
        return self._kept | set(range(min(self._from, self._at), max(self._from, self._at) + 1))

    def step(self, by: int, current: Note | None, begin: Exchange | None) -> Note | None:
        """Go on, or back, by one; give the note whose card was come to, None where it is a sentence.

        `current` is the note whose card is pointed at now; where nothing is, one begins with the exchange `begin`. At
        either end one stays where one is.
        """
        stops = self._stops()
        if not stops:
            return current
        here = self._here(stops, current)
        if here is None:
            ats = [at for at, (breath, _) in enumerate(stops) if breath.exchange is begin] or range(len(stops))
            at = ats[0] if by > 0 else ats[-1]
        else:
            at = max(0, min(here + by, len(stops) - 1))
        breath, index = stops[at]
        if index is None:
            self.forget()
            return breath.note
        if self._breath is None or breath.shown is not self._breath.shown:
            self.forget()
            self._said, self._sentences = breath.shown.said, breath.shown.sentences
        self._breath, self._from, self._at = breath, index, index
        self._mark()
        return None

    def extend(self, by: int) -> bool:
        """Take in the next sentence, or the one before, or let the last go; tell whether anything was pointed at."""
        if self._breath is None:
            return False
        self._at = max(0, min(self._at + by, len(self._sentences) - 1))
        self._mark()
        return True

    def keep(self) -> None:
        """Keep what is pointed at while one goes on, or keep it no more."""
        if self._breath is not None:
            here = set(range(min(self._from, self._at), max(self._from, self._at) + 1))
            self._kept = self._kept - here if here <= self._kept else self._kept | here
            self._mark()

    def forget(self) -> None:
        """Point at no sentence."""
        if self._breath is not None:
            self._breath.shown.mark(())
        self._breath = None
        self._kept.clear()

    def _mark(self) -> None:
        if self._breath is not None:
            self._breath.shown.mark([self._sentences[index].shown for index in sorted(self._chosen)])

    def _stops(self) -> list[tuple[Breath, int | None]]:
        stops: list[tuple[Breath, int | None]] = []
        for breath in self._breaths():
            if breath.note is not None:
                stops.append((breath, None))
            stops += [(breath, index) for index in range(len(breath.shown.sentences))]
        return stops

    def _here(self, stops: Sequence[tuple[Breath, int | None]], current: Note | None) -> int | None:
        for at, (breath, index) in enumerate(stops):
            if self._breath is not None:
                if breath.shown is self._breath.shown and index == self._at:
                    return at
            elif current is not None and breath.note is current and index is None:
                return at
        return None
