"""Owns how one row of the draft is painted: its words, marks, selection and cursor, at the cost of that row alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from operator import attrgetter, itemgetter
from typing import Final

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.document._document import Selection
from textual.expand_tabs import expand_text_tabs_from_widths
from textual.strip import Strip

from friend.text.span import Span
from friend.tui.wrapping import WrappedDraft

BAR = "▍"
_START: Final = attrgetter("start")
_OFFSET: Final = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked in the text: the passage asked about, the spans that notes point at, and where each one begins.

    `numbers` gives the sign in the margin for the code point where a note begins. Both are in the order of the text, so
    that a row finds its own in a book full of notes.
    """

    passage: Span | None = None
    underlined: tuple[Span, ...] = ()
    numbers: tuple[tuple[int, str], ...] = ()
    _ends: tuple[int, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        # How far any span up to here reaches: a long one may begin far above the row that it reaches into.
        object.__setattr__(self, "_ends", tuple(accumulate((span.end for span in self.underlined), max)))

    def underlined_in(self, begin: int, end: int) -> tuple[Span, ...]:
        """Give the spans that may have a character in `begin` to `end`."""
        first = bisect_right(self._ends, begin)
        return self.underlined[first : bisect_left(self.underlined, end, first, key=_START)]

    def number_in(self, begin: int, end: int) -> str | None:
        """Give the sign of the first note that begins in `begin` to `end`."""
        at = bisect_left(self.numbers, begin, key=_OFFSET)
        return self.numbers[at][1] if at < len(self.numbers) and self.numbers[at][0] < end else None


@dataclass(frozen=True, slots=True)
class Inks:
    """The styles of a row."""

    text: Style
    note: Style
    bar: Style
    number: Style
    selection: Style
    cursor: Style


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line and columns in the draft, the offset of its first character, and the cells around it."""

    line: int
    first: int
    last: int
    is_last: bool
    offset: int
    margin: int
    width: int

    def columns(self, span: Span) -> tuple[int, int]:
        """Give a span of the draft as columns of this row; empty where it lies elsewhere."""
        begin = self.offset
        return max(0, span.start - begin), min(self.last - self.first, span.end - begin)


def paint(
    wrapped: WrappedDraft, row: Row, marks: Marks, selection: Selection, *, inks: Inks, console: Console, cursor: bool
) -> Strip:
    """Give the painted row, margin included."""
    line = wrapped.document.get_line(row.line)
    words = line[row.first : row.last]
    text = Text(words + " " if row.is_last else words, style=inks.text, end="", no_wrap=True)
    for span in marks.underlined_in(row.offset, row.offset + len(words)):
        begin, end = row.columns(span)
        if begin < end:
            text.stylize(inks.note, begin, end)
    _stylize_selection(text, row, selection, inks.selection, len(line))
    if cursor and row.line == selection.end[0] and row.first <= selection.end[1] < row.last + row.is_last:
        at = selection.end[1] - row.first
        text.stylize(inks.cursor, at, at + 1)
    if "\t" in words:
        before, within = line.count("\t", 0, row.first), words.count("\t")
        text = expand_text_tabs_from_widths(text, wrapped.get_tab_widths(row.line)[before : before + within])
    strip = Strip([*_margin(row, marks, inks), *text.render(console)]).apply_style(inks.text)
    return strip.adjust_cell_length(row.width, inks.text)


def _stylize_selection(text: Text, row: Row, selection: Selection, style: Style, line_length: int) -> None:
    if selection.is_empty:
        return
    (top, left), (bottom, right) = sorted(selection)
    if not top <= row.line <= bottom:
        return
    begin = left if row.line == top else 0
    # A selected line end shows as one cell after the last word.
    end = right if row.line == bottom else line_length + 1
    text.stylize(style, max(0, begin - row.first), max(0, end - row.first))


def _margin(row: Row, marks: Marks, inks: Inks) -> list[Segment]:
    length = row.last - row.first
    number = marks.number_in(row.offset, row.offset + max(1, length)) or " "
    passage = marks.passage
    end = row.offset + length + row.is_last
    barred = passage is not None and passage.start < end and row.offset < passage.end
    return [
        Segment(" " * (row.margin - 3), inks.text),
        Segment(number, inks.number),
        Segment(BAR if barred else " ", inks.bar),
        Segment(" ", inks.text),
    ]
