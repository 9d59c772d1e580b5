"""Owns where the arrows up and down lead in a wrapped draft.

Textual's own cuts the whole line into its rows for each step.
"""

from __future__ import annotations

from textual.document._document import Location
from textual.document._document_navigator import DocumentNavigator
from textual.geometry import Offset

from friend.tui.wrapping import WrappedDraft


class Navigator(DocumentNavigator):
    """Steps by rows; the rest is Textual's."""

    _wrapped_document: WrappedDraft

    def get_location_above(self, location: Location) -> Location:
        """Give the place one row up, in the cells that the cursor was brought to; on the first row the start."""
        self._wrapped_document.know(location[0], above=1, below=1)
        x, y = self._wrapped_document.location_to_offset(location)
        if not y:
            return self._document.start
        return self._wrapped_document.offset_to_location(Offset(max(x, self.last_x_offset), y - 1))

    def get_location_below(self, location: Location) -> Location:
        """Give the place one row down; on the last row the end."""
        wrapped = self._wrapped_document
        x, y = wrapped.location_to_offset(location)
        if location[0] == self._document.line_count - 1 and y == wrapped.height - 1:
            return self._document.end
        return wrapped.offset_to_location(Offset(max(x, self.last_x_offset), y + 1))
