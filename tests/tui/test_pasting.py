"""Pasting: what comes between the terminal's two marks is text, whatever stands in it, and presses no key."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from textual import events

from friend.text.draft import Draft
from friend.tui.pasting import PasteParser
from tests.builders import exchange
from tests.terminal import Terminal
from tests.tui.conftest import LETTER, Desk, screen_of, until
from tests.tui.conftest import heard as heard_at

BEGIN, END = "\x1b[200~", "\x1b[201~"
# A colour, a title, Ctrl+R and Enter, which would ask a friend, Ctrl+Q, which would leave, and an arrow.
HOSTILE = "red \x1b[31mwords\x1b]0;title\x07 \x12\r\x11 \x9b31m \x1b[A\x1bOP end"


def heard(parser: PasteParser, *pieces: str) -> list[events.Key | events.Paste]:
    """Give the keys and the pastes of what the terminal says, in pieces."""
    told = [event for piece in pieces for event in parser.feed(piece)]
    return [event for event in told if isinstance(event, (events.Key, events.Paste))]


@given(
    st.text(st.sampled_from("ab \r\n\t\x1b[]0;12~\x07\x11\x9bé👩‍🏫"), max_size=60),
    st.lists(st.integers(0, 80), max_size=6),
)
def test_whatever_is_pasted_is_one_paste_and_no_key(words: str, cuts: list[int]) -> None:
    """However the bytes are cut into pieces, the words come out as they went in; the keys before and after do, too."""
    words = words.replace(BEGIN, "").replace(END, "")
    said = f"a{BEGIN}{words}{END}b"
    ends = [0, *sorted(cut for cut in cuts if cut < len(said)), len(said)]
    pieces = [said[start:end] for start, end in pairwise(ends) if start < end]
    before, pasted, after = heard(PasteParser(), *pieces)
    assert isinstance(pasted, events.Paste)
    assert pasted.text == words
    assert [key.key for key in (before, after) if isinstance(key, events.Key)] == ["a", "b"]


def test_a_mark_within_a_paste_does_not_end_it() -> None:
    """Words that bring the mark of the end along press no key behind it; a second paste is one of its own."""
    (pasted,) = heard(PasteParser(), f"{BEGIN}one{END}\x11{BEGIN}two{END}")
    assert isinstance(pasted, events.Paste)
    assert pasted.text == "one\x11two"
    parser = PasteParser()
    pastes = heard(parser, f"{BEGIN}one{END}", f"{BEGIN}two{END}")
    assert [each.text for each in pastes if isinstance(each, events.Paste)] == ["one", "two"]
    assert [each.key for each in heard(parser, "\x1b[A") if isinstance(each, events.Key)] == ["up"]


def test_what_is_pasted_into_a_real_terminal_presses_no_key(tmp_path: Path) -> None:
    """Escape sequences within a paste neither ask nor leave: they are words in the text, without their controls."""
    path = tmp_path / "letter.md"
    path.write_text(LETTER)
    terminal = Terminal([sys.executable, "-m", "tests.desk_program", str(path), str(tmp_path / "data")])
    try:
        terminal.wait_for("38 words")
        terminal.type(f"{BEGIN}{HOSTILE}{END}")
        terminal.wait_for("end")
        terminal.type("\x13")
        terminal.wait_for("saved")
        terminal.type("\x11")
        assert terminal.wait() == 0
    finally:
        terminal.close()
    assert path.read_text() == "red [31mwords]0;title \n 31m [AOP end" + LETTER


async def test_a_question_of_several_lines_is_pasted_whole(desk: Desk) -> None:
    """Nothing of it is lost: it stands on one line, without what nobody could see; Enter within it sends nothing."""
    async with desk.app().run_test(size=(130, 40)) as pilot:
        screen = screen_of(pilot)
        await pilot.press("ctrl+r", "tab")
        pilot.app.post_message(events.Paste("Is it clear,\r\n  and short?\x1b]0;x\x07 \u202eYes\u200b, 👩‍🏫\n"))
        await until(pilot, lambda: screen.panel.words.value)
        assert screen.panel.words.value == "Is it clear, and short?]0;x Yes, 👩‍🏫"
        assert screen.panel.words.cursor_at_end
        assert "Is it clear, and short?" in heard_at(pilot)
        pilot.app.copy_to_clipboard("one\ntwo")
        await pilot.press("home", "shift+end", "ctrl+v")
        assert screen.panel.words.value == "one two"
    assert desk.server.requests == []


async def test_an_earlier_question_hides_nothing_on_the_line(desk: Desk) -> None:
    """What came into the log from elsewhere is offered without hidden signs, and one goes past it (faults 41, 42)."""
    one = exchange()
    for number, words in enumerate(("Is it kind?", "Is it \x1b]0;t\x07true\u202e?")):
        told = replace(one, id=f"01J{number}", question=replace(one.question, name=None, text=words), suggestions=())
        desk.services.log.asked(told, Draft("Another text.", "other.md"))
        desk.services.log.answered(told)
    async with desk.app().run_test(size=(130, 40)) as pilot:
        words = screen_of(pilot).panel.words
        await pilot.press("ctrl+r", "tab", "up")
        assert words.value == "Is it ]0;ttrue?"
        await pilot.press("up")
        assert words.value == "Is it kind?"
