"""Owns the page that one writes on: a comfortable measure, no chrome, and marks in the margin that follow the words.

A subclass of Textual's TextArea. It builds its own document, so that the file's line ends are kept, and paints its own
rows, so that a key costs the same in a letter and in a book.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.document._document import EditResult, Location, Selection
from textual.document._document_navigator import DocumentNavigator
from textual.geometry import Region, clamp
from textual.strip import Strip
from textual.widgets import TextArea

from friend.text.following import Change
from friend.text.span import LINE_END, Span
from friend.tui.document import DraftDocument
from friend.tui.widgets.rows import Inks, Marks, Row, paint
from friend.tui.wrapping import WrappedDraft

MEASURE = 72
"""The most cells that a row of text takes."""
LEAST_MARGIN = 4
_DEAF_S = 0.8
_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


class Editor(TextArea):
    """The draft, being written. `listener` hears of every change, at once; `deaf_until` is `spare_enter`'s."""

    DEFAULT_CSS = """
    Editor {
        border: none;
        padding: 0;
        scrollbar-size-vertical: 0;
        &:focus { border: none; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"editor--note", "editor--bar", "editor--number"}
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, text: str, *, placeholder: str, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        self.listener: Callable[[Change], None] | None = None
        self.deaf_until = 0.0
        self._marks = Marks()
        self._room = 0
        self._version = 0
        self._rows: dict[int, tuple[object, Strip]] = {}
        super().__init__("", id=id, placeholder=placeholder, highlight_cursor_line=False, max_checkpoints=10_000)
        self.match_cursor_bracket = False
        self.cursor_blink = False
        self.load_text(text)

    @property
    def draft(self) -> DraftDocument:
        """The document, as what it is."""
        document = self.document
        assert isinstance(document, DraftDocument)  # noqa: S101 - `_set_document` builds no other
        return document

    # The document and its measure

    def _set_document(self, text: str, language: str | None) -> None:
        """Build our own document in the place of Textual's, which would fold line ends."""
        del language
        document = DraftDocument(text)
        document.listener = self._heard
        self.document = document
        self._wrapped = WrappedDraft(document, tab_width=self.indent_width)
        self.wrapped_document = self._wrapped
        self.navigator = DocumentNavigator(self._wrapped)
        self.move_cursor((0, 0))
        self._rewrap_and_refresh_virtual_size()

    def _heard(self, change: Change) -> None:
        self._version += 1
        if self.listener is not None:
            self.listener(change)

    @property
    def room(self) -> int:
        """How many cells the text is laid out in; more than that may be free at the right. 0 is all there are."""
        return self._room

    @room.setter
    def room(self, cells: int) -> None:
        if cells != self._room:
            self._room = cells
            self._rewrap_and_refresh_virtual_size()

    def _laid_out_in(self) -> int:
        width = self.scrollable_content_region.size.width
        return min(width, self._room) if self._room else width

    @property
    def gutter_width(self) -> int:
        """The margin at the left of the text: the number of a note, the bar, a space."""
        return max(LEAST_MARGIN, (self._laid_out_in() - MEASURE) // 2)

    @property
    def wrap_width(self) -> int:
        """How many cells a row may take; 0, which wraps nothing, until it is known."""
        if not self._laid_out_in():
            return 0
        return clamp(self._laid_out_in() - self.gutter_width - 2, 1, MEASURE)

    def _rewrap_and_refresh_virtual_size(self) -> None:
        if self._wrapped._width != self.wrap_width or not self._wrapped.height:  # noqa: SLF001 - it has no other name
            super()._rewrap_and_refresh_virtual_size()
        else:
            self._refresh_size()
        self.refresh()

    # Marks and places

    @property
    def marks(self) -> Marks:
        """What is marked."""
        return self._marks

    @marks.setter
    def marks(self, marks: Marks) -> None:
        if marks != self._marks:
            self._marks = marks
            self.refresh()

    @property
    def cursor_offset_in_text(self) -> int:
        """Where the cursor is, in code points of the draft."""
        return self.draft.offset_of(self.cursor_location)

    @property
    def selected_span(self) -> Span | None:
        """What is selected, None where nothing is."""
        if self.selection.is_empty:
            return None
        return Span(*sorted(map(self.draft.offset_of, self.selection)))

    def go_to(self, span: Span, *, select: bool) -> None:
        """Put the cursor on the first character of `span`, and select it if asked; the focus stays where it is."""
        start, end = self.draft.locations_of(span)
        self.selection = Selection(end if select else start, start)
        self.record_cursor_width()
        self.history.checkpoint()
        self.show_span(span)

    def show_span(self, span: Span) -> None:
        """Scroll, only if need be, so that `span` can be seen, its first row before all."""
        first, last = (self._wrapped.location_to_offset(place).y for place in self.draft.locations_of(span))
        height = max(1, self.size.height)
        rows = min(last - first + 1, height)
        self.scroll_to_region(Region(0, first, 1, rows), animate=False, force=True)

    # Typing

    def _replace_via_keyboard(self, insert: str, start: Location, end: Location) -> EditResult | None:
        """Give new lines the draft's own line end, and let no control character in through a paste."""
        insert = _UNWANTED.sub("", LINE_END.sub(self.draft.newline, insert))
        return super()._replace_via_keyboard(insert, start, end)

    def spare_enter(self) -> None:
        """Take no Enter for a moment: it was pressed twice, and the second was not meant for the text (fault 20)."""
        self.deaf_until = time.monotonic() + _DEAF_S

    async def _on_key(self, event: events.Key) -> None:
        """Take keys in the order in which they came.

        Textual lets a key that is bound climb to the app, and a letter typed right after it overtakes it; over a slow
        line a Backspace would then take the wrong letter.
        """
        if event.key == "enter" and time.monotonic() < self.deaf_until:
            event.stop()
            event.prevent_default()
            return
        self.deaf_until = 0.0
        await super()._on_key(event)
        if not event.is_printable and await self.app._check_bindings(event.key):  # noqa: SLF001 - there is no public way
            event.stop()
            event.prevent_default()

    def action_delete_to_end_of_line(self) -> None:
        """Delete to the end of the line, unless the text is only to be read."""
        if not self.read_only:
            super().action_delete_to_end_of_line()

    # Painting

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint the rows of a region; the styles are looked up once for all of them."""
        style = self.get_component_rich_style
        base = self.rich_style
        self._inks = Inks(
            text=base,
            note=style("editor--note", partial=True),
            bar=style("editor--bar"),
            number=style("editor--number"),
            selection=style("text-area--selection"),
            cursor=style("text-area--cursor"),
        )
        return super(TextArea, self).render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Paint one row of the screen, or take it from the rows already painted."""
        if self.draft.is_empty:
            return self._render_placeholder(y)
        at = self.scroll_offset.y + y
        key = self._key(at)
        cached = self._rows.get(y)
        if cached is not None and cached[0] == key:
            return cached[1]
        strip = self._paint(at)
        self._rows[y] = (key, strip)
        return strip

    def _key(self, at: int) -> object:
        """Give all that the look of a row depends on; of the selection only what touches its line."""
        row = self._wrapped.row(at)
        line = row[0] if row else -1
        (top, _), (bottom, _) = sorted(self.selection)
        touched = self.selection if top <= line <= bottom else None
        return at, self._version, touched, self._draw_cursor, self._marks, self.size, self.gutter_width, self._inks

    def _paint(self, at: int) -> Strip:
        found = self._wrapped.row(at)
        width = self.size.width
        if found is None:
            return Strip.blank(width, self._inks.text)
        line, section, first, last = found
        row = Row(
            line,
            first,
            last,
            section == len(self._wrapped.get_offsets(line)),
            self.draft.offset_of((line, first)),
            self.gutter_width,
            width,
        )
        return paint(
            self._wrapped,
            row,
            self._marks,
            self.selection,
            inks=self._inks,
            console=self.app.console,
            cursor=self._draw_cursor,
        )

    def _render_placeholder(self, y: int) -> Strip:
        lines = Content(str(self.placeholder)).wrap(self.wrap_width) if y < self.size.height else []
        margin = Strip.blank(self.gutter_width, self._inks.text)
        words = lines[y].plain if y < len(lines) else ""
        dim = self.get_component_rich_style("text-area--placeholder")
        text = Strip.blank(0)
        if words:
            cursor = self._inks.cursor if self._draw_cursor and y == 0 else dim
            text = Strip([Segment(words[:1], cursor), Segment(words[1:], dim)])
        return Strip.join([margin, text]).adjust_cell_length(self.size.width, self._inks.text)

    async def _on_mouse_down(self, event: events.MouseDown) -> None:
        """Take the focus as well: the margin belongs to the page."""
        self.focus()
        await super()._on_mouse_down(event)
