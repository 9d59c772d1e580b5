"""Owns which exchanges somebody looks for in the log, and the line that each is told in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from friend.record.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows the log down; None is any.

    `draft` is a path (absolute), `model` a friend's name or the model that was asked for, `served` a part of the
    version that answered. Asked at `since` or later, and before `until`, both in UTC.
    """

    draft: str | None = None
    model: str | None = None
    served: str | None = None
    since: datetime | None = None
    until: datetime | None = None


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Entry:
    """One exchange in a line: who was asked what about which text, and what came of it.

    `path` is None for standard input, `question_name` for a question in free words. `forgotten` says that its texts
    were removed, `clock_went_back` that the machine's clock had been set back when it was asked: the order is by
    `sequence`. `provider` is whose host answered, None where that is not known; `follows` is what it continues.
    `open_notes` counts its suggestions that have a place, say something, and about which nothing was decided.
    """

    sequence: int
    id: str
    asked_at: datetime
    status: str
    friend: str
    requested: str
    served: tuple[str, ...]
    path: str | None
    question_name: str | None
    question: str
    forgotten: bool
    clock_went_back: bool
    provider: str | None = None
    follows: str | None = None
    open_notes: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """An exchange that holds the words, with the first place: a few words around them on one line, and where."""

    entry: Entry
    snippet: str
    where: str


def entry_of(exchange: Exchange) -> Entry:
    """Give the line of an exchange of the log."""
    return Entry(
        exchange.sequence or 0,
        exchange.id or "",
        exchange.asked_at,
        exchange.status,
        exchange.speaker.name,
        exchange.speaker.requested,
        exchange.speaker.served,
        exchange.draft.path,
        exchange.question.name,
        exchange.question.text,
        exchange.forgotten,
        exchange.clock_went_back,
        exchange.speaker.provider,
        exchange.follows,
        sum(one.state == "open" and one.span is not None for one in exchange.suggestions),
    )
