"""Who spoke, the whole way: a fake provider of each wire format, the use case, the log, and the citation."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from friend.adapters.clock import new_id
from friend.adapters.gateway.client import GatewayClient
from friend.adapters.log.store import SqliteLog
from friend.adapters.prompts import PromptShelf
from friend.asking.friend import Friend
from friend.asking.question import Passage, Question
from friend.ports import Reasoning, Settling
from friend.record.citation import attribution
from friend.record.exchange import Exchange
from friend.record.formats.exchange_json import as_json
from friend.review import Answered, Inquiry, Progress, Reviewer
from tests.adapters.gateway_helpers import friend_at
from tests.builders import LETTER, PARAGRAPH
from tests.fakes.openai import OpenAIServer
from tests.fakes.server import FakeServer

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
streamed_or_not = pytest.mark.parametrize("streams", [True, False], ids=["streamed", "whole"])


class Clock:
    """A clock that a test sets; `step` goes by whenever it is looked at."""

    def __init__(self) -> None:
        self.time = NOON
        self.step = timedelta()

    def now(self) -> datetime:
        """Give the time, and let some of it go by."""
        self.time += self.step
        return self.time


@pytest.fixture
def clock() -> Clock:
    """Give a clock that stands still."""
    return Clock()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteLog]:
    """Give a log of its own."""
    opened = SqliteLog(tmp_path / "log.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def reviewer(gateway: GatewayClient, log: SqliteLog, clock: Clock) -> Reviewer:
    """Give the use case, put together as the program does."""
    return Reviewer(gateway, log, clock, PromptShelf(), new_id)


async def asked(reviewer: Reviewer, friend: Friend) -> tuple[list[Progress], Exchange]:
    """Ask about the letter's second paragraph; give what was told, and the exchange at its end."""
    passage = Passage(PARAGRAPH, PARAGRAPH.of(LETTER.text))
    events = [event async for event in reviewer.ask(Inquiry(LETTER, friend, Question("Is it clear?"), passage))]
    last = events[-1]
    assert isinstance(last, Answered)
    return events, last.exchange


ANSWERS = {
    "another id": (("brain-2025-05-14",), "wire", "brain-2025-05-14"),
    "another name without a date": (("brain-small",), "wire", "brain-small"),
    "the alias": (None, "echo", "no more exact version reported"),
    "none": ((), "none reported", "version not reported"),
}


@streamed_or_not
@pytest.mark.parametrize("named", ANSWERS)
async def test_who_is_cited(
    reviewer: Reviewer, log: SqliteLog, server: FakeServer, named: str, *, streams: bool
) -> None:
    """Faults 31 and 32: the id that answered is cited; an alias only echoed is no version, and neither is silence."""
    models, evidence, cited = ANSWERS[named]
    friend = friend_at(server, model=f"{server.api}/muse")
    server.will(models=("muse",) if models is None else models, streams=streams, lookups={})
    _, told = await asked(reviewer, friend)
    kept = log.find("last")
    assert kept == told
    assert (kept.speaker.requested, kept.speaker.host) == (friend.model, server.host)
    assert kept.speaker.served == (("muse",) if models is None else models)
    assert kept.speaker.evidence == evidence
    assert attribution(kept, "en") == f"— Muse ({cited}), 21 Nov. 2026"
    assert as_json(kept)["friend"]["served"] == list(kept.speaker.served)


@streamed_or_not
async def test_reasoning_is_kept_apart_from_the_answer(
    reviewer: Reviewer, log: SqliteLog, server: FakeServer, clock: Clock, *, streams: bool
) -> None:
    """It is told as it comes, logged beside the answer, and no part of what can be quoted; its time is measured."""
    clock.step = timedelta(seconds=6)
    server.will(reasoning="Who is “them”? Let me see.", text="Mostly.", streams=streams)
    events, told = await asked(reviewer, friend_at(server))
    assert "".join(event.text for event in events if isinstance(event, Reasoning)) == "Who is “them”? Let me see."
    kept = log.find("last")
    assert kept == told
    assert (kept.answer, kept.raw, kept.reasoning) == ("Mostly.", "Mostly.", "Who is “them”? Let me see.")
    assert kept.thought_s
    assert kept.thought_s >= 6


async def test_reasoning_that_came_with_the_answer_says_nothing_of_its_time(
    reviewer: Reviewer, log: SqliteLog, server: FakeServer
) -> None:
    """Where no time went by between the two, how long it thought is not known, and never 0."""
    server.will(reasoning="Hm.", text="Mostly.", streams=False)
    await asked(reviewer, friend_at(server))
    assert (log.find("last").reasoning, log.find("last").thought_s) == ("Hm.", None)


async def test_a_clock_that_goes_back_is_flagged(
    reviewer: Reviewer, log: SqliteLog, server: FakeServer, clock: Clock
) -> None:
    """Fault 35: the order stays that of asking; the question that is dated before the one before it says so."""
    friend = friend_at(server)
    for when in (NOON, NOON - timedelta(hours=2), NOON - timedelta(hours=1), NOON - timedelta(hours=1, seconds=3)):
        clock.time = when
        await asked(reviewer, friend)
    kept = log.recent(9)
    assert [exchange.sequence for exchange in kept] == [4, 3, 2, 1]
    assert [exchange.clock_went_back for exchange in kept] == [False, False, True, False]
    assert [as_json(exchange)["clock_went_back"] for exchange in kept] == [False, False, True, False]
    assert kept[2].asked_at == NOON - timedelta(hours=2)


async def test_the_answer_is_over_before_its_record_is_asked_for(
    reviewer: Reviewer, log: SqliteLog, openai_server: OpenAIServer
) -> None:
    """OpenRouter's record comes after the whole answer is told, suggestions too; what it says is what is cited."""
    record = {"model": "vendor/brain-2025-05-22", "provider_name": "Vendor"}
    openai_server.will(
        text="Mostly.\n\n<suggestion>\n<quote>because the parking</quote>\n<why>Why?</why>\n</suggestion>\n\nFor 3 <",
        models=("muse",),
        lookups={"/v1/generation?id=chatcmpl-fake": {"data": record}},
    )
    friend = replace(friend_at(openai_server), model="openrouter/muse")
    events, _ = await asked(reviewer, friend)
    told = next(event for event in events if isinstance(event, Settling))
    assert events[events.index(told) + 1 :] == events[-1:]
    assert (told.ended.status, told.ended.served) == ("complete", ("muse",))
    kept = log.find("last")
    assert (kept.speaker.served, kept.speaker.evidence) == (("vendor/brain-2025-05-22",), "record")
    assert (kept.speaker.sub_provider, len(kept.suggestions)) == ("Vendor", 1)


async def test_who_does_not_wait_for_the_record_has_the_whole_answer(
    reviewer: Reviewer, log: SqliteLog, openai_server: OpenAIServer
) -> None:
    """Stopped while the host is asked for its record: the answer is complete, by what the wire said."""
    openai_server.will(models=("muse",))
    friend = replace(friend_at(openai_server), model="openrouter/muse")
    passage = Passage(PARAGRAPH, PARAGRAPH.of(LETTER.text))
    stop = asyncio.Event()
    async for event in reviewer.ask(Inquiry(LETTER, friend, Question("Is it clear?"), passage), stop):
        if isinstance(event, Settling):
            stop.set()
    kept = log.find("last")
    assert (kept.status, kept.answer, kept.finish) == ("complete", "It is clear.", "stop")
    assert (kept.speaker.served, kept.speaker.evidence) == (("muse",), "echo")


async def test_what_a_host_had_in_its_cache_is_kept(reviewer: Reviewer, log: SqliteLog, server: FakeServer) -> None:
    """Of a follow-up's tokens, those that the host had from before are counted apart, and the log keeps the number."""
    server.will(usage=(1000, 100), cached=800)
    _, told = await asked(reviewer, friend_at(server))
    counted = None if server.api == "ollama_chat" else 800  # Ollama's format has no word for it
    assert (told.usage.input_tokens, told.usage.cached_tokens) == (1000, counted)
    assert log.find("last") == told
