"""Writing in comfort: any size of terminal, the mouse, paste, undo without limit, and code that is not inked."""

from __future__ import annotations

import sys

import pytest
from textual import events

from friend.tui.document import DraftDocument
from friend.tui.screens.help import HelpScreen
from friend.tui.widgets.page import MEASURE
from tests.tui.conftest import LETTER, TWO, Desk, ask, screen_of, seen, until


@pytest.mark.parametrize("size", [(60, 20), (300, 100)])
async def test_all_that_one_needs_is_reachable_at_any_size(desk: Desk, size: tuple[int, int]) -> None:
    """In a small window and a huge one: the panel leaves the passage in sight; cards, help, log, sheets are there."""
    desk.server.will(text=TWO)
    async with desk.app().run_test(size=size) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down", "ctrl+r")
        await until(pilot, lambda: screen.panel._preview is not None)
        shown = seen(pilot)
        for words in (
            "I am writing about the parking.",
            "c  Is it clear",
            "Enter send",
            "Esc close",
            "or in your own",
            "tokens",
        ):
            assert words in shown
        await pilot.press("escape")
        await ask(pilot)
        screen.set_focus(screen.pane)
        await pilot.press("z")
        await until(pilot, lambda: screen.has_class("-zoomed") and "the council" in seen(pilot))
        await pilot.press("z", "f6", "f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        await pilot.press("end")
        await until(pilot, lambda: "Esc closes this." in seen(pilot))
        await pilot.press("escape", "f5")
        await until(pilot, lambda: "The log" in seen(pilot) and "Is it clear" in seen(pilot))
        await pilot.press("escape", "x", "ctrl+q")
        await until(pilot, lambda: "not saved" in seen(pilot) and "save and leave" in seen(pilot))


async def test_a_window_of_nearly_nothing(desk: Desk) -> None:
    """Ten cells by three rows: one can write, ask, read the keys and leave, and nothing breaks."""
    desk.server.will(text=TWO)
    async with desk.app().run_test(size=(10, 3)) as pilot:
        await pilot.press("a", "down", "down")
        await ask(pilot)
        await pilot.press("f6", "n", "z", "z", "f6", "f1", "escape", "f5", "escape", "ctrl+f", "e", "escape", "ctrl+p")
        await pilot.press("escape")
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert screen_of(pilot).editor.text == "a" + LETTER


async def test_a_card_and_a_number_in_the_margin_can_be_clicked(desk: Desk) -> None:
    """A click on a card goes to its place; one on numbers in the margin to their notes, one after the other."""
    desk.server.will(text=TWO)
    async with desk.app().run_test(size=(130, 44)) as pilot:
        screen = screen_of(pilot)
        editor = screen.editor
        await ask(pilot, key="ctrl+t")
        await until(pilot, lambda: "①②  I am writing" in seen(pilot))
        for quote in ("them", "we were not told", "them"):
            await pilot.click(editor, offset=(editor.gutter_width - 3, 3))
            await until(pilot, lambda quote=quote: editor.text[editor.cursor_offset_in_text :].startswith(quote))  # type: ignore[misc]
        assert editor.selected_text == "them"
        await pilot.click(screen.pane.cards[1])
        await until(pilot, lambda: editor.text[editor.cursor_offset_in_text :].startswith("we were not told"))
        assert editor.has_focus
        # Where no note begins the margin is the page's.
        await pilot.click(editor, offset=(editor.gutter_width - 3, 6))
        await until(pilot, lambda: editor.cursor_location[0] == 4)
        assert editor.text == LETTER


@pytest.mark.parametrize("width", [60, 100, 300])
async def test_the_text_keeps_its_measure_and_stands_in_the_middle(desk: Desk, width: int) -> None:
    """A row is never longer than the measure, and the room at both sides is the same."""
    desk.write("word " * 200)
    async with desk.app().run_test(size=(width, 24)) as pilot:
        editor = screen_of(pilot).editor
        await until(pilot, lambda: editor.wrap_width and len(editor._keys) > 1 and editor._keys[1])
        rows = [look.words.rstrip() for look in editor._keys if look is not None]
        assert max(map(len, rows)) <= min(MEASURE, width)
        left, room = editor.gutter_width, editor._laid_out_in()
        assert abs(left - (room - left - editor.wrap_width)) <= 2


async def test_undo_has_no_limit_and_redo_comes_all_the_way_back(desk: Desk) -> None:
    """No limit is set to the steps that are kept; many are undone to the text as it was opened, and done again."""
    async with desk.app().run_test() as pilot:
        editor = screen_of(pilot).editor
        assert editor.history.max_checkpoints == sys.maxsize
        for number in range(1_000):
            editor.insert(f"{number}\n")
            editor.history.checkpoint()
        written = editor.text
        assert len(editor.history.undo_stack) == 1_000
        for _ in range(1_000):
            editor.undo()
        assert editor.text == LETTER
        for _ in range(1_000):
            editor.redo()
        assert editor.text == written


async def test_a_paste_is_text_and_one_step(desk: Desk) -> None:
    """What is pasted comes in whole, with the draft's line ends and no control character; one undo takes it out."""
    desk.write("a\r\nb\r\n")
    async with desk.app().run_test() as pilot:
        editor = screen_of(pilot).editor
        pilot.app.post_message(events.Paste("one\ntwo\x1b[31m\x00\r\nthree"))
        await until(pilot, lambda: "three" in editor.text)
        assert editor.text == "one\r\ntwo[31m\r\nthreea\r\nb\r\n"
        await pilot.press("ctrl+z")
        assert editor.text == "a\r\nb\r\n"


async def test_the_mouse(desk: Desk) -> None:
    """A click puts the cursor, a double click takes a word, dragging selects, and the wheel scrolls what it is over."""
    desk.write(LETTER * 20)
    async with desk.app().run_test(size=(80, 24)) as pilot:
        editor = screen_of(pilot).editor
        left = editor.gutter_width
        await pilot.click(editor, offset=(left + 5, 1))
        assert editor.cursor_location == (0, 5)
        await pilot.double_click(editor, offset=(left + 7, 1))
        await until(pilot, lambda: editor.selected_text == "neighbours")
        await pilot.mouse_down(editor, offset=(left + 2, 3))
        await pilot.hover(editor, offset=(left + 4, 3))
        await pilot.mouse_up(editor, offset=(left + 4, 3))
        assert editor.selected_text == "am"
        wheel = {"button": 0, "shift": False, "meta": False, "ctrl": False, "delta_x": 0, "delta_y": 1}
        editor.post_message(events.MouseScrollDown(editor, x=10, y=10, **wheel))
        await until(pilot, lambda: editor.scroll_offset.y > 0)
        assert editor.selected_text == "am"


async def test_within_a_code_fence_nothing_is_markdown(desk: Desk) -> None:
    """Signs in code are code: neither dim nor bold; behind the fence they are Markdown, also as fences come and go."""
    desk.write("# one\n```\n# two\n**x**\n```\n# three\n")
    async with desk.app().run_test() as pilot:
        editor = screen_of(pilot).editor
        signs = lambda: [bool(look.signs) for look in editor._keys if look is not None]  # noqa: E731 - read twice
        await until(pilot, lambda: signs()[:6] == [True, True, False, False, True, True])
        await pilot.press("down", "x")
        await until(pilot, lambda: signs()[:6] == [True, False, True, True, True, False])
        await pilot.press("ctrl+z")
        await until(pilot, lambda: signs()[:6] == [True, True, False, False, True, True])


def test_fences_follow_every_edit() -> None:
    """Whatever is put in or taken out, a line is code exactly where an odd number of fences stands above it."""
    document = DraftDocument("a\n~~~\nb\n   ```\nc\n    ```\nd")
    assert [document.is_code(row) for row in range(7)] == [False, False, True, False, False, False, False]
    document.replace_range((0, 0), (0, 0), "```\n")
    assert [document.is_code(row) for row in range(8)] == [False, True, False, False, False, True, True, True]
    document.replace_range((0, 0), (2, 0), "")
    assert [document.is_code(row) for row in range(6)] == [False, True, False, False, False, False]
