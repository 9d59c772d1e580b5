"""Owns how a draft is marked for a provider's cache, so that the next question about it costs the cached price.

Others find the same beginning by themselves; Anthropic caches what is marked. The words stay the same, in two parts.
"""

from __future__ import annotations

from typing import Any

from friend.adapters.gateway.protocol import Ask


def messages(ask: Ask) -> list[dict[str, Any]]:
    """Give the messages of a question as the library takes them."""
    told: list[dict[str, Any]] = [{"role": role, "content": content} for role, content in ask.messages]
    if ask.way.api == "anthropic" and ask.stable:
        content = ask.messages[-1][1]
        start, rest = content[: ask.stable], content[ask.stable :]
        parts: list[dict[str, Any]] = [{"type": "text", "text": start, "cache_control": {"type": "ephemeral"}}]
        told[-1]["content"] = [*parts, {"type": "text", "text": rest}] if rest.strip() else parts
    return told
