"""Owns how a draft is marked for a provider's cache, so that the next question about it costs the cached price.

Others find the same beginning by themselves; Anthropic caches what is marked, and so does Bedrock for the models that
can. The words stay the same, in two parts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from friend.adapters.gateway.protocol import Ask


def messages(ask: Ask, entry: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Give the messages of a question as the library takes them; `entry` is what its map knows of the model."""
    told: list[dict[str, Any]] = [{"role": role, "content": content} for role, content in ask.messages]
    # Bedrock refuses a mark for a model that has no cache.
    marked = ask.way.api == "anthropic" or (ask.way.api == "bedrock" and (entry or {}).get("supports_prompt_caching"))
    if marked and ask.stable:
        content = ask.messages[-1][1]
        start, rest = content[: ask.stable], content[ask.stable :]
        parts: list[dict[str, Any]] = [{"type": "text", "text": start, "cache_control": {"type": "ephemeral"}}]
        told[-1]["content"] = [*parts, {"type": "text", "text": rest}] if rest.strip() else parts
    return told
