"""Breaking a line into rows: what an edit does not touch is not broken again, and nobody can see that."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import example, given
from hypothesis import strategies as st
from textual._wrap import compute_wrap_offsets
from textual.document._document_navigator import DocumentNavigator
from textual.document._wrapped_document import WrappedDocument

from friend.text.visible import visible_line, visible_line_again
from friend.text.words import count_words, words_gained
from friend.tui import breaking
from friend.tui import document as document_module
from friend.tui.breaking import Known, breaks_of
from friend.tui.document import DraftDocument
from friend.tui.navigator import Navigator
from friend.tui.wrapping import WrappedDraft
from tests.tui.conftest import Desk, screen_of, seen, until

# Words and spaces, tabs, characters of no cell and of two, and those that change the width of the one before.
LINES = st.text("abcdef    é\t漢👍-\u0301\u200d\ufe0f☀\xa0—", max_size=90)
PIECES = st.text("ab  \t漢\u200d\ufe0f☀", max_size=6)


@given(LINES, st.integers(2, 20), PIECES, st.data())
@example("aaaaaaaaaaaaaaaaaaaa b", 4, " ", None)
def test_a_line_is_broken_after_an_edit_as_it_would_be_anew(
    line: str, width: int, put_in: str, data: st.DataObject | None
) -> None:
    """The breaks that are kept and the ones that are found are those of Textual's own for the whole line."""
    start, end = sorted(data.draw(st.integers(0, len(line))) for _ in range(2)) if data else (2, 3)
    before = compute_wrap_offsets(line, width, 4)
    assert breaks_of(line, width, 4) == before
    edited = line[:start] + put_in + line[end:]
    known = Known(before, start, before, len(line) - end, len(edited) - len(line))
    assert breaks_of(edited, width, 4, known) == compute_wrap_offsets(edited, width, 4)


def test_a_key_in_a_megabyte_breaks_some_rows_only() -> None:
    """In the middle of a megabyte on one line, fewer rows than a screen has are found anew."""
    line = "a few words, and a longer one " * 33_000
    before = breaks_of(line, 70, 4)
    middle = len(line) // 2
    edited = f"{line[:middle]}x{line[middle:]}"
    known = Known(before, middle, before, len(line) - middle, 1)
    with patch.object(breaking, "_row_end", wraps=breaking._row_end) as found:
        after = breaks_of(edited, 70, 4, known)
    assert found.call_count < 20
    assert after == breaks_of(edited, 70, 4)


@given(LINES, PIECES, st.data())
def test_a_line_is_shown_after_an_edit_as_it_would_be_anew(line: str, put_in: str, data: st.DataObject) -> None:
    """Joiners and selectors are shown by what stands beside them, also where the edit is on one side only."""
    start, end = sorted(data.draw(st.integers(0, len(line))) for _ in range(2))
    edited = line[:start] + put_in + line[end:]
    left, as_it_is = len(line) - end, visible_line(line) == line
    assert visible_line_again(edited, visible_line(line), start, left, as_it_is=as_it_is) == visible_line(edited)


@given(st.lists(st.text("ab \u200d\u202e👍", max_size=12), min_size=1, max_size=4), st.data())
def test_lines_are_shown_after_edits_as_they_would_be_anew(lines: list[str], data: st.DataObject) -> None:
    """Lines that are cut, joined and typed into show what they hold, those that show themselves as they are too."""
    document = DraftDocument("\n".join(lines))
    with patch.object(document_module, "_LONG", 0):
        for _ in range(4):
            ends = [
                (row, data.draw(st.integers(0, len(document.get_line(row)))))
                for row in (data.draw(st.integers(0, document.line_count - 1)) for _ in range(2))
            ]
            new = data.draw(st.sampled_from(["", "x", "\u200d", "\n", "a\nb\u202e\n"]))
            document.replace_range(min(ends), max(ends), new)
            assert document.lines == [visible_line(line) for line in document._exact]


@given(st.lists(st.text("ab1.,'-  \u0301\u200d漢あ", max_size=150), min_size=1, max_size=4), st.data())
def test_words_are_counted_after_an_edit_as_they_would_be_anew(lines: list[str], data: st.DataObject) -> None:
    """Words that an edit makes longer, cuts or joins are counted from what is near, in all scripts."""
    first, last = sorted(data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    old = lines[first : last + 1]
    start = data.draw(st.integers(0, len(old[0])))
    end = data.draw(st.integers(start if first == last else 0, len(old[-1])))
    new = data.draw(st.text("a1.,' \n漢\u0301", max_size=8)).split("\n")
    new[0] = old[0][:start] + new[0]
    new[-1] += old[-1][end:]
    gained = sum(map(count_words, new)) - sum(map(count_words, old))
    assert words_gained(old, new, start, len(old[-1]) - end) == gained


@given(st.lists(st.text("ab é漢-", max_size=60), min_size=1, max_size=5), st.integers(4, 30), st.data())
def test_up_and_down_lead_where_they_led(lines: list[str], width: int, data: st.DataObject) -> None:
    """The place one row up or down is the one that Textual finds by cutting the whole line."""
    document = DraftDocument("\n".join(lines))
    ours, theirs = WrappedDraft(document, 4), WrappedDocument(document, width, 4)
    ours.wrap(width)
    row = data.draw(st.integers(0, len(lines) - 1))
    place = (row, data.draw(st.integers(0, len(lines[row]))))
    one, other = Navigator(ours), DocumentNavigator(theirs)
    one.last_x_offset = other.last_x_offset = data.draw(st.integers(0, width))
    assert one.get_location_above(place) == other.get_location_above(place)
    assert one.get_location_below(place) == other.get_location_below(place)


async def test_a_long_line_is_cut_joined_and_mended_by_keys(desk: Desk) -> None:
    """Enter, Backspace, undo and word by word in a long line with hidden characters: shown as it would be anew."""
    desk.write("Short.\n" + "some words\u202e of a 漢字 line\u200b " * 400 + "\nShort too.\n")
    async with desk.app().run_test(size=(80, 24)) as pilot:
        editor = screen_of(pilot).editor
        for keys in (
            ("down", "down", "down", "x", "é", "backspace"),
            ("enter", "y", "backspace", "backspace"),
            ("home", "ctrl+right", "ctrl+right", "ctrl+left", "delete", "ctrl+z", "ctrl+y"),
            ("ctrl+home", "end", "delete", "z", "ctrl+z", "ctrl+z", "ctrl+z"),
        ):
            await pilot.press(*keys)
            draft = editor.draft
            assert draft.lines == [visible_line(line) for line in draft._exact]
            assert draft.words == sum(map(count_words, draft._exact))
            for index, line in enumerate(draft.lines):
                assert editor._wrapped.get_offsets(index) == compute_wrap_offsets(line, editor.wrap_width, 4)


async def test_the_words_of_a_book_are_counted_again_after_all_of_it_changed(desk: Desk) -> None:
    """A change of most of a book is not counted while the key waits: the count goes, and is there again soon."""
    desk.write("one two three\n" * 30_000)
    async with desk.app().run_test(size=(100, 24)) as pilot:
        screen = screen_of(pilot)
        await until(pilot, lambda: screen.editor.draft.counted == 90_000)
        await pilot.press("ctrl+f", *"two", "tab", *"2 2", "f5")
        assert screen.editor.text == "one 2 2 three\n" * 30_000
        await until(pilot, lambda: screen.editor.draft.counted == 120_000)
        assert "120,000 words" in seen(pilot) or "120000 words" in seen(pilot)
        await pilot.press("escape", "ctrl+z")
        await until(pilot, lambda: screen.editor.draft.counted == 90_000)
