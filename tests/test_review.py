"""The use case, from question to committed exchange: a real gateway over real HTTP, a real log, the real prompts."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from friend.adapters.clock import new_id
from friend.adapters.gateway.client import GatewayClient
from friend.adapters.log.store import SqliteLog
from friend.adapters.prompts import PromptShelf
from friend.asking.friend import Friend
from friend.asking.question import Passage, Question
from friend.asking.reply import Prose
from friend.review import Answered, Asked, Inquiry, Noted, Progress, Refused, Reviewer
from friend.text.draft import Draft
from friend.text.span import Span
from tests.adapters.gateway_helpers import friend_at
from tests.builders import LETTER, PARAGRAPH, exchange
from tests.fakes.openai import OpenAIServer
from tests.fakes.server import FakeServer

REPLY = (
    "Who decided?\n\n<suggestion>\n<quote>decided by them</quote>\n<instead>decided by the council</instead>\n"
    "<why>No one to point to.</why>\n</suggestion>\n"
)


class Noon:
    """A clock that stands still."""

    def now(self) -> datetime:
        """Give noon."""
        return datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteLog]:
    """Give a log of its own."""
    opened = SqliteLog(tmp_path / "log.sqlite3", Noon())
    yield opened
    opened.close()


@pytest.fixture
def fake(openai_server: OpenAIServer) -> Friend:
    """Give a friend who lives at the fake provider."""
    return Friend("fake", "openai/gpt-4o", api_base=openai_server.url)


@pytest.fixture
def reviewer(gateway: GatewayClient, log: SqliteLog) -> Reviewer:
    """Give the use case, put together as the program does."""
    return Reviewer(gateway, log, Noon(), PromptShelf(), new_id)


def about(friend: Friend, draft: Draft = LETTER) -> Inquiry:
    """Ask about the letter's second paragraph."""
    passage = Passage(PARAGRAPH, PARAGRAPH.of(draft.text))
    return Inquiry(draft, friend, Question("Is it clear?", "clear"), passage)


async def all_of(events: AsyncIterator[Progress]) -> list[Progress]:
    """Hear it to the end."""
    return [event async for event in events]


async def test_a_review_is_asked_heard_placed_and_committed(
    reviewer: Reviewer, log: SqliteLog, fake: Friend, openai_server: OpenAIServer
) -> None:
    """Asked comes first, Answered last; the suggestion has its place on the draft; the log holds what was told."""
    openai_server.will(text=REPLY)
    events = await all_of(reviewer.ask(about(fake)))
    assert isinstance(events[0], Asked)
    assert isinstance(events[-1], Answered)
    told = events[-1].exchange
    assert told.status == "complete"
    assert told.speaker.served == ("gpt-4o-2024-08-06",)
    assert told.speaker.evidence == "wire"
    assert "".join(event.text for event in events if isinstance(event, Prose)).strip() == told.answer
    noted = next(event for event in events if isinstance(event, Noted))
    assert noted.suggestion.span
    assert noted.suggestion.span.of(LETTER.text) == "decided by them"
    assert log.find("last") == told


async def test_the_intent_is_in_the_log_before_the_host_hears_of_it(
    reviewer: Reviewer, log: SqliteLog, fake: Friend, openai_server: OpenAIServer
) -> None:
    """R1: when Asked is given the exchange is committed, status unknown, and nothing was sent yet."""
    events = reviewer.ask(about(fake))
    first = await anext(events)
    assert isinstance(first, Asked)
    assert log.find("last").status == "unknown"
    assert openai_server.requests == []
    await all_of(events)


async def test_nothing_is_sent_when_the_log_cannot_be_written(
    gateway: GatewayClient, tmp_path: Path, fake: Friend, openai_server: OpenAIServer
) -> None:
    """Fault 63: without a committed intent there is no question."""
    (tmp_path / "data").write_text("in the way")
    closed = SqliteLog(tmp_path / "data" / "log.sqlite3", Noon())
    with pytest.raises(Refused) as refused:
        await all_of(Reviewer(gateway, closed, Noon(), PromptShelf(), new_id).ask(about(fake)))
    assert refused.value.failure.kind == "log"
    assert openai_server.requests == []


async def test_an_answer_that_cannot_be_logged_is_kept_in_hand(
    gateway: GatewayClient, tmp_path: Path, fake: Friend, openai_server: OpenAIServer
) -> None:
    """Fault 62: another program locks the log meanwhile; the answer is given all the same and says so."""
    openai_server.will(text=REPLY)
    log = SqliteLog(tmp_path / "log.sqlite3", Noon(), wait_s=0.2)
    events = []
    with closing(sqlite3.connect(tmp_path / "log.sqlite3", isolation_level=None)) as other:
        async for event in Reviewer(gateway, log, Noon(), PromptShelf(), new_id).ask(about(fake)):
            events.append(event)
            if isinstance(event, Asked):
                other.execute("BEGIN IMMEDIATE")
    assert isinstance(events[-1], Answered)
    assert events[-1].exchange.answer == "Who decided?"
    assert any("not in the log" in note for note in events[-1].exchange.notes)
    assert log.find("last").status == "unknown"
    log.close()


async def test_stopping_commits_what_came(
    reviewer: Reviewer, log: SqliteLog, fake: Friend, openai_server: OpenAIServer
) -> None:
    """Fault 19: the exchange ends as cancelled, with its words, and the host sees the socket close."""
    openai_server.will(wrong="stall", text="Half of an answer that never ends. " * 10)
    stop = asyncio.Event()
    events = []
    async for event in reviewer.ask(about(fake), stop):
        events.append(event)
        if isinstance(event, Prose):
            stop.set()
    assert isinstance(events[-1], Answered)
    assert events[-1].exchange.status == "cancelled"
    assert events[-1].exchange.raw.startswith("Half")
    assert log.find("last") == events[-1].exchange
    assert await asyncio.to_thread(openai_server.asked.hung_up.wait, 5)


async def test_a_task_that_is_cancelled_commits_on_its_way_out(
    reviewer: Reviewer, log: SqliteLog, fake: Friend, openai_server: OpenAIServer
) -> None:
    """Fault 21: quitting in mid-stream loses no word."""
    openai_server.will(wrong="stall", text="Half of an answer that never ends. " * 10)
    spoke = asyncio.Event()

    async def hear() -> None:
        async for event in reviewer.ask(about(fake)):
            if isinstance(event, Prose):
                spoke.set()

    task = asyncio.create_task(hear())
    await asyncio.wait_for(spoke.wait(), 20)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert log.find("last").status == "cancelled"
    assert log.find("last").raw.startswith("Half")


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"draft": Draft("\n \n")}, "empty-draft"),
        ({"question": Question("  ")}, "empty-question"),
        ({"passage": Passage(Span(16, 18), "\n\n")}, "empty-passage"),
        ({"draft": Draft(LETTER.text + "\ud800")}, "not-text"),
        ({"part": Span(0, 16)}, "outside-part"),
    ],
)
async def test_what_cannot_be_asked_is_refused_before_anything_is_sent(
    reviewer: Reviewer, server: FakeServer, change: dict[str, object], kind: str
) -> None:
    """Faults 24 and 25: empty drafts and questions, half characters, a passage that is not lent."""
    with pytest.raises(Refused) as refused:
        await all_of(reviewer.ask(replace(about(friend_at(server)), **change)))
    assert refused.value.failure.kind == kind
    assert server.connections == 0


async def test_what_an_answer_of_unknown_price_cost_is_unknown(
    reviewer: Reviewer, log: SqliteLog, server: FakeServer
) -> None:
    """Fault 23: window, price and cost that nobody told are None in the preview and in the log, and never 0."""
    server.will(lookups={})
    friend = friend_at(server, model=f"{server.api}/muse")
    preview = await reviewer.preview(about(friend))
    assert (preview.destination.window, preview.destination.price_usd) == (None, None)
    assert any("how much this model can read is unknown" in warning for warning in preview.warnings)
    await all_of(reviewer.ask(about(friend)))
    assert (log.find("last").usage.cost_usd, log.find("last").usage.price_source) == (None, "unknown")


async def test_a_draft_over_the_window_is_refused_with_numbers_and_friends_it_would_fit(
    gateway: GatewayClient, log: SqliteLog, server: FakeServer
) -> None:
    """Fault 22: never truncated; the refusal names how much it is, who could read it, and --part."""
    narrow = friend_at(server, window=40)
    wide = replace(narrow, name="wide", window=100_000)
    reviewer = Reviewer(gateway, log, Noon(), PromptShelf(), new_id, friends=(narrow, wide))
    with pytest.raises(Refused) as refused:
        await all_of(reviewer.ask(about(narrow)))
    message = refused.value.failure.message
    assert refused.value.failure.kind == "too-long"
    assert "40" in message
    assert "wide could take it" in message
    assert "--part" in message
    assert server.connections == 0


async def test_invisible_characters_are_warned_about(reviewer: Reviewer, fake: Friend) -> None:
    """Fault 46: what the model reads and the person does not see is counted before sending."""
    draft = Draft(LETTER.text + "hidden\u202eorders\n")
    preview = await reviewer.preview(about(fake, draft))
    assert any("1 invisible" in warning for warning in preview.warnings)


async def test_a_follow_up_says_what_was_said_before_and_is_logged_as_one(
    reviewer: Reviewer, log: SqliteLog, fake: Friend, openai_server: OpenAIServer
) -> None:
    """The draft as it is now, then the thread, then the question; the log holds what it continues, to the root."""
    openai_server.will(text=REPLY)
    await all_of(reviewer.ask(about(fake)))
    first = log.find("last")
    changed = Draft(f"{LETTER.text}\nA line more.\n", LETTER.path)
    inquiry = replace(about(fake, changed), question=Question("Who is it then?"), earlier=(first,))
    openai_server.will(text="Nobody knows.")
    await all_of(reviewer.ask(inquiry))
    second = log.find("last")
    assert (second.follows, second.relation) == (first.id, "follow-up")
    assert [each.id for each in log.thread(str(second.id))] == [first.id, second.id]
    sent = openai_server.requests[-1].messages[-1]["content"]
    assert sent.index("A line more.") < sent.index("Is it clear?") < sent.index("Who decided?")
    assert sent.index("rather “decided by the council”") < sent.index("The question: Who is it then?")
    assert "when the text was not yet as it is now" in sent
    openai_server.will(text="Still nobody.")
    await all_of(reviewer.ask(replace(inquiry, earlier=(first, second), relation="resolves")))
    third = log.find("last")
    assert (third.follows, third.relation) == (second.id, "resolves")
    assert [each.id for each in log.thread(str(third.id))] == [first.id, second.id, third.id]
    assert log.findings() == []


async def test_a_secret_said_before_is_warned_about(reviewer: Reviewer, fake: Friend) -> None:
    """What goes along with a follow-up is looked at as the draft is."""
    said = replace(exchange(), answer="Take out AKIA" + "Z3QW7RTY5PLM2NKX.")
    away = replace(fake, api_base="https://api.example.org/v1")
    preview = await reviewer.preview(replace(about(away), earlier=(said,)))
    assert any("in what was said before" in warning for warning in preview.warnings)


def test_a_small_model_that_is_asked_to_go_on_answers_in_words(reviewer: Reviewer) -> None:
    """Its schema for wording has no room for an answer: a follow-up gets the rule and the schema of comments."""
    request = reviewer._request(replace(about(Friend("small", "embedded/small")), earlier=(exchange(),)))
    assert request.schema
    assert list(request.schema["properties"]) == ["answer"]
    assert request.messages[0].content == PromptShelf().rule("comment-small").text
    assert "Another friend, sonnet, answered" in request.messages[1].content


def test_a_small_models_quotes_are_the_passages_sentences(reviewer: Reviewer) -> None:
    """The embedded friend gets its own rule and a schema; other friends get neither."""
    small = reviewer._request(about(Friend("small", "embedded/small")))
    other = reviewer._request(about(Friend("gpt", "openai/gpt-4o")))
    assert small.schema
    quotes = small.schema["properties"]["suggestions"]["items"]["properties"]["quote"]["enum"]
    assert quotes == ["I am writing because the parking.", "It was decided by them last month."]
    assert small.max_tokens
    assert small.messages[-1].content.endswith(PromptShelf().rule("review-small").meta["closing"])
    assert small.messages[0] != other.messages[0]
    assert other.schema is None
