"""Lazy wrapping: rows are those of a text wrapped whole, and nothing jumps when an estimate turns out otherwise."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st
from textual.document._wrapped_document import WrappedDocument

from friend.tui.document import DraftDocument
from friend.tui.tally import Tally
from friend.tui.widgets.page import MEASURE
from friend.tui.widgets.rows import Look
from friend.tui.wrapping import WrappedDraft
from tests.tui.conftest import Desk, screen_of, until

LINES = st.lists(st.text("ab é\t漢👍-", max_size=40), min_size=1, max_size=12)


@given(LINES, st.integers(4, 30), st.data())
def test_the_rows_are_those_of_a_text_wrapped_whole(lines: list[str], width: int, data: st.DataObject) -> None:
    """After any edits, once looked at, height, rows and places are what Textual's own wrapping gives."""
    document = DraftDocument("\n".join(lines))
    lazy = WrappedDraft(document, 4)
    lazy.wrap(width)
    for _ in range(3):
        ends = [
            (row, data.draw(st.integers(0, len(document.get_line(row)))))
            for row in (data.draw(st.integers(0, document.line_count - 1)) for _ in range(2))
        ]
        document.replace_range(min(ends), max(ends), data.draw(st.sampled_from(["", "x", "\n", "one two\nthree"])))
        lazy.know(data.draw(st.integers(0, document.line_count - 1)), 3, 3)
    lazy.know(0, 0, 10_000)
    whole = WrappedDocument(document, width, 4)
    assert lazy.height == whole.height
    assert lazy.lines == whole.lines
    for y, (line, section) in enumerate(whole._offset_to_line_info):
        found = lazy.row(y)
        assert found is not None
        assert found[:2] == (line, section)
    assert [row[:2] for row in lazy.rows(0, 10_000)] == whole._offset_to_line_info
    for line in range(document.line_count):
        for column in range(len(document.get_line(line)) + 1):
            assert lazy.location_to_offset((line, column)) == whole.location_to_offset((line, column))


@given(st.lists(st.integers(0, 9), min_size=1, max_size=600), st.data())
def test_a_tally_sums_like_a_list(values: list[int], data: st.DataObject) -> None:
    """Sums, places and splices are those of a plain list."""
    tally, plain = Tally(values), list(values)
    for _ in range(4):
        start, stop = sorted(data.draw(st.integers(0, len(plain))) for _ in range(2))
        new = data.draw(st.lists(st.integers(0, 9), min_size=1, max_size=300))
        tally.splice(start, stop, new)
        plain[start:stop] = new
        line = data.draw(st.integers(0, len(plain)))
        assert tally.before(line) == sum(plain[:line])
        assert (len(tally), tally.total) == (len(plain), sum(plain))
        position = data.draw(st.integers(0, max(1, sum(plain))))
        found, begins = tally.at(position)
        assert begins == sum(plain[:found]) <= position
        assert found == len(plain) - 1 or sum(plain[: found + 1]) > position


async def test_scrolling_up_from_the_end_shows_every_row_once(desk: Desk) -> None:
    """From the end of a long draft, page by page upwards: each screen joins the one before, whatever was estimated."""
    desk.write("\n".join(f"{number} " + "a wide word here and there " * (number % 7) for number in range(800)))
    async with desk.app().run_test(size=(70, 20)) as pilot:
        editor = screen_of(pilot).editor
        editor.go_to_line(800)
        await pilot.pause()
        rows = [look.words for look in editor._keys if look is not None]
        assert "799 a wide word" in rows[-1]
        for _ in range(12):
            before = [look.words for look in editor._keys if look is not None]
            editor.scroll_relative(y=-5, animate=False)
            await pilot.pause()
            after = [look.words for look in editor._keys if look is not None]
            assert after[5:] == before[: len(before) - 5]


async def test_a_new_size_keeps_the_cursor_in_its_row(desk: Desk) -> None:
    """Where the terminal changes its size, the line of the cursor stays where it was on the screen."""
    desk.write("\n".join(f"{number} " + "some words " * 20 for number in range(300)))
    async with desk.app().run_test(size=(90, 24)) as pilot:
        editor = screen_of(pilot).editor
        editor.go_to_line(150)
        await pilot.pause()
        row = editor._wrapped.location_to_offset(editor.cursor_location).y - editor.scroll_offset.y
        for width in (60, 130, 80):
            await pilot.resize_terminal(width, 24)
            await until(pilot, lambda width=width: pilot.app.size.width == width)  # type: ignore[misc]
            now = editor._wrapped.location_to_offset(editor.cursor_location).y - editor.scroll_offset.y
            assert now == row


async def test_no_frame_shows_a_line_that_is_not_wrapped(desk: Desk) -> None:
    """At the start, and where the terminal changes its size, no row is painted wider than the page (fault 61)."""
    desk.write("some words " * 2_000)
    with patch.object(Look, "paint", autospec=True, side_effect=Look.paint) as painted:
        async with desk.app().run_test(size=(90, 24)) as pilot:
            for width in (60, 130):
                await pilot.resize_terminal(width, 24)
                await until(pilot, lambda width=width: screen_of(pilot).editor.size.width == width)  # type: ignore[misc]
    assert painted.call_args_list
    assert max(len(call.args[0].words) for call in painted.call_args_list) <= MEASURE + 1
