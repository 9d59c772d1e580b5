"""Owns the friend's prose on the screen: laid out to the width at hand, painted row by row as rows are in sight."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import ClassVar, Final

from rich.text import Text
from textual.errors import NoWidget
from textual.filter import LineFilter
from textual.geometry import Region, Size
from textual.selection import Selection
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from friend.text.span import Span
from friend.tui.pace import UNSEEN_S, next_beat
from friend.tui.plain import without_words
from friend.tui.prose import Layout, Run, shown_prose
from friend.tui.sentences import Sentence, said_at, sentences_of
from friend.tui.widgets.growing import Growing

_A_SCREEN: Final = 8_000
"""Characters that are laid out at once: more than any terminal shows."""
_A_BEAT: Final = 2_000
"""Characters that are laid out in one go after that: two milliseconds' work, so that no key waits."""
_BEAT_S: Final = 0.02


class ProseView(Growing, Widget):
    """Prose in a calm subset of Markdown; its words can be selected with the mouse, its sentences marked.

    What more of it costs does not grow with what is there.
    """

    DEFAULT_CSS = """
    ProseView { height: auto; width: 1fr; }
    ProseView > .prose--marked { background: $input-selection-background; text-style: underline; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"prose--marked"}

    def __init__(self) -> None:
        super().__init__()
        self._said = ""
        self._sentences: tuple[Sentence, ...] | None = None
        self._marked: tuple[Span, ...] = ()
        self._layout_of: Layout | None = None
        self._painted: dict[int, Strip] = {}
        self._told = 0
        self._beat: Timer | None = None
        self._room: Timer | None = None

    @property
    def said(self) -> str:
        """What has been said, without empty lines at its ends."""
        return self._said.strip("\n")

    @property
    def sentences(self) -> Sequence[Sentence]:
        """Its sentences; they are told apart when they are first wanted."""
        if self._sentences is None:
            self._sentences = sentences_of(self.said)
        return self._sentences

    def mark(self, shown: Sequence[Span]) -> None:
        """Mark these places of what is shown, and no others."""
        self._marked = tuple(shown)
        self._painted.clear()
        self.refresh()

    def rows_of(self, shown: Span) -> range:
        """Give the rows on which a place of what is shown stands."""
        self._rows(self.content_size.width)
        runs = self._layout_of.runs if self._layout_of else []
        on = [y for y, row in enumerate(runs) if any(run.span.overlaps(shown) for run in row)]
        return range(on[0], on[-1] + 1) if on else range(len(runs), len(runs))

    def say(self, markdown: str) -> None:
        """Show this in the place of what was there."""
        if markdown == self._said:
            return
        self._said = markdown
        self._sentences = None
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
        """Give what is selected as it is shown, on lines of its own length, whatever the width at hand."""
        span = self._selected(selection)
        return (span.of(shown_prose(self._said)), "\n") if span else None

    def words_selected(self, selection: Selection) -> str:
        """Give the words that are selected, whole and as they were said."""
        span = self._selected(selection)
        return said_at(self.said, span).of(self.said) if span else ""

    def _selected(self, selection: Selection) -> Span | None:
        """Give the place of what is selected; None where no word is."""
        self._rows(self.content_size.width)
        ends: list[int] = []
        for y, row in enumerate(self._layout_of.runs if self._layout_of else []):
            if (columns := selection.get_span(y)) is not None:
                ends += [end for run in row for end in _within(run, *columns)]
        return Span(min(ends), max(ends)) if ends else None

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
            # All at once: laying the screen out costs a frame.
            self._room = self.set_timer(next_beat(UNSEEN_S, monotonic()), self._take_room)

    def _take_room(self) -> None:
        self._room = None
        if self._layout_of is not None:
            more = len(self._layout_of.rows) - self._told
            self.refresh(Region(0, self._told, self._layout_of.width, max(1, more)), layout=True)

    def _ends_in_sight(self) -> bool:
        try:
            place = self.screen.find_widget(self)
        except NoWidget:
            return False
        return bool(place.clip) and place.clip.y <= place.region.bottom <= place.clip.bottom

    def _paint(self, row: Text, y: int, width: int, selection: Selection | None) -> Strip:
        style = self.rich_style
        words = row.copy()
        words.stylize_before(style)
        if self._marked and self._layout_of is not None:
            ink = self.get_component_rich_style("prose--marked", partial=True)
            for run in self._layout_of.runs[y]:
                for marked in self._marked:
                    if run.span.overlaps(marked):
                        start, end = max(run.span.start, marked.start), min(run.span.end, marked.end)
                        words.stylize(ink, run.column + start - run.span.start, run.column + end - run.span.start)
        if selection is not None and (span := selection.get_span(y)) is not None:
            start, end = span
            words.stylize(self.screen.get_component_rich_style("screen--selection"), start, None if end < 0 else end)
        strip = Strip(words.render(self.app.console))
        return strip.crop_extend(0, width, style).apply_offsets(0, y)


def scroll_to_words(container: Widget, view: ProseView, shown: Span) -> None:
    """Have a place of what a view within a container shows in sight."""
    rows = view.rows_of(shown)
    top = view.region.y - container.region.y + container.scroll_offset.y + rows.start
    container.scroll_to_region(Region(0, top, 1, len(rows)), animate=False)


def _within(run: Run, start: int, end: int) -> tuple[int, ...]:
    """Give the ends of what a run has between two columns; -1 is the end of the row."""
    first = max(start, run.column)
    last = run.column + len(run.span) if end < 0 else min(end, run.column + len(run.span))
    return (run.span.start + first - run.column, run.span.start + last - run.column) if first < last else ()
