"""Owns how an answer under a letter is shown: nothing while it comes, its levelled words once all have answered.

What comes while it comes would say who it is: how fast, how long, in which style. `exchange` stays empty, so that
nothing of it can be quoted, until the person has voted.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from friend.hearing import Inquiry, lent
from friend.ports import Waiting
from friend.record.blind import shown
from friend.record.exchange import Exchange
from friend.text.interface import tr
from friend.tui.notes import Note
from friend.tui.widgets.answer import Answer
from friend.tui.widgets.card import Card

COMING: Final = "answering; it is shown when all have answered"


def answer_of(inquiry: Inquiry, when: datetime, question: str, place: str, under: Answer | None) -> Answer:
    """Make the answer to a question that is put now: under the friend's name, or under its letter."""
    if inquiry.blind is not None:
        return BlindAnswer(inquiry.blind.letter, when, question, place)
    answer = Answer(inquiry.friend.name, when, question, place, under=under, is_live=True)
    answer.lent = lent(inquiry)
    return answer


class BlindAnswer(Answer):
    """An answer whose friend stands under a letter."""

    def __init__(self, letter: str, when: datetime, question: str, place: str) -> None:
        super().__init__(letter, when, question, place)
        self.letter = letter
        self.heard: Exchange | None = None
        self._is_shown = False

    @property
    def is_done(self) -> bool:
        """Tell whether nothing of it waits; one under a letter waits for the vote."""
        return super().is_done and self.exchange is not None

    def on_mount(self) -> None:
        """Say that it comes."""
        super().on_mount()
        self._say_state(tr(COMING))

    def served(self, version: str) -> None:
        """Keep who speaks to itself."""

    def wait(self, waiting: Waiting) -> None:
        """Keep for how long to itself."""

    def ask_who(self, host: str) -> None:
        """Keep the host to itself."""

    def say(self, text: str) -> None:
        """Hold it back."""

    def add(self, note: Note) -> Card:
        """Hold the card back, too."""
        card = super().add(note)
        card.display = self._is_shown
        return card

    def settle(self, exchange: Exchange) -> None:
        """Keep the answer until it is to be shown."""
        self.heard = exchange

    def unveil(self, prose: str) -> None:
        """Show the levelled words: all have answered."""
        if self.heard is None:
            return
        self._is_shown = True
        super().settle(shown(self.heard))
        self.exchange = None
        self._prose = [prose]
        self._show_prose()
        for card in self.cards:
            card.display = True

    def reveal(self, exchange: Exchange) -> None:
        """Show who it was, and the answer as it came."""
        self._friend_name = f"{self.letter}: {exchange.speaker.name}"
        for version in exchange.speaker.served:
            super().served(version)
        super().settle(exchange)
