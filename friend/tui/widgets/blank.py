"""Owns the widget that paints nothing of its own but its background, so that what grows in it costs only itself.

Textual's own way to do that goes round the filters: it would send its colour where none is wanted.
"""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip

from friend.tui.widgets.growing import Growing


class Blank(Growing):
    """A background. To be mixed in before a container."""

    BLANK = True

    def render_lines(self, crop: Region) -> list[Strip]:
        """Give empty rows, in no colour where none is wanted."""
        rows = super().render_lines(crop)
        if not self.app.has_class("-colourless"):
            return rows
        return [Strip.blank(crop.width)] * len(rows)
