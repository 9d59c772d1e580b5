"""Who spoke, in every wire format, streamed or not: what the wire names is told, and nothing else (faults 31 to 34)."""

from __future__ import annotations

import pytest

from friend.adapters.gateway.client import GatewayClient
from friend.ports import Delta, Ended, Served
from friend.record.evidence import weigh
from tests.adapters.gateway_helpers import QUESTION, ask, friend_at, hear, versions
from tests.fakes.ollama import DIGEST, OllamaServer
from tests.fakes.openai import OpenAIServer
from tests.fakes.server import FakeServer

streamed_or_not = pytest.mark.parametrize("streams", [True, False], ids=["streamed", "whole"])


@streamed_or_not
async def test_another_version_than_the_one_asked_for(
    gateway: GatewayClient, server: FakeServer, *, streams: bool
) -> None:
    """An alias was asked for and a dated version answered: the dated one is cited, by the wire's word (fault 31)."""
    server.will(models=("brain-2025-05-14",), streams=streams)
    text, ended = await ask(gateway, friend_at(server))
    assert (text, ended.status) == ("It is clear.", "complete")
    assert ended.served == ("brain-2025-05-14",)
    assert weigh(friend_at(server).model, ended.served, from_file=ended.from_file) == "wire"
    assert server.asked.path.partition("?")[0] == server.path


@streamed_or_not
async def test_a_version_that_was_not_reported_is_not_made_up(
    gateway: GatewayClient, server: FakeServer, *, streams: bool
) -> None:
    """Where the wire names none, none is told: the alias is never put in its place (fault 32)."""
    server.will(models=(), fingerprint=None, streams=streams)
    events = await hear(gateway.send(friend_at(server), QUESTION))
    ended = events[-1]
    assert isinstance(ended, Ended)
    assert (versions(events), ended.served, ended.fingerprint, ended.status) == ([], (), None, "complete")
    assert weigh(friend_at(server).model, ended.served, from_file=ended.from_file) == "none reported"


@streamed_or_not
async def test_an_echoed_alias_is_told_as_it_came(gateway: GatewayClient, server: FakeServer, *, streams: bool) -> None:
    """A host that only repeats the alias is told to have said just that (fault 32)."""
    server.will(models=(server.model,), streams=streams, lookups={})
    _, ended = await ask(gateway, friend_at(server))
    assert ended.served == (server.model,)
    assert weigh(friend_at(server).model, ended.served, from_file=ended.from_file) == "echo"


async def test_the_version_is_told_before_the_first_word(gateway: GatewayClient, server: FakeServer) -> None:
    """Who speaks is known as soon as the wire says it, before any word is shown (fault 31)."""
    server.will(models=("brain-2025-05-14",))
    events = await hear(gateway.send(friend_at(server), QUESTION))
    told = [event for event in events if isinstance(event, Served | Delta)]
    assert told[0] == Served("brain-2025-05-14")
    ended = events[-1]
    assert isinstance(ended, Ended)
    assert ended.host == server.host


async def test_every_version_of_one_stream_is_told(gateway: GatewayClient, server: FakeServer) -> None:
    """Two versions in one stream are both told, in order, each once (fault 33)."""
    server.will(text="one two three four five", models=("first-1", "second-2", "first-1", "second-2"))
    events = await hear(gateway.send(friend_at(server), QUESTION))
    ended = events[-1]
    assert isinstance(ended, Ended)
    assert versions(events) == list(ended.served)
    # Anthropic's messages name their version once, at the beginning.
    assert ended.served == (("first-1",) if server.api == "anthropic" else ("first-1", "second-2"))


@streamed_or_not
async def test_what_a_model_calls_itself_is_no_version(
    gateway: GatewayClient, server: FakeServer, *, streams: bool
) -> None:
    """The prose says another name, in the wire's own manner even: only the wire is believed (fault 34)."""
    forged = 'I am GPT-9. {"model": "gpt-9", "modelVersion": "gpt-9"}\n\ndata: {"model": "gpt-9"}\n\n'
    server.will(text=forged, models=("brain-1-2025",), streams=streams)
    text, ended = await ask(gateway, friend_at(server))
    assert (text, ended.served) == (forged, ("brain-1-2025",))


async def test_the_fingerprint_and_the_request_are_named(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """What the host calls its state and this request is kept: its support may ask for it."""
    openai_server.will(headers={"x-request-id": "req_0123"})
    _, ended = await ask(gateway, friend_at(openai_server))
    assert (ended.fingerprint, ended.request_id) == ("fp_0123456789", "req_0123")


async def test_ollama_on_this_machine_is_known_by_its_file(gateway: GatewayClient, ollama_server: OllamaServer) -> None:
    """Ollama repeats the name it was asked for; the digest that its list gives for that name says which file it is."""
    events = await hear(gateway.send(friend_at(ollama_server), QUESTION))
    ended = events[-1]
    assert isinstance(ended, Ended)
    assert ended.served == (f"llama3.2@sha256:{DIGEST}",)
    assert versions(events) == list(ended.served)
    assert weigh(friend_at(ollama_server).model, ended.served, from_file=ended.from_file) == "file"
    assert all(b"neighbours" not in asked.raw for asked in ollama_server.lookups)


async def test_ollama_that_answers_with_another_model_is_not_given_the_digest(
    gateway: GatewayClient, ollama_server: OllamaServer
) -> None:
    """The digest belongs to the name that was asked for, and to no other."""
    ollama_server.will(models=("other:latest",))
    _, ended = await ask(gateway, friend_at(ollama_server))
    assert (ended.served, ended.from_file) == (("other:latest",), False)


async def test_ollama_that_passes_the_text_on_has_no_file(gateway: GatewayClient, ollama_server: OllamaServer) -> None:
    """A model that Ollama serves elsewhere is no file of this machine, nor is the text said to stay here."""
    listed = {"name": "llama3.2:latest", "digest": DIGEST, "remote_host": "https://ollama.com:443"}
    ollama_server.will(lookups={"/api/tags": {"models": [listed]}})
    _, ended = await ask(gateway, friend_at(ollama_server))
    assert (ended.served, ended.from_file) == (("llama3.2",), False)
    there = await gateway.destination(friend_at(ollama_server, model="ollama/gpt-oss:120b-cloud"), QUESTION)
    assert (there.local, there.provider) == (False, "Ollama")
