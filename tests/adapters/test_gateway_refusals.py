"""A host that says no, and questions that never leave: each is said in one line that names the cause and what to do."""

from __future__ import annotations

import pytest

from friend.adapters.gateway.client import GatewayClient
from friend.asking.friend import Friend, KeySource
from friend.ports import Ended, Unsendable
from friend.record.exchange import Failure
from tests.adapters.gateway_helpers import QUESTION, ask, friend_at, hear
from tests.conftest import ENVIRONMENT
from tests.fakes.openai import PARAMETER_BODY, OpenAIServer


async def unsendable(gateway: GatewayClient, friend: Friend) -> Failure:
    """Ask a friend to whom nothing can be sent."""
    with pytest.raises(Unsendable) as caught:
        await hear(gateway.send(friend, QUESTION))
    return caught.value.failure


async def test_a_parameter_that_is_not_taken(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """A parameter that the host refuses is an error with the host's words, and is not left out silently (fault 29)."""
    openai_server.will(wrong="status", status=400, body=PARAMETER_BODY)
    _, ended = await ask(gateway, friend_at(openai_server, model="openai/house-model", reasoning="high"))
    assert openai_server.asked.body["reasoning_effort"] == "high"
    assert ended.error is not None
    assert (ended.status, ended.error.kind) == ("failed", "rejected")
    assert "reasoning_effort" in ended.error.message


async def test_a_parameter_that_the_model_is_known_not_to_take(
    gateway: GatewayClient, openai_server: OpenAIServer
) -> None:
    """Where the library knows that the model does not take it, nothing is sent, and that is said (fault 29)."""
    failure = await unsendable(gateway, friend_at(openai_server, reasoning="high"))
    assert failure.kind == "parameter"
    assert "Nothing was sent" in failure.message
    assert "reasoning_effort" in failure.message
    assert openai_server.connections == 0


async def test_a_provider_that_is_not_spoken_yet(gateway: GatewayClient) -> None:
    """A provider that friend does not know the way to is refused by name, before anything is sent."""
    for model in ("vertex_ai/gemini-2.5-pro", "cohere/command-r", "openai/", "llama3"):
        failure = await unsendable(gateway, Friend("s", model))
        assert failure.kind == "provider"
        assert model in failure.message


@pytest.mark.parametrize("model", ["openai/gpt-5-pro", "openai/responses/gpt-4o"])
async def test_a_model_of_another_interface(gateway: GatewayClient, openai_server: OpenAIServer, model: str) -> None:
    """A model that the library would reach past our transport is refused (it could redirect, and send twice)."""
    failure = await unsendable(gateway, friend_at(openai_server, model=model))
    assert failure.kind == "provider"
    assert openai_server.connections == 0


@pytest.mark.parametrize("base", ["localhost:8080/v1", "ftp://127.0.0.1/v1", "http://", "http://[::1", "http://h:x/"])
async def test_an_address_that_is_none(gateway: GatewayClient, base: str) -> None:
    """A wrong api_base is said before anything is sent."""
    failure = await unsendable(gateway, Friend("s", "openai/m", api_base=base))
    assert failure.kind == "address"


async def test_a_host_elsewhere_wants_a_configured_key(gateway: GatewayClient) -> None:
    """The key of the environment is not taken for a friend whose config names none, whatever it is called."""
    failure = await unsendable(gateway, Friend("gpt", "openai/gpt-4o"))
    assert failure.kind == "key"
    assert "key_env" in failure.message


async def test_a_host_on_this_machine_wants_none(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """A local server is asked without a key; no key of the environment goes there."""
    _, ended = await ask(gateway, friend_at(openai_server, key=None))
    assert ended.status == "complete"
    assert openai_server.asked.headers["authorization"] == "Bearer no-key"


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (KeySource("env", "NOT_SET"), "variable NOT_SET gave no key"),
        (KeySource("command", "sh -c 'exit 3'"), "failed (exit 3)"),
        (KeySource("command", "cat /nowhere | head"), "sh -c"),
        (KeySource("command", "no-such-program-at-all"), "cannot be run"),
        (KeySource("command", "echo 'open"), "cannot be read as a command"),
        (KeySource("command", "true"), "gave no key"),
        (KeySource("command", "echo two words"), "no key"),
        (KeySource("keyring", "openai/me"), "key_env or key_command"),
    ],
)
async def test_a_key_that_is_not_there(
    gateway: GatewayClient, openai_server: OpenAIServer, source: KeySource, says: str
) -> None:
    """A source that gives no key is named, with what to do; nothing is sent."""
    failure = await unsendable(gateway, friend_at(openai_server, key=source))
    assert failure.kind == "key"
    assert says in failure.message
    assert "Nothing was sent" in failure.message
    assert openai_server.connections == 0


async def test_a_key_command_that_hangs(
    gateway: GatewayClient, openai_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that waits for somebody is ended after the limit, and said."""
    monkeypatch.setattr("friend.adapters.gateway.keys.COMMAND_PATIENCE_S", 0.2)
    failure = await unsendable(gateway, friend_at(openai_server, key=KeySource("command", "sleep 60")))
    assert failure.kind == "key"
    assert "did not answer" in failure.message


async def test_a_key_from_a_command(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """The first line that a command prints is the key; no shell reads it, so that nothing in it is expanded."""
    source = KeySource("command", "printf 'sk-from-a-$HOME\\nand a note\\n'")
    _, ended = await ask(gateway, friend_at(openai_server, key=source))
    assert ended.status == "complete"
    assert openai_server.asked.headers["authorization"] == "Bearer sk-from-a-$HOME"


@pytest.mark.parametrize("off", ["False", "false", "0", "no"])
async def test_checks_that_are_turned_off(openai_server: OpenAIServer, off: str) -> None:
    """SSL_VERIFY=False in the environment: nothing is sent, and it is said why (fault 28)."""
    gateway = GatewayClient(environ={**ENVIRONMENT, "SSL_VERIFY": off})
    failure = await unsendable(gateway, friend_at(openai_server))
    assert failure.kind == "tls"
    assert "SSL_VERIFY" in failure.message
    with pytest.raises(Unsendable):
        await gateway.destination(friend_at(openai_server), QUESTION)
    assert openai_server.connections == 0


async def test_a_refusal_is_no_end(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """After every refusal the gateway answers the next question."""
    await unsendable(gateway, friend_at(openai_server, reasoning="high"))
    events = await hear(gateway.send(friend_at(openai_server), QUESTION))
    assert isinstance(events[-1], Ended)
    assert events[-1].status == "complete"
