"""The providers: each is reached at its own address, under its own name, through our transport."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.adapters.gateway.client import GatewayClient
from friend.adapters.gateway.providers import BY_API, PREFIXES
from friend.adapters.gateway.route import way_to
from friend.asking.friend import Friend, KeySource
from friend.asking.question import Passage, Question
from friend.asking.request import Message, Request, frame, stable_start
from friend.ports import Delta, Ended, Reasoning, Unsendable
from friend.text.draft import Draft
from friend.text.span import Span
from tests.adapters.gateway_helpers import QUESTION, ask, friend_at, hear
from tests.conftest import CANARY
from tests.fakes.anthropic import AnthropicServer
from tests.fakes.gemini import BLOCKED, GeminiServer
from tests.fakes.ollama import LOOKUPS, OllamaServer
from tests.fakes.openai import OpenAIServer
from tests.fakes.server import FakeServer

OPENAI_SHAPED = sorted(api for api, provider in BY_API.items() if provider.format == "openai")
TEXT = "This is the text.\n\n=====\nDear neighbours, é 🎉\n=====\n\nThe question: Is it clear?"
ASKED = Request((Message("system", "Be frank."), Message("user", TEXT)))


def at(server: OpenAIServer, api: str) -> Friend:
    """Give a friend of this provider's who lives at the fake host."""
    base = server.url.removesuffix("/v1") if api == "azure" else server.url
    return friend_at(server, model=f"{api}/house-model", api_base=base)


@pytest.mark.parametrize("api", OPENAI_SHAPED)
async def test_every_provider_goes_through_the_one_way_out(
    gateway: GatewayClient, openai_server: OpenAIServer, api: str
) -> None:
    """One POST with the key and the words as they are, the version from the wire, whatever the library calls it."""
    text, ended = await ask(gateway, at(openai_server, api))
    assert (text, ended.status, ended.served) == ("It is clear.", "complete", ("gpt-4o-2024-08-06",))
    asked = openai_server.asked
    assert asked.path.partition("?")[0].endswith("/chat/completions")
    assert asked.messages == [{"role": message.role, "content": message.content} for message in QUESTION.messages]
    assert CANARY in (asked.headers.get("authorization", "") + asked.headers.get("api-key", ""))
    assert asked.body["stream"] is True
    assert openai_server.connections == 1


@pytest.mark.parametrize("api", OPENAI_SHAPED)
async def test_no_provider_is_asked_twice(gateway: GatewayClient, openai_server: OpenAIServer, api: str) -> None:
    """A dropped connection and a 500 are one POST for each of them (faults 5 and 7)."""
    for wrong in ("drop-after-request", "status"):
        openai_server.reset()
        openai_server.will(wrong=wrong, status=500)
        await ask(gateway, at(openai_server, api))
        assert openai_server.connections == 1


async def test_the_words_reach_every_format_as_they_are(gateway: GatewayClient, server: FakeServer) -> None:
    """The text arrives once, and character for character, in each format's own envelope."""
    await ask(gateway, friend_at(server), ASKED)
    strings = _strings({key: value for key, value in server.asked.body.items() if key != "model"})
    assert TEXT in "".join(strings)
    assert server.asked.headers[server.key_header].endswith(CANARY)
    assert str(strings).count("neighbours") == 1


@pytest.mark.parametrize("prefix", sorted(PREFIXES))
def test_every_prefix_has_an_address(prefix: str) -> None:
    """A provider has its own host, or the usual place of a server here; Azure's and Amazon's are to be said."""
    friend = Friend("f", f"{prefix}/house/model")
    if prefix == "azure":
        with pytest.raises(Unsendable, match="api_base"):
            way_to(friend)
        friend = replace(friend, api_base="https://me.openai.azure.com/")
    if prefix == "bedrock":
        with pytest.raises(Unsendable, match="regions"):
            way_to(friend)
        friend = replace(friend, model="bedrock/eu-west-1/house/model")
    way = way_to(friend)
    provider = PREFIXES[prefix]
    assert way.model == "house/model"
    assert way.official is (provider.home is not None)
    assert way.provider == (provider.name if provider.home or provider.passes_on else "this machine")


@pytest.mark.parametrize("host", ["evilazure.com", "api.openai.com.evil.org", "xapi.anthropic.com"])
def test_a_host_that_only_sounds_official(host: str) -> None:
    """A host's own prices and name are its own: a longer or shorter name is another host."""
    for api in BY_API:
        name = "eu-west-1/m" if api == "bedrock" else "m"
        assert not way_to(Friend("f", f"{api}/{name}", api_base=f"https://{host}/v1")).official


@pytest.mark.parametrize("model", ["vertex_ai/gemini-2.5-pro"])
def test_a_cloud_that_signs_with_its_own_credentials(model: str) -> None:
    """Vertex is refused with the reason, before anything is sent."""
    with pytest.raises(Unsendable, match="credentials"):
        way_to(Friend("f", model))


async def test_a_proxy_on_this_machine_passes_on(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """A LiteLLM proxy on loopback hands the text to others: it is not called local, and needs no key to be asked."""
    friend = replace(at(openai_server, "litellm_proxy"), key=None)
    there = await gateway.destination(friend, QUESTION)
    assert (there.local, there.provider) == (False, "LiteLLM")
    _, ended = await ask(gateway, friend)
    assert ended.status == "complete"


async def test_openrouters_names_hold_a_slash(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """OpenRouter's name of a model names its vendor too, and arrives so."""
    await ask(gateway, replace(at(openai_server, "openrouter"), model="openrouter/anthropic/claude-sonnet-4"))
    assert openai_server.asked.body["model"] == "anthropic/claude-sonnet-4"


async def test_openrouter_says_who_served(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """The sub-provider comes from the wire; where there is no record, what the wire said stands."""
    openai_server.will(models=("house-model",), extra={"provider": "DeepInfra"})
    _, ended = await ask(gateway, at(openai_server, "openrouter"))
    assert (ended.sub_provider, ended.served, ended.from_record) == ("DeepInfra", ("house-model",), False)


async def test_openrouters_record_names_the_version(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """The host's own record of this answer is fetched without the draft; a mere echo gives way to it."""
    record = {"model": "vendor/brain-2025-05-22", "provider_name": "Vendor", "total_cost": 0.0123}
    openai_server.will(models=("house-model",), lookups={"/v1/generation?id=chatcmpl-fake": {"data": record}})
    _, ended = await ask(gateway, at(openai_server, "openrouter"))
    assert (ended.served, ended.from_record, ended.sub_provider) == (("vendor/brain-2025-05-22",), True, "Vendor")
    lookup = openai_server.lookups[0]
    assert (lookup.method, lookup.raw) == ("GET", b"")
    assert openai_server.connections == 1


@pytest.mark.parametrize("setting", ["deny", "allow", None])
async def test_openrouter_is_told_who_may_keep_the_text(
    gateway: GatewayClient, openai_server: OpenAIServer, setting: str | None
) -> None:
    """`data_collection` stands in the body as OpenRouter wants it, and never the middle of a text is cut out."""
    await ask(gateway, replace(at(openai_server, "openrouter"), data_collection=setting))  # type: ignore[arg-type]
    body = openai_server.asked.body
    assert body.get("provider") == ({"data_collection": setting} if setting else None)
    assert body["transforms"] == []


async def test_the_draft_is_marked_for_anthropics_cache(
    gateway: GatewayClient, anthropic_server: AnthropicServer
) -> None:
    """Everything through the draft is one part, marked; the rest another. Joined, they are the message."""
    anthropic_server.will(usage=(1000, 90), cached=800, written=100)
    _, ended = await ask(gateway, friend_at(anthropic_server, price=(3.0, 15.0)), ASKED)
    first, second = anthropic_server.asked.body["messages"][0]["content"]
    assert first["text"] + second["text"] == TEXT
    assert first["text"].endswith("🎉\n=====")
    assert first["cache_control"] == {"type": "ephemeral"}
    assert "cache_control" not in second
    assert (ended.usage.input_tokens, ended.usage.cached_tokens, ended.usage.output_tokens) == (1000, 800, 90)


@given(st.text(max_size=200), st.text(min_size=1, max_size=50))
def test_the_stable_start_is_the_same_for_every_question(text: str, words: str) -> None:
    """Through the draft's fence the message is the same, whatever is asked about it; after it stands the question."""
    draft = Draft(f"{text}.")
    whole = Passage(Span(0, len(draft.text)), draft.text, whole=True)
    one, other = (frame(draft, whole, Question(asked), language="en") for asked in (words, "Is it clear?"))
    stable = stable_start(one)
    assert stable == stable_start(other)
    assert one[:stable] == other[:stable]
    assert draft.text in one[:stable]
    assert one[stable:].startswith("\n\nThe question is about all of it.")
    assert stable_start(text.replace("=", "-")) == 0


async def test_a_question_without_a_draft_is_not_split(
    gateway: GatewayClient, anthropic_server: AnthropicServer
) -> None:
    """Where no fence stands nothing is marked."""
    await ask(gateway, friend_at(anthropic_server))
    assert "cache_control" not in anthropic_server.asked.raw.decode()


@pytest.mark.parametrize("cached", [0, 400])
async def test_cached_tokens_are_told(gateway: GatewayClient, server: FakeServer, cached: int) -> None:
    """What the host had in its cache is counted apart, where the format tells it."""
    server.will(cached=cached)
    _, ended = await ask(gateway, friend_at(server))
    told = cached if server.api != "ollama_chat" else 0
    assert (ended.usage.input_tokens, ended.usage.cached_tokens) == (512, told or None)


@pytest.mark.parametrize("streams", [True, False], ids=["streamed", "whole"])
async def test_reasoning_is_no_part_of_the_answer(gateway: GatewayClient, server: FakeServer, *, streams: bool) -> None:
    """What a model thinks before it answers is told apart, and before the answer."""
    server.will(reasoning="Who is it for? Let me see.", streams=streams)
    events = await hear(gateway.send(friend_at(server), QUESTION))
    assert "".join(event.text for event in events if isinstance(event, Reasoning)) == "Who is it for? Let me see."
    assert "".join(event.text for event in events if isinstance(event, Delta)) == "It is clear."
    kinds = [type(event) for event in events if isinstance(event, Reasoning | Delta)]
    assert kinds.index(Delta) >= kinds.count(Reasoning)
    assert isinstance(events[-1], Ended)
    assert events[-1].status == "complete"


async def test_thoughts_without_an_answer_are_none(gateway: GatewayClient, server: FakeServer) -> None:
    """A model that only thought has not answered (fault 10)."""
    server.will(reasoning="Hm. Let me see.", text="")
    text, ended = await ask(gateway, friend_at(server))
    assert (text, ended.status) == ("", "failed")


@pytest.mark.parametrize("effort", ["none", "low", None])
async def test_the_effort_is_said_in_each_formats_own_words(
    gateway: GatewayClient, server: FakeServer, effort: str | None
) -> None:
    """The configured effort reaches a host in its own form and in no other; by default nothing is asked for."""
    model = "house-model" if server.api == "openai" else server.model
    await ask(gateway, friend_at(server, model=f"{server.api}/{model}", reasoning=effort))
    body = server.asked.body
    thinking: object = {
        "openai": body.get("reasoning_effort"),
        "anthropic": body.get("thinking", {}).get("type"),
        "gemini": body.get("generationConfig", {}).get("thinkingConfig", {}).get("thinkingBudget"),
        "ollama_chat": body.get("think"),
    }[server.api]
    efforts: dict[str, dict[str | None, object]] = {
        "openai": {"none": "none", "low": "low", None: None},
        "anthropic": {"none": None, "low": "enabled", None: None},
        "gemini": {"none": 0, "low": 1024, None: None},
        "ollama_chat": {"none": False, "low": True, None: None},
    }
    assert thinking == efforts[server.api][effort]
    if server.api != "openai":
        assert b"reasoning_effort" not in server.asked.raw


async def test_gemini_that_thinks_by_default_is_told_not_to(
    gateway: GatewayClient, gemini_server: GeminiServer
) -> None:
    """Reasoning is off unless it is asked for, where the model is known to take that."""
    await ask(gateway, friend_at(gemini_server, model="gemini/gemini-2.5-flash"))
    assert gemini_server.asked.body["generationConfig"]["thinkingConfig"]["thinkingBudget"] == 0


async def test_a_question_that_google_blocks(gateway: GatewayClient, gemini_server: GeminiServer) -> None:
    """A prompt that is blocked gets no candidate: said as a filter's doing, with no answer (fault 12)."""
    gemini_server.will(extra={**BLOCKED, "candidates": []}, text="")
    _, ended = await ask(gateway, friend_at(gemini_server))
    assert ended.error is not None
    assert (ended.status, ended.error.kind) == ("failed", "content-filter")


async def test_ollama_is_told_to_make_room(gateway: GatewayClient, ollama_server: OllamaServer) -> None:
    """Ollama cuts what it has no room for and says nothing: the room is asked for with the question (fault 22)."""
    long = Request((Message("user", "word " * 6_000),))
    await ask(gateway, friend_at(ollama_server), long)
    assert ollama_server.asked.body["options"]["num_ctx"] >= 10_000


async def test_ollama_that_has_no_room_is_not_asked(gateway: GatewayClient, ollama_server: OllamaServer) -> None:
    """What the model's window cannot hold is refused with the numbers, before anything is sent (fault 22)."""
    show = {"model_info": {"llama.context_length": 4_096}}
    tags = {"models": [{"name": "llama3.2:latest", "digest": "4" * 64}]}
    ollama_server.will(lookups={"/api/tags": tags, "/api/show": show})
    there = await gateway.destination(friend_at(ollama_server), QUESTION)
    assert there.window == 4_096
    with pytest.raises(Unsendable, match="4096") as caught:
        await hear(gateway.send(friend_at(ollama_server), Request((Message("user", "word " * 6_000),))))
    assert caught.value.failure.kind == "window"
    assert ollama_server.requests == []


async def test_what_a_file_of_ollamas_reads_is_asked_once(gateway: GatewayClient, ollama_server: OllamaServer) -> None:
    """Which file a name stands for is asked with every question, since it may change; its window, once a digest."""
    tags = {"models": [{"name": "llama3.2:latest", "digest": "5" * 64}]}
    ollama_server.will(lookups={**LOOKUPS, "/api/tags": tags})
    for _ in range(2):
        _, ended = await ask(gateway, friend_at(ollama_server))
        assert ended.served == (f"llama3.2@sha256:{'5' * 64}",)
    assert [lookup.path for lookup in ollama_server.lookups] == ["/api/tags", "/api/show", "/api/tags"]


async def test_a_price_of_anthropics_comes_from_the_map(gateway: GatewayClient) -> None:
    """The bundled map knows other providers' models too; their tokens are counted only roughly (fault 23)."""
    friend = Friend("opus", "anthropic/claude-opus-4-5", key=KeySource("env", "CANARY_KEY"))
    there = await gateway.destination(friend, QUESTION)
    assert (there.host, there.provider, there.window) == ("api.anthropic.com", "Anthropic", 200_000)
    assert there.approximate
    assert there.price_usd is not None


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for key, inner in value.items() if key not in {"type", "role"} for text in _strings(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _strings(inner)]
    return [value] if isinstance(value, str) else []
