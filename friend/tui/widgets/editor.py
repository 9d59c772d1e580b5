"""Owns the page that one writes on: a comfortable measure, no chrome, and marks in the margin that follow the words.

A subclass of Textual's TextArea. It builds its own document, so that the file's line ends are kept, and paints its own
rows, so that a key costs the same in a letter and in a book.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Collection
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.document._document import EditResult, Location, Selection
from textual.document._document_navigator import DocumentNavigator
from textual.document._edit import Edit
from textual.geometry import Offset, Region, Size, clamp
from textual.strip import Strip
from textual.widgets import TextArea

from friend.text.span import LINE_END, Span
from friend.tui.document import Change, DraftDocument
from friend.tui.widgets.rows import Inks, Look, Marks, Row
from friend.tui.wrapping import WrappedDraft

MEASURE = 72
"""The most cells that a row of text takes."""
LEAST_MARGIN = 4
_DEAF_S = 0.8
_MOST_EDITS = 500
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
    COMPONENT_CLASSES: ClassVar[set[str]] = {"editor--note", "editor--bar", "editor--number", "editor--dim"}
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, text: str, *, placeholder: str, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        self.listener: Callable[[Change], None] | None = None
        self.deaf_until = 0.0
        self._marks = Marks()
        self._room = 0
        self._inks: Inks | None = None
        self._is_focused_on = False
        self._is_stale = True
        self._keys: list[Look | None] = []
        self._painted_as: tuple[Size, Offset] | None = None
        super().__init__("", id=id, placeholder=placeholder, highlight_cursor_line=False, max_checkpoints=sys.maxsize)
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
        self._wrapped = WrappedDraft(document, self.indent_width)
        self.wrapped_document = self._wrapped
        self.navigator = DocumentNavigator(self._wrapped)
        self.move_cursor((0, 0))
        self._rewrap_and_refresh_virtual_size()

    def _heard(self, change: Change) -> None:
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
        if self._wrapped.width != self.wrap_width:
            anchor = self._anchor()
            self._wrapped.wrap(self.wrap_width, tab_width=self.indent_width)
            self._know_rows(anchor)
        else:
            self._refresh_size()
        self.refresh()

    def _anchor(self) -> tuple[Location, int]:
        """Give a place that is to stay where it is on the screen, and its row there: the cursor's if it is seen."""
        top = self.scroll_offset.y
        row = self._wrapped.location_to_offset(self.cursor_location).y - top
        if 0 <= row < self.size.height:
            return self.cursor_location, row
        shown = self._wrapped.row(top)
        return ((shown[0], shown[2]), 0) if shown else (self.cursor_location, 0)

    def _know_rows(self, anchor: tuple[Location, int] | None = None) -> None:
        """Wrap what is shown, and a screen above and below it, so that rows that come into sight come as they are.

        What was estimated may turn out higher or lower; the anchor stays in its row all the same.
        """
        height = self.size.height
        if not height or not self._wrapped.width:
            return
        place, row = anchor or self._anchor()
        row = clamp(row, 0, height - 1)
        self._wrapped.know(place[0], above=row + height, below=2 * height - row)
        top = clamp(self._wrapped.location_to_offset(place).y - row, 0, max(0, self._wrapped.height - height))
        self._refresh_size()
        if top != self.scroll_offset.y:
            self.set_reactive(Editor.scroll_y, float(top))
            self.set_reactive(Editor.scroll_target_y, float(top))
            self._cursor_offset = self._wrapped.location_to_offset(self.cursor_location)
            self.refresh()

    def _refresh_size(self) -> None:
        """Tell how high the text is. No layout depends on it, since there is no scroll bar."""
        size = Size(0, self._wrapped.height)
        if size != self.virtual_size:
            self.set_reactive(Editor.virtual_size, size)

    def _watch_scroll_y(self) -> None:
        self._know_rows()
        super()._watch_scroll_y()

    @property
    def allow_vertical_scroll(self) -> bool:
        """Scroll by wheel and keys whether or not a scroll bar would be shown."""
        return True

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

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:  # noqa: FBT001, FBT002 - Textual's own signature
        """Scroll to the cursor; the rows about it are known before, so that it ends up where it is looked for."""
        height = self.size.height
        self._wrapped.know(self.cursor_location[0], above=height, below=height)
        self._refresh_size()
        return super().scroll_cursor_visible(center=center, animate=animate)

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:
        """Find none: nothing is shown of it here, and the search could walk through a whole book."""
        del bracket, search_from
        return None

    def go_to(self, span: Span, *, select: bool) -> None:
        """Put the cursor on the first character of `span`, and select it if asked; the focus stays where it is."""
        start, end = self.draft.locations_of(span)
        self.selection = Selection(end if select else start, start)
        self.record_cursor_width()
        self.history.checkpoint()
        self.show_span(span)

    def show_span(self, span: Span) -> None:
        """Scroll, only if need be, so that `span` can be seen, its first row before all."""
        places = self.draft.locations_of(span)
        self._wrapped.know(places[0][0], above=2 * self.size.height, below=2 * self.size.height)
        first, last = (self._wrapped.location_to_offset(place).y for place in places)
        self._refresh_size()
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

    def put_whole(self, text: str) -> None:
        """Put another text of the person's in the place of this one, as one undo step."""
        self.history.checkpoint()
        self.edit(Edit(text, self.document.start, self.document.end, maintain_selection_offset=False))
        self.history.checkpoint()
        self.move_cursor((0, 0))

    def replace_spans(self, spans: list[Span], words: str) -> None:
        """Put the person's words in the place of each span, in order of the text, as one undo step.

        Each is an edit of its own, so that what is noted between two of them stays where it is; very many are one.
        """
        if len(spans) > _MOST_EDITS:
            whole = Span(spans[0].start, spans[-1].end)
            text, at, pieces = self.text, whole.start, []
            for span in spans:
                pieces += [text[at : span.start], words]
                at = span.end
            spans, words = [whole], "".join(pieces)
        edits = []
        for span in reversed(spans):
            edit = Edit(words, *self.draft.locations_of(span), maintain_selection_offset=True)
            edit.do(self)
            edits.append(edit)
        self.history.checkpoint()
        self.history._undo_stack.append(edits)  # noqa: SLF001 - it would make a step of each edit
        self.history._redo_stack.clear()  # noqa: SLF001
        edits[-1].after(self)
        self.post_message(self.Changed(self))
        self._refresh_size()
        self.refresh()

    def go_to_line(self, number: int) -> None:
        """Put the cursor at the start of a line, counted from 1; beyond the end it is the last."""
        row = clamp(number - 1, 0, self.draft.line_count - 1)
        at = self.draft.offset_of((row, 0))
        self.go_to(Span(at, at), select=False)

    def undo(self) -> None:
        """Undo, unless the text is only to be read."""
        if not self.read_only:
            super().undo()

    def redo(self) -> None:
        """Redo, unless the text is only to be read."""
        if not self.read_only:
            super().redo()

    def action_delete_to_end_of_line(self) -> None:
        """Delete to the end of the line, unless the text is only to be read."""
        if not self.read_only:
            super().action_delete_to_end_of_line()

    # Painting

    def notify_style_update(self) -> None:
        """Look the styles up again: colours, theme or focus changed."""
        self._inks = None
        super().notify_style_update()

    def _styles_now(self) -> Inks:
        if self._inks is None:
            style = self.get_component_rich_style
            self._inks = Inks(
                text=self.rich_style,
                note=style("editor--note", partial=True),
                bar=style("editor--bar"),
                number=style("editor--number"),
                selection=style("text-area--selection"),
                cursor=style("text-area--cursor"),
                dim=style("editor--dim"),
            )
        return self._inks

    def _set_dirty(self, *regions: Region) -> None:
        """Paint anew only the rows that do not look as they did, whatever was asked for."""
        del regions
        self._is_stale = True

    def _look(self) -> None:
        """Find the rows that changed since they were painted."""
        if not self._is_stale:
            return
        self._is_stale = False
        width, height = self.size
        keys = self._row_keys(self.scroll_offset.y, height)
        if self._painted_as != (self.outer_size, self.content_offset) or len(keys) != len(self._keys):
            self._painted_as = (self.outer_size, self.content_offset)
            self._keys = keys
            super()._set_dirty()
            return
        changed = [y for y in range(height) if keys[y] != self._keys[y]]
        self._keys = keys
        if changed:
            super()._set_dirty(*(Region(0, y, width, 1) for y in changed))

    def _exchange_repaint_regions(self) -> Collection[Region]:
        self._look()
        return super()._exchange_repaint_regions()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint the rows of a region."""
        self._look()
        return super(TextArea, self).render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Paint one row of the screen."""
        if self.draft.is_empty:
            return self._render_placeholder(y)
        key = self._keys[y] if y < len(self._keys) else None
        if key is None:
            return Strip.blank(self.size.width, self._styles_now().text)
        return key.paint(self._wrapped, self.app.console)

    def _row_keys(self, top: int, height: int) -> list[Look | None]:
        """Give all that the look of each row depends on, None for a row beyond the end."""
        if self.draft.is_empty:
            return [None] * height
        inks, margin, width = self._styles_now(), self.gutter_width, self.size.width
        rows = list(self._wrapped.rows(top, height))
        if not rows:
            return [None] * height
        begin = self.draft.offset_of((rows[0][0], 0))
        end = self.draft.offset_of((rows[-1][0], rows[-1][3])) + 1
        near = self._marks.between(begin, end)
        selection = self.selection
        cursor = selection.end if self._draw_cursor else None
        bright = self._paragraph_lines() if self._is_focused_on else range(self.draft.line_count)
        looks: list[Look | None] = []
        known, text, at = -1, "", begin
        for line, section, first, last in rows:
            if line != known:
                known, text, at = line, self.draft.get_line(line), self.draft.offset_of((line, 0))
            is_last = section == len(self._wrapped.get_offsets(line))
            row = Row(line, first, last, is_last, at + first, margin, width)
            looks.append(row.look(text, near, selection, cursor, inks, dimmed=line not in bright))
        return looks + [None] * (height - len(looks))

    def _paragraph_lines(self) -> range:
        """Give the lines about the cursor up to the nearest empty ones; far ones are on no screen."""
        line = first = last = self.cursor_location[0]
        get, far = self.draft.get_line, self.size.height
        while first > max(0, line - far) and get(first).strip() and get(first - 1).strip():
            first -= 1
        while last < min(self.draft.line_count - 1, line + far) and get(last).strip() and get(last + 1).strip():
            last += 1
        return range(first, last + 1)

    def toggle_focus_mode(self) -> bool:
        """Dim all but the paragraph of the cursor, or no more; tell which."""
        self._is_focused_on = not self._is_focused_on
        self.refresh()
        return self._is_focused_on

    def _render_placeholder(self, y: int) -> Strip:
        lines = Content(str(self.placeholder)).wrap(self.wrap_width) if y < self.size.height else []
        margin = Strip.blank(self.gutter_width, self._styles_now().text)
        words = lines[y].plain if y < len(lines) else ""
        dim = self.get_component_rich_style("text-area--placeholder")
        text = Strip.blank(0)
        if words:
            cursor = self._styles_now().cursor if self._draw_cursor and y == 0 else dim
            text = Strip([Segment(words[:1], cursor), Segment(words[1:], dim)])
        return Strip.join([margin, text]).adjust_cell_length(self.size.width, self._styles_now().text)

    async def _on_mouse_down(self, event: events.MouseDown) -> None:
        """Take the focus as well: the margin belongs to the page."""
        self.focus()
        await super()._on_mouse_down(event)
