"""Owns what any answer says of itself: its words, the version that spoke, what it took, and whether it came to its end.

One small class for each wire format stands on this one. A reader never raises, whatever the bytes, and its memory is
bounded by the cap on the answer.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from typing import Any, ClassVar, Final

from friend.adapters.gateway.wire.frames import Frame, Frames
from friend.adapters.gateway.wire.refusals import error_words
from friend.record.exchange import Finish

_MOST_VERSIONS: Final = 16
_LONGEST_NAME: Final = 200
_ENDLESS: Final = 1e12


class Reader(ABC):
    """What was seen so far.

    `served` are the versions in order, each once. `closed` says that the provider's own end mark came; `finish` is
    its reason, and `odd_finish` the word itself where it is none that we know. `error` is what the provider said in
    the middle of the answer, `error_type` its own word for it. `damage` is the first line that could not be read.
    Of the input tokens, `cached_tokens` were in the provider's cache and `written_tokens` were put there.
    `answer_id` is the provider's name for this answer, `sub_provider` who served it for a host that passes on, and
    `cost_usd` what the host itself says it cost. `spoke` says that words came, of the answer or of the reasoning.
    """

    finishes: ClassVar[dict[str, Finish]] = {}
    """The format's words for the end of an answer."""

    def __init__(self, frames: Frames) -> None:
        self.served: list[str] = []
        self.fingerprint: str | None = None
        self.answer_id: str | None = None
        self.sub_provider: str | None = None
        self.closed = False
        self.finish: Finish | None = None
        self.odd_finish: str | None = None
        self.input_tokens: int | None = None
        self.cached_tokens = 0
        self.written_tokens = 0
        self.output_tokens: int | None = None
        self.cost_usd: float | None = None
        self.error: str | None = None
        self.error_type: str | None = None
        self.damage: str | None = None
        self.events = 0
        self.spoke = False
        self._frames = frames
        self._words = _Words()
        self._thoughts = _Words()

    def feed(self, data: bytes) -> None:
        """Take the next bytes of the body; a line may be cut anywhere."""
        for frame in self._frames.feed(data):
            self._read_frame(frame)

    def close(self) -> None:
        """Say that the body is over. What has no mark of its end counts for nothing, but for the answer's end mark."""
        for frame in self._frames.close():
            self._read_frame(frame)

    def take(self) -> tuple[str, str]:
        """Give the words of the answer, and of the reasoning before it, that came since the last time."""
        return self._words.take(last=self.closed), self._thoughts.take(last=self.closed)

    @abstractmethod
    def _read(self, value: dict[str, Any]) -> bool:
        """Read one event, or the whole answer; tell whether it is one of this format."""

    def _is_end(self, data: bytes) -> bool:
        """Tell whether an event is the format's end mark, and nothing but that."""
        del data
        return False

    def _read_frame(self, frame: Frame) -> None:
        if frame.kind == "damage":
            self._damaged(frame.data)
        elif frame.kind != "rest" or self._is_end(frame.data):
            self._read_json(frame.data)

    def _read_json(self, data: bytes) -> None:
        try:
            value = json.loads(data)
        except (ValueError, RecursionError):
            self._damaged(data)
            return
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                self.events += self._read(part)

    def _fail(self, error: object) -> bool:
        """Note an error of the provider's; tell whether there is one."""
        if not error:
            return False
        self.error, self.error_type = error_words(error)
        return True

    def _name(self, model: object) -> None:
        name = plain(model)
        if name and name not in self.served and len(self.served) < _MOST_VERSIONS:
            self.served.append(name)

    def _identify(self, answer_id: object) -> None:
        self.answer_id = plain(answer_id) or self.answer_id

    def _say(self, text: object) -> None:
        self.spoke = self._words.put(text) or self.spoke

    def _think(self, text: object) -> None:
        self.spoke = self._thoughts.put(text) or self.spoke

    def _end(self, word: object) -> None:
        """Note the format's word for why the answer ended; anything else than a word is no end."""
        if isinstance(word, str) and word:
            self.closed = True
            self.finish = self.finishes.get(word)
            self.odd_finish = None if self.finish else plain(word)

    def _damaged(self, line: bytes) -> None:
        self.damage = self.damage or line[:_LONGEST_NAME].decode("utf-8", "replace")


class _Words:
    """Words on their way out. A pair of surrogates that a host cut in two is put together again."""

    def __init__(self) -> None:
        self._waiting: list[str] = []

    def put(self, text: object) -> bool:
        if not isinstance(text, str) or not text:
            return False
        self._waiting.append(text)
        return True

    def take(self, *, last: bool) -> str:
        text = "".join(self._waiting)
        self._waiting.clear()
        if not last and text and "\ud800" <= text[-1] <= "\udbff":
            self._waiting.append(text[-1])
            text = text[:-1]
        return whole(text)


def whole(text: str) -> str:
    """Give `text` with its halves of characters joined, and those that have no other half marked."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def plain(value: object) -> str | None:
    """Give a name as it came, at most 200 characters of it; None where it is no text or empty."""
    return whole(value[:_LONGEST_NAME]) if isinstance(value, str) and value else None


def count(value: object) -> int | None:
    """Give a number of tokens; None where it is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def money(value: object) -> float | None:
    """Give an amount; None where it is none."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < _ENDLESS:
        return None
    return float(value)


def table(value: object) -> dict[str, Any]:
    """Give a JSON object; an empty one where it is something else."""
    return value if isinstance(value, dict) else {}
