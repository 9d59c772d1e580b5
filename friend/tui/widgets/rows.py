"""Owns how one row of the draft is painted: its words, marks, selection and cursor, at the cost of that row alone."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked in the text: the passage asked about, the spans that notes point at, and where each one begins.

    `numbers` gives the sign in the margin for the code point where a note begins.
    """

    passage: Span | None = None
    underlined: tuple[Span, ...] = ()
    numbers: tuple[tuple[int, str], ...] = ()


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
    for span in marks.underlined:
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
    number = next((sign for at, sign in marks.numbers if 0 <= at - row.offset < max(1, length)), " ")
    passage = marks.passage
    end = row.offset + length + row.is_last
    barred = passage is not None and passage.start < end and row.offset < passage.end
    return [
        Segment(" " * (row.margin - 3), inks.text),
        Segment(number, inks.number),
        Segment(BAR if barred else " ", inks.bar),
        Segment(" ", inks.text),
    ]
