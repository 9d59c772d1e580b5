"""Owns the keys at hand told on their own rows: each whole, on as many rows as they need, and at most two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from friend.tui.looks import SEPARATOR

_MOST_ROWS: Final = 2


class Hints(Widget):
    """The keys. What finds no room on the rows is left out whole: F1 has it."""

    DEFAULT_CSS = "Hints { height: auto; width: 1fr; }"

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._items: tuple[str, ...] = ()

    def show(self, items: Sequence[str]) -> None:
        """Show these, the ones that matter most first."""
        self._items = tuple(items)
        self.clear_cached_dimensions()
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Say how many rows it takes."""
        del container, viewport
        return len(in_rows(self._items, width))

    def render(self) -> Text:
        """Give the rows."""
        return Text("\n".join(in_rows(self._items, self.content_size.width)))


def in_rows(items: Sequence[str], width: int) -> list[str]:
    """Lay them over rows of `width` cells; one that is wider than a row has a row alone, and is cut there."""
    rows: list[str] = []
    for item in items:
        longer = f"{rows[-1]}{SEPARATOR}{item}" if rows else item
        if rows and cell_len(longer) <= width:
            rows[-1] = longer
        elif len(rows) < _MOST_ROWS:
            rows.append(item)
        else:
            break
    return rows
