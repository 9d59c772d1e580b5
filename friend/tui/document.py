"""Owns the draft while it is edited: every line keeps its own ending, so that what was not touched saves byte for byte.

Lines end at LF, CRLF or a lone CR and at nothing else (friend.text.span). Two faces of each line are kept: the exact
one, which `text` is made of, and the one for the screen, where hostile characters are replaced one for one. Columns
mean the same in both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import accumulate
from typing import Literal, cast, overload

from textual._cells import cell_len
from textual.document._document import DocumentBase, EditResult, Location
from textual.geometry import Size

from friend.text.following import Change
from friend.text.span import LINE_END, Span
from friend.text.visible import visible_line
from friend.text.words import count_words

LineEnd = Literal["\r\n", "\n", "\r"]


class DraftDocument(DocumentBase):
    """The text under the cursor. `listener` hears of every change, undo and redo included, after it was made."""

    def __init__(self, text: str) -> None:
        self._exact, self._ends = _split(text)
        self._shown = [visible_line(line) for line in self._exact]
        self._newline = _prevailing(self._ends)
        self._text: str | None = text
        self._starts = [0]
        self._words: int | None = None
        self.listener: Callable[[Change], None] | None = None

    @property
    def text(self) -> str:
        """The draft, exactly as a save would write it."""
        if self._text is None:
            self._text = "".join(part for line in zip(self._exact, self._ends, strict=True) for part in line)
        return self._text

    @property
    def newline(self) -> LineEnd:
        """The line end that new lines take: the one that most lines had when the draft was opened, LF by default."""
        return self._newline

    @property
    def lines(self) -> list[str]:
        """The lines as the screen shows them."""
        return self._shown

    @property
    def line_count(self) -> int:
        """How many lines there are; at least one."""
        return len(self._shown)

    @property
    def is_empty(self) -> bool:
        """Tell whether there is no character at all."""
        return len(self._exact) == 1 and not self._exact[0]

    @property
    def words(self) -> int:
        """How many words there are; counted once, then kept up by the lines that change."""
        if self._words is None:
            self._words = count_words(self.text)
        return self._words

    @property
    def start(self) -> Location:
        """The first place."""
        return (0, 0)

    @property
    def end(self) -> Location:
        """The last place."""
        return (len(self._exact) - 1, len(self._exact[-1]))

    def get_line(self, index: int) -> str:
        """Give a line as the screen shows it."""
        return self._shown[index]

    @overload
    def __getitem__(self, line_index: int) -> str: ...

    @overload
    def __getitem__(self, line_index: slice) -> list[str]: ...

    def __getitem__(self, line_index: int | slice) -> str | list[str]:
        """Give lines as the screen shows them."""
        return self._shown[line_index]

    def get_size(self, indent_width: int) -> Size:
        """Give the widest line in cells, and the number of lines."""
        return Size(max(cell_len(line.expandtabs(indent_width)) for line in self._shown), len(self._shown))

    def get_text_range(self, start: Location, end: Location) -> str:
        """Give the exact text between two places, with the line ends that it has."""
        (top, left), (bottom, right) = sorted((self._clamp(start), self._clamp(end)))
        if top == bottom:
            return self._exact[top][left:right]
        middle = (part for row in range(top + 1, bottom) for part in (self._exact[row], self._ends[row]))
        return "".join((self._exact[top][left:], self._ends[top], *middle, self._exact[bottom][:right]))

    def replace_range(self, start: Location, end: Location, text: str) -> EditResult:
        """Put `text`, taken literally, where something stood between two places. Every edit comes through here."""
        top, bottom = sorted((self._clamp(start), self._clamp(end)))
        replaced = self.get_text_range(top, bottom)
        change = Change(self.offset_of(top), len(replaced), len(text))
        lines, ends = _split(text)
        end_column = len(lines[-1]) if len(lines) > 1 else top[1] + len(lines[0])
        lines[0] = self._exact[top[0]][: top[1]] + lines[0]
        lines[-1] += self._exact[bottom[0]][bottom[1] :]
        ends[-1] = self._ends[bottom[0]]
        rows = slice(top[0], bottom[0] + 1)
        if self._words is not None:
            self._words += sum(map(count_words, lines)) - sum(map(count_words, self._exact[rows]))
        self._exact[rows] = lines
        self._ends[rows] = ends
        self._shown[rows] = [visible_line(line) for line in lines]
        del self._starts[top[0] + 1 :]
        self._text = None
        if self.listener is not None:
            self.listener(change)
        return EditResult((top[0] + len(lines) - 1, end_column), replaced)

    def offset_of(self, location: Location) -> int:
        """Give the code point of the draft's text at a place."""
        row, column = self._clamp(location)
        self._measure(row)
        return self._starts[row] + column

    def location_of(self, offset: int) -> Location:
        """Give the place of a code point; within a line end it is the end of that line."""
        low, high = 0, len(self._exact) - 1
        if offset >= self._starts[-1]:
            self._measure(high)
        high = len(self._starts) - 1
        while low < high:
            row = (low + high + 1) // 2
            low, high = (row, high) if self._starts[row] <= offset else (low, row - 1)
        return low, max(0, min(offset - self._starts[low], len(self._exact[low])))

    def locations_of(self, span: Span) -> tuple[Location, Location]:
        """Give the places of both ends of a span."""
        return self.location_of(span.start), self.location_of(span.end)

    def _measure(self, row: int) -> None:
        """Know where each line starts, up to `row`; an edit forgets only what follows it."""
        known = len(self._starts) - 1
        if row > known:
            lengths = (len(self._exact[at]) + len(self._ends[at]) for at in range(known, row))
            self._starts[known:] = accumulate(lengths, initial=self._starts[known])

    def _clamp(self, location: Location) -> Location:
        row, column = location
        if row >= len(self._exact):
            return self.end
        return max(0, row), max(0, min(column, len(self._exact[row])))


def _split(text: str) -> tuple[list[str], list[str]]:
    """Give the lines without their ends, and the ends; the last line has none."""
    if "\r" not in text:
        lines = text.split("\n")
        return lines, ["\n"] * (len(lines) - 1) + [""]
    lines, ends, at = [], [], 0
    for match in LINE_END.finditer(text):
        lines.append(text[at : match.start()])
        ends.append(match.group())
        at = match.end()
    return [*lines, text[at:]], [*ends, ""]


def _prevailing(ends: list[str]) -> LineEnd:
    counted = Counter(ends[:-1])
    return cast("LineEnd", max(("\n", "\r\n", "\r"), key=lambda end: counted[end]))
