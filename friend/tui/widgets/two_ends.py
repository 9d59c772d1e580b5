"""Owns one line with words at both ends; where room is short the right end gives up its last items first."""

from __future__ import annotations

from typing import Final

from rich.cells import cell_len
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
        self._keep = False

    def put(self, left: Text, right: Text | None = None, *, keep: bool = False) -> None:
        """Show these; to `keep` is to show the first item of the right end, however long the left one is."""
        self._left, self._right, self._keep = left, right or Text(), keep
        self.refresh()

    def render(self) -> Text:
        """Give the line."""
        width = self.content_size.width
        line = self._left.copy()
        line.no_wrap = True
        right = self._right
        if self._keep:
            first = right.plain.partition(SEPARATOR)[0]
            line.truncate(max(0, width - cell_len(first) - _GAP), overflow="ellipsis")
        room = width - line.cell_len - _GAP
        while right.cell_len > room and SEPARATOR in right.plain:
            right = right[: right.plain.rfind(SEPARATOR)]
        if right.cell_len > room:
            right = right.copy()
            right.truncate(max(0, room), overflow="ellipsis")
        if right.plain and looks().plain:
            line.rstrip()
            return line.append(". " if line else "").append_text(right)
        if right.plain:
            return line.append(" " * (width - line.cell_len - right.cell_len)).append_text(right)
        line.truncate(width, overflow="ellipsis")
        return line
