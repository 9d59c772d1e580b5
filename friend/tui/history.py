"""Owns which questions in the person's own words are offered again, and which of them stands in the line now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from friend.ports import LogError, LogReader
from friend.record.wanted import EVERYTHING, Entry, Wanted

_READ: Final = 200
"""Exchanges of the log that are looked through, of this draft and of all."""
_OFFERED: Final = 50


def own_questions(log: LogReader, path: str | None) -> list[str]:
    """Give the questions that were put in free words, each once: this draft's first, the newest before the others.

    `path` is absolute. A follow-up is none: it says little without what it follows. What cannot be read is not offered.
    """
    try:
        here = log.entries(Wanted(draft=path), _READ) if path else []
        entries: Sequence[Entry] = [*here, *log.entries(EVERYTHING, _READ)]
    except LogError:
        return []
    said = (entry.question.strip() for entry in entries if _is_own(entry))
    return [words for words in dict.fromkeys(said) if words][:_OFFERED]


def _is_own(entry: Entry) -> bool:
    return entry.question_name is None and entry.follows is None and not entry.forgotten and "\n" not in entry.question


class History:
    """Goes through earlier questions, and back to what was being typed. They are read when they are first wanted."""

    def __init__(self, read: Callable[[], Sequence[str]]) -> None:
        self._read = read
        self._said: list[str] | None = None
        self._at = 0

    def step(self, by: int, typed: str) -> str:
        """Give the question that is older by `by` (newer where it is negative); `typed` is what stands there now."""
        if self._said is None or self._said[self._at] != typed:
            earlier = [words for words in dict.fromkeys(self._read()) if words != typed]
            self._said, self._at = [typed, *earlier], 0
        self._at = max(0, min(self._at + by, len(self._said) - 1))
        return self._said[self._at]
