"""Owns the friend's prose on the screen: laid out to the width at hand, and again when more of it has come."""

from __future__ import annotations

from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from friend.tui.prose import lay_out


class ProseView(Widget):
    """Prose in a calm subset of Markdown; its words can be selected with the mouse."""

    DEFAULT_CSS = "ProseView { height: auto; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._said = ""
        self._laid_out: tuple[int, Text] | None = None

    @property
    def said(self) -> str:
        """What has been said."""
        return self._said

    def say(self, markdown: str) -> None:
        """Show this in the place of what was there."""
        if markdown == self._said:
            return
        self._said = markdown
        self._laid_out = None
        self.display = bool(markdown.strip())
        self.clear_cached_dimensions()
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Say how many rows it takes."""
        del container, viewport
        return self._at(width).plain.count("\n") + 1 if self._said.strip() else 0

    def render(self) -> Text:
        """Give the prose, broken into rows."""
        return self._at(self.content_size.width)

    def _at(self, width: int) -> Text:
        if self._laid_out is None or self._laid_out[0] != width:
            self._laid_out = (width, lay_out(self._said, width, self.app.console))
        return self._laid_out[1]
