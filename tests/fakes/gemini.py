"""A fake provider that speaks Gemini's generated content."""

from __future__ import annotations

from typing import ClassVar, Final

from tests.fakes.server import FakeServer, Json, Writer, sse

_FINISHES: Final = {"stop": "STOP", "length": "MAX_TOKENS", "content_filter": "SAFETY"}


def _error(code: int, status: str, message: str, *details: Json) -> Json:
    return {"error": {"code": code, "message": message, "status": status, "details": list(details)}}


RATE_BODY: Final = _error(
    429,
    "RESOURCE_EXHAUSTED",
    "You exceeded your current quota, please check your plan and billing details. Please retry in 17.5s.",
    {"@type": "type.googleapis.com/google.rpc.Help", "links": [{"url": "https://ai.google.dev/" + "x" * 5_000}]},
    {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "17s"},
)
KEY_BODY: Final = _error(
    400,
    "INVALID_ARGUMENT",
    "API key not valid. Please pass a valid API key.",
    {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"},
)
BLOCKED: Final[Json] = {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "modelVersion": "gemini-2.5-flash"}


class GeminiWriter(Writer):
    """Writes responses, or one."""

    def begin(self) -> bytes:
        """Write nothing: the first response holds words."""
        return b""

    def say(self, text: str) -> bytes:
        """Write a part."""
        return sse(self._response([{"text": text}]))

    def think(self, text: str) -> bytes:
        """Write a part that is thought."""
        return sse(self._response([{"text": text, "thought": True}]))

    def end(self) -> bytes:
        """Write a last response with the reason and the tokens. There is no other mark."""
        finish = self.behaviour.finish if self.behaviour.done else None
        return sse(self._response([{"text": ""}], finish) | self._usage())

    def whole(self, text: str) -> Json:
        """Write one response."""
        thought = [{"text": self.behaviour.reasoning, "thought": True}] if self.behaviour.reasoning else []
        return self._response([*thought, {"text": text}], self.behaviour.finish) | self._usage()

    def error(self) -> bytes:
        """Write an error object."""
        return sse(_error(503, "UNAVAILABLE", "The engine is overloaded"))

    def malformed(self) -> bytes:
        """Break off in the middle of a string."""
        return b'data: {"candidates": [{"content": {"par\r\n\r\n'

    def odd(self) -> bytes:
        """Write candidates that are none."""
        return sse({"candidates": "none"})

    def _response(self, parts: list[Json], finish: str | None = None) -> Json:
        candidate: Json = {"content": {"parts": parts, "role": "model"}, "index": 0}
        if finish:
            candidate["finishReason"] = _FINISHES.get(finish, finish)
        name = self.name()
        value: Json = {"candidates": [candidate], "responseId": "fake"} | ({"modelVersion": name} if name else {})
        return value | self.behaviour.extra

    def _usage(self) -> Json:
        if not self.behaviour.usage:
            return {}
        given, taken = self.behaviour.usage
        usage = {"promptTokenCount": given, "candidatesTokenCount": taken, "totalTokenCount": given + taken}
        if self.behaviour.cached:
            usage["cachedContentTokenCount"] = self.behaviour.cached
        return {"usageMetadata": usage}


class GeminiServer(FakeServer):
    """Google's own host."""

    api = "gemini"
    model = "gemini-2.0-flash"
    served = "gemini-2.0-flash-001"
    base = "/v1beta"
    path = "/v1beta/models/gemini-2.0-flash:streamGenerateContent"
    key_header = "x-goog-api-key"
    writer = GeminiWriter
    errors: ClassVar[dict[int, Json]] = {
        401: _error(401, "UNAUTHENTICATED", "Request had invalid authentication credentials."),
        403: _error(403, "PERMISSION_DENIED", "Your API key was reported as leaked. Please use another API key."),
        404: _error(404, "NOT_FOUND", "models/gemini-x is not found for API version v1beta."),
        429: _error(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota)."),
        500: _error(500, "INTERNAL", "An internal error has occurred."),
        503: _error(503, "UNAVAILABLE", "The model is overloaded. Please try again later."),
    }
