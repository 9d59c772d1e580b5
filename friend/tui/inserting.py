"""Owns the one thing that friend may put into a draft: an attributed quotation, when the person says so (R3).

It takes a `Quotation`, which `friend.record.quotation.quoted` alone makes and checks against the log, and no other
words. No other module of the desk changes the text but by the person's own keys, paste, replacing, or by the person's
own text from the file or from recovery; tests/tui/test_inserting.py reads the source and says so.
"""

from __future__ import annotations

from textual.document._edit import Edit

from friend.record.fitting import NoPlaceError, fitted, form_of
from friend.record.formats.quotations import Quotation
from friend.text.span import Span
from friend.tui.widgets.editor import Editor

ONLY_READ = "this text is only to be read here; the quotation can be copied"


def put_quotation(editor: Editor, quotation: Quotation, path: str | None, *, place: Span | None = None) -> None:
    """Put a quotation at the cursor, or in the place of the words at `place`, as one undo step.

    It stands on lines of its own, in the form of the draft at `path`; the cursor stands after it. Raises NoPlaceError
    where it can stand nowhere, saying why; nothing has changed then.
    """
    if editor.read_only:
        raise NoPlaceError(ONLY_READ)
    if place is None:
        at = max(map(editor.draft.offset_of, editor.selection))
        place = Span(at, at)
    put = fitted(editor.text, place, quotation, form_of(path), editor.draft.newline)
    editor.history.checkpoint()
    editor.edit(Edit(put.words, *editor.draft.locations_of(put.span), maintain_selection_offset=False))
    editor.history.checkpoint()
    editor.record_cursor_width()
    editor.scroll_cursor_visible()
