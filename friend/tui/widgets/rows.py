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
from friend.tui.looks import looks
from friend.tui.markdown_ink import Ink, inked
from friend.tui.wrapping import WrappedDraft

BAR = "▍"
_BESIDE_NUMBERS: Final = 2
"""Cells of the margin that are left to the bar and a space."""
_EMPHASIS: Final = {"bold": Style(bold=True), "italic": Style(italic=True)}
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

    def numbers_in(self, begin: int, end: int, room: int = 1) -> str:
        """Give the signs of the notes that begin in `begin` to `end`: the first, and others as far as `room` goes."""
        first = bisect_left(self.numbers, begin, key=_OFFSET)
        signs = [sign for _, sign in self.numbers[first : bisect_left(self.numbers, end, first, key=_OFFSET)]]
        between = "," if looks().plain else ""
        return next(
            (joined for most in range(len(signs), 1, -1) if len(joined := between.join(signs[:most])) <= room),
            "".join(signs[:1]),
        )


@dataclass(frozen=True, slots=True)
class Inks:
    """The styles of a row."""

    text: Style
    note: Style
    bar: Style
    number: Style
    selection: Style
    cursor: Style
    dim: Style


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

    def look(
        self,
        line: str,
        marks: Marks,
        selection: Selection,
        cursor: tuple[int, int] | None,
        inks: Inks,
        *,
        dimmed: bool,
        coded: bool,
    ) -> Look:
        """Give all that the look of this row depends on, in columns of the row: alike means painted alike.

        `coded` tells a line within a code fence, which has no signs of Markdown.
        """
        length = self.last - self.first
        spans = marks.underlined_in(self.offset, self.offset + length)
        underlined = tuple(cells for span in spans if (cells := self.columns(span))[0] < cells[1])
        numbers = marks.numbers_in(self.offset, self.offset + max(1, length), self.margin - _BESIDE_NUMBERS)
        passage = marks.passage
        end = self.offset + length + self.is_last
        barred = passage is not None and passage.start < end and self.offset < passage.end
        at = None
        if cursor and cursor[0] == self.line and self.first <= cursor[1] < self.last + self.is_last:
            at = cursor[1] - self.first
        words = line[self.first : self.last]
        return Look(
            words + " " if self.is_last else words,
            self.line if "\t" in words else -1,
            line.count("\t", 0, self.first) if "\t" in words else 0,
            self.margin,
            self.width,
            numbers,
            barred,
            underlined,
            self._selected(selection, len(line)),
            at,
            inks,
            dimmed,
            tuple(
                (max(0, begin - self.first), min(length, end - self.first), ink)
                for begin, end, ink in (() if coded else inked(line))
                if begin < self.last and self.first < end
            ),
        )

    def _selected(self, selection: Selection, line_length: int) -> tuple[int, int] | None:
        if selection.is_empty:
            return None
        (top, left), (bottom, right) = sorted(selection)
        if not top <= self.line <= bottom:
            return None
        begin = left if self.line == top else 0
        # A selected line end shows as one cell after the last word.
        end = right if self.line == bottom else line_length + 1
        begin, end = max(0, begin - self.first), max(0, end - self.first)
        return (begin, end) if begin < end else None


@dataclass(frozen=True, slots=True)
class Look:
    """How a row looks: two that are equal are painted alike. Places are columns of the row.

    `tabbed` is the line where the row holds tabs, whose widths depend on the whole line, and -1 where it holds none.
    """

    words: str
    tabbed: int
    tabs_before: int
    margin: int
    width: int
    numbers: str
    barred: bool
    underlined: tuple[tuple[int, int], ...]
    selected: tuple[int, int] | None
    cursor: int | None
    inks: Inks
    dimmed: bool
    signs: tuple[tuple[int, int, Ink], ...]

    def paint(self, wrapped: WrappedDraft, console: Console) -> Strip:
        """Give the painted row, margin included."""
        inks = self.inks
        text = Text(self.words, style=inks.text, end="", no_wrap=True)
        if self.dimmed:
            text.stylize(inks.dim)
        for begin, end, ink in self.signs:
            text.stylize(inks.dim if ink == "dim" else _EMPHASIS[ink], begin, end)
        for begin, end in self.underlined:
            text.stylize(inks.note, begin, end)
        if self.selected is not None:
            text.stylize(inks.selection, *self.selected)
        if self.cursor is not None:
            text.stylize(inks.cursor, self.cursor, self.cursor + 1)
        if self.tabbed >= 0:
            within = self.words.count("\t")
            widths = wrapped.get_tab_widths(self.tabbed)[self.tabs_before : self.tabs_before + within]
            text = expand_text_tabs_from_widths(text, widths)
        strip = Strip([*self._margin(), *text.render(console)]).apply_style(inks.text)
        return strip.adjust_cell_length(self.width, inks.text)

    def _margin(self) -> list[Segment]:
        inks = self.inks
        if not self.numbers and not self.barred:
            return [Segment(" " * self.margin, inks.text)]
        return [
            Segment(self.numbers.rjust(self.margin - _BESIDE_NUMBERS), inks.number),
            Segment(BAR if self.barred and not looks().plain else " ", inks.bar),
            Segment(" ", inks.text),
        ]
