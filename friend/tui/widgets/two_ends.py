"""Owns one line with words at both ends; where room is short the right end gives up its last items first."""

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

    def put(self, left: Text, right: Text | None = None) -> None:
        """Show these; what is shown already costs no frame."""
        shown, now = (self._left, self._right), (left, right or Text())
        if now != shown:
            self._left, self._right = now
            self.refresh()

    def render(self) -> Text:
        """Give the line."""
        width = self.content_size.width
        line = self._left.copy()
        line.no_wrap = True
        right = self._right
        room = width - line.cell_len - _GAP
        while right.cell_len > room and SEPARATOR in right.plain:
            right = right[: right.plain.rfind(SEPARATOR)]
        if right.cell_len > room:
            right = right.copy()
            right.truncate(max(0, room), overflow="ellipsis")
        if right.plain and looks().plain:
            line.rstrip()
            return line.append(". ").append_text(right)
        if right.plain:
            return line.append(" " * (width - line.cell_len - right.cell_len)).append_text(right)
        line.truncate(width, overflow="ellipsis")
        return line
