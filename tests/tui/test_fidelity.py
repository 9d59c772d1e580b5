"""The draft in the real editor: what is not touched stays byte for byte, whatever the text (faults 55, 61)."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from friend.text.draft import Draft
from friend.text.span import Span, line_starts
from friend.tui.widgets.editor import Editor

LINES = st.lists(
    st.one_of(
        st.text("ab é\t\u2028\x0c\x0b\x85\x1c\u202e\u0301👍", max_size=8),
        st.sampled_from(["\r\n", "\n", "\r", "\n\n", "\r\r\n"]),
    ),
    max_size=14,
)
TEXTS = st.builds(lambda bom, parts: bom + "".join(parts), st.sampled_from(["", "\ufeff"]), LINES)
ENDS = re.compile(r"(?<=\r\n)|(?<=\n)|(?<=\r)(?!\n)")


class Page(App[None]):
    """The editor alone."""

    def compose(self) -> ComposeResult:
        """Give it."""
        yield Editor("", placeholder="", id="editor")


async def test_any_text_in_the_real_editor() -> None:
    """Any text comes back as its bytes; a letter typed anywhere changes its own line only, and undo takes it back."""
    app = Page()
    async with app.run_test(size=(80, 24)):
        editor = app.query_one(Editor)

        @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
        @given(TEXTS, st.data())
        def holds(text: str, data: st.DataObject) -> None:
            editor.load_text(text)
            assert Draft(editor.text).to_bytes() == text.encode()
            offset = data.draw(st.integers(0, len(text)))
            location = editor.draft.location_of(offset)
            at = editor.draft.offset_of(location)
            editor.go_to(Span(at, at), select=False)
            typed = data.draw(st.sampled_from(["x", "é", "👍"]))
            editor._replace_via_keyboard(typed, location, location)
            assert editor.text == text[:at] + typed + text[at:]
            before, after = ENDS.split(text), ENDS.split(editor.text)
            assert len(before) == len(after) == len(line_starts(text))
            assert [row for row, line in enumerate(after) if line != before[row]] == [location[0]]
            editor.undo()
            assert Draft(editor.text).to_bytes() == text.encode()

        with app._context():
            holds()
