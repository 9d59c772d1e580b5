"""Finding one's way: find and replace, go to a line, focus, Markdown's signs, the clipboard, another draft."""

from __future__ import annotations

import base64
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input

from friend.record.exchange import DraftRef
from friend.text.draft import Draft
from friend.text.span import Span
from friend.tui.clipboard import osc52
from friend.tui.finding import find
from friend.tui.markdown_ink import _inked_once, inked
from tests.builders import exchange
from tests.terminal import ROOT
from tests.tui.conftest import LETTER, Desk, screen_of, seen, until


async def test_find_goes_from_place_to_place(desk: Desk) -> None:
    """Ctrl+F finds as one types, ↓ and ↑ go on and back round the ends, Esc leads back with the words selected."""
    async with desk.app().run_test(size=(100, 30)) as pilot:
        editor = screen_of(pilot).editor
        await pilot.press("ctrl+f", *"the")
        places = [match.start() for match in re.finditer("the", LETTER, re.IGNORECASE)]
        await until(pilot, lambda: f"1 of {len(places)}" in seen(pilot))
        assert editor.selected_span == Span(places[0], places[0] + 3)
        await pilot.press("down", "enter")
        assert editor.selected_span == Span(places[2], places[2] + 3)
        await pilot.press("up", "up", "up")
        assert editor.selected_span == Span(places[-1], places[-1] + 3)
        await pilot.press("escape")
        assert editor.has_focus
        assert editor.selected_text == "the"
        await pilot.press("f3")
        assert editor.selected_span == Span(places[0], places[0] + 3)
    assert desk.path.read_text() == LETTER


async def test_replace_one_and_replace_all(desk: Desk) -> None:
    """Enter in the second field replaces what is selected and goes on; F5 replaces all, as one step to undo."""
    async with desk.app().run_test(size=(100, 30)) as pilot:
        editor = screen_of(pilot).editor
        await pilot.press("ctrl+f", *"they", "tab", *"those", "enter")
        await until(pilot, lambda: editor.text == LETTER.replace("they", "those", 1))
        await pilot.press("ctrl+f", *"we", "tab", "home", *"S", "shift+end", "backspace", "backspace", *"us")
        screen_of(pilot).finding.others.value = "us"
        await until(pilot, lambda: screen_of(pilot).finding.words.value == "we")
        once = editor.text
        await pilot.press("f5")
        changed = re.sub("we", "us", once, flags=re.IGNORECASE)
        assert changed != once
        await until(pilot, lambda: editor.text == changed)
        await pilot.press("escape", "ctrl+z")
        await until(pilot, lambda: editor.text == once)
        await pilot.press("ctrl+y")
        await until(pilot, lambda: editor.text == changed)
        await pilot.press("ctrl+z", "ctrl+z")
        await until(pilot, lambda: editor.text == LETTER)


async def test_very_many_places_are_replaced_as_one(desk: Desk) -> None:
    """A thousand places are replaced, and one undo brings them back."""
    desk.write("a b\r\n" * 1000)
    async with desk.app().run_test() as pilot:
        editor = screen_of(pilot).editor
        editor.replace_spans(find("a", editor.text).places(), "xyz")
        assert editor.text == "xyz b\r\n" * 1000
        await pilot.press("ctrl+z")
        assert editor.text == "a b\r\n" * 1000
        assert editor.draft.words == 2000


async def test_go_to_a_line(desk: Desk) -> None:
    """Ctrl+L asks for a line; one beyond the end is the last."""
    async with desk.app().run_test() as pilot:
        editor = screen_of(pilot).editor
        for typed, row in (("3", 2), ("999", LETTER.count("\n")), ("0", 0)):
            await pilot.press("ctrl+l")
            await until(pilot, lambda: "Go to line" in seen(pilot))
            await pilot.press(*typed, "enter")
            await until(pilot, lambda row=row: editor.cursor_location == (row, 0))  # type: ignore[misc]


async def test_the_ends_of_the_text_are_a_key_away(desk: Desk) -> None:
    """Ctrl+End and Ctrl+Home go there, from anywhere; with Shift they select."""
    desk.write(LETTER * 50)
    async with desk.app().run_test() as pilot:
        editor = screen_of(pilot).editor
        await pilot.press("ctrl+end")
        assert editor.cursor_offset_in_text == len(editor.text)
        await until(pilot, lambda: "Ada" in seen(pilot))
        await pilot.press("ctrl+home")
        assert editor.cursor_offset_in_text == 0
        await pilot.press("ctrl+shift+end")
        assert editor.selected_text == editor.text
        await pilot.press("left", "down", "ctrl+shift+home")
        assert editor.selected_text == LETTER[:17]


async def test_the_selection_is_counted(desk: Desk) -> None:
    """The status line says how many words are selected."""
    async with desk.app().run_test(size=(100, 30)) as pilot:
        await pilot.press("shift+end")
        await until(pilot, lambda: "2 of 38 words" in seen(pilot))


async def test_focus_mode_dims_the_other_paragraphs(desk: Desk) -> None:
    """F4 dims all but the paragraph of the cursor, and follows it; F4 again dims nothing."""
    async with desk.app().run_test(size=(100, 30)) as pilot:
        editor = screen_of(pilot).editor

        def bright() -> str:
            return " ".join(look.words.strip() for look in editor._keys if look is not None and not look.dimmed)

        await pilot.press("f4")
        await until(pilot, lambda: bright() == "Dear neighbours,")
        await pilot.press("down", "down")
        await until(pilot, lambda: bright() == LETTER.splitlines()[2])
        inks = editor._styles_now()
        colours = {
            part.text.strip(): part.style.color
            for y in range(editor.size.height)
            for part in editor.render_line(y)
            if part.style
        }
        assert colours["Dear neighbours,"] == colours["Ada"] == inks.dim.color != inks.text.color
        await pilot.press("f4")
        await until(pilot, lambda: bright().strip().endswith("Ada"))


async def test_save_as_goes_on_under_the_new_name(desk: Desk) -> None:
    """F12 saves under another name; the old file stays as it is, and an existing file is not written over."""
    new = desk.path.with_name("second.md")
    there = desk.path.with_name("third.md")
    there.write_text("not mine")
    async with desk.app().run_test(size=(100, 30)) as pilot:
        screen = screen_of(pilot)
        await pilot.press("x", "f12")
        await until(pilot, lambda: "Save as" in seen(pilot))
        pilot.app.screen.query_one(Input).value = str(there)
        await pilot.press("enter")
        await until(pilot, lambda: "there is a file called" in seen(pilot))
        assert screen.keeping.path == str(desk.path)
        await pilot.press("f12")
        await until(pilot, lambda: "Save as" in seen(pilot))
        pilot.app.screen.query_one(Input).value = str(new)
        await pilot.press("enter")
        await until(pilot, lambda: screen.keeping.path == str(new))
        assert not screen.is_modified
    assert new.read_text() == "x" + LETTER
    assert desk.path.read_text() == LETTER
    assert there.read_text() == "not mine"


async def test_another_draft_is_opened_in_its_place(desk: Desk) -> None:
    """F2 asks for a draft and leaves for it, with the question about unsaved changes before."""
    app = desk.app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f2")
        await until(pilot, lambda: "Open which draft?" in seen(pilot))
        await pilot.press(*"other.md", "enter")
        await until(pilot, lambda: app._exit)
    assert app.return_value == "other.md"


async def test_drafts_asked_about_of_late_are_offered(desk: Desk) -> None:
    """F2 lists them, the newest first, without this one and those that are gone; the number alone opens one."""
    one = exchange()
    for number, name in enumerate(("first.md", "second.md", "gone.md", desk.path.name)):
        draft = Draft(f"Text {number}.", str(desk.path.with_name(name)))
        desk.services.log.asked(
            replace(one, id=f"01J{number}", draft=DraftRef(str(draft.path), draft.digest, 2)), draft
        )
        if name in {"first.md", "second.md"}:
            desk.path.with_name(name).write_text(draft.text)
    app = desk.app()
    async with app.run_test(size=(130, 30)) as pilot:
        await pilot.press("f2")
        await until(pilot, lambda: "Open which draft?" in seen(pilot))
        shown = seen(pilot)
        assert shown.index("1  second.md") < shown.index("2  first.md")
        assert "gone.md" not in shown
        assert "3  letter.md" not in shown
        await pilot.press("2", "enter")
        await until(pilot, lambda: app._exit)
    assert app.return_value == str(desk.path.with_name("first.md"))


@pytest.mark.skipif(
    not shutil.which("tmux") and not os.environ.get("FRIEND_TEST_NOTHING_SKIPPED"),
    reason="tmux is not installed: apt-get install tmux",
)
def test_within_tmux_words_are_copied_and_pasted(tmp_path: Path) -> None:
    """In a real tmux, what is copied is in its buffer, and its buffer is pasted as text."""
    path = tmp_path / "letter.md"
    path.write_text("Dear neighbours,\n")

    def tmux(*words: str) -> str:
        command = ["tmux", "-S", str(tmp_path / "socket"), "-f", os.devnull, *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=30, cwd=ROOT).stdout

    def wait_for(holds: Callable[[], object]) -> None:
        end = time.monotonic() + 60.0
        while not holds():
            assert time.monotonic() < end, tmux("capture-pane", "-p")
            time.sleep(0.05)

    desk = [sys.executable, "-m", "tests.desk_program", str(path), str(tmp_path / "data")]
    tmux("new-session", "-d", "-x", "80", "-y", "24", shlex.join(desk), ";", "set", "-g", "set-clipboard", "on")
    try:
        wait_for(lambda: "2 words" in tmux("capture-pane", "-p"))
        tmux("send-keys", "S-End")
        wait_for(lambda: "2 of 2 words" in tmux("capture-pane", "-p"))
        tmux("send-keys", "C-c")
        wait_for(lambda: tmux("show-buffer") == "Dear neighbours,")
        tmux("set-buffer", "-b", "other", " \x1b[31mand friends\x11")
        tmux("send-keys", "End")
        tmux("paste-buffer", "-p", "-b", "other")
        wait_for(lambda: "and friends" in tmux("capture-pane", "-p"))
        tmux("send-keys", "C-s")
        wait_for(lambda: path.read_text() == "Dear neighbours, [31mand friends\n")
    finally:
        tmux("kill-server")


@given(st.text(), st.sampled_from([{}, {"TMUX": "x"}, {"STY": "x"}]))
def test_the_clipboard_sequence_holds_base64_alone(words: str, environ: dict[str, str]) -> None:
    """Whatever is copied, only our own sequence and base64 are sent, through tmux and screen too."""
    sent = osc52(words, environ)
    inner = re.sub(r"\x1bP(tmux;)?|\x1b\\", "", sent).replace("\x1b\x1b", "\x1b")
    found = re.findall(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", inner)
    assert re.fullmatch(r"(\x1b\]52;c;[A-Za-z0-9+/=]*\x07)+", inner)
    assert {base64.b64decode(one) for one in found} == {words.encode("utf-8", "replace")}


@pytest.mark.parametrize(
    ("line", "signs"),
    [
        ("# Title", [("# ", "dim"), ("Title", "bold")]),
        ("> said **so** to _us_", [("> ", "dim"), ("**", "dim"), ("so", "bold"), ("**", "dim"), ("_", "dim")]),
        ("- a `b` [c](http://d)", [("-", "dim"), ("`", "dim"), ("`", "dim"), ("[", "dim"), ("](http://d)", "dim")]),
        ("---", [("---", "dim")]),
        ("snake_case_name and 2 * 3 * 4", []),
    ],
)
def test_signs_of_markdown_are_inked(line: str, signs: list[tuple[str, str]]) -> None:
    """Titles are bold, signs are dim, words are left alone."""
    assert [(line[begin:end], ink) for begin, end, ink in inked(line)][: len(signs)] == signs


def test_no_line_of_a_book_is_remembered_for_its_signs() -> None:
    """Each key in a very long line makes another line of it: none of them is kept (fault 61)."""
    kept = _inked_once.cache_info().currsize
    assert inked("*" + "a" * 30_000 + "*") == ()
    assert _inked_once.cache_info().currsize == kept


@given(st.text("#*_`[]()>- ab\t1.~=", max_size=60))
def test_inks_stay_within_the_line(line: str) -> None:
    """Any line is inked without fault, within its columns."""
    for begin, end, _ in inked(line):
        assert 0 <= begin <= end <= len(line)


@given(st.text("abA ", max_size=4), st.text("abA \n", max_size=40))
def test_find_finds_what_is_there(words: str, text: str) -> None:
    """Each place holds the words; a capital makes the case count."""
    for place in find(words, text).places():
        assert place.of(text).casefold() == words.casefold()
        assert place.of(text) == words or not any(char.isupper() for char in words)
