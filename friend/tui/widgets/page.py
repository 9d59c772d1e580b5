"""Owns how a draft is laid out and painted: a comfortable measure, no chrome, marks that follow the words.

A subclass of Textual's TextArea. It builds its own document, so that the file's line ends are kept, and paints only the
rows that look otherwise than before, so that a key costs the same in a letter and in a book.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.document._document import Location, Selection
from textual.filter import LineFilter
from textual.geometry import Offset, Region, Size, clamp
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea

from friend.text.following import Change
from friend.text.span import Span
from friend.tui.document import DraftDocument
from friend.tui.keymap import give_names
from friend.tui.navigator import Navigator
from friend.tui.plain import without_words
from friend.tui.undoing import Steps
from friend.tui.widgets.rows import Inks, Look, Marks, Row
from friend.tui.wrapping import WrappedDraft

MEASURE = 72
"""The most cells that a row of text takes."""
LEAST_MARGIN = 4
_TWICE = 2


class Page(TextArea, inherit_bindings=False):
    """A draft on the screen. `listener` hears of every change, at once."""

    class NumbersClicked(Message):
        """The person clicked on the numbers of the notes that begin in `row`."""

        def __init__(self, row: Span) -> None:
            super().__init__()
            self.row = row

    DEFAULT_CSS = """
    Page {
        border: none;
        padding: 0;
        overflow: hidden;
        &:focus { border: none; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"editor--note", "editor--bar", "editor--number", "editor--dim"}
    BINDINGS: ClassVar[list[BindingType]] = [
        *TextArea.BINDINGS,
        Binding("ctrl+home", "cursor_text_start", "Cursor to the start of the text", show=False),
        Binding("ctrl+end", "cursor_text_end", "Cursor to the end of the text", show=False),
        Binding("ctrl+shift+home", "cursor_text_start(True)", "Select to the start of the text", show=False),
        Binding("ctrl+shift+end", "cursor_text_end(True)", "Select to the end of the text", show=False),
    ]
    give_names("text", BINDINGS)

    def __init__(self, text: str, *, placeholder: str, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        self.listener: Callable[[Change], None] | None = None
        self._marks = Marks()
        self._room = 0
        self._inks: Inks | None = None
        self._is_focused_on = False
        self._is_stale = True
        self._keys: list[Look | None] = []
        self._painted_as: tuple[Size, Offset, bool] | None = None
        super().__init__("", id=id, placeholder=placeholder, highlight_cursor_line=False)
        self.history: Steps = Steps()
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
        self.navigator = Navigator(self._wrapped)
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

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:  # noqa: FBT001, FBT002 - Textual's own signature
        """Wrap as soon as the size is known, and not with a message that comes after the first painting."""
        is_resized = super()._size_updated(size, virtual_size, container_size, layout)
        if self._wrapped.width != self.wrap_width:
            self._rewrap_and_refresh_virtual_size()
        return is_resized

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
            self.set_reactive(Page.scroll_y, float(top))
            self.set_reactive(Page.scroll_target_y, float(top))
            self._cursor_offset = self._wrapped.location_to_offset(self.cursor_location)
            self.refresh()

    def _refresh_size(self) -> None:
        """Tell how high the text is. No layout depends on it, since there is no scroll bar."""
        size = Size(0, self._wrapped.height)
        if size != self.virtual_size:
            self.set_reactive(Page.virtual_size, size)

    def _watch_scroll_y(self) -> None:
        self._know_rows()
        super()._watch_scroll_y()

    @property
    def allow_vertical_scroll(self) -> bool:
        """Scroll by wheel and keys whether or not a scroll bar would be shown."""
        return True

    # Marks, and what is in sight

    @property
    def marks(self) -> Marks:
        """What is marked."""
        return self._marks

    @marks.setter
    def marks(self, marks: Marks) -> None:
        if marks != self._marks:
            self._marks = marks
            self.refresh()

    def move_marks(self, marks: Marks) -> None:
        """Mark this in the frame that an edit has asked for already."""
        self._marks = marks
        self._is_stale = True

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

    def show_span(self, span: Span) -> None:
        """Scroll, only if need be, so that `span` can be seen, its first row before all."""
        places = self.draft.locations_of(span)
        self._wrapped.know(places[0][0], above=2 * self.size.height, below=2 * self.size.height)
        first, last = (self._wrapped.location_to_offset(place).y for place in places)
        self._refresh_size()
        height = max(1, self.size.height)
        rows = min(last - first + 1, height)
        self.scroll_to_region(Region(0, first, 1, rows), animate=False, force=True)

    def action_cursor_text_start(self, select: bool = False) -> None:  # noqa: FBT001, FBT002 - as Textual's own actions
        """Go to the start of the text, selecting up to it if asked."""
        self.move_cursor((0, 0), select=select)

    def action_cursor_text_end(self, select: bool = False) -> None:  # noqa: FBT001, FBT002 - as above
        """Go to the end of the text, selecting up to it if asked."""
        self.move_cursor(self.document.end, select=select)

    # Painting

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Leave the person's text as it is, also in plain words."""
        return without_words(super().get_line_filters())

    def notify_style_update(self) -> None:
        """Look the styles up again: colours, theme or focus changed."""
        self._inks = None
        self._painted_as = None
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
        width, height = self.size
        if width and self._wrapped.width != self.wrap_width:
            # A frame may come before the page hears of its size; a line that is not wrapped could be a whole book.
            self._rewrap_and_refresh_virtual_size()
        self._is_stale = False
        keys = self._row_keys(self.scroll_offset.y, height)
        # An empty page has rows of its own, which no key of a row tells of.
        painted_as = self.outer_size, self.content_offset, self.draft.is_empty
        if self._painted_as != painted_as or len(keys) != len(self._keys):
            self._painted_as = painted_as
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
        selection = self.selection
        cursor = selection.end if self._draw_cursor else None
        bright = self._paragraph_lines() if self._is_focused_on else range(self.draft.line_count)
        looks: list[Look | None] = []
        known, text, at, coded = -1, "", 0, False
        for line, section, first, last in rows:
            if line != known:
                known, text, at = line, self.draft.get_line(line), self.draft.offset_of((line, 0))
                coded = self.draft.is_code(line)
            is_last = section == len(self._wrapped.get_offsets(line))
            row = Row(line, first, last, is_last, at + first, margin, width)
            looks.append(row.look(text, self._marks, selection, cursor, inks, dimmed=line not in bright, coded=coded))
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

    def on_click(self, event: events.Click) -> None:
        """Take the word that was clicked twice, or tell of the notes whose numbers were clicked in the margin."""
        if event.x - self.gutter.left < self.gutter_width:
            self._margin_clicked(self._wrapped.row(self.scroll_offset.y + event.y - self.gutter.top))
            return
        if event.chain != _TWICE:
            return
        from friend.text.words import WORD  # noqa: PLC0415 - not compiled before it is needed

        row, column = self.get_target_document_location(event)
        for word in WORD.finditer(self.draft.get_line(row)):
            if word.start() <= column < word.end():
                self.selection = Selection((row, word.start()), (row, word.end()))

    def _margin_clicked(self, row: tuple[int, int, int, int] | None) -> None:
        if row is None:
            return
        line, _, first, last = row
        begin = self.draft.offset_of((line, first))
        span = Span(begin, begin + max(1, last - first))
        if self._marks.numbers_in(span.start, span.end):
            self.post_message(self.NumbersClicked(span))
