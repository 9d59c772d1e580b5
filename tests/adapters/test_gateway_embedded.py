"""The offline model by way of the gateway: the wait is told, the schema is sent, and the file's digest is who spoke."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from friend.adapters.gateway.client import GatewayClient
from friend.asking.friend import Friend
from friend.asking.request import Message, Request
from friend.ports import Delta, Ended, Served, Unsendable, Waiting
from friend.record.exchange import Failure
from tests.adapters.gateway_helpers import QUESTION, hear
from tests.conftest import ENVIRONMENT
from tests.fakes.openai import OpenAIServer

SERVED = "small.gguf@sha256:cc32"
FRIEND = Friend("small", "embedded/small")


@dataclass(frozen=True)
class Address:
    """Where the fake provider stands in for llama.cpp's server, which speaks the same routes."""

    api_base: str
    key: str = "a-random-key"
    alias: str = "friend"
    served: str = SERVED


@dataclass
class Host:
    """A host whose server is the fake provider, and is there after `starts_s` seconds."""

    server: OpenAIServer
    starts_s: float = 0.0
    failure: Failure | None = None
    wanted: list[tuple[str, int]] = field(default_factory=list)
    learned: list[tuple[int, float]] = field(default_factory=list)

    def window(self, model: str) -> int:  # noqa: ARG002 - the port has it
        """Give the window of every model."""
        return 32_768

    async def ensure(self, model: str, context_tokens: int) -> Address:
        """Start."""
        self.wanted.append((model, context_tokens))
        await asyncio.sleep(self.starts_s)
        if self.failure:
            raise Unsendable(self.failure)
        return Address(self.server.url)

    def expected_seconds(self, tokens: int) -> float | None:
        """Say how long reading takes."""
        return tokens / 50

    def measured(self, tokens: int, seconds: float) -> None:
        """Learn."""
        self.learned.append((tokens, seconds))


@pytest.fixture
def offline(gateway: GatewayClient, openai_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch) -> Host:
    """Give the gateway an offline model."""
    host = Host(openai_server)
    monkeypatch.setattr(gateway, "_embedded", host)
    monkeypatch.setattr("friend.adapters.gateway.client.TICK_S", 0.05)
    monkeypatch.setattr("friend.adapters.gateway.conversation.TICK_S", 0.05)
    return host


async def test_who_spoke_is_the_file(gateway: GatewayClient, openai_server: OpenAIServer, offline: Host) -> None:
    """The file's name and digest are told first and at the end; the alias that the server repeats is not (fault 32)."""
    openai_server.will(models=("friend",))
    events = await hear(gateway.send(FRIEND, QUESTION))
    ended = events[-1]
    assert isinstance(ended, Ended)
    assert [event for event in events if isinstance(event, Served)] == [Served(SERVED)]
    assert (ended.served, ended.from_file, ended.status) == ((SERVED,), True, "complete")
    assert (ended.provider, ended.host) == ("this machine", "this machine")


async def test_the_answer_has_a_schema_and_a_limit(
    gateway: GatewayClient, openai_server: OpenAIServer, offline: Host
) -> None:
    """A small model is given a limit, no randomness, and the schema; the room asked for holds text and answer."""
    schema = {"type": "object", "properties": {"answer": {"type": "string"}}}
    request = Request((Message("user", "x" * 3_000),), schema=schema, max_tokens=300)
    await hear(gateway.send(FRIEND, request))
    body = openai_server.asked.body
    assert (body["max_tokens"], body["temperature"], body["model"]) == (300, 0.0, "friend")
    assert body["response_format"]["json_schema"]["schema"] == schema
    assert openai_server.asked.headers["authorization"] == "Bearer a-random-key"
    assert offline.wanted == [("embedded/small", 1_000 + 16 + 300)]
    openai_server.reset()
    await hear(gateway.send(FRIEND, QUESTION))
    assert openai_server.asked.body["max_tokens"] == 1_024


async def test_the_wait_is_told(gateway: GatewayClient, openai_server: OpenAIServer, offline: Host) -> None:
    """While the model starts, that is told; the first word ends the telling."""
    offline.starts_s = 0.2
    openai_server.will(wrong="stall", text="Yes.", piece=1)
    events = gateway.send(FRIEND, QUESTION)
    heard = []
    async for event in events:
        heard.append(event)
        if isinstance(event, Delta):
            break
    await events.aclose()
    waits = [event for event in heard if isinstance(event, Waiting)]
    assert waits[0].doing == "starting the offline model"
    assert isinstance(heard[-1], Delta)


async def test_a_long_reading_is_no_stall(gateway: GatewayClient, openai_server: OpenAIServer, offline: Host) -> None:
    """Before its first word the offline model may be silent as long as it likes; the expected time is told."""
    openai_server.will(wrong="silent")
    events = gateway.send(FRIEND, QUESTION)
    waits: list[Waiting] = []
    async for event in events:
        if isinstance(event, Waiting) and event.doing == "reading your text":
            waits.append(event)
        if len(waits) == 3:
            break
    await events.aclose()
    assert all(wait.expected_s is not None and wait.expected_s > 0 for wait in waits)
    assert await asyncio.to_thread(openai_server.asked.hung_up.wait, 5)


async def test_how_long_it_took_is_learned(gateway: GatewayClient, offline: Host) -> None:
    """The host learns how many tokens were read, by the server's own count, and in how many seconds."""
    await hear(gateway.send(FRIEND, QUESTION))
    [(tokens, seconds)] = offline.learned
    assert tokens == 512
    assert seconds > 0


async def test_a_model_that_does_not_start(gateway: GatewayClient, openai_server: OpenAIServer, offline: Host) -> None:
    """Why it does not start is passed on as it was said; nothing is sent."""
    offline.failure = Failure("embedded", "The offline model is not there.")
    with pytest.raises(Unsendable) as caught:
        await hear(gateway.send(FRIEND, QUESTION))
    assert caught.value.failure == offline.failure
    assert openai_server.connections == 0


async def test_stopping_while_it_starts(gateway: GatewayClient, openai_server: OpenAIServer, offline: Host) -> None:
    """A question may be taken back while the model is loaded; it is never asked."""
    offline.starts_s = 60
    events = gateway.send(FRIEND, QUESTION)
    assert isinstance(await anext(events), Waiting)
    await events.aclose()
    assert openai_server.connections == 0


async def test_nothing_leaves_the_machine(gateway: GatewayClient, offline: Host) -> None:
    """The destination says so, with a count of tokens from above and the model's window."""
    there = await gateway.destination(FRIEND, QUESTION)
    assert (there.local, there.host, there.window, there.approximate) == (True, "this machine", 32_768, True)
    assert there.price_usd is None


async def test_checks_that_are_off_do_not_stop_the_offline_model(openai_server: OpenAIServer) -> None:
    """SSL_VERIFY=False is no reason to refuse what stays on this machine (fault 28)."""
    gateway = GatewayClient(Host(openai_server), environ={**ENVIRONMENT, "SSL_VERIFY": "False"})
    there = await gateway.destination(FRIEND, QUESTION)
    assert there.local


async def test_an_installation_without_it(gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the offline model's part, it is said."""
    monkeypatch.setattr(gateway, "_embedded", None)
    with pytest.raises(Unsendable):
        await hear(gateway.send(FRIEND, QUESTION))
