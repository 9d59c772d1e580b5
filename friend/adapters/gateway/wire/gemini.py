"""Owns how Gemini's generated content is read, streamed or whole."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from friend.adapters.gateway.wire.frames import ServerSentEvents
from friend.adapters.gateway.wire.reader import Reader, count, table
from friend.record.exchange import Finish

_KNOWN: Final = frozenset({"candidates", "promptFeedback", "usageMetadata", "modelVersion"})


class GeminiReader(Reader):
    """Reads the responses of a stream, a list of them, or one."""

    finishes: ClassVar[dict[str, Finish]] = {
        "STOP": "stop",
        "MAX_TOKENS": "length",
        "SAFETY": "content_filter",
        "RECITATION": "content_filter",
        "BLOCKLIST": "content_filter",
        "PROHIBITED_CONTENT": "content_filter",
        "SPII": "content_filter",
    }

    def __init__(self) -> None:
        super().__init__(ServerSentEvents())

    def _read(self, value: dict[str, Any]) -> bool:
        if self._fail(value.get("error")):
            return True
        self._name(value.get("modelVersion"))
        self._identify(value.get("responseId"))
        self._read_usage(table(value.get("usageMetadata")))
        if table(value.get("promptFeedback")).get("blockReason"):
            self.closed, self.finish = True, "content_filter"
        candidates = value.get("candidates")
        if isinstance(candidates, list):
            if candidates:
                self._read_candidate(table(candidates[0]))
        elif candidates is not None:
            self._damaged(str(candidates).encode("utf-8", "replace"))
        return not _KNOWN.isdisjoint(value)

    def _read_candidate(self, candidate: dict[str, Any]) -> None:
        parts = table(candidate.get("content")).get("parts")
        for part in map(table, parts if isinstance(parts, list) else []):
            if part.get("thought"):
                self._think(part.get("text"))
            else:
                self._say(part.get("text"))
        self._end(candidate.get("finishReason"))

    def _read_usage(self, usage: dict[str, Any]) -> None:
        self.input_tokens = count(usage.get("promptTokenCount")) or self.input_tokens
        self.cached_tokens = count(usage.get("cachedContentTokenCount")) or self.cached_tokens
        said = count(usage.get("candidatesTokenCount"))
        if said is not None:  # what was thought is paid for as well
            self.output_tokens = said + (count(usage.get("thoughtsTokenCount")) or 0)
