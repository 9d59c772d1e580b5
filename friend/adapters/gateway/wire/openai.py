"""Owns how OpenAI's chat completions are read, streamed or whole, as their many imitators write them."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from friend.adapters.gateway.wire.frames import ServerSentEvents
from friend.adapters.gateway.wire.reader import Reader, count, money, plain, table
from friend.record.exchange import Finish

_DONE: Final = b"[DONE]"
_KNOWN: Final = frozenset({"choices", "model", "usage", "id", "object"})


class OpenAIReader(Reader):
    """Reads the chunks of a stream, or one completion."""

    finishes: ClassVar[dict[str, Finish]] = {
        "stop": "stop",
        "eos": "stop",
        "eos_token": "stop",
        "stop_sequence": "stop",
        "length": "length",
        "max_tokens": "length",
        "model_length": "length",
        "content_filter": "content_filter",
    }

    def __init__(self) -> None:
        super().__init__(ServerSentEvents())

    def _is_end(self, data: bytes) -> bool:
        return data == _DONE

    def _read_json(self, data: bytes) -> None:
        if data == _DONE:
            self.events += 1
            self.closed = True
        else:
            super()._read_json(data)

    def _read(self, value: dict[str, Any]) -> bool:
        if self._fail(value.get("error")):
            return True
        self._name(value.get("model"))
        self._identify(value.get("id"))
        self.fingerprint = plain(value.get("system_fingerprint")) or self.fingerprint
        # OpenRouter names who served; Groq puts the tokens under a name of its own.
        self.sub_provider = plain(value.get("provider")) or self.sub_provider
        self._read_usage(table(value.get("usage")) or table(table(value.get("x_groq")).get("usage")))
        choices = value.get("choices")
        if isinstance(choices, list):
            if choices:
                self._read_choice(table(choices[0]))
        elif choices is not None:
            self._damaged(str(choices).encode("utf-8", "replace"))
        return not _KNOWN.isdisjoint(value)

    def _read_choice(self, choice: dict[str, Any]) -> None:
        said = table(choice.get("delta")) or table(choice.get("message"))
        self._think(said.get("reasoning_content") or said.get("reasoning"))
        self._read_content(said.get("content"))
        self._say(said.get("refusal"))
        if self._fail(choice.get("error")):
            return
        self._end(choice.get("finish_reason"))

    def _read_content(self, content: object) -> None:
        if not isinstance(content, list):
            self._say(content)
            return
        for part in map(table, content):  # Mistral's models that think write parts
            if part.get("type") == "thinking":
                thoughts = part.get("thinking")
                for thought in thoughts if isinstance(thoughts, list) else []:
                    self._think(table(thought).get("text"))
            else:
                self._say(part.get("text"))

    def _read_usage(self, usage: dict[str, Any]) -> None:
        self.input_tokens = count(usage.get("prompt_tokens")) or self.input_tokens
        self.output_tokens = count(usage.get("completion_tokens")) or self.output_tokens
        details = table(usage.get("prompt_tokens_details"))
        cached = count(details.get("cached_tokens")) or count(usage.get("prompt_cache_hit_tokens"))
        self.cached_tokens = cached or self.cached_tokens
        cost = money(usage.get("cost"))
        self.cost_usd = self.cost_usd if cost is None else cost
