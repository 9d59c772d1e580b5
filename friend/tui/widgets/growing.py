"""Owns how a widget grows: what stood in it stays painted, and the screen is laid out once for it.

Textual paints a widget anew as a whole whenever its size is another, and lays the screen out a second time where what
a widget holds became higher.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Size

# No widget itself: Textual gives a class the styles of its first base that is one.
if TYPE_CHECKING:
    from textual.widget import Widget as Mixed
else:
    Mixed = object


class Growing(Mixed):
    """A widget whose rows stay what they are while rows come below them. To be mixed in before the widget."""

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:  # noqa: FBT001, FBT002 - Textual's
        """Take a new size. A scroll bar that comes or goes has the screen laid out again by itself."""
        del layout
        if self._size.width == size.width and not self.styles.gutter:
            # Else all its rows would be painted; those that are new are none of the old ones.
            self._size = size
        return super()._size_updated(size, virtual_size, container_size, layout=False)
