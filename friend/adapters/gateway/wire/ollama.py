"""Owns how Ollama's own chat is read, streamed or whole: one JSON object a line."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from friend.adapters.gateway.wire.frames import JsonLines
from friend.adapters.gateway.wire.reader import Reader, count, table
from friend.record.exchange import Finish

_KNOWN: Final = frozenset({"message", "response", "done", "model"})


class OllamaReader(Reader):
    """Reads the lines of a stream, or one."""

    finishes: ClassVar[dict[str, Finish]] = {"stop": "stop", "length": "length"}

    def __init__(self) -> None:
        super().__init__(JsonLines())

    def _read(self, value: dict[str, Any]) -> bool:
        if self._fail(value.get("error")):
            return True
        self._name(value.get("model"))
        message = value.get("message")
        if message is not None and not isinstance(message, dict):
            self._damaged(str(message).encode("utf-8", "replace"))
        self._think(table(message).get("thinking"))
        self._say(table(message).get("content"))
        if value.get("done") is True:
            self.closed = True
            self._end(value.get("done_reason"))  # older servers give no reason
            self.input_tokens = count(value.get("prompt_eval_count"))
            self.output_tokens = count(value.get("eval_count"))
        return not _KNOWN.isdisjoint(value)
