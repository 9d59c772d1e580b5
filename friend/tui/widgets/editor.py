"""Owns what the person does to the text: typing, pasting, replacing, undoing, and going from place to place."""

from __future__ import annotations

import re
import time

from textual import events
from textual.document._document import EditResult, Location, Selection
from textual.document._edit import Edit
from textual.geometry import clamp

from friend.text.span import LINE_END, Span
from friend.tui.widgets.page import Page

_DEAF_S = 0.8
_MOST_EDITS = 500
_WORD_AHEAD = re.compile(r"\s*(?:\w+|[^\w]+)")
_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")


class Editor(Page):
    """The draft, being written. `deaf_until` is `spare_enter`'s; `typed_at` is when a key was last pressed.

    Both are on the clock of time.monotonic().
    """

    def __init__(self, text: str, *, placeholder: str, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        self.deaf_until = 0.0
        self.typed_at = 0.0
        super().__init__(text, placeholder=placeholder, id=id)

    # Places

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

    def get_cursor_word_left_location(self) -> Location:
        """Give the place one word to the left, as Textual does, but without a walk through all words of the line."""
        row, column = self.cursor_location
        if row > 0 and column == 0:
            return row - 1, len(self.draft.get_line(row - 1))
        line = self.draft.get_line(row)
        while column and line[column - 1].isspace():
            column -= 1
        last = column and _is_of_word(line[column - 1])
        while column and _is_of_word(line[column - 1]) == last:
            column -= 1
        return row, column

    def get_cursor_word_right_location(self) -> Location:
        """Give the place one word to the right, in the same way."""
        row, column = self.selection.end
        line = self.draft.get_line(row)
        if row < self.draft.line_count - 1 and column == len(line):
            return row + 1, 0
        alike = _WORD_AHEAD.match(line, column)
        return row, alike.end() if alike else len(line)

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
        self.typed_at = time.monotonic()
        # By when it was pressed: a busy machine may look at it much later.
        if event.key == "enter" and event.time < self.deaf_until:
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
        """Put the person's words in the place of each span, in order of the text, as one undo step."""
        self.put_in([(span, words) for span in spans])

    def put_in(self, pieces: list[tuple[Span, str]]) -> None:
        """Put words of the person's in the place of each span, in order of the text, as one undo step.

        Each is an edit of its own, so that what is noted between two of them stays where it is; very many are one.
        """
        if len(pieces) > _MOST_EDITS:
            whole = Span(pieces[0][0].start, pieces[-1][0].end)
            text, at, joined = self.text, whole.start, []
            for span, words in pieces:
                joined += [text[at : span.start], words]
                at = span.end
            pieces = [(whole, "".join(joined))]
        edits = []
        for span, words in reversed(pieces):
            edit = Edit(words, *self.draft.locations_of(span), maintain_selection_offset=True)
            edit.do(self)
            edits.append(edit)
        self.history.record_step(edits)
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


def _is_of_word(char: str) -> bool:
    return char.isalnum() or char == "_"
