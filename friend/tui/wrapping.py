"""Owns how lines are wrapped for the screen without cost that grows with the draft where none is needed.

Textual's own sums over all lines to know its height, and cuts a whole line to know one row of it.
"""

from __future__ import annotations

from bisect import bisect_right

from textual._cells import cell_len
from textual.document._document import Location
from textual.document._wrapped_document import WrappedDocument
from textual.expand_tabs import expand_tabs_inline
from textual.geometry import Offset, clamp


class WrappedDraft(WrappedDocument):
    """The wrapped lines of a draft."""

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self._offset_to_line_info)

    def row(self, y: int) -> tuple[int, int, int, int] | None:
        """Give line, section, and first and last column (not included) of a row; None beyond the end."""
        if not 0 <= y < len(self._offset_to_line_info):
            return None
        line, section = self._offset_to_line_info[y]
        breaks = self._wrap_offsets[line]
        first = breaks[section - 1] if section else 0
        last = breaks[section] if section < len(breaks) else len(self.document.get_line(line))
        return line, section, first, last

    def get_sections(self, line_index: int) -> list[str]:
        """Give the rows of a line as plain text."""
        line = self.document.get_line(line_index)
        breaks = self._wrap_offsets[line_index]
        return [line[a:b] for a, b in zip([0, *breaks], [*breaks, len(line)], strict=True)]

    def location_to_offset(self, location: Location) -> Offset:
        """Give the cell of a place."""
        line_index = clamp(location[0], 0, len(self._line_index_to_offsets) - 1)
        breaks = self._wrap_offsets[line_index]
        section = bisect_right(breaks, location[1])
        first = breaks[section - 1] if section else 0
        before = self.document.get_line(line_index)[first : location[1]]
        x = cell_len(expand_tabs_inline(before, self._tab_width))
        return Offset(x, self._line_index_to_offsets[line_index][section])
