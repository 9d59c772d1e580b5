"""What an answer cost, from the bytes of each wire format to the bill: what was cached costs the cached price."""

from __future__ import annotations

import ssl
from typing import Any

import pytest

from friend.adapters.gateway.errors import Story
from friend.adapters.gateway.protocol import Ask, Limits, Tokens
from friend.adapters.gateway.providers import BY_API
from friend.adapters.gateway.route import way_to
from friend.adapters.gateway.settling import settled
from friend.adapters.gateway.transport import Witness
from friend.adapters.gateway.wire import READERS
from friend.asking.friend import Friend
from tests.fakes.anthropic import AnthropicServer
from tests.fakes.bedrock import BedrockServer
from tests.fakes.gemini import GeminiServer
from tests.fakes.openai import OpenAIServer
from tests.fakes.server import Behaviour, FakeServer

ENTRY = {
    "input_cost_per_token": 4e-6,
    "output_cost_per_token": 8e-6,
    "cache_read_input_token_cost": 4e-7,
    "cache_creation_input_token_cost": 5e-6,
}


class Map:
    """A map that knows one price for every model."""

    version = "1.106.2"

    def entry(self, api: str, model: str) -> dict[str, Any] | None:
        """Give it."""
        del api, model
        return ENTRY


async def took(kind: type[FakeServer], **behaviour: int) -> Tokens:
    """Settle an answer of this kind of host, as it stands on the wire."""
    writer = kind.writer(Behaviour(usage=(1000, 100), **behaviour), kind.served)  # type: ignore[arg-type]
    witness = Witness(READERS[BY_API[kind.api].format](), sent=True, status=200)
    witness.reader.feed(writer.begin() + writer.say("Mostly.") + writer.end())
    way = way_to(Friend("f", f"{kind.api}/{kind.model}"))
    story = Story(way, Limits(), witness, spoke=True)
    over = await settled(Ask(1, way, [], Limits()), story, None, Map(), ssl.create_default_context(), say=print)
    assert over.status == "complete"
    return over.tokens


@pytest.mark.parametrize("kind", [OpenAIServer, AnthropicServer, GeminiServer, BedrockServer])
async def test_a_follow_up_costs_the_cached_price(kind: type[FakeServer]) -> None:
    """Of the same tokens, those that the host still had cost a tenth; how many they were is told beside the bill."""
    first, second = await took(kind), await took(kind, cached=800)
    assert (first.input, second.input, first.cached, second.cached) == (1000, 1000, 0, 800)
    assert first.cost_usd == pytest.approx(1000 * 4e-6 + 100 * 8e-6)
    assert second.cost_usd == pytest.approx(200 * 4e-6 + 800 * 4e-7 + 100 * 8e-6)
    assert second.price_source == "litellm 1.106.2 map"


@pytest.mark.parametrize("kind", [AnthropicServer, BedrockServer])
async def test_what_is_put_into_the_cache_has_its_own_price(kind: type[FakeServer]) -> None:
    """Where the format tells it, the first question pays for the writing."""
    first = await took(kind, written=800)
    assert first.cost_usd == pytest.approx(200 * 4e-6 + 800 * 5e-6 + 100 * 8e-6)
