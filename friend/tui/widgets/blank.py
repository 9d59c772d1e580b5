"""Owns the widget that paints nothing of its own but its background, so that what grows in it costs only itself.

Textual's own way to do that goes round the filters: it would send its colour where none is wanted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.strip import Strip

# No widget itself: Textual gives a class the styles of its first base that is one, and the container's are wanted.
if TYPE_CHECKING:
    from textual.widget import Widget as Mixed
else:
    Mixed = object


class Blank(Mixed):
    """A background. To be mixed in before a container."""

    BLANK = True

    def render_lines(self, crop: Region) -> list[Strip]:
        """Give empty rows, in no colour where none is wanted."""
        rows = super().render_lines(crop)
        if not self.app.has_class("-colourless"):
            return rows
        return [Strip.blank(crop.width)] * len(rows)
