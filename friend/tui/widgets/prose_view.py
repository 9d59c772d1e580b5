"""Owns the friend's prose on the screen: laid out to the width at hand, painted row by row as rows are in sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.text import Text
from textual.errors import NoWidget
from textual.filter import LineFilter
from textual.geometry import Region, Size
from textual.selection import Selection
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from friend.tui.plain import without_words
from friend.tui.prose import Layout

_A_SCREEN: Final = 8_000
"""Characters that are laid out at once: more than any terminal shows."""
_A_BEAT: Final = 2_000
"""Characters that are laid out in one go after that: two milliseconds' work, so that no key waits."""
_BEAT_S: Final = 0.02
_OUT_OF_SIGHT_S: Final = 1.0
"""How soon the pane learns that an answer grew below what it shows: laying the screen out costs a frame."""


class ProseView(Widget):
    """Prose in a calm subset of Markdown; its words can be selected with the mouse.

    What more of it costs does not grow with what is there.
    """

    DEFAULT_CSS = "ProseView { height: auto; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._said = ""
        self._layout_of: Layout | None = None
        self._painted: dict[int, Strip] = {}
        self._told = 0
        self._beat: Timer | None = None
        self._room: Timer | None = None

    @property
    def said(self) -> str:
        """What has been said."""
        return self._said

    def say(self, markdown: str) -> None:
        """Show this in the place of what was there."""
        if markdown == self._said:
            return
        self._said = markdown
        self.display = bool(markdown.strip())
        if self._layout_of is None:
            self.refresh(layout=True)
        else:
            self._grow(self._layout_of)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Say how many rows it takes."""
        del container, viewport
        self._told = len(self._rows(width)) if self._said.strip() else 0
        return self._told

    def render_line(self, y: int) -> Strip:
        """Paint one row."""
        width = self.content_size.width
        rows = self._rows(width)
        if y >= len(rows):
            return Strip.blank(width, self.rich_style)
        if self.text_selection is not None:
            return self._paint(rows[y], y, width, self.text_selection)
        if y not in self._painted:
            self._painted[y] = self._paint(rows[y], y, width, None)
        return self._painted[y]

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Give the words that are selected."""
        rows = self._rows(self.content_size.width)
        return selection.extract("\n".join(row.plain for row in rows)), "\n"

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Leave a friend's words as they are, also in plain words."""
        return without_words(super().get_line_filters())

    def notify_style_update(self) -> None:
        """Paint in other colours from now on."""
        super().notify_style_update()
        self._painted.clear()

    def _rows(self, width: int) -> list[Text]:
        if self._layout_of is None or self._layout_of.width != width:
            self._layout_of = Layout(width, self.app.console)
            self._lay_out(self._layout_of, _A_SCREEN)
        return self._layout_of.rows

    def _lay_out(self, layout: Layout, at_most: int) -> int:
        """Lay out so many characters more, and the rest at the next beats; give the first row that changed."""
        first = layout.show(self._said, at_most)
        for y in [y for y in self._painted if y >= first]:
            del self._painted[y]
        if layout.is_behind and self._beat is None:
            self._beat = self.set_timer(_BEAT_S, self._go_on)
        return first

    def _go_on(self) -> None:
        self._beat = None
        if self._layout_of is not None:
            self._grow(self._layout_of)

    def _grow(self, layout: Layout) -> None:
        """Paint what changed, and take more room: at once where it is in sight, soon where it is not."""
        first = self._lay_out(layout, _A_BEAT)
        height = len(layout.rows)
        at_once = height != self._told and self._ends_in_sight()
        self.refresh(Region(0, first, layout.width, max(1, height - first)), layout=at_once)
        if height != self._told and not at_once and self._room is None:
            self._room = self.set_timer(_OUT_OF_SIGHT_S, self._take_room)

    def _take_room(self) -> None:
        self._room = None
        self.refresh(layout=True)

    def _ends_in_sight(self) -> bool:
        try:
            place = self.screen.find_widget(self)
        except NoWidget:
            return False
        return place.region.bottom <= place.clip.bottom

    def _paint(self, row: Text, y: int, width: int, selection: Selection | None) -> Strip:
        style = self.rich_style
        words = row.copy()
        words.stylize_before(style)
        if selection is not None and (span := selection.get_span(y)) is not None:
            start, end = span
            words.stylize(self.screen.get_component_rich_style("screen--selection"), start, None if end < 0 else end)
        strip = Strip(words.render(self.app.console))
        return strip.crop_extend(0, width, style).apply_offsets(0, y)
