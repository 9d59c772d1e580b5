"""A fake provider that speaks Anthropic's messages."""

from __future__ import annotations

from typing import ClassVar, Final

from tests.fakes.server import Behaviour, FakeServer, Json, Writer, sse

_STOPS: Final = {"stop": "end_turn", "length": "max_tokens", "content_filter": "refusal"}


def _error(kind: str, message: str) -> Json:
    return {"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_011CSHoEeqs5C35K2UUqR7Fy"}


CREDIT: Final[tuple[int, Json]] = (
    400,
    _error("invalid_request_error", "Your credit balance is too low to access the Anthropic API."),
)


class AnthropicWriter(Writer):
    """Writes events, or a message."""

    def __init__(self, behaviour: Behaviour, usual: str) -> None:
        super().__init__(behaviour, usual)
        self._block: str | None = None
        self._index = -1

    def begin(self) -> bytes:
        """Start the message: its version, and the tokens that were read."""
        message = self._message([], None) | {"usage": {**self._read(), "output_tokens": 1}}
        return sse({"type": "message_start", "message": message}, "message_start") + sse({"type": "ping"}, "ping")

    def say(self, text: str) -> bytes:
        """Write text."""
        return self._in_block("text") + self._delta({"type": "text_delta", "text": text})

    def think(self, text: str) -> bytes:
        """Write thinking."""
        return self._in_block("thinking") + self._delta({"type": "thinking_delta", "thinking": text})

    def end(self) -> bytes:
        """Write the reason, the tokens, and the stop."""
        behaviour, data = self.behaviour, self._in_block(None)
        if behaviour.finish:
            reason = {"stop_reason": _STOPS.get(behaviour.finish, behaviour.finish), "stop_sequence": None}
            taken = (behaviour.usage or (0, 0))[1]
            data += sse({"type": "message_delta", "delta": reason, "usage": {"output_tokens": taken}}, "message_delta")
        return data + (sse({"type": "message_stop"}, "message_stop") if behaviour.done else b"")

    def whole(self, text: str) -> Json:
        """Write a message."""
        behaviour = self.behaviour
        content: list[Json] = [{"type": "text", "text": text}]
        if behaviour.reasoning:
            content.insert(0, {"type": "thinking", "thinking": behaviour.reasoning, "signature": "x"})
        finish = behaviour.finish and _STOPS.get(behaviour.finish, behaviour.finish)
        return self._message(content, finish) | {
            "usage": {**self._read(), "output_tokens": (behaviour.usage or (0, 0))[1]}
        }

    def error(self) -> bytes:
        """Write an error event."""
        return sse(_error("overloaded_error", "The engine is overloaded"), "error")

    def malformed(self) -> bytes:
        """Break off in the middle of a string."""
        return b'event: content_block_delta\ndata: {"type": "content_block_delta", "delta": {"te\n\n'

    def odd(self) -> bytes:
        """Write a delta that is none."""
        return sse({"type": "content_block_delta", "index": 0, "delta": "none"}, "content_block_delta")

    def _message(self, content: list[Json], stop: str | None) -> Json:
        value: Json = {"id": "msg_fake", "type": "message", "role": "assistant", "content": content}
        value |= {"stop_reason": stop, "stop_sequence": None}
        name = self.name()
        return value | ({"model": name} if name else {}) | self.behaviour.extra

    def _read(self) -> Json:
        behaviour = self.behaviour
        if not behaviour.usage:
            return {}
        fresh = behaviour.usage[0] - behaviour.cached - behaviour.written
        cache = {"cache_creation_input_tokens": behaviour.written, "cache_read_input_tokens": behaviour.cached}
        return {"input_tokens": fresh, **cache}

    def _delta(self, delta: Json) -> bytes:
        return sse({"type": "content_block_delta", "index": self._index, "delta": delta}, "content_block_delta")

    def _in_block(self, kind: str | None) -> bytes:
        """Close the block before and open one of this kind, where that is needed."""
        if kind == self._block:
            return b""
        data = sse({"type": "content_block_stop", "index": self._index}, "content_block_stop") if self._block else b""
        self._block = kind
        if kind:
            self._index += 1
            block = {"type": kind, kind: ""}
            start = {"type": "content_block_start", "index": self._index, "content_block": block}
            data += sse(start, "content_block_start")
        return data


class AnthropicServer(FakeServer):
    """Anthropic's own host."""

    api = "anthropic"
    model = "claude-sonnet-4-0"
    served = "claude-sonnet-4-20250514"
    path = "/v1/messages"
    key_header = "x-api-key"
    writer = AnthropicWriter
    errors: ClassVar[dict[int, Json]] = {
        401: _error("authentication_error", "invalid x-api-key"),
        403: _error("permission_error", "Your API key does not have permission to use the specified resource."),
        404: _error("not_found_error", "model: claude-sonnet-4-0"),
        429: _error("rate_limit_error", "This request would exceed your organization's rate limit of 50 requests."),
        500: _error("api_error", "Internal server error"),
        529: _error("overloaded_error", "Overloaded"),
    }
