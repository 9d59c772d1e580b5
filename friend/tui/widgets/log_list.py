"""Owns how exchanges of the log are listed on the screen: two lines each, three where words were found.

It paints what is in sight, and asks for the next page when its end comes near: what it costs does not grow with the
log.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from rich.style import Style
from rich.text import Text
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from friend.record.retirement import retired
from friend.record.wanted import Entry
from friend.text.interface import counted, day, retold, tr
from friend.text.visible import visible
from friend.tui.looks import pointer
from friend.tui.widgets.answer import short_version

_NEAR_THE_END: Final = 20
_NUMBER: Final = 7
_GAP: Final = 2


@dataclass(frozen=True, slots=True)
class Row:
    """An exchange, and where words were found in it: "answer: … who decided …"; empty without a search."""

    entry: Entry
    found: str = ""


class LogList(Widget):
    """The list. It takes no focus: the search line above has it.

    `title` gives a question's name as people read it; `is_narrowed` says that all are about one draft, whose name is
    left out.
    """

    DEFAULT_CSS = "LogList { height: 1fr; width: 1fr; }"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"log--picked", "log--sign", "log--dim"}

    class More(Message):
        """The end of what was read is near."""

    class Chosen(Message):
        """An exchange was clicked."""

    def __init__(self, title: Callable[[Entry], str]) -> None:
        super().__init__()
        self._title = title
        self.rows: list[Row] = []
        self.at = 0
        self.is_narrowed = False
        self._top = 0
        self._whole = True
        self._nothing = ""

    @property
    def picked(self) -> Entry | None:
        """The exchange that the keys speak of."""
        return self.rows[self.at].entry if self.rows else None

    @property
    def is_whole(self) -> bool:
        """Tell whether all that is wanted was read."""
        return self._whole

    def show(self, rows: Sequence[Row], *, whole: bool, nothing: str) -> None:
        """Show these from the top; `whole` says that there are no more, `nothing` what to say where there are none."""
        self.rows, self._whole, self._nothing = list(rows), whole, nothing
        self.at = self._top = 0
        self.refresh()

    def add(self, rows: Sequence[Row], *, whole: bool) -> None:
        """Add the next page."""
        self.rows += rows
        self._whole = whole
        self.refresh()

    def step(self, by: int) -> None:
        """Pick another one, so many further down."""
        self.at = max(0, min(self.at + by, len(self.rows) - 1))
        self._top = max(min(self._top, self.at), self.at - self.in_sight + 1)
        if not self._whole and self.at >= len(self.rows) - _NEAR_THE_END:
            self.post_message(self.More())
        self.refresh()

    @property
    def in_sight(self) -> int:
        """How many whole entries fit."""
        return max(1, self.size.height // self._height)

    @property
    def _height(self) -> int:
        return 3 if self.rows and self.rows[0].found else 2

    def render_line(self, y: int) -> Strip:
        """Paint one line."""
        width = self.size.width
        at, part = self._top + y // self._height, y % self._height
        if not self.rows and y == 0:
            text = Text(self._nothing, self._ink("dim"))
        elif at < len(self.rows):
            text = (self._head, self._who, self._found)[part](self.rows[at], width, picked=at == self.at)
        else:
            return Strip.blank(width, self.rich_style)
        text.truncate(width, overflow="ellipsis")
        text.no_wrap, text.end = True, ""
        return Strip(text.render(self.app.console)).apply_style(self.rich_style).adjust_cell_length(width)

    def on_resize(self) -> None:
        """Keep what is picked in sight."""
        self.step(0)

    def on_mouse_scroll_down(self) -> None:
        """Go down."""
        self.step(1)

    def on_mouse_scroll_up(self) -> None:
        """Go up."""
        self.step(-1)

    def on_click(self, event: events.Click) -> None:
        """Pick what was clicked; a second click opens it."""
        event.stop()
        at = self._top + event.y // self._height
        if at >= len(self.rows):
            return
        if at == self.at:
            self.post_message(self.Chosen())
        self.step(at - self.at)

    def _head(self, row: Row, width: int, *, picked: bool) -> Text:
        entry = row.entry
        text = Text(pointer(here=picked)[0], self._ink("sign")).append(
            f"{entry.sequence:>{_NUMBER - 2}}  ", self._ink("dim")
        )
        asked = tr("its texts were removed from the log") if entry.forgotten else self._title(entry)
        return _ends(
            text.append(_line(asked), self._ink("picked") if picked else ""), _when(entry), width, self._ink("dim")
        )

    def _who(self, row: Row, width: int, *, picked: bool) -> Text:
        del picked
        entry, dim = row.entry, self._ink("dim")
        gone = retired(entry.provider, (*entry.served, entry.requested), datetime.now().astimezone().date())
        served = ", ".join(map(short_version, entry.served)) or tr("version not reported")
        said = [] if self.is_narrowed or not entry.path else [entry.path.rpartition("/")[2]]
        said += [entry.friend, served + (f", {retold(gone.words(gone.on))}" if gone else "")]
        text = Text(" " * _NUMBER).append(_line(" · ".join(said)), dim)
        return _ends(text, _became(entry), width, dim)

    def _found(self, row: Row, width: int, *, picked: bool) -> Text:
        del width, picked
        return Text(" " * _NUMBER).append(_line(row.found))

    def _ink(self, name: str) -> Style:
        return self.get_component_rich_style(f"log--{name}", partial=True)


def _became(entry: Entry) -> str:
    """Say how an exchange ended where it is not complete, and how much of it is still open."""
    if entry.open_notes:
        open_notes = counted(entry.open_notes, "{n} open note", "{n} open notes")
        return open_notes if entry.status == "complete" else f"{retold(entry.status)}, {open_notes}"
    return "" if entry.status == "complete" else retold(entry.status)


def _ends(left: Text, right: str, width: int, ink: Style) -> Text:
    """Put words at both ends; the left one gives way."""
    if not right:
        return left
    room = width - len(right) - _GAP
    left.truncate(max(0, room), overflow="ellipsis", pad=True)
    return left.append(" " * _GAP).append(right, ink)


def _when(entry: Entry) -> str:
    """Give the time, as short as it is clear today; `↶` where the machine's clock had been set back."""
    when, now = entry.asked_at.astimezone(), datetime.now().astimezone()
    date = "" if when.date() == now.date() else f"{day(when, year=when.year != now.year)} "
    return f"{'↶ ' if entry.clock_went_back else ''}{date}{when:%H:%M}"


def _line(text: str) -> str:
    return " ".join(visible(text).split())
