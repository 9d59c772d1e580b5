"""Owns the part of a reply that has come and is not read yet: chunks go in, readers take from it and wait for more.

The readers are generators, so that each is written as if the whole reply were there: a bare `yield` means "wait until
more has come", and is resumed then. What has been taken is kept until its reader says what it was: nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from typing import TypeVar

T = TypeVar("T")
Steps = Generator[None, None, T]


class Source:
    """The text not read yet. `ended` says that no more will come."""

    def __init__(self) -> None:
        self.ended = False
        self._text = ""
        self._at = 0
        self._taken: list[str] = []

    def add(self, chunk: str) -> None:
        """Put the next chunk behind what is there. Readers leave little behind, so this costs what the chunk costs."""
        self._text = self._text[self._at :] + chunk
        self._at = 0

    def ahead(self, limit: int) -> str:
        """Give the next `limit` characters, or as many as there are, and take none."""
        return self._text[self._at : self._at + limit]

    def take(self, count: int) -> str:
        """Take `count` characters."""
        piece = self.ahead(count)
        self._at += len(piece)
        self._taken.append(piece)
        return piece

    def run(self, pattern: re.Pattern[str]) -> str:
        """Take what `pattern` matches here, "" where it does not."""
        match = pattern.match(self._text, self._at)
        return self.take(match.end() - self._at) if match else ""

    def release(self) -> str:
        """Give all that was taken since the last release: from now on the caller answers for it."""
        taken = "".join(self._taken)
        self._taken.clear()
        return taken

    def wait(self, count: int) -> Steps[str]:
        """Wait until `count` characters are there or the reply has ended; give those that are, and take none."""
        while len(self._text) - self._at < count and not self.ended:
            yield
        return self.ahead(count)

    def run_on(self, pattern: re.Pattern[str]) -> Steps[str]:
        """Take a run of one class of characters, over as many chunks as it spans."""
        pieces = []
        while (yield from self.wait(1)):
            piece = self.run(pattern)
            if not piece:
                break
            pieces.append(piece)
        return "".join(pieces)
