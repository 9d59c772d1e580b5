"""Owns how Bedrock's Converse stream is read: Amazon's binary event stream, which names no version anywhere."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from botocore.eventstream import EventStreamBuffer, ParserError

from friend.adapters.gateway.wire.frames import Frame
from friend.adapters.gateway.wire.reader import Reader, count, table
from friend.record.exchange import Finish

_SHOWN: Final = 200
_KNOWN: Final = frozenset(
    {
        *("messageStart", "messageStop", "metadata"),
        *("contentBlockStart", "contentBlockDelta", "contentBlockStop"),
    }
)


class EventStream:
    """Cuts an event stream: each frame is `{"NAME": PAYLOAD}`. After bytes that are none of it, nothing is read."""

    def __init__(self) -> None:
        self._buffer = EventStreamBuffer()
        self._broken = False

    def feed(self, data: bytes) -> list[Frame]:
        """Take the next bytes."""
        frames: list[Frame] = []
        if self._broken:
            return frames
        self._buffer.add_data(data)
        try:
            frames += (Frame("event", _named(event.headers, event.payload)) for event in self._buffer)
        except ParserError:
            self._broken = True
            frames.append(Frame("damage", data[:_SHOWN]))
        return frames

    def close(self) -> list[Frame]:
        """Give nothing: an event that is not whole is none."""
        return []


class ConverseReader(Reader):
    """Reads the events of a stream."""

    finishes: ClassVar[dict[str, Finish]] = {
        "end_turn": "stop",
        "stop_sequence": "stop",
        "max_tokens": "length",
        "model_context_window_exceeded": "length",
        "guardrail_intervened": "content_filter",
        "content_filtered": "content_filter",
    }

    def __init__(self) -> None:
        super().__init__(EventStream())

    def _read(self, value: dict[str, Any]) -> bool:
        for name, payload in value.items():
            if name not in _KNOWN:
                return self._fail({"type": name, **table(payload)})
            self._read_event(name, table(payload))
        return True

    def _read_event(self, name: str, payload: dict[str, Any]) -> None:
        if name == "contentBlockDelta":
            delta = payload.get("delta")
            if not isinstance(delta, dict):
                self._damaged(str(delta).encode("utf-8", "replace"))
                return
            self._think(table(delta.get("reasoningContent")).get("text"))
            self._say(delta.get("text"))
        elif name == "messageStop":
            self._end(payload.get("stopReason"))
        elif name == "metadata":
            self._read_usage(table(payload.get("usage")))

    def _read_usage(self, usage: dict[str, Any]) -> None:
        # Those of the cache stand beside the rest of the input.
        fresh = count(usage.get("inputTokens"))
        self.cached_tokens = count(usage.get("cacheReadInputTokens")) or 0
        self.written_tokens = count(usage.get("cacheWriteInputTokens")) or 0
        self.output_tokens = count(usage.get("outputTokens"))
        self.input_tokens = None if fresh is None else fresh + self.cached_tokens + self.written_tokens


def _named(headers: dict[str, Any], payload: bytes) -> bytes:
    """Write an event or an exception as JSON under its name; the name is a word of Amazon's."""
    name = str(headers.get(":event-type") or headers.get(":exception-type") or headers.get(":error-code") or "error")
    word = "".join(letter for letter in name if letter.isalnum())
    return b'{"%s": %s}' % (word.encode("ascii", "replace"), payload or b"{}")
