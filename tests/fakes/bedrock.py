"""A fake Amazon Bedrock: the Converse stream, in Amazon's binary framing, which names no version.

The framing (prelude, headers, payload, each with its checksum) is written here by Amazon's description of it:
https://docs.aws.amazon.com/lexv2/latest/dg/event-stream-encoding.html
"""

from __future__ import annotations

import json
import struct
from typing import ClassVar, Final
from zlib import crc32

from tests.fakes.server import FakeServer, Json, Writer

_STOPS: Final = {"stop": "end_turn", "length": "max_tokens", "content_filter": "guardrail_intervened"}
_STRING: Final = 7


def framed(name: str, payload: Json, kind: str = "event") -> bytes:
    """Write one message of the event stream."""
    rows = {f":{kind}-type": name, ":content-type": "application/json", ":message-type": kind}
    headers = b"".join(
        struct.pack("!B", len(key)) + key.encode() + struct.pack("!BH", _STRING, len(value)) + value.encode()
        for key, value in rows.items()
    )
    data = json.dumps(payload).encode()
    prelude = struct.pack("!II", len(headers) + len(data) + 16, len(headers))
    message = prelude + struct.pack("!I", crc32(prelude)) + headers + data
    return message + struct.pack("!I", crc32(message))


class ConverseWriter(Writer):
    """Writes the events of a stream."""

    def begin(self) -> bytes:
        """Say who speaks: a role, and no name."""
        return framed("messageStart", {"role": "assistant", "p": "abcd"})

    def say(self, text: str) -> bytes:
        """Write words."""
        return framed("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": text}, "p": "ab"})

    def think(self, text: str) -> bytes:
        """Write a thought."""
        return framed("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"reasoningContent": {"text": text}}})

    def end(self) -> bytes:
        """Write the reason, and what it took."""
        behaviour, data = self.behaviour, b""
        if behaviour.finish:
            data += framed("messageStop", {"stopReason": _STOPS.get(behaviour.finish, behaviour.finish)})
        if behaviour.usage:
            read, said = behaviour.usage
            usage = {"inputTokens": read - behaviour.cached - behaviour.written, "outputTokens": said}
            usage |= {"cacheReadInputTokens": behaviour.cached, "cacheWriteInputTokens": behaviour.written}
            data += framed("metadata", {"usage": usage, "metrics": {"latencyMs": 1}})
        return data

    def whole(self, text: str) -> Json:
        """Write a whole answer, which a stream of Amazon's never is."""
        return {"output": {"message": {"role": "assistant", "content": [{"text": text}]}}, "stopReason": "end_turn"}

    def error(self) -> bytes:
        """Write an exception."""
        return framed("throttlingException", {"message": "The engine is overloaded"}, "exception")

    def malformed(self) -> bytes:
        """Write a message whose checksum is wrong."""
        return framed("contentBlockDelta", {"delta": {"text": "never"}})[:-1] + b"?"

    def odd(self) -> bytes:
        """Write a delta that is none."""
        return framed("contentBlockDelta", {"contentBlockIndex": 0, "delta": "none"})


class BedrockServer(FakeServer):
    """Amazon Bedrock in one region."""

    api = "bedrock"
    model = "eu-west-1/anthropic.claude-sonnet-4-20250514-v1:0"
    served = ""
    path = "/model/anthropic.claude-sonnet-4-20250514-v1%3A0/converse-stream"
    key_header = "authorization"
    media = "application/vnd.amazon.eventstream"
    writer = ConverseWriter
    errors: ClassVar[dict[int, Json]] = {
        403: {"message": "The security token included in the request is invalid."},
        404: {"message": "Could not resolve the foundation model from the provided model identifier."},
        429: {"message": "Too many requests, please wait before trying again."},
        503: {"message": "Bedrock is unable to process your request."},
    }
