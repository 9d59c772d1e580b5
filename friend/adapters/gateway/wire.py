"""Owns what the bytes of an answer say: which version spoke, what it took, and whether the answer came to its end.

One small reader class for each wire format. A reader never raises, whatever the bytes, and its memory is bounded.
"""

from __future__ import annotations

import json
from typing import Any, Final, Protocol

from friend.record.exchange import Finish

_LONGEST_LINE: Final = 1_000_000
_MOST_VERSIONS: Final = 16
_LONGEST_NAME: Final = 200
_DONE: Final = b"[DONE]"
_OTHER_FIELDS: Final = frozenset({b"event", b"id", b"retry", b""})  # without a name: a comment
_FINISH: Final[dict[str, Finish]] = {
    "stop": "stop",
    "eos": "stop",
    "eos_token": "stop",
    "stop_sequence": "stop",
    "length": "length",
    "max_tokens": "length",
    "content_filter": "content_filter",
}


class Reader(Protocol):
    """What a reader of any wire format has seen so far.

    `served` are the versions in order, each once. `closed` says that the provider's own end mark came; `finish` is
    its reason, and `odd_finish` the word itself where it is none that we know. `error` is what the provider said in
    the middle of the answer, `error_type` its own word for it. `damage` is the first line that could not be read.
    """

    served: list[str]
    fingerprint: str | None
    closed: bool
    finish: Finish | None
    odd_finish: str | None
    input_tokens: int | None
    cached_tokens: int
    output_tokens: int | None
    error: str | None
    error_type: str | None
    damage: str | None
    events: int
    spoke: bool

    def feed(self, data: bytes) -> None:
        """Take the next bytes of the body."""
        ...

    def close(self) -> None:
        """Say that the body is over."""
        ...


class OpenAIReader:
    """Reads the server-sent events of OpenAI's chat completions, as its many imitators write them."""

    def __init__(self) -> None:
        self.served: list[str] = []
        self.fingerprint: str | None = None
        self.closed = False
        self.finish: Finish | None = None
        self.odd_finish: str | None = None
        self.input_tokens: int | None = None
        self.cached_tokens = 0
        self.output_tokens: int | None = None
        self.error: str | None = None
        self.error_type: str | None = None
        self.damage: str | None = None
        self.events = 0
        self.spoke = False
        self._rest = bytearray()
        self._data: list[bytes] = []

    def feed(self, data: bytes) -> None:
        """Take the next bytes; a line may be cut anywhere."""
        self._rest += data
        if b"\n" in data:
            *lines, rest = bytes(self._rest).split(b"\n")
            self._rest = bytearray(rest)
            for line in lines:
                self._read_line(line.removesuffix(b"\r"))
        if len(self._rest) > _LONGEST_LINE:
            self._damaged(bytes(self._rest[:_LONGEST_NAME]))
            self._rest.clear()

    def close(self) -> None:
        """Read what is left. An event without its empty line counts for nothing, but for the end mark."""
        self._read_line(bytes(self._rest).strip())
        self._rest.clear()
        if self._data == [_DONE]:
            self._read_event(_DONE)

    def _read_line(self, line: bytes) -> None:
        if not line:
            if self._data:
                self._read_event(b"\n".join(self._data))
                self._data.clear()
            return
        field, _, value = line.partition(b":")
        if field == b"data":
            self._data.append(value.strip())
        elif field not in _OTHER_FIELDS:
            self._damaged(line)

    def _read_event(self, data: bytes) -> None:
        if data == _DONE:
            self.events += 1
            self.closed = True
            return
        try:
            chunk = json.loads(data)
        except (ValueError, RecursionError):
            self._damaged(data)
            return
        self.events += 1
        if isinstance(chunk, dict):
            self._read_chunk(chunk)

    def _read_chunk(self, chunk: dict[str, Any]) -> None:
        if chunk.get("error"):
            self.error, self.error_type = error_words(chunk["error"])
            return
        self._name(chunk.get("model"))
        fingerprint = chunk.get("system_fingerprint")
        if isinstance(fingerprint, str) and fingerprint:
            self.fingerprint = fingerprint[:_LONGEST_NAME]
        usage = chunk.get("usage")
        if isinstance(usage, dict):
            self._read_usage(usage)
        choices = chunk.get("choices")
        if isinstance(choices, list) and choices and isinstance(choices[0], dict):
            self._read_choice(choices[0])

    def _read_choice(self, choice: dict[str, Any]) -> None:
        delta = choice.get("delta")
        if isinstance(delta, dict) and delta.get("content"):
            self.spoke = True
        finish = choice.get("finish_reason")
        if isinstance(finish, str) and finish:
            self.closed = True
            self.finish = _FINISH.get(finish)
            self.odd_finish = None if self.finish else finish[:_LONGEST_NAME]

    def _read_usage(self, usage: dict[str, Any]) -> None:
        self.input_tokens = _count(usage.get("prompt_tokens")) or self.input_tokens
        self.output_tokens = _count(usage.get("completion_tokens")) or self.output_tokens
        details = usage.get("prompt_tokens_details")
        if isinstance(details, dict):
            self.cached_tokens = _count(details.get("cached_tokens")) or 0

    def _name(self, model: object) -> None:
        if isinstance(model, str) and model and len(self.served) < _MOST_VERSIONS:
            name = model[:_LONGEST_NAME]
            if name not in self.served:
                self.served.append(name)

    def _damaged(self, line: bytes) -> None:
        self.damage = self.damage or line[:_LONGEST_NAME].decode("utf-8", "replace")


def error_words(error: object) -> tuple[str, str | None]:
    """Take the message and the provider's own word for it out of an error object, however it is shaped."""
    if isinstance(error, dict):
        nested = error.get("error")
        if isinstance(nested, dict | str) and nested:
            return error_words(nested)
        message = error.get("message") or error.get("detail") or error
        word = error.get("code") or error.get("type")
        return (message if isinstance(message, str) else json.dumps(message)), str(word) if word else None
    return (error if isinstance(error, str) else json.dumps(error)), None


def body_words(body: bytes) -> tuple[str, str | None]:
    """Take the message and the word out of the body of a refusal: JSON as providers write it, or any text."""
    text = body.decode("utf-8", "replace").strip()
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text, None
    if isinstance(value, list) and value:
        value = value[0]
    return error_words(value) if value else ("", None)


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
