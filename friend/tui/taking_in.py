"""Owns how a text that was saved elsewhere comes onto the desk: what stayed stays, and only the rest is edited.

So notes, marks and the cursor follow their words, as they do while one types.
"""

from __future__ import annotations

from collections.abc import Iterator

from textual.document._document import Selection

from friend.text.diff import diff
from friend.text.following import Change, followed
from friend.text.span import Span
from friend.tui.widgets.editor import Editor


def take_in(editor: Editor, text: str) -> None:
    """Put `text`, the person's own from a file, on the desk as one undo step; the cursor stays with its words."""
    if text == editor.text:
        return
    edits = list(_edits(editor.text, text))
    ends = [Span(at, at) for at in map(editor.draft.offset_of, editor.selection)]
    for span, words in reversed(edits):
        change = Change(span.start, len(span), len(words))
        ends = [followed(end, change) for end in ends]
    editor.put_in(edits)
    editor.selection = Selection(*(editor.draft.location_of(end.start) for end in ends))


def _edits(old: str, new: str) -> Iterator[tuple[Span, str]]:
    """Give what is to stand in the place of which spans of `old`, in order. None ends within CRLF, which is a token."""
    at, gone, came = 0, 0, ""
    for piece in diff(old, new):
        if piece.op == "=":
            if gone or came:
                yield Span(at - gone, at), came
            gone, came = 0, ""
        if piece.op == "+":
            came += piece.text
        else:
            at += len(piece.text)
            gone += len(piece.text) if piece.op == "-" else 0
    if gone or came:
        yield Span(at - gone, at), came
