"""Owns how lines are wrapped for the screen: a line when it is first looked at; until then its height is estimated.

Textual's own wraps the whole draft to open it, to resize it, and to move what follows a new line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from textual._cells import cell_len, cell_width_to_column_index
from textual.document._document import Location
from textual.document._wrapped_document import WrappedDocument
from textual.expand_tabs import expand_tabs_inline, get_tab_widths
from textual.geometry import Offset, clamp

from friend.tui.breaking import Known, breaks_of
from friend.tui.document import DraftDocument, NewLines
from friend.tui.tally import Tally

_RAGGED: Final = 3
"""Cells that a full row leaves empty on average, where its last word did not fit."""


class WrappedDraft(WrappedDocument):
    """The wrapped lines of a draft. Rows are numbered through the draft; `know` makes those that are shown exact."""

    def __init__(self, document: DraftDocument, tab_width: int) -> None:
        self.document = document
        self._width = 0
        self._tab_width = tab_width
        self._lengths = document.lengths
        self.wrap(0)
        document.lines_listener = self._lines_changed

    @property
    def wrapped(self) -> bool:
        """Whether a line takes more than one row, as far as it is known."""
        return self.height > self.document.line_count

    @property
    def width(self) -> int:
        """How many cells a row takes at most; 0 wraps nothing."""
        return self._width

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        """Forget how lines were wrapped, and take rows of `width` cells from now on."""
        self._width = width
        self._tab_width = tab_width or self._tab_width
        self._breaks: list[list[int] | None] = [None] * self.document.line_count
        lengths = self._lengths()
        self._heights = Tally(self._estimated(lengths))

    def _estimated(self, lengths: list[int]) -> list[int]:
        """Give about how many rows lines of these lengths take."""
        width = self._width
        if not width:
            return [1] * len(lengths)
        estimated = max(1, width - _RAGGED)
        return [1 if length <= width else length // estimated + 1 for length in lengths]

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """Do nothing: the document tells itself which lines changed."""

    def _lines_changed(self, lines: NewLines) -> None:
        """Forget the lines that went. Of those that came, what is left of wrapped ones is not wrapped again."""
        stop = lines.first + lines.removed
        before, after = self._breaks[lines.first] or [], self._breaks[stop - 1] or []
        self._breaks[lines.first : stop] = [None] * len(lines.lengths)
        self._heights.splice(lines.first, stop, self._estimated(lines.lengths))
        last = lines.first + len(lines.lengths) - 1
        if last == lines.first:
            self._wrap_again(last, Known(before, lines.kept, after, lines.left, lines.moved))
        else:
            self._wrap_again(lines.first, Known(before, lines.kept, [], 0, 0))
            self._wrap_again(last, Known([], 0, after, lines.left, lines.moved))

    def _wrap_again(self, index: int, known: Known) -> None:
        """Wrap a line of which a part was wrapped before; a short one is wrapped when it is looked at."""
        if known.before or known.after:
            self._set(index, breaks_of(self.document.get_line(index), self._width, self._tab_width, known))

    def _set(self, index: int, breaks: list[int]) -> None:
        self._breaks[index] = breaks
        if self._heights[index] != len(breaks) + 1:
            self._heights[index] = len(breaks) + 1

    @property
    def height(self) -> int:
        """How many rows there are, estimated where nobody has looked yet."""
        return self._heights.total

    @property
    def lines(self) -> list[list[str]]:
        """All rows as text; this wraps all."""
        return [self.get_sections(line) for line in range(self.document.line_count)]

    def get_offsets(self, line_index: int) -> list[int]:
        """Give the columns where the rows of a line begin, but the first. Raises ValueError beyond the last line."""
        if not 0 <= line_index < len(self._breaks):
            raise ValueError(f"there is no line {line_index}")
        known = self._breaks[line_index]
        if known is None:
            line = self.document.get_line(line_index)
            known = breaks_of(line, self._width, self._tab_width) if self._width else []
            self._set(line_index, known)
        return known

    def get_sections(self, line_index: int) -> list[str]:
        """Give the rows of a line as plain text."""
        if line_index < 0:
            line_index += self.document.line_count
        line = self.document.get_line(line_index)
        breaks = self.get_offsets(line_index)
        return [line[a:b] for a, b in zip([0, *breaks], [*breaks, len(line)], strict=True)]

    def get_tab_widths(self, line_index: int) -> list[int]:
        """Give how many cells each tab of a line takes."""
        return [width for _, width in get_tab_widths(self.document.get_line(line_index), self._tab_width)]

    # Rows and places

    def know(self, line: int, above: int, below: int) -> None:
        """Wrap the lines that `above` rows before the first row of `line` and `below` rows from it on may show."""
        at, rows = line, 0
        while at < self.document.line_count and rows < below:
            rows += len(self.get_offsets(at)) + 1
            at += 1
        at, rows = line - 1, 0
        while at >= 0 and rows < above:
            rows += len(self.get_offsets(at)) + 1
            at -= 1

    def row(self, y: int) -> tuple[int, int, int, int] | None:
        """Give line, section, and first and last column (not included) of a row; None beyond the end."""
        if not 0 <= y < self.height:
            return None
        line, begin = self._heights.at(y)
        breaks = self.get_offsets(line)
        section = min(y - begin, len(breaks))
        first = breaks[section - 1] if section else 0
        last = breaks[section] if section < len(breaks) else len(self.document.get_line(line))
        return line, section, first, last

    def rows(self, top: int, count: int) -> Iterator[tuple[int, int, int, int]]:
        """Give `count` rows from `top` on, as `row` does; fewer where the draft ends."""
        found = self.row(top)
        if found is None:
            return
        line, section, _, _ = found
        while count > 0 and line < self.document.line_count:
            breaks = self.get_offsets(line)
            for at in range(section, min(len(breaks) + 1, section + count)):
                last = breaks[at] if at < len(breaks) else len(self.document.get_line(line))
                yield line, at, breaks[at - 1] if at else 0, last
            count -= len(breaks) + 1 - section
            line, section = line + 1, 0

    def offset_to_location(self, offset: Offset) -> Location:
        """Give the place at a cell; beyond the end it is on the last row."""
        line, section, first, last = self.row(clamp(offset.y, 0, self.height - 1)) or (0, 0, 0, 0)
        return line, self._column(line, section, first, last, max(0, offset.x))

    def _column(self, line: int, section: int, first: int, last: int, cells: int) -> int:
        within = self.document.get_line(line)[first:last]
        column = first + cell_width_to_column_index(within, cells, self._tab_width)
        # At the end of the last row the cursor may stand behind the text; at the end of another it is on the next.
        return column if section == len(self.get_offsets(line)) else min(column, last - 1)

    def location_to_offset(self, location: Location) -> Offset:
        """Give the cell of a place."""
        line = clamp(location[0], 0, self.document.line_count - 1)
        breaks = self.get_offsets(line)
        section = bisect_right(breaks, location[1])
        first = breaks[section - 1] if section else 0
        before = self.document.get_line(line)[first : location[1]]
        return Offset(cell_len(expand_tabs_inline(before, self._tab_width)), self._heights.before(line) + section)
