"""Owns which parameters a question carries beside its messages; none is left out that was asked for, and none added.

The library refuses what it knows a model not to take; what it does not know is sent as it is: the host is the judge.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from friend.adapters.gateway.protocol import Ask
from friend.adapters.gateway.providers import BY_API

AZURE_VERSION: Final = "2024-10-21"
_THINKS_UNLESS_TOLD: Final = re.compile(r"gemini-2\.5-flash")
_AS_IT_IS: Final = frozenset(
    {*("openai", "azure", "gemini", "mistral", "groq", "xai"), *("lm_studio", "hosted_vllm", "litellm_proxy")}
)
"""Where the library would refuse the effort for a model that it does not know. Elsewhere it has a form of its own."""
_ANTHROPIC_ANSWER: Final = 8_192
"""Tokens: Anthropic wants a limit, and every model it serves can write so much."""


def options(ask: Ask, entry: Mapping[str, Any] | None) -> dict[str, Any]:
    """Give the library's options for a question; `entry` is what its map knows of the model."""
    api = ask.way.api
    given: dict[str, Any] = {
        "max_tokens": ask.max_tokens,
        "temperature": ask.temperature,
        "extra_body": ask.extra,
    }
    if ask.schema is not None:
        form = {"name": "reply", "strict": True, "schema": ask.schema}
        given["response_format"] = {"type": "json_schema", "json_schema": form}
    if ask.count_tokens:
        given["stream_options"] = {"include_usage": True}
    if api == "azure":
        given["api_version"] = AZURE_VERSION
    elif api == "anthropic" and ask.max_tokens is None and entry is None:
        given["max_tokens"] = _ANTHROPIC_ANSWER
    elif api == "openrouter":
        given["extra_body"] = _openrouter(ask)
    elif BY_API[api].format == "ollama" and ask.room is not None:
        given["num_ctx"] = ask.room
    effort = _effort(ask, entry)
    if effort is not None:
        given["reasoning_effort"] = effort
        if entry is None and api in _AS_IT_IS:
            given["allowed_openai_params"] = ["reasoning_effort"]
    return {name: value for name, value in given.items() if value is not None}


def _effort(ask: Ask, entry: Mapping[str, Any] | None) -> str | None:
    """Say how much reasoning to ask for: what the person set; otherwise none, where the model is known to take that."""
    if ask.reasoning is None:
        known = entry is not None and entry.get("supports_none_reasoning_effort")
        return "none" if known or _THINKS_UNLESS_TOLD.match(ask.way.model) else None
    # A model that does not think does as "none" says when it is told nothing.
    if ask.reasoning == "none" and entry is not None and not entry.get("supports_reasoning", False):
        return None
    return ask.reasoning


def _openrouter(ask: Ask) -> dict[str, Any]:
    """Give what OpenRouter alone understands: never cut the middle out of a text, and who may keep it."""
    body: dict[str, Any] = {"transforms": []}
    if ask.data_collection is not None:
        body["provider"] = {"data_collection": ask.data_collection}
    return body
