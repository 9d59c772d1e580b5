"""Owns how the suite of manners is put to a friend: the ordinary way, one question after the other, one POST each."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from friend.adapters.prompts import PromptShelf
from friend.asking.friend import Friend
from friend.asking.question import Passage, Question
from friend.record.exchange import Exchange
from friend.record.manners.scoring import Figure, figures
from friend.record.manners.suite import Ask, Sheet
from friend.review import Answered, Inquiry, Reviewer
from friend.text import address
from friend.text.span import Span

_TOO_MANY: Final = 3
"""So many questions in a row without an answer end a run: the next would not be answered either."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A question of the suite (two, for a pair), what came of it, and in how many seconds.

    `figures` is empty where an answer did not come whole.
    """

    ask: Ask
    exchanges: tuple[Exchange, ...]
    figures: tuple[Figure, ...]
    seconds: float

    @property
    def is_whole(self) -> bool:
        """Tell whether all was answered."""
        return len(self.exchanges) == self.ask.questions and all(each.status == "complete" for each in self.exchanges)


def inquiry_of(sheet: Sheet, ask: Ask, friend: Friend) -> Inquiry:
    """Make the (first) inquiry that a question of the suite means."""
    draft = sheet.draft
    span = address.resolve(draft.text, ask.at) if ask.at else Span(0, len(draft.text))
    passage = Passage(span, span.of(draft.text), whole=ask.at is None)
    try:
        question = PromptShelf().question(ask.question).put(sheet.language)
    except LookupError:
        question = Question(ask.question, wants=ask.wants)
    return Inquiry(draft, friend, question, passage)


async def measure(
    asks: Sequence[tuple[Sheet, Ask]], friend: Friend, reviewer: Reviewer, stop: asyncio.Event
) -> AsyncIterator[Measured]:
    """Put each question, and give what its answer shows, until `stop` is set or three in a row come to nothing.

    Raises Refused where nothing can be sent.
    """
    without = 0
    for sheet, ask in asks:
        began = time.perf_counter()
        exchanges: list[Exchange] = []
        for inquiry in _inquiries(sheet, ask, friend, exchanges):
            exchanges.append(await _asked(reviewer, inquiry, stop))
            if exchanges[-1].status != "complete":
                break
        measured = Measured(ask, tuple(exchanges), (), time.perf_counter() - began)
        if measured.is_whole:
            measured = replace(measured, figures=tuple(figures(sheet, ask, exchanges)))
        without = 0 if measured.is_whole else without + 1
        if not stop.is_set():
            yield measured
        if stop.is_set() or without == _TOO_MANY:
            return


def _inquiries(sheet: Sheet, ask: Ask, friend: Friend, exchanges: Sequence[Exchange]) -> Iterator[Inquiry]:
    """Give the inquiries one by one; a push-back follows the first one's answer, which is in `exchanges` by then."""
    first = inquiry_of(sheet, ask, friend)
    yield first
    if ask.other is None:
        return
    other = replace(first, question=replace(first.question, text=ask.other))
    yield replace(other, earlier=tuple(exchanges)) if ask.kind == "pushback" else other


async def _asked(reviewer: Reviewer, inquiry: Inquiry, stop: asyncio.Event) -> Exchange:
    async for event in reviewer.ask(inquiry, stop):
        if isinstance(event, Answered):
            return event.exchange
    raise AssertionError("a review ends with Answered")
