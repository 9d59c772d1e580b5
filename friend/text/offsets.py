"""Owns how an offset, in code points, is said to others: in bytes, UTF-16 units, graphemes, or line and column.

Lines are those of span.py, counted from 0 as Textual does; a lone surrogate counts as three bytes and one UTF-16 unit.
"""

from __future__ import annotations

from bisect import bisect_right

from friend.text.span import LINE_END, line_starts
from friend.text.tokens import ends_a_grapheme


def to_bytes(text: str, offset: int) -> int:
    """Give how many bytes of UTF-8 stand before `offset`."""
    return len(text[:offset].encode("utf-8", "surrogatepass"))


def from_bytes(text: str, count: int) -> int:
    """Give the offset that `count` bytes of UTF-8 reach; inside a character, its start."""
    encoded = text.encode("utf-8", "surrogatepass")[:count]
    while encoded:
        try:
            return len(encoded.decode("utf-8", "surrogatepass"))
        except UnicodeDecodeError as error:
            encoded = encoded[: error.start]
    return 0


def to_utf16(text: str, offset: int) -> int:
    """Give how many UTF-16 units stand before `offset`, as editors and the Language Server Protocol count."""
    return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def from_utf16(text: str, count: int) -> int:
    """Give the offset that `count` UTF-16 units reach; inside a character, its start."""
    units = 0
    for offset, char in enumerate(text):
        units += 2 if char > "\uffff" else 1
        if units > count:
            return offset
    return len(text)


def to_graphemes(text: str, offset: int) -> int:
    """Give how many grapheme clusters end at or before `offset`."""
    return sum(ends_a_grapheme(text, place) for place in range(1, offset + 1))


def from_graphemes(text: str, count: int) -> int:
    """Give the offset at which the first `count` grapheme clusters end."""
    if count <= 0:
        return 0
    for place in range(1, len(text) + 1):
        count -= ends_a_grapheme(text, place)
        if not count:
            return place
    return len(text)


class Lines:
    """The lines of a text, for many look-ups."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = line_starts(text)

    def location(self, offset: int) -> tuple[int, int]:
        """Give the line and column, both from 0. Between CR and LF is the end of the line."""
        row = bisect_right(self.starts, offset) - 1
        return row, min(offset - self.starts[row], self._width(row))

    def line_and_byte(self, offset: int) -> tuple[int, int]:
        """Give the line and the column in bytes of UTF-8, both from 1, as Vim and reviewdog count."""
        row = bisect_right(self.starts, offset) - 1
        return row + 1, to_bytes(self.text[self.starts[row] : offset], offset - self.starts[row]) + 1

    def offset(self, location: tuple[int, int]) -> int:
        """Give the offset of a line and column; a column past the end of its line is the end."""
        row = min(max(location[0], 0), len(self.starts) - 1)
        return self.starts[row] + min(max(location[1], 0), self._width(row))

    def _width(self, row: int) -> int:
        end = LINE_END.search(self.text, self.starts[row])
        return (end.start() if end else len(self.text)) - self.starts[row]
