"""Owns which prose of an answer waits while it comes: what may yet turn out to be a text of its own, and no more."""

from __future__ import annotations

from typing import Final

from friend.asking.ghostwriting import Folding, Stretch

_LONGEST: Final = 50_000
"""Code points of an answer up to which it is read while it comes; from there on the rest waits for its end."""


class Held:
    """The prose of one answer: what was let through, and what is held back."""

    def __init__(self, folding: Folding) -> None:
        self._folding = folding
        self._heard: list[str] = []
        self._length = 0
        self._through = 0
        self._read_again_at = 0

    def take(self, text: str) -> str:
        """Take more prose; give what of it all can be shown now."""
        within_a_line = bool(self._heard) and not self._heard[-1].endswith(("\n", "\r")) and "\n" not in text
        flows = within_a_line and self._through == self._length
        if not text:
            return ""
        self._heard.append(text)
        self._length += len(text)
        if flows:
            self._through = self._length
            return text
        if self._length > _LONGEST or self._length < self._read_again_at:
            return ""
        settled = self._folding.settled("".join(self._heard))
        # What is held is read again when it has grown by a part of itself, so that all in all it is read a few times.
        self._read_again_at = self._length + (self._length - settled) // 16
        return self._let(max(settled, self._through))

    def rest(self) -> list[Stretch]:
        """Give what was held back, now that the answer is over; a text that was shown in part is shown whole."""
        left, at = [], 0
        for stretch in self._folding.stretches("".join(self._heard)):
            seen = min(max(self._through - at, 0), len(stretch.text))
            at += len(stretch.text)
            if seen < len(stretch.text):
                left.append(Stretch(stretch.text[seen:]) if seen else stretch)
        self._through = self._length
        return left

    def _let(self, until: int) -> str:
        given = "".join(self._heard)[self._through : until]
        self._through = until
        return given
