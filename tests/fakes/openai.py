"""A fake provider that speaks OpenAI's chat completions."""

from __future__ import annotations

from typing import ClassVar, Final

from tests.fakes.server import FakeServer, Json, Writer, sse

ERROR_BODIES: Final[dict[int, Json]] = {
    401: {
        "error": {
            "message": "Incorrect API key provided: sk-canar*************0000. You can find your API key at "
            "https://platform.openai.com/account/api-keys.",
            "type": "invalid_request_error",
            "param": None,
            "code": "invalid_api_key",
        }
    },
    404: {
        "error": {
            "message": "The model `gpt-4o-2099` does not exist or you do not have access to it.",
            "type": "invalid_request_error",
            "param": None,
            "code": "model_not_found",
        }
    },
    429: {
        "error": {
            "message": "Rate limit reached for gpt-4o in organization org-x on requests per min (RPM): Limit 3.",
            "type": "requests",
            "param": None,
            "code": "rate_limit_exceeded",
        }
    },
    500: {
        "error": {
            "message": "The server had an error while processing your request. Sorry about that!",
            "type": "server_error",
            "param": None,
            "code": None,
        }
    },
}
QUOTA_BODY: Final[Json] = {
    "error": {
        "message": "You exceeded your current quota, please check your plan and billing details.",
        "type": "insufficient_quota",
        "param": None,
        "code": "insufficient_quota",
    }
}
PARAMETER_BODY: Final[Json] = {
    "error": {
        "message": "Unsupported parameter: 'reasoning_effort' is not supported with this model.",
        "type": "invalid_request_error",
        "param": "reasoning_effort",
        "code": "unsupported_parameter",
    }
}


class OpenAIWriter(Writer):
    """Writes chunks, or a completion."""

    def begin(self) -> bytes:
        """Name the role."""
        return self._delta({"role": "assistant", "content": ""})

    def say(self, text: str) -> bytes:
        """Write content."""
        return self._delta({"content": text})

    def think(self, text: str) -> bytes:
        """Write reasoning as DeepSeek and vLLM do."""
        return self._delta({"reasoning_content": text})

    def end(self) -> bytes:
        """Write the reason, the tokens, and [DONE]."""
        behaviour = self.behaviour
        data = self._delta({}, behaviour.finish) if behaviour.finish else b""
        if behaviour.usage:
            data += sse(self._chunk([], self._usage()))
        return data + (b"data: [DONE]\n\n" if behaviour.done else b"")

    def whole(self, text: str) -> Json:
        """Write a completion."""
        message = {"role": "assistant", "content": text, "reasoning_content": self.behaviour.reasoning or None}
        value = self._chunk([{"index": 0, "message": message, "finish_reason": self.behaviour.finish}], self._usage())
        return {**value, "object": "chat.completion"}

    def error(self) -> bytes:
        """Write an error object."""
        return sse({"error": {"message": "The engine is overloaded", "type": "server_error"}})

    def malformed(self) -> bytes:
        """Break off in the middle of a string."""
        return b'data: {"id": "chatcmpl-fake", "choices": [{"delta": {"con\n\n'

    def odd(self) -> bytes:
        """Write choices that are none."""
        return sse({"object": "chat.completion.chunk", "choices": "none", "created": "now"})

    def _delta(self, delta: Json, finish: str | None = None) -> bytes:
        return sse(self._chunk([{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}]))

    def _chunk(self, choices: list[Json], usage: Json | None = None) -> Json:
        value: Json = {"id": "chatcmpl-fake", "object": "chat.completion.chunk", "created": 1_700_000_000}
        name = self.name()
        if name:
            value["model"] = name
        if self.behaviour.fingerprint:
            value["system_fingerprint"] = self.behaviour.fingerprint
        value["choices"] = choices
        if usage:
            value["usage"] = usage
        return value | self.behaviour.extra

    def _usage(self) -> Json | None:
        if not self.behaviour.usage:
            return None
        given, taken = self.behaviour.usage
        usage: Json = {"prompt_tokens": given, "completion_tokens": taken, "total_tokens": given + taken}
        if self.behaviour.cached:
            usage["prompt_tokens_details"] = {"cached_tokens": self.behaviour.cached}
        return usage


class OpenAIServer(FakeServer):
    """Any OpenAI-compatible host."""

    api = "openai"
    model = "gpt-4o"
    served = "gpt-4o-2024-08-06"
    base = "/v1"
    path = "/v1/chat/completions"
    key_header = "authorization"
    writer = OpenAIWriter
    usual: ClassVar[dict[str, Json]] = {"/v1/generation?id=chatcmpl-fake": {"error": {"code": 404}}}
    errors: ClassVar[dict[int, Json]] = ERROR_BODIES

    def refuses(self, body: Json) -> Json | None:
        """Refuse stream_options, as strict gateways do."""
        if "stream_options" not in body:
            return None
        return {"error": {"message": "Extra inputs are not permitted: stream_options", "type": "invalid"}}
