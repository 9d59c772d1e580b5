"""Owns one line with words at both ends; where room is short the right end gives up items, the last ones first."""

from __future__ import annotations

from typing import Final

from rich.text import Text
from textual.widget import Widget

from friend.tui.looks import SEPARATOR, looks

_GAP: Final = 2


class TwoEnds(Widget):
    """One line: `left`, and `right` where it fits."""

    DEFAULT_CSS = "TwoEnds { height: 1; width: 1fr; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._left = Text()
        self._right = Text()
        self._lasts = False

    def put(self, left: Text, right: Text | None = None, *, lasts: bool = False) -> None:
        """Show these; where `lasts`, the very last item of the right end stays while there is room for any.

        What is shown already costs no frame.
        """
        shown, now = (self._left, self._right, self._lasts), (left, right or Text(), lasts)
        if now != shown:
            self._left, self._right, self._lasts = now
            self.refresh()

    def render(self) -> Text:
        """Give the line."""
        width = self.content_size.width
        line = self._left.copy()
        line.no_wrap = True
        right = self._right
        room = width - line.cell_len - _GAP
        items = list(right.split(SEPARATOR))
        while right.cell_len > room and len(items) > 1:
            del items[-2 if self._lasts else -1]
            right = Text(SEPARATOR).join(items)
        if right.cell_len > room and right.cell_len <= width // 4:
            # What is short is not cut: a clock or a key would be gone.
            line.truncate(max(0, width - _GAP - right.cell_len), overflow="ellipsis")
        elif right.cell_len > room:
            right = right.copy()
            right.truncate(max(0, room), overflow="ellipsis")
        if right.plain and looks().plain:
            line.rstrip()
            return line.append(". " if line else "").append_text(right)
        if right.plain:
            return line.append(" " * (width - line.cell_len - right.cell_len)).append_text(right)
        line.truncate(width, overflow="ellipsis")
        return line
