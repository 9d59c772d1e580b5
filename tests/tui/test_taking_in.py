"""A text that was saved elsewhere comes onto the desk: exactly as it is, and what points into it stays."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from friend.text.span import Span
from friend.tui.document import DraftDocument
from friend.tui.taking_in import _edits, take_in
from tests.tui.conftest import COUNCIL, LETTER, Desk, ask, screen_of, until

TEXTS = st.text(st.sampled_from("ab. \n\r\u2028é👍"), max_size=60)


@given(TEXTS, TEXTS)
@example("a\r\nb", "a\nb")
def test_the_edits_lead_from_the_one_to_the_other(old: str, new: str) -> None:
    """Put in from the last to the first, the pieces make the new text of the old one; none touches another."""
    edits = list(_edits(old, new))
    made = DraftDocument(old)
    for span, words in reversed(edits):
        assert len(span) or words
        # No end of an edit lies between CR and LF, where an editor cannot go.
        made.replace_range(*made.locations_of(span), words)
    assert made.text == new
    assert all(one[0].end < two[0].start for one, two in pairwise(edits))


async def test_the_desk_then_holds_exactly_that_text_and_one_undo_leads_back(desk: Desk) -> None:
    """Whatever changed, line ends alone included; undo gives the text of before, redo the other."""
    texts = [
        LETTER.replace("council", "town council").replace("Ada", "Ada L."),
        LETTER.replace("\n", "\r\n"),
        LETTER,
        "",
        "wholly other words",
        LETTER + "\u2028\x0c\r",
    ]
    async with desk.app().run_test() as pilot:
        editor = screen_of(pilot).editor
        for text in texts:
            before = editor.text
            take_in(editor, text)
            assert editor.text == text
            editor.undo()
            assert editor.text == before
            editor.redo()
            assert editor.text == text


async def test_notes_cursor_and_selection_stay_with_their_words(desk: Desk) -> None:
    """Changes before, between and behind them move them; what they stand on was not touched."""
    desk.server.will(text=COUNCIL)
    async with desk.app().run_test(size=(130, 44)) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await ask(pilot)
        (note,) = screen.conversation.notes
        at = LETTER.index("since")
        screen.editor.go_to(Span(at, at + 5), select=True)
        text = "A title\n\n" + LETTER.replace("parking", "car parking").replace("put up", "set up").replace("Ada", "A.")
        take_in(screen.editor, text)
        assert note.is_open
        assert note.place is not None
        assert note.place.of(text) == "It was decided by them last month"
        assert screen.editor.selected_text == "since"
        take_in(screen.editor, text.replace("decided by them", "decided by the town"))
        screen.conversation.settle()
        await until(pilot, lambda: note.state == "dealt-with")
        take_in(screen.editor, LETTER)
        screen.conversation.settle()
        assert note.state == "open"
