"""Owns what the desk needs of the rest of friend; it is put together elsewhere, so that the desk knows no adapter."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from friend.asking.friend import Friend
from friend.asking.prompt import ReadyQuestion
from friend.ports import Clock, DraftFiles, ExchangeLog, LogReader, Recovery, Seats
from friend.record.exchange import Exchange
from friend.record.quotation import quotation
from friend.review import Reviewer
from friend.tui.agreement import Agreements, ForToday
from friend.tui.looks import Looks


class Quotation(Protocol):
    """How words of an exchange are quoted: `friend.record.quotation.quotation`."""

    def __call__(
        self, exchange: Exchange, language: str, *, suggestion: int | None = None, words: str | None = None
    ) -> str:
        """Give the attributed quotation. Raises ValueError or LookupError where there is nothing to quote."""
        ...


class DeskLog(ExchangeLog, LogReader, Protocol):
    """The record, as the desk writes it and looks things up in it."""


@dataclass(frozen=True, slots=True)
class Services:
    """The parts behind the desk.

    `default` is the friend that is asked unless another is picked, None where none is configured. `language` is the
    interface's, `data_dir` the folder for the report if the desk breaks, `reader` whom the text is for. `awaken`
    is called once the desk is on the screen, to start what the first question will need. `barred` says why a text
    at a path may not go to a friend by that name, None where it may; `nobody` why there is nobody to ask, where that is
    not for want of a friend. `agreements` says to which
    hosts texts may go without another word, `looks` how the desk is to look and which keys it takes.
    """

    reviewer: Reviewer
    files: DraftFiles
    log: DeskLog
    friends: tuple[Friend, ...]
    default: Friend | None
    questions: tuple[ReadyQuestion, ...]
    language: str
    data_dir: Path
    clock: Clock
    recovery: Recovery
    seats: Seats
    quotation: Quotation = quotation
    reader: str | None = None
    awaken: Callable[[], Awaitable[None]] | None = None
    barred: Callable[[str, str | None], str | None] = lambda _name, _path: None
    nobody: str | None = None
    agreements: Agreements = field(default_factory=ForToday)
    looks: Looks = field(default_factory=Looks)

    def title(self, name: str | None, text: str) -> str:
        """Give a ready question's title in the interface's language, and free words as they are."""
        ready = next((one for one in self.questions if one.name == name), None)
        return ready.title.get(self.language, ready.title["en"]) if ready else text
