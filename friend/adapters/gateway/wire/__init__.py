"""Owns which wire formats are spoken: a reader of what the bytes of an answer say, for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from friend.adapters.gateway.wire.anthropic import AnthropicReader
from friend.adapters.gateway.wire.formats import Format
from friend.adapters.gateway.wire.gemini import GeminiReader
from friend.adapters.gateway.wire.ollama import OllamaReader
from friend.adapters.gateway.wire.openai import OpenAIReader
from friend.adapters.gateway.wire.reader import Reader

__all__ = ["READERS", "AnthropicReader", "Format", "GeminiReader", "OllamaReader", "OpenAIReader", "Reader"]


def _converse() -> Reader:
    from friend.adapters.gateway.wire.converse import ConverseReader  # noqa: PLC0415 - Amazon's library, for its host alone

    return ConverseReader()


READERS: Final[dict[Format, Callable[[], Reader]]] = {
    "openai": OpenAIReader,
    "anthropic": AnthropicReader,
    "gemini": GeminiReader,
    "ollama": OllamaReader,
    "converse": _converse,
}
