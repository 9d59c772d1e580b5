"""A host that says no, in every wire format: said in one line, asked once, nothing else tried (1 to 5, 9, 10)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from friend.adapters.gateway.client import GatewayClient
from friend.record.exchange import Failure
from tests.adapters.gateway_helpers import ask, friend_at
from tests.conftest import CANARY
from tests.fakes.anthropic import CREDIT
from tests.fakes.gemini import KEY_BODY, RATE_BODY, GeminiServer
from tests.fakes.openai import QUOTA_BODY, OpenAIServer
from tests.fakes.server import FakeServer


async def refused(gateway: GatewayClient, server: FakeServer, **behaviour: object) -> Failure:
    """Ask a host that answers with an error; see that it was asked once and that the log will say "failed"."""
    server.will(wrong="status", **behaviour)
    text, ended = await ask(gateway, friend_at(server))
    assert (text, ended.status) == ("", "failed")
    assert len(server.requests) == 1
    assert ended.error is not None
    assert ended.error.message.count("\n") == 0
    assert "Your question is kept" in ended.error.message
    return ended.error


@pytest.mark.parametrize("status", [401, 403])
async def test_a_key_that_is_not_accepted(gateway: GatewayClient, server: FakeServer, status: int) -> None:
    """401 and 403 name the host and the key's source, never the key (fault 1)."""
    failure = await refused(gateway, server, status=status)
    assert failure.kind == "auth"
    assert server.host in failure.message
    assert "the environment variable CANARY_KEY" in failure.message
    assert "canar" not in failure.message


async def test_a_key_that_the_host_repeats_is_not_repeated(gateway: GatewayClient, server: FakeServer) -> None:
    """An error body that quotes the whole key is shown without it (fault 1)."""
    body = {"error": {"message": f"the key {CANARY} is not known, nor is header Bearer {CANARY}"}}
    failure = await refused(gateway, server, status=401, body=body)
    assert CANARY not in failure.message
    assert "the key [key] is not known" in failure.message


@pytest.mark.parametrize("status", [404, 410])
async def test_a_model_that_is_not_there(gateway: GatewayClient, server: FakeServer, status: int) -> None:
    """404 and 410 name the model that was asked for; no other one is tried (fault 2)."""
    failure = await refused(gateway, server, status=status)
    assert failure.kind == "not-found"
    assert f"“{server.model}”" in failure.message
    assert "No other model was put in its place" in failure.message


async def test_a_model_that_was_retired(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """Where the bundled map knows the day of retirement, it is said (fault 2)."""
    openai_server.will(wrong="status", status=404)
    _, ended = await ask(gateway, friend_at(openai_server, model="openai/gpt-4-0613"))
    assert ended.error is not None
    assert "retire" in ended.error.message


async def test_too_many_questions(gateway: GatewayClient, server: FakeServer) -> None:
    """429 shows how long to wait, and is asked once (fault 3)."""
    failure = await refused(gateway, server, status=429, headers={"Retry-After": "17"})
    assert (failure.kind, failure.retry_after_s) == ("rate-limit", 17)
    assert "in 17 s" in failure.message


async def test_too_many_questions_until_a_date(gateway: GatewayClient, server: FakeServer) -> None:
    """Retry-After may be a date, or nonsense (fault 3)."""
    then = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    failure = await refused(gateway, server, status=429, headers={"Retry-After": then})
    assert failure.retry_after_s is not None
    assert failure.retry_after_s > 3_000
    server.reset()
    failure = await refused(gateway, server, status=429, headers={"Retry-After": "soon"})
    assert (failure.kind, failure.retry_after_s) == ("rate-limit", None)


async def test_google_says_in_the_body_how_long_to_wait(gateway: GatewayClient, gemini_server: GeminiServer) -> None:
    """Google calls a limit a minute a quota, and names the seconds in a long body: a rate limit (fault 3)."""
    failure = await refused(gateway, gemini_server, status=429, body=RATE_BODY)
    assert (failure.kind, failure.retry_after_s) == ("rate-limit", 17)


async def test_google_calls_a_wrong_key_a_bad_question(gateway: GatewayClient, gemini_server: GeminiServer) -> None:
    """Status 400, and yet it is the key (fault 1)."""
    failure = await refused(gateway, gemini_server, status=400, body=KEY_BODY)
    assert failure.kind == "auth"


@pytest.mark.parametrize(
    ("status", "body"), [(429, QUOTA_BODY), (402, {"error": {"message": "Insufficient Balance"}}), CREDIT]
)
async def test_an_account_without_credit(
    gateway: GatewayClient, server: FakeServer, status: int, body: dict[str, object]
) -> None:
    """An exhausted account is told apart from a rate limit, whatever its status: waiting does not help (fault 4)."""
    failure = await refused(gateway, server, status=status, body=body)
    assert (failure.kind, failure.retry_after_s) == ("quota", None)
    assert "Waiting will not help" in failure.message


@pytest.mark.parametrize("status", [500, 502, 503, 529])
async def test_a_fault_of_the_host(gateway: GatewayClient, server: FakeServer, status: int) -> None:
    """A 5xx is asked once and failed (fault 5)."""
    failure = await refused(gateway, server, status=status)
    assert failure.kind == "server"
    assert str(status) in failure.message


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_not_followed(gateway: GatewayClient, server: FakeServer, status: int) -> None:
    """The other host is named, and hears nothing: neither the key nor the draft (fault 9)."""
    other = type(server)()
    try:
        server.will(wrong="status", status=status, headers={"Location": f"{other.url}/elsewhere"})
        _, ended = await ask(gateway, friend_at(server))
        assert ended.error is not None
        assert (ended.status, ended.error.kind) == ("failed", "redirect")
        assert other.host in ended.error.message
        assert other.connections == 0
        assert len(server.requests) == 1
    finally:
        other.close()


@pytest.mark.parametrize("wrong", ["html", "empty", "empty-object"])
async def test_what_is_no_answer_is_an_error(gateway: GatewayClient, server: FakeServer, wrong: str) -> None:
    """A login page, nothing, or {} with status 200 is never an empty answer (fault 10)."""
    server.will(wrong=wrong)
    text, ended = await ask(gateway, friend_at(server))
    assert ended.error is not None
    assert (text, ended.status, ended.error.kind) == ("", "failed", "not-an-answer")
    assert "api_base" in ended.error.message


async def test_an_answer_without_a_word_is_an_error(gateway: GatewayClient, server: FakeServer) -> None:
    """A stream that ends properly and said nothing is failed, not complete (fault 10)."""
    server.will(text="")
    _, ended = await ask(gateway, friend_at(server))
    assert ended.error is not None
    assert (ended.status, ended.error.kind) == ("failed", "empty")


async def test_a_text_that_the_host_finds_too_long(gateway: GatewayClient, server: FakeServer) -> None:
    """The host's own window was smaller than known: said, with what to do."""
    body = {
        "error": {"message": "This model's maximum context length is 8192 tokens.", "code": "context_length_exceeded"}
    }
    failure = await refused(gateway, server, status=400, body=body)
    assert failure.kind == "window"
    assert "--part" in failure.message


async def test_an_error_body_is_shown_short_and_harmless(gateway: GatewayClient, server: FakeServer) -> None:
    """Escape sequences, bidi marks, line ends and length do not come through an error's words."""
    body = json.dumps({"error": {"message": "\x1b]52;c;aGk=\x07\u202eevil\r\n" + "long " * 10_000}})
    failure = await refused(gateway, server, status=400, body=body)
    assert not any(ord(sign) < 32 or sign in "\x7f\u202e" for sign in failure.message)
    assert len(failure.message) < 400


async def test_a_parameter_that_a_host_does_not_take(gateway: GatewayClient, server: FakeServer) -> None:
    """What was asked for goes out in the format's own form; a refusal is heard, not got round (fault 29)."""
    words = "Unsupported parameter: this model does not think"
    server.will(wrong="status", status=400, body={"error": {"type": "invalid_request_error", "message": words}})
    model = "house-model" if server.api == "openai" else server.model
    _, ended = await ask(gateway, friend_at(server, model=f"{server.api}/{model}", reasoning="low"))
    assert ended.error is not None
    assert (ended.status, ended.error.kind) == ("failed", "rejected")
    assert words in ended.error.message
    assert any(word in server.asked.raw for word in (b"reasoning_effort", b"thinking", b'"think"'))
    assert server.connections == 1
