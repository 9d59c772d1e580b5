"""Owns when an answer goes round in circles: its end is one short piece of text, over and over."""

from __future__ import annotations

from typing import Final

WINDOW: Final = 1_200
"""How much of the end is looked at, in characters."""
_LONGEST_ROUND: Final = WINDOW // 12
_STEP: Final = 120


class Circle:
    """Listens to an answer; feed it each piece."""

    def __init__(self) -> None:
        self._tail = ""
        self._unread = 0

    def closes(self, text: str) -> bool:
        """Take the next piece; tell whether the end of the answer repeats one piece of up to 100 characters."""
        self._tail = (self._tail + text)[-WINDOW:]
        self._unread += len(text)
        if len(self._tail) < WINDOW or self._unread < _STEP:
            return False
        self._unread = 0
        return _period(self._tail) <= _LONGEST_ROUND


def _period(text: str) -> int:
    """Give the length of the shortest piece that `text` repeats (Knuth, Morris and Pratt's failure function)."""
    fail = [0] * len(text)
    length = 0
    for at in range(1, len(text)):
        while length and text[at] != text[length]:
            length = fail[length - 1]
        if text[at] == text[length]:
            length += 1
        fail[at] = length
    return len(text) - length
