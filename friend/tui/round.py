"""Owns one question to several friends at the desk: its answers, when all are there, and the vote on a blind one."""

from __future__ import annotations

from dataclasses import dataclass

from friend.ports import LogError
from friend.record.blind import shown
from friend.record.exchange import Exchange
from friend.record.lengths import alike_in_length
from friend.record.own_word import no_vote, vote
from friend.text.interface import retold, tr
from friend.tui.services import DeskLog
from friend.tui.widgets.answer import Answer
from friend.tui.widgets.blind_answer import BlindAnswer

_TO_COMPARE = 2


@dataclass(slots=True)
class Round:
    """The answers to one question about the place called `about`, in the order in which they stand on the desk."""

    log: DeskLog
    question: str
    about: str
    answers: list[Answer]
    over: int = 0
    is_open: bool = False

    @property
    def is_blind(self) -> bool:
        """Tell whether friends stand under letters."""
        return any(isinstance(answer, BlindAnswer) for answer in self.answers) and not self.is_open

    @property
    def heard(self) -> list[Exchange]:
        """What was answered so far."""
        found = [answer.heard if isinstance(answer, BlindAnswer) else answer.exchange for answer in self.answers]
        return [exchange for exchange in found if exchange is not None and exchange.raw]

    @property
    def is_over(self) -> bool:
        """Tell whether all answers have ended."""
        return self.over == len(self.answers)

    @property
    def letters(self) -> list[str]:
        """The letters that can be voted for."""
        return sorted(each.blind.letter for each in self.heard if each.blind)

    @property
    def waits_for_vote(self) -> bool:
        """Tell whether all have answered, and nobody voted yet."""
        return self.is_blind and self.is_over

    def told(self) -> list[Exchange]:
        """Give the answers that can be lined up: all of them once all have ended, none before."""
        return [each if self.is_open else shown(each) for each in self.heard] if self.is_over else []

    def ended(self) -> None:
        """One more answer has ended, however it did."""
        self.over += 1
        if not self.is_over or not self.is_blind:
            return
        veiled = [answer for answer in self.answers if isinstance(answer, BlindAnswer) and answer.heard]
        proses = alike_in_length([shown(answer.heard).answer for answer in veiled if answer.heard])
        for answer, prose in zip(veiled, proses, strict=True):
            answer.unveil(prose)
        if len(self.heard) < _TO_COMPARE and self.heard:
            self.give_up()

    def vote(self, letter: str | None, why: str) -> str:
        """Vote, tell who was who, and give the news in a line."""
        winner = next((each for each in self.heard if each.blind and each.blind.letter == letter), None)
        try:
            sent = self.log.draft_as_sent(str(self.heard[0].id))
            self.log.said(vote(self.heard, winner, why, sent))
        except (LogError, LookupError) as error:
            return retold(error)
        return self._open()

    def give_up(self) -> str:
        """Tell who was who without a vote, and give the news in a line."""
        try:
            self.log.said(no_vote(self.heard))
        except LogError as error:
            return retold(error)
        return self._open()

    def _open(self) -> str:
        self.is_open = True
        for answer in self.answers:
            if isinstance(answer, BlindAnswer) and answer.heard:
                answer.reveal(answer.heard)
        named = sorted((each.blind.letter, each.speaker.name) for each in self.heard if each.blind)
        return ", ".join(tr("{letter} was {name}", letter=letter, name=name) for letter, name in named)
