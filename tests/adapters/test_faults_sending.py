"""Answers that break off, never end or never begin, in every wire format (faults 6 to 8, 11 to 19).

What came is kept and marked, and nothing is sent twice.
"""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

import pytest

from friend.adapters.gateway.client import GatewayClient
from friend.adapters.gateway.protocol import Limits
from friend.asking.friend import Friend, KeySource
from friend.ports import Delta, Ended
from friend.record.exchange import Failure
from tests.adapters.gateway_helpers import HASTY, QUESTION, ask, friend_at, hear
from tests.fakes.anthropic import AnthropicServer
from tests.fakes.ollama import DIGEST, OllamaServer
from tests.fakes.openai import OpenAIServer
from tests.fakes.server import FakeServer, Recorded

CERTIFICATE = Path(__file__).parents[1] / "fakes" / "self_signed.pem"
ANSWER = "It is clear to me, mostly. Who decided?"


@pytest.fixture
async def hasty(gateway: GatewayClient, server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> GatewayClient:
    """Give the gateway, awake, with limits that a test can wait for."""
    await ask(gateway, friend_at(server))
    server.reset()
    monkeypatch.setattr(gateway, "_limits", HASTY)
    return gateway


async def broken(
    gateway: GatewayClient, server: FakeServer, status: str, kind: str, **behaviour: object
) -> tuple[str, Ended, Failure]:
    """Ask a host that misbehaves; see how it ended, and that there was one POST."""
    server.will(**{"text": ANSWER, **behaviour})
    text, ended = await ask(gateway, friend_at(server))
    assert ended.error is not None
    assert (ended.status, ended.error.kind) == (status, kind)
    assert len(server.requests) == 1
    assert server.connections == 1
    return text, ended, ended.error


def told(server: FakeServer) -> str:
    """Give what is told of the version that a fake provider names usually."""
    return f"{server.served}@sha256:{DIGEST}" if isinstance(server, OllamaServer) else server.served


async def hung_up(request: Recorded) -> None:
    """See that the client closed the connection."""
    assert await asyncio.to_thread(request.hung_up.wait, 5)


async def test_no_answer_in_time(hasty: GatewayClient, server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence before the headers: it may have been received, so it is "unknown" and not sent again (fault 6)."""
    monkeypatch.setattr(hasty, "_limits", Limits(first_s=0.5, total_s=600.0))
    _, _, failure = await broken(hasty, server, "unknown", "timeout", wrong="silent")
    assert "may have received" in failure.message
    assert "within 0.5 s" in failure.message
    assert "does not send again" in failure.message
    await hung_up(server.asked)


async def test_the_connection_drops_after_the_request(hasty: GatewayClient, server: FakeServer) -> None:
    """The host read the request and the connection broke: one POST, "unknown" (fault 7)."""
    _, _, failure = await broken(hasty, server, "unknown", "dropped", wrong="drop-after-request")
    assert "may have received" in failure.message


async def test_the_connection_drops_before_the_request(hasty: GatewayClient, server: FakeServer) -> None:
    """The connection broke at once: nobody can tell what arrived, and nothing is sent again (fault 7)."""
    server.will(wrong="drop-before-request")
    _, ended = await ask(hasty, friend_at(server))
    looked_up = 1 if isinstance(server, OllamaServer) else 0
    assert (ended.status, server.connections) == ("unknown", 1 + looked_up)


async def test_nobody_listens(hasty: GatewayClient, unused_tcp_port: int) -> None:
    """A refused connection: nothing was answered (fault 8)."""
    _, ended = await ask(hasty, Friend("gone", "openai/m", api_base=f"http://127.0.0.1:{unused_tcp_port}/v1"))
    assert ended.error is not None
    assert (ended.status, ended.error.kind) == ("failed", "connect")
    assert "nothing was answered" in ended.error.message


async def test_a_name_that_does_not_exist(hasty: GatewayClient) -> None:
    """A host name that is not found: nothing was answered (fault 8)."""
    friend = Friend("gone", "openai/m", api_base="http://nowhere.invalid/v1", key=KeySource("env", "CANARY_KEY"))
    _, ended = await ask(hasty, friend)
    assert ended.error is not None
    assert (ended.status, ended.error.kind) == ("failed", "connect")
    assert "nowhere.invalid" in ended.error.message
    assert "nothing was answered" in ended.error.message


async def test_a_certificate_that_nobody_vouches_for(hasty: GatewayClient) -> None:
    """A certificate that is not trusted ends it before a byte of the question left (fault 8)."""
    heard: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(100))
        writer.close()

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    server = await asyncio.start_server(listen, "127.0.0.1", 0, ssl=context)
    try:
        port = server.sockets[0].getsockname()[1]
        _, ended = await ask(hasty, Friend("tls", "openai/m", api_base=f"https://127.0.0.1:{port}/v1"))
    finally:
        server.close()
    assert ended.error is not None
    assert (ended.status, ended.error.kind) == ("failed", "tls")
    assert "nothing was answered" in ended.error.message
    assert b"".join(heard) == b""


@pytest.mark.parametrize("wrong", ["cut", "drop"])
async def test_no_end_mark_is_incomplete(gateway: GatewayClient, server: FakeServer, wrong: str) -> None:
    """A stream without the provider's own end mark is incomplete, though it closed cleanly; it is kept (fault 11)."""
    text, ended, failure = await broken(gateway, server, "incomplete", "dropped", wrong=wrong)
    assert text
    assert ANSWER.startswith(text)
    assert ended.finish is None
    assert ended.served == (told(server),)
    assert "What came is kept" in failure.message


@pytest.mark.parametrize("marks", [{"finish": "stop", "done": False}, {"finish": None, "done": True}])
async def test_either_end_mark_will_do(gateway: GatewayClient, server: FakeServer, marks: dict[str, object]) -> None:
    """Where a format has two marks (a reason, and a mark of its own), one of them is an end (fault 11)."""
    server.will(text=ANSWER, **marks)
    text, ended = await ask(gateway, friend_at(server))
    two_marks = isinstance(server, OpenAIServer | AnthropicServer) or (
        isinstance(server, OllamaServer) and marks["done"]
    )
    assert (text, ended.status) == (ANSWER, "complete" if two_marks else "incomplete")


def finishes(server: FakeServer) -> list[str]:
    """Give the ends that are none; Ollama has no filter."""
    return ["length"] if isinstance(server, OllamaServer) else ["length", "content_filter"]


async def test_an_end_that_is_none(gateway: GatewayClient, server: FakeServer) -> None:
    """Stopped at the length limit or by a filter: shown as such (fault 12)."""
    for finish in finishes(server):
        server.reset()
        text, ended, _ = await broken(gateway, server, "incomplete", finish.replace("_", "-"), finish=finish)
        assert (text, ended.finish) == (ANSWER, finish)


async def test_an_end_before_the_first_word(gateway: GatewayClient, server: FakeServer) -> None:
    """Stopped before a word came: there is no answer, and it is not called an incomplete one (fault 12)."""
    for finish in finishes(server):
        server.reset()
        text, ended, _ = await broken(gateway, server, "failed", finish.replace("_", "-"), finish=finish, text="")
        assert (text, ended.finish) == ("", finish)


async def test_an_end_that_nobody_knows(gateway: GatewayClient, server: FakeServer) -> None:
    """A reason that is none of an answer's is not called an end (fault 12)."""
    _, _, failure = await broken(gateway, server, "incomplete", "finish", finish="tool_calls")
    assert "tool_calls" in failure.message


async def test_an_error_in_the_middle(gateway: GatewayClient, server: FakeServer) -> None:
    """The host breaks off with an error: its words are said, what came is kept (fault 13)."""
    text, _, failure = await broken(gateway, server, "incomplete", "server", wrong="error")
    assert text
    assert "The engine is overloaded" in failure.message


async def test_an_error_instead_of_words(gateway: GatewayClient, server: FakeServer) -> None:
    """An error in a stream that said nothing yet is failed (fault 13)."""
    text, _, _ = await broken(gateway, server, "failed", "server", wrong="error-first")
    assert text == ""


@pytest.mark.parametrize("wrong", ["malformed", "odd"])
async def test_a_damaged_line(gateway: GatewayClient, server: FakeServer, wrong: str) -> None:
    """A line that cannot be read is reported, and the answer is incomplete though an end mark follows (fault 14)."""
    text, _, _ = await broken(gateway, server, "incomplete", "damaged", wrong=wrong)
    assert text
    assert ANSWER.startswith(text)


async def test_a_stall(hasty: GatewayClient, server: FakeServer) -> None:
    """Nothing more comes: the limit of silence ends it, what came is kept (fault 15)."""
    text, _, _ = await broken(hasty, server, "incomplete", "stalled", wrong="stall")
    assert text
    await hung_up(server.asked)


async def test_a_drip(hasty: GatewayClient, server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word now and then, for ever: the total limit ends it, what came is kept (fault 16)."""
    monkeypatch.setattr(hasty, "_limits", Limits(total_s=0.7))
    text, _, _ = await broken(hasty, server, "incomplete", "deadline", wrong="drip")
    assert text.startswith(ANSWER)
    await hung_up(server.asked)


@pytest.mark.parametrize("wrong", ["flood", "one-line"])
async def test_a_flood(gateway: GatewayClient, server: FakeServer, wrong: str) -> None:
    """50 MB: cut at the cap, long before all of it was taken in; what came is kept (fault 17)."""
    kind = "too-long" if wrong == "flood" else "damaged"
    text, _, _ = await broken(gateway, server, "incomplete", kind, wrong=wrong)
    assert text.startswith(ANSWER)
    assert len(text) < 8_000_000
    await hung_up(server.asked)
    assert server.asked.sent_bytes < 25_000_000


async def test_going_round_in_circles(gateway: GatewayClient, server: FakeServer) -> None:
    """The same piece for ever is stopped; what came is kept (fault 18)."""
    text, _, _ = await broken(gateway, server, "incomplete", "repeated", wrong="repeat")
    assert text.startswith(ANSWER)
    await hung_up(server.asked)


async def test_cancelling_closes_the_socket(gateway: GatewayClient, server: FakeServer) -> None:
    """Closing the iterator after the first word closes the connection (fault 19)."""
    server.will(wrong="drip", text=ANSWER)
    events = gateway.send(friend_at(server), QUESTION)
    async for event in events:
        if isinstance(event, Delta):
            break
    await events.aclose()
    await hung_up(server.asked)


async def test_cancelling_the_task_closes_the_socket(gateway: GatewayClient, server: FakeServer) -> None:
    """A cancelled task that waits for a silent host closes the connection as well (fault 19)."""
    server.will(wrong="silent")
    task = asyncio.create_task(hear(gateway.send(friend_at(server), QUESTION)))
    assert await asyncio.to_thread(server.arrived.wait, 30)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await hung_up(server.asked)


async def test_a_wait_is_told(hasty: GatewayClient, server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the first word, the wait is told again and again, with the seconds gone."""
    monkeypatch.setattr("friend.adapters.gateway.conversation.TICK_S", 0.1)
    server.will(wrong="silent")
    events = await hear(hasty.send(friend_at(server), QUESTION))
    waits = [event.elapsed_s for event in events[:-1]]  # type: ignore[union-attr]  # all but the last are waits
    assert len(waits) >= 2
    assert waits == sorted(waits)


async def test_one_broken_answer_breaks_no_other(
    hasty: GatewayClient, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After every kind of breach the same process answers the next questions."""
    for wrong in ("malformed", "drop", "error", "stall"):
        server.will(text=ANSWER, wrong=wrong)
        await ask(hasty, friend_at(server))
    server.will(text=ANSWER)
    monkeypatch.setattr(hasty, "_limits", None)
    together = await asyncio.gather(*(ask(hasty, friend_at(server)) for _ in range(3)))
    assert [ended.status for _, ended in together] == ["complete"] * 3
