"""Owns how what changed between two versions of a text is shown: paragraph by paragraph, with − and +, as one scrolls.

A long text is compared beside the screen and laid out bit by bit, so that no key waits for it.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from time import monotonic
from typing import Final

from rich.text import Text
from textual import events, work
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from friend.text.blank_lines import pieces as paragraphs_of
from friend.text.diff import Piece, Rewrite, changed_share
from friend.text.interface import tr
from friend.text.rewritten import rewritten
from friend.text.span import line_of, line_starts
from friend.tui.widgets.inks import ink
from friend.tui.widgets.wording import WordingInks, annotated

_SLICE_S: Final = 0.01
_SELDOM_S: Final = 0.3
# Code points of one change from which it is shown by the paragraph, and of a part that is laid out at once.
_LONG: Final = 4_000
_MOSTLY: Final = 0.5


class Changes(ScrollView, can_focus=True):
    """What leads from `old` to `new`."""

    DEFAULT_CSS = """
    Changes {
        height: 1fr; background: $background; scrollbar-gutter: stable;
    }
    """

    class Counted(Message):
        """All changes are known: so many."""

        def __init__(self, count: int) -> None:
            super().__init__()
            self.count = count

    def __init__(self, old: str, new: str) -> None:
        super().__init__()
        self._new = new
        self._lines: list[Strip] = []
        self._found: list[Rewrite] = []
        # A worker that was cancelled leaves its thread behind, and only one may ask for more.
        self._asking = threading.Lock()
        self._coming = rewritten(old, new)
        self._starts: list[int] = []
        self._width = 0
        self._told_at = 0.0

    def on_resize(self, event: events.Resize) -> None:
        """Lay the changes out again where the lines break elsewhere now."""
        del event
        if self.scrollable_content_region.width != self._width:
            self._width = self.scrollable_content_region.width
            self._lay_out()

    def render_line(self, y: int) -> Strip:
        """Give the line that is `y` lines below the top of what is in sight."""
        at = self.scroll_offset.y + y
        line = self._lines[at] if at < len(self._lines) else Strip.blank(self._width)
        return line.adjust_cell_length(self.size.width).apply_style(self.rich_style)

    def step(self, by: int) -> None:
        """Bring the next change to the top, or the one before."""
        here = self.scroll_offset.y
        later = [at for at in self._starts if at > here]
        earlier = [at for at in self._starts if at < here]
        if there := (later[:1] if by > 0 else earlier[-1:]):
            self.scroll_to(y=there[0], animate=False)

    @work(exclusive=True)
    async def _lay_out(self) -> None:
        self._lines, self._starts = [], []
        lines = await asyncio.to_thread(line_starts, self._new)
        until = monotonic() + _SLICE_S
        shown = 0
        while True:
            if shown == len(self._found) and not await asyncio.to_thread(self._find):
                break
            rewrite = self._found[shown]
            shown += 1
            self._starts.append(len(self._lines))
            dim = ink(self, "dim")
            head = Text().append(tr("line {line}", line=line_of(lines, rewrite.new.start)) + "\n", dim)
            for part in self._told(rewrite):
                for line in head.append_text(part).append("\n").wrap(self.app.console, self._width):
                    self._lines.append(Strip(line.render(self.app.console)))
                head = Text()
                if monotonic() > until:
                    self._tell()
                    await asyncio.sleep(0)
                    until = monotonic() + _SLICE_S
        self._told_at = 0.0
        self._tell()
        self.post_message(self.Counted(shown))

    def _tell(self) -> None:
        """Show what is laid out; once there is a screenful, seldom, since the bar is then all that changes."""
        is_below = self.virtual_size.height > self.scroll_offset.y + 2 * self.size.height
        if is_below and monotonic() < self._told_at + _SELDOM_S:
            return
        self._told_at = monotonic()
        self.virtual_size = Size(self._width, len(self._lines))
        self.refresh()

    def _find(self) -> bool:
        """Look for more changes, for as long as one slice; tell whether there are any."""
        before = len(self._found)
        until = monotonic() + _SLICE_S
        with self._asking:
            for rewrite in self._coming:
                self._found.append(rewrite)
                if monotonic() > until:
                    break
        return len(self._found) > before

    def _told(self, rewrite: Rewrite) -> Iterator[Text]:
        inks = WordingInks(
            ink(self, "old"),
            ink(self, "new"),
            self.rich_style,
        )
        if len(rewrite.old) + len(rewrite.new) <= _LONG:
            yield annotated(rewrite.pieces, inks, stacked=changed_share(rewrite.pieces) > _MOSTLY)
            return
        for piece in rewrite.pieces:
            for paragraph in paragraphs_of(piece.text):
                for at in range(0, len(paragraph), _LONG):
                    yield annotated([Piece(piece.op, paragraph[at : at + _LONG])], inks, stacked=piece.op != "=")
