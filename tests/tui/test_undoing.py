"""Undo without an end: every step of a long session comes back, both ways, and the steps stay small."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, cast

import pytest
from textual.document._document import Location, Selection
from textual.document._edit import Edit

from friend.tui.document import DraftDocument
from friend.tui.undoing import Steps
from tests.tui.conftest import LETTER, Desk, screen_of

if TYPE_CHECKING:
    from textual.widgets import TextArea


@dataclass
class _Page:
    """What an edit needs of a page; a whole desk would take a minute for so many."""

    document: DraftDocument
    steps: Steps
    selection: Selection = field(default_factory=Selection)

    def edit(self, text: str, start: Location, end: Location) -> None:
        """Do one edit as a key does."""
        edit = Edit(text, start, end, maintain_selection_offset=False)
        edit.do(self._area)
        self.steps.record(edit)
        self._after(edit)

    def undo(self) -> None:
        """Undo a step."""
        for edit in reversed(self.steps._pop_undo() or []):
            edit.undo(self._area)
            self._after(edit)

    def redo(self) -> None:
        """Do a step again."""
        for edit in self.steps._pop_redo() or []:
            edit.do(self._area, record_selection=False)
            self._after(edit)

    def _after(self, edit: Edit) -> None:
        self.selection = edit._updated_selection or self.selection

    @property
    def _area(self) -> TextArea:
        return cast("TextArea", self)


def _a_session(page: _Page, seed: int) -> None:
    """Type forty letters and take ten away, 400 times in different places: 20,000 edits."""
    choose = Random(seed)  # noqa: S311 - a seeded choice
    for _ in range(400):
        row = choose.randrange(page.document.line_count)
        page.selection = Selection.cursor((row, choose.randrange(len(page.document.get_line(row)) + 1)))
        page.steps.checkpoint()
        for number in range(40):
            page.edit("abc d"[number % 5], page.selection.end, page.selection.end)
        for _ in range(10):
            row, column = page.selection.end
            page.edit("", (row, column - 1), (row, column))


@pytest.mark.parametrize("seed", [1, 2])
def test_twenty_thousand_edits_come_back_and_stay_small(seed: int) -> None:
    """All steps are undone to the text as it was opened and done again; a run of letters is kept as one edit."""
    page = _Page(DraftDocument(LETTER), Steps())
    _a_session(page, seed)
    written, cursor = page.document.text, page.selection
    steps = page.steps.undo_stack
    assert sum(map(len, steps)) == len(steps) == 800
    for _ in steps:
        page.undo()
    assert page.document.text == LETTER
    for _ in steps:
        page.redo()
    assert (page.document.text, page.selection) == (written, cursor)


async def test_typing_and_deleting_are_each_undone_at_once(desk: Desk) -> None:
    """What was typed in one go is one step, what was deleted in one go another; the cursor is back where it was."""
    async with desk.app().run_test() as pilot:
        editor = screen_of(pilot).editor
        await pilot.press("end", *" and all", "backspace", "backspace", "backspace")
        written = editor.text
        assert [len(step) for step in editor.history.undo_stack] == [1, 1]
        await pilot.press("ctrl+z")
        assert editor.text == LETTER.replace("neighbours,", "neighbours, and all", 1)
        await pilot.press("ctrl+z")
        assert (editor.text, editor.cursor_location) == (LETTER, (0, len("Dear neighbours,")))
        await pilot.press("ctrl+y", "ctrl+y")
        assert editor.text == written
