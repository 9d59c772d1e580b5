"""Into one's own editor and back: the text as it was saved there, and nothing lost whatever becomes of that editor."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.terminal import Terminal
from tests.tui.conftest import LETTER, Desk, screen_of, seen, until


@contextmanager
def _at_the_desk(path: Path, data: Path) -> Iterator[Terminal]:
    terminal = Terminal([sys.executable, "-m", "tests.desk_program", str(path), str(data)])
    try:
        terminal.wait_for("F1 keys")
        yield terminal
    finally:
        terminal.close()


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """Give a letter of one's own."""
    path = tmp_path / "letter.md"
    path.write_text(LETTER)
    return path


def _editor(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make an editor of a few lines of shell; the file is its last argument."""
    program = folder / "my-editor"
    program.write_text(f"#!/bin/sh\nfor file; do :; done\n{script}\n")
    program.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(program))


def test_there_and_back_with_what_was_typed_before(
    letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not saved is saved first; the editor's text comes back as one undo step; typing goes on."""
    _editor(
        tmp_path,
        'cp "$file" "$file.before"; sed -i s/council/town/ "$file"; printf "IN THE EDITOR"; read x',
        monkeypatch,
    )
    with _at_the_desk(letter, tmp_path / "data") as terminal:
        terminal.type("Hello. ")
        terminal.wait_for("Hello")
        terminal.type("\x0f")
        terminal.await_bytes(b"IN THE EDITOR")
        assert (tmp_path / "letter.md.before").read_text() == "Hello. " + LETTER
        terminal.type("\r")
        terminal.wait_for("this is what your editor saved; undo leads back")
        terminal.type("\x1a\x13")  # undo, save
        terminal.wait_for("saved")
        terminal.type("more \x13")
        for _ in range(200):
            if letter.read_text() == "Hello. more " + LETTER:
                break
            terminal.came(b"\0", 0.05)
    assert letter.read_text() == "Hello. more " + LETTER


def test_whatever_the_editor_does_is_said_in_a_line(letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It fails, is killed or stopped by Ctrl+C, writes rubbish, removes the file: friend says so, and has its text."""
    _editor(letter.parent, '. "$(dirname "$0")/next"', monkeypatch)
    unread = "your text from before is still here; the file cannot be read: this is"
    with _at_the_desk(letter, letter.parent / "data") as terminal:
        for script, said in [
            ("exit 0", "back; the file is as it was"),
            ("exit 3", r"ended with an error \(code 3\); your text is as it was"),
            ("kill -9 $$", r"ended with an error \(signal 9\); your text is as it was"),
            # The keyboard's Ctrl+C goes to all that run in the terminal.
            ("kill -INT 0; sleep 60", rf"ended with an error \(signal {signal.SIGINT:d}\)"),
            ('printf "%s" more >>"$file"; exit 1', r"ended with an error \(code 1\); this is what it saved"),
            ('printf "\\377\\376x" >"$file"', f"{unread} UTF-16"),
            ('rm "$file"; mkdir "$file"', f"{unread} a folder"),
            ('rmdir "$file"', "the file is no longer there; your text is still here, not saved"),
        ]:
            (letter.parent / "next").write_text(script)
            terminal.seen = b""
            terminal.type("\x0f")
            terminal.wait_for(said)
        terminal.type("\x13")
        for _ in range(400):
            if letter.exists():
                break
            terminal.came(b"\0", 0.05)
        assert letter.read_text() == LETTER + "more"
        terminal.wait_for("saved")


@pytest.mark.parametrize("editor", ["/nosuch/editor", "no-such-editor --wait"])
def test_an_editor_that_is_not_there(
    letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, editor: str
) -> None:
    """It is said, and what to set; the desk is as it was."""
    monkeypatch.setenv("VISUAL", editor)
    with _at_the_desk(letter, tmp_path / "data") as terminal:
        terminal.type("\x0f")
        terminal.wait_for("your editor (could not be started|was not found)")
        terminal.type("still here ")
        terminal.wait_for("still here")
    assert letter.read_text() == LETTER


@pytest.mark.skipif(
    not shutil.which("nvim") and not os.environ.get("FRIEND_TEST_NOTHING_SKIPPED"),
    reason="neovim is not installed: apt-get install neovim",
)
def test_neovim_opens_at_the_line_of_the_cursor(letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real editor in the same terminal: it stands on the same line, and its text comes back."""
    ready = tmp_path / "ready"
    monkeypatch.setenv("VISUAL", f"nvim -u NONE -n -c \"call writefile([], '{ready}')\"")
    with _at_the_desk(letter, tmp_path / "data") as terminal:
        terminal.type("\x1b[B\x1b[B\x0f")
        for _ in range(600):
            if ready.exists():
                break
            terminal.came(b"\0", 0.05)
        terminal.type("Ifirst \x1b:wq\r")
        terminal.wait_for("this is what your editor saved")
    assert letter.read_text().splitlines()[2].startswith("first I am writing")


async def test_a_terminal_that_cannot_be_lent_is_said(desk: Desk) -> None:
    """Where Textual cannot give the terminal away, nothing happens but a line."""
    async with desk.app().run_test(size=(130, 30)) as pilot:
        await pilot.press("x", "ctrl+o")
        await until(pilot, lambda: "this terminal cannot be lent to another program" in seen(pilot))
        assert desk.path.read_text() == "x" + LETTER


async def test_a_text_without_a_name_is_asked_for_one(desk: Desk, tmp_path: Path) -> None:
    """Only a file can be opened elsewhere; who gives no name stays."""
    async with desk.app().run_test(size=(130, 30)) as pilot:
        screen = screen_of(pilot)
        screen.keeping.path = None
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "Save as" in seen(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: "not saved: no name was given" in seen(pilot))
