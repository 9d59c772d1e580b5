"""Owns what asking needs of the rest of friend; it is put together elsewhere, so that the desk knows no adapter."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from friend.asking.friend import Friend
from friend.asking.prompt import ReadyQuestion
from friend.ports import DraftNames, ExchangeLog, Exports, LogReader
from friend.record.exchange import Exchange
from friend.record.findings import Findings
from friend.record.verdict import Verdict
from friend.review import Reviewer
from friend.text.draft import Draft
from friend.tui.agreement import Agreements, ForToday
from friend.tui.room import Room


class Check(Protocol):
    """Whose words a text holds, told from the log alone."""

    async def findings(self, draft: Draft) -> Findings:
        """Check a text beside everything else. Raises LogError and OSError."""
        ...

    async def count(self, draft: Draft) -> int:
        """Count the places to decide about, so that no key waits for it. Raises LogError and OSError."""
        ...

    def judged(self, verdict: Verdict) -> None:
        """Remember what the person decided about words that were found. Raises LogError."""
        ...


class DeskLog(ExchangeLog, LogReader, DraftNames, Protocol):
    """The record, as the desk writes it and looks things up in it."""


@dataclass(frozen=True, slots=True)
class Services(Room):
    """The parts behind the friend's side, beside the room's.

    `default` is the friend that is asked unless another is picked, None where none is configured. `reader` is whom the
    text is for. `awaken` is called once the friend's side is there, to start what the first question will need.
    `barred` says why a text at a path may not go to a friend by that name, None where it may; `nobody` why there is
    nobody to ask, where that is not for want of a friend. `agreements` says to which hosts texts may go without
    another word. `exports` writes files for others to read; `retired` tells the last day of the model that answered,
    where that is behind us. `check` says whose words a text holds; with `counts_borrowed` the desk counts them while
    one writes. `try_first` says that longer wording waits until it is asked for.
    """

    reviewer: Reviewer
    log: DeskLog
    friends: tuple[Friend, ...]
    default: Friend | None
    questions: tuple[ReadyQuestion, ...]
    exports: Exports
    cross: ReadyQuestion
    reader: str | None = None
    awaken: Callable[[], Awaitable[None]] | None = None
    barred: Callable[[str, str | None], str | None] = lambda _name, _path: None
    nobody: str | None = None
    retired: Callable[[Exchange], date | None] = lambda _exchange: None
    agreements: Agreements = field(default_factory=ForToday)
    check: Check | None = None
    counts_borrowed: bool = False
    try_first: bool = False
    reflects: bool = False

    def title(self, name: str | None, text: str) -> str:
        """Give a ready question's title in the interface's language, and free words as they are."""
        ready = next((one for one in self.questions if one.name == name), None)
        return ready.title.get(self.language, ready.title["en"]) if ready else text
