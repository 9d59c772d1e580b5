"""A host that says no, and questions that never leave: each is said in one line that names the cause and what to do."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from friend.adapters.gateway.client import GatewayClient
from friend.asking.friend import Friend, KeySource
from friend.ports import Ended, Unsendable
from friend.record.exchange import Failure
from tests.adapters.gateway_helpers import QUESTION, ask, friend_at, hear
from tests.conftest import CANARY, ENVIRONMENT
from tests.fakes.openai import PARAMETER_BODY, QUOTA_BODY, OpenAIServer


async def refused(gateway: GatewayClient, server: OpenAIServer, **behaviour: object) -> Failure:
    """Ask a host that answers with an error; see that it was asked once and that the log will say "failed"."""
    server.will(wrong="status", **behaviour)
    text, ended = await ask(gateway, friend_at(server))
    assert (text, ended.status) == ("", "failed")
    assert len(server.requests) == 1
    assert ended.error is not None
    assert ended.error.message.count("\n") == 0
    assert "Your question is kept" in ended.error.message
    return ended.error


async def unsendable(gateway: GatewayClient, friend: Friend) -> Failure:
    """Ask a friend to whom nothing can be sent."""
    with pytest.raises(Unsendable) as caught:
        await hear(gateway.send(friend, QUESTION))
    return caught.value.failure


@pytest.mark.parametrize("status", [401, 403])
async def test_a_key_that_is_not_accepted(gateway: GatewayClient, openai_server: OpenAIServer, status: int) -> None:
    """401 and 403 name the host and the key's source, never the key (fault 1)."""
    failure = await refused(gateway, openai_server, status=status)
    assert failure.kind == "auth"
    assert openai_server.host in failure.message
    assert "the environment variable CANARY_KEY" in failure.message
    assert "canar" not in failure.message


async def test_a_key_that_the_host_repeats_is_not_repeated(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """An error body that quotes the whole key is shown without it (fault 1)."""
    body = {"error": {"message": f"the key {CANARY} is not known, nor is header Bearer {CANARY}"}}
    failure = await refused(gateway, openai_server, status=401, body=body)
    assert CANARY not in failure.message
    assert "the key [key] is not known" in failure.message


@pytest.mark.parametrize("status", [404, 410])
async def test_a_model_that_is_not_there(gateway: GatewayClient, openai_server: OpenAIServer, status: int) -> None:
    """404 and 410 name the model that was asked for; no other one is tried (fault 2)."""
    failure = await refused(gateway, openai_server, status=status)
    assert failure.kind == "not-found"
    assert "“gpt-4o”" in failure.message
    assert "No other model was put in its place" in failure.message


async def test_a_model_that_was_retired(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """Where the bundled map knows the day of retirement, it is said (fault 2)."""
    openai_server.will(wrong="status", status=404)
    _, ended = await ask(gateway, friend_at(openai_server, model="openai/gpt-4-0613"))
    assert ended.error is not None
    assert "retire" in ended.error.message


async def test_too_many_questions(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """429 shows how long to wait, and is asked once (fault 3)."""
    failure = await refused(gateway, openai_server, status=429, headers={"Retry-After": "17"})
    assert (failure.kind, failure.retry_after_s) == ("rate-limit", 17)
    assert "in 17 s" in failure.message


async def test_too_many_questions_until_a_date(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """Retry-After may be a date, or nonsense (fault 3)."""
    then = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    failure = await refused(gateway, openai_server, status=429, headers={"Retry-After": then})
    assert failure.retry_after_s is not None
    assert failure.retry_after_s > 3_000
    openai_server.reset()
    failure = await refused(gateway, openai_server, status=429, headers={"Retry-After": "soon"})
    assert (failure.kind, failure.retry_after_s) == ("rate-limit", None)


@pytest.mark.parametrize(("status", "body"), [(429, QUOTA_BODY), (402, {"error": {"message": "Insufficient Balance"}})])
async def test_an_account_without_credit(
    gateway: GatewayClient, openai_server: OpenAIServer, status: int, body: dict[str, object]
) -> None:
    """An exhausted account is told apart from a rate limit, though both may be 429: waiting does not help (fault 4)."""
    failure = await refused(gateway, openai_server, status=status, body=body)
    assert (failure.kind, failure.retry_after_s) == ("quota", None)
    assert "Waiting will not help" in failure.message


@pytest.mark.parametrize("status", [500, 502, 503, 529])
async def test_a_fault_of_the_host(gateway: GatewayClient, openai_server: OpenAIServer, status: int) -> None:
    """A 5xx is asked once and failed (fault 5)."""
    failure = await refused(gateway, openai_server, status=status)
    assert failure.kind == "server"
    assert str(status) in failure.message


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


async def test_a_text_that_the_host_finds_too_long(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """The host's own window was smaller than known: said, with what to do."""
    body = {
        "error": {"message": "This model's maximum context length is 8192 tokens.", "code": "context_length_exceeded"}
    }
    failure = await refused(gateway, openai_server, status=400, body=body)
    assert failure.kind == "window"
    assert "--part" in failure.message


async def test_an_error_body_is_shown_short_and_harmless(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """Escape sequences, bidi marks, line ends and length do not come through an error's words."""
    body = json.dumps({"error": {"message": "\x1b]52;c;aGk=\x07\u202eevil\r\n" + "long " * 10_000}})
    failure = await refused(gateway, openai_server, status=400, body=body)
    assert not any(ord(sign) < 32 or sign in "\x7f\u202e" for sign in failure.message)
    assert len(failure.message) < 400


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_not_followed(gateway: GatewayClient, openai_server: OpenAIServer, status: int) -> None:
    """The other host is named, and hears nothing: neither the key nor the draft (fault 9)."""
    other = OpenAIServer()
    try:
        openai_server.will(wrong="status", status=status, headers={"Location": f"{other.url}/chat/completions"})
        _, ended = await ask(gateway, friend_at(openai_server))
        assert ended.error is not None
        assert (ended.status, ended.error.kind) == ("failed", "redirect")
        assert other.host in ended.error.message
        assert other.connections == 0
        assert len(openai_server.requests) == 1
    finally:
        other.close()


@pytest.mark.parametrize("wrong", ["html", "empty", "empty-object"])
async def test_what_is_no_answer_is_an_error(gateway: GatewayClient, openai_server: OpenAIServer, wrong: str) -> None:
    """A login page, nothing, or {} with status 200 is never an empty answer (fault 10)."""
    openai_server.will(wrong=wrong)
    text, ended = await ask(gateway, friend_at(openai_server))
    assert ended.error is not None
    assert (text, ended.status, ended.error.kind) == ("", "failed", "not-an-answer")
    assert "api_base" in ended.error.message


async def test_an_answer_without_a_word_is_an_error(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """A stream that ends properly and said nothing is failed, not complete (fault 10)."""
    openai_server.will(text="")
    _, ended = await ask(gateway, friend_at(openai_server))
    assert ended.error is not None
    assert (ended.status, ended.error.kind) == ("failed", "empty")


async def test_a_provider_that_is_not_spoken_yet(gateway: GatewayClient) -> None:
    """Another provider's model string is refused by name, before anything is sent."""
    for model in ("anthropic/claude-sonnet-4-0", "gemini/gemini-2.5-pro", "openai/", "llama3"):
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
        (KeySource("command", "exit 3"), "failed (exit 3)"),
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
    monkeypatch.setattr("friend.adapters.gateway.keys.PATIENCE_S", 0.2)
    failure = await unsendable(gateway, friend_at(openai_server, key=KeySource("command", "sleep 60")))
    assert failure.kind == "key"
    assert "did not answer" in failure.message


async def test_a_key_from_a_command(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """The first line that a command prints is the key."""
    source = KeySource("command", "printf 'sk-from-a-command\\nand a note\\n'")
    _, ended = await ask(gateway, friend_at(openai_server, key=source))
    assert ended.status == "complete"
    assert openai_server.asked.headers["authorization"] == "Bearer sk-from-a-command"


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
