"""Owns the unit of every offset (code points of the text as the file holds it) and what ends a line.

A line ends with LF, CRLF or a lone CR, and with nothing else: U+2028, form feed and NEL are characters within a line.
A BOM is code point 0, CRLF is two code points.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

LINE_END: Final = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, `start` included, `end` not. `Span(3, 3)` is the place before the fourth."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        """How many code points it covers."""
        return self.end - self.start

    def __bool__(self) -> bool:
        """Say True: an empty span is still a place."""
        return True

    def of(self, text: str) -> str:
        """Give the characters of `text` in this span."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Tell whether `other` lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share a code point."""
        return self.start < other.end and other.start < self.end


def line_starts(text: str) -> list[int]:
    """Give the offset of the first code point of each line; a text that ends with a line end has an empty last line."""
    return [0, *(match.end() for match in LINE_END.finditer(text))]


def line_of(starts: list[int], offset: int) -> int:
    """Give the number, from 1, of the line that holds `offset`; `starts` comes from `line_starts`."""
    return bisect_right(starts, offset)
