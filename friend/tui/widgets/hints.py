"""Owns how keys are told on rows of their own: each whole with what it does, on as many rows as they may have."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from friend.tui.looks import SEPARATOR


class Hints(Widget):
    """The keys, on at most `most` rows. What finds no room there is left out whole: F1 has it."""

    DEFAULT_CSS = "Hints { height: auto; width: 1fr; }"

    def __init__(self, items: Sequence[str] = (), *, most: int, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._items = tuple(items)
        self._most = most

    def show(self, items: Sequence[str]) -> None:
        """Show these, the ones that matter most first."""
        self._items = tuple(items)
        self.clear_cached_dimensions()
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Say how many rows it takes."""
        del container, viewport
        return len(in_rows(self._items, width, self._most))

    def render(self) -> Text:
        """Give the rows."""
        return Text("\n".join(in_rows(self._items, self.content_size.width, self._most)))


def in_rows(items: Sequence[str], width: int, most: int) -> list[str]:
    """Lay them over at most so many rows of `width` cells; one that is wider has a row alone, and is cut there."""
    rows: list[str] = []
    for item in items:
        longer = f"{rows[-1]}{SEPARATOR}{item}" if rows else item
        if rows and cell_len(longer) <= width:
            rows[-1] = longer
        elif len(rows) < most:
            rows.append(item)
        else:
            break
    return rows
