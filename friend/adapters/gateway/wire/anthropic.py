"""Owns how Anthropic's messages are read, streamed or whole."""

from __future__ import annotations

import json
from typing import Any, ClassVar, Final

from friend.adapters.gateway.wire.frames import ServerSentEvents
from friend.adapters.gateway.wire.reader import Reader, count, table
from friend.record.exchange import Finish

_KINDS: Final = frozenset(
    {
        *("message", "message_start", "message_delta", "message_stop", "ping"),
        *("content_block_start", "content_block_delta", "content_block_stop"),
    }
)


class AnthropicReader(Reader):
    """Reads the events of a stream, or one message."""

    finishes: ClassVar[dict[str, Finish]] = {
        "end_turn": "stop",
        "stop_sequence": "stop",
        "max_tokens": "length",
        "model_context_window_exceeded": "length",
        "refusal": "content_filter",
    }

    def __init__(self) -> None:
        super().__init__(ServerSentEvents())
        self._fresh: int | None = None

    def _is_end(self, data: bytes) -> bool:
        try:
            return bool(json.loads(data) == {"type": "message_stop"})
        except (ValueError, RecursionError):
            return False

    def _read(self, value: dict[str, Any]) -> bool:
        kind = value.get("type")
        if kind == "error" or (value.get("error") and kind is None):
            return self._fail(value.get("error") or value)
        if kind == "message_start":
            self._read_message(table(value.get("message")))
        elif kind == "message":
            self._read_message(value)
        elif kind == "content_block_start":
            self._read_block(table(value.get("content_block")))
        elif kind == "content_block_delta":
            self._read_delta(value.get("delta"))
        elif kind == "message_delta":
            self._end(table(value.get("delta")).get("stop_reason"))
            self._read_usage(table(value.get("usage")))
        elif kind == "message_stop":
            self.closed = True
        return isinstance(kind, str) and kind in _KINDS

    def _read_message(self, message: dict[str, Any]) -> None:
        self._name(message.get("model"))
        self._identify(message.get("id"))
        content = message.get("content")
        for block in content if isinstance(content, list) else []:
            self._read_block(table(block))
        self._end(message.get("stop_reason"))
        self._read_usage(table(message.get("usage")))

    def _read_delta(self, delta: object) -> None:
        if isinstance(delta, dict):
            self._read_block(delta)
        else:
            self._damaged(str(delta).encode("utf-8", "replace"))

    def _read_block(self, block: dict[str, Any]) -> None:
        """Read a block, or the next piece of one: they name their words alike."""
        self._think(block.get("thinking"))
        self._say(block.get("text"))

    def _read_usage(self, usage: dict[str, Any]) -> None:
        # Later numbers are totals, not additions. Those of the cache stand beside the rest of the input.
        self._fresh = _newest(usage, "input_tokens", self._fresh)
        self.cached_tokens = _newest(usage, "cache_read_input_tokens", self.cached_tokens) or 0
        self.written_tokens = _newest(usage, "cache_creation_input_tokens", self.written_tokens) or 0
        self.output_tokens = _newest(usage, "output_tokens", self.output_tokens)
        if self._fresh is not None:
            self.input_tokens = self._fresh + self.cached_tokens + self.written_tokens


def _newest(usage: dict[str, Any], name: str, before: int | None) -> int | None:
    found = count(usage.get(name))
    return before if found is None else found
