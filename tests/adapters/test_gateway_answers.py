"""An answer over real HTTP: what leaves, what comes back word for word, and which version the wire says it is."""

from __future__ import annotations

import asyncio
import random
import sys

import pytest

from friend.adapters.gateway.client import GatewayClient
from friend.asking.friend import Friend, KeySource
from friend.asking.request import Message, Request
from friend.ports import Ended
from friend.record.exchange import Usage
from tests.adapters.gateway_helpers import QUESTION, ask, friend_at
from tests.conftest import CANARY
from tests.fakes.openai import OpenAIServer


async def test_the_request_leaves_word_for_word_and_once(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """One POST carries the messages as they are, the configured key, and the model under its host's name."""
    text, ended = await ask(gateway, friend_at(openai_server))
    assert (text, ended.status, ended.finish, ended.error) == ("It is clear.", "complete", "stop", None)
    asked = openai_server.asked
    assert asked.path == "/v1/chat/completions"
    assert asked.body["model"] == "gpt-4o"
    assert asked.body["stream"] is True
    assert asked.messages == [{"role": message.role, "content": message.content} for message in QUESTION.messages]
    assert asked.headers["authorization"] == f"Bearer {CANARY}"


async def test_nothing_else_leaves(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """The body holds the question and no parameter that was not asked for; no header names a person or a project."""
    await ask(gateway, friend_at(openai_server))
    assert set(openai_server.asked.body) == {"model", "messages", "stream"}
    assert "org-ambient" not in str(openai_server.asked.headers)
    assert "openai-organization" not in openai_server.asked.headers


async def test_parameters_of_the_request_are_sent(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """The answer's limit, the schema and the configured reasoning effort reach the host."""
    schema = {"type": "object", "properties": {"answer": {"type": "string"}}, "required": ["answer"]}
    request = Request(QUESTION.messages, schema=schema, max_tokens=77)
    await ask(gateway, friend_at(openai_server, model="openai/thinker", reasoning="low"), request)
    body = openai_server.asked.body
    assert body["max_tokens"] == 77
    assert body["response_format"]["json_schema"]["schema"] == schema
    assert body["reasoning_effort"] == "low"


async def test_no_reasoning_is_no_parameter_for_a_model_that_has_none(
    gateway: GatewayClient, openai_server: OpenAIServer
) -> None:
    """`reasoning = "none"` for a model that does not reason sends nothing that its host could refuse."""
    await ask(gateway, friend_at(openai_server, reasoning="none"))
    assert "reasoning_effort" not in openai_server.asked.body


async def test_a_strict_gateway_is_not_broken(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """A host that refuses what it does not know (stream_options) answers all the same."""
    openai_server.will(strict=True, usage=None)
    text, ended = await ask(gateway, friend_at(openai_server))
    assert (text, ended.status) == ("It is clear.", "complete")
    assert ended.usage == Usage()


async def test_the_base_url_of_the_environment_counts_for_nothing(
    gateway: GatewayClient, openai_server: OpenAIServer
) -> None:
    """OPENAI_BASE_URL stands in the environment: the configured host is asked, or OpenAI's own (fault 26)."""
    await ask(gateway, friend_at(openai_server))
    assert len(openai_server.requests) == 1
    there = await gateway.destination(Friend("o", "openai/gpt-4o", key=KeySource("env", "CANARY_KEY")), QUESTION)
    assert (there.host, there.provider, there.local) == ("api.openai.com", "OpenAI", False)


@pytest.mark.parametrize("seed", range(6))
async def test_the_words_come_exactly_as_they_were_sent(
    gateway: GatewayClient, openai_server: OpenAIServer, seed: int
) -> None:
    """Nothing is trimmed, unescaped or taken for a control word between the wire and the person, however it is cut."""
    chance = random.Random(seed)  # noqa: S311 - no secret, a test's dice
    words = [
        *("<s>", "</s>", "<|endoftext|>", "<|im_start|>", "<think>", "</think>", "<tool_call>", "[DONE]", "data: x"),
        *("\n", "\n\n", " ", "\t", "é", "🎉", "\u2028", "\r\n", "\x0c", "\x1b[31m", "\x00", "\ufeff", "</suggestion>"),
        *("{", "}", "```json\n", "null", "stop", "."),
    ]
    text = "".join(chance.choice(words) for _ in range(60)) + "."
    openai_server.will(text=text, piece=chance.choice([1, 2, 7, 400]))
    got, ended = await ask(gateway, friend_at(openai_server))
    assert got == text
    assert ended.status == "complete"


async def test_questions_asked_together_keep_their_own_wires(
    gateway: GatewayClient, openai_server: OpenAIServer
) -> None:
    """Five questions at once: each hears its own words, and a broken one breaks no other."""
    openai_server.will(text=lambda body: body["messages"][-1]["content"] * 20, pace_s=0.001)

    async def one(number: int) -> tuple[str, Ended]:
        request = Request((Message("user", f"question {number}; "),))
        return await ask(gateway, friend_at(openai_server), request)

    for number, (text, ended) in enumerate(await asyncio.gather(*(one(number) for number in range(5)))):
        assert text == f"question {number}; " * 20
        assert ended.status == "complete"
    assert len(openai_server.requests) == 5


async def test_tokens_are_the_hosts_and_an_unknown_price_is_none(
    gateway: GatewayClient, openai_server: OpenAIServer
) -> None:
    """Tokens are what the wire says; what a host of unknown prices took is unknown, never 0 (fault 23)."""
    _, ended = await ask(gateway, friend_at(openai_server))
    assert ended.usage == Usage(512, 90, None, "unknown")


async def test_the_persons_own_price_is_counted(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """With a price in the config, in dollars per million tokens, the cost is known, before and after."""
    friend = friend_at(openai_server, price=(2.0, 10.0))
    _, ended = await ask(gateway, friend)
    assert ended.usage.cost_usd == pytest.approx((512 * 2 + 90 * 10) / 1e6)
    assert ended.usage.price_source == "config"
    there = await gateway.destination(friend, Request(QUESTION.messages, max_tokens=100))
    assert there.input_tokens is not None
    least, most = there.price_usd or (0, 0)
    assert least == pytest.approx(there.input_tokens * 2 / 1e6)
    assert most == pytest.approx(least + 100 * 10 / 1e6)


async def test_where_it_would_go_is_known_before_it_goes(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """Host and tokens are told without a connection; window and price of an unknown model are None (fault 23)."""
    there = await gateway.destination(friend_at(openai_server, model="openai/house-model"), QUESTION)
    assert (there.host, there.provider, there.local) == (openai_server.host, "this machine", True)
    assert there.approximate
    assert there.input_tokens is not None
    assert there.input_tokens > 5
    assert (there.window, there.price_usd, there.price_source) == (None, None, "unknown")
    assert openai_server.connections == 0


async def test_the_bundled_map_is_frozen_with_its_version(gateway: GatewayClient) -> None:
    """For OpenAI's own host, window and price range come from the library's map, and it says which."""
    friend = Friend("gpt", "gpt-4o", key=KeySource("env", "CANARY_KEY"))
    there = await gateway.destination(friend, QUESTION)
    assert there.window == 128_000
    assert not there.approximate
    assert there.price_usd is not None
    assert 0 < there.price_usd[0] < there.price_usd[1]
    assert there.price_source.startswith("litellm 1.")
    assert there.price_source.endswith(" map")


async def test_the_ui_never_imports_the_library() -> None:
    """The client's process knows neither litellm nor httpx: their import takes seconds."""
    code = "import sys, friend.adapters.gateway.client; print({'litellm', 'openai', 'httpx'} & set(sys.modules))"
    process = await asyncio.create_subprocess_exec(*(sys.executable, "-c", code), stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    assert out.strip() == b"set()"
