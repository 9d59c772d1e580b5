"""A fake Ollama: its own chat, and the list of the models that it keeps."""

from __future__ import annotations

import json
from typing import ClassVar, Final

from tests.fakes.server import FakeServer, Json, Writer

DIGEST: Final = "a80c4f17acd55265feec403c7aef86be0c25983ab279d83f3bcd3abbcb5b8b72"
LOOKUPS: Final[dict[str, Json]] = {
    "/api/tags": {
        "models": [
            {"name": "other:latest", "model": "other:latest", "digest": "0" * 64},
            {"name": "llama3.2:latest", "model": "llama3.2:latest", "digest": DIGEST},
        ]
    },
    "/api/show": {"model_info": {"general.architecture": "llama", "llama.context_length": 131_072}},
}


class OllamaWriter(Writer):
    """Writes lines, or one."""

    def begin(self) -> bytes:
        """Write nothing: the first line holds words."""
        return b""

    def say(self, text: str) -> bytes:
        """Write a line of words."""
        return self._line({"message": {"role": "assistant", "content": text}, "done": False})

    def think(self, text: str) -> bytes:
        """Write a line of thought."""
        return self._line({"message": {"role": "assistant", "content": "", "thinking": text}, "done": False})

    def end(self) -> bytes:
        """Write the last line, with the reason and the tokens."""
        return self._line(self._last("")) if self.behaviour.done else b""

    def whole(self, text: str) -> Json:
        """Write one line."""
        value = self._last(text)
        if self.behaviour.reasoning:
            value["message"]["thinking"] = self.behaviour.reasoning
        return self._value(value)

    def error(self) -> bytes:
        """Write an error line."""
        return json.dumps({"error": "The engine is overloaded"}).encode() + b"\n"

    def malformed(self) -> bytes:
        """Break off in the middle of a string."""
        return b'{"model": "llama3.2", "message": {"role": "assi\n'

    def odd(self) -> bytes:
        """Write a message that is none."""
        return b'{"model": "llama3.2", "message": "none", "done": false}\n'

    def _last(self, text: str) -> Json:
        value: Json = {"message": {"role": "assistant", "content": text}, "done": True, "total_duration": 1}
        if self.behaviour.finish:
            value["done_reason"] = self.behaviour.finish
        if self.behaviour.usage:
            value["prompt_eval_count"], value["eval_count"] = self.behaviour.usage
        return value

    def _line(self, value: Json) -> bytes:
        return json.dumps(self._value(value)).encode() + b"\n"

    def _value(self, value: Json) -> Json:
        name = self.name()
        return ({"model": name} if name else {}) | {"created_at": "2026-11-21T10:00:00Z"} | value | self.behaviour.extra


class OllamaServer(FakeServer):
    """Ollama, as it is on most machines: it repeats the name that it was asked for."""

    api = "ollama_chat"
    model = "llama3.2"
    served = "llama3.2"
    path = "/api/chat"
    key_header = "authorization"
    media = "application/x-ndjson"
    writer = OllamaWriter
    usual: ClassVar[dict[str, Json]] = LOOKUPS
    errors: ClassVar[dict[int, Json]] = {
        401: {"error": "unauthorized"},
        403: {"error": "forbidden"},
        404: {"error": "model 'llama3.2' not found"},
        429: {"error": "you have reached your hourly usage limit"},
        500: {"error": "llama runner process has terminated: exit status 2"},
        503: {"error": "server busy, please try again. maximum pending requests exceeded"},
    }
