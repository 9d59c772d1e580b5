"""How the person's own editor is called: split as git splits it, with the place said as that editor wants it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from friend.adapters.own_editor import editor_command


@pytest.mark.parametrize(
    ("editor", "words"),
    [
        ("vim", ["+7", "/t/letter.md"]),
        ("/usr/bin/nvim", ["+7", "/t/letter.md"]),
        ("nano", ["+7,3", "/t/letter.md"]),
        ("emacs", ["+7:3", "/t/letter.md"]),
        ("micro", ["+7:3", "/t/letter.md"]),
        ("hx", ["/t/letter.md:7:3"]),
        ("code", ["--goto", "/t/letter.md:7:3"]),
        ("ed", ["/t/letter.md"]),
    ],
)
def test_each_editor_is_told_the_place_in_its_own_way(editor: str, words: list[str]) -> None:
    """Vim, nano, Emacs, micro, Helix and Code take a line each in their own form; what is unknown gets the file."""
    assert editor_command({"EDITOR": editor}, "/t/letter.md", 7, 3) == [editor, *words]


def test_visual_comes_before_editor_and_vi_last() -> None:
    """VISUAL, then EDITOR, then vi; one that is set to nothing is not set."""
    assert editor_command({"VISUAL": "nano", "EDITOR": "vim"}, "/l", 1, 1)[0] == "nano"
    assert editor_command({"VISUAL": " ", "EDITOR": "vim"}, "/l", 1, 1)[0] == "vim"
    assert editor_command({}, "/l", 1, 1) == ["vi", "+1", "/l"]


def test_words_and_quotes_of_the_variable_are_the_shells_as_with_git(tmp_path: Path) -> None:
    """An editor with arguments, quotes and a home in it runs as under git; the file's own name is never run."""
    program = tmp_path / "my editor"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    program.chmod(0o755)
    named = tmp_path / "a $(touch owned); 'x'\n.md"
    words = editor_command({"EDITOR": f"'{program}' -c \"set x\""}, str(named), 7, 3)
    ran = subprocess.run(words, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert ran.stdout == f"-c\nset x\n{named}\n"
    assert not (tmp_path / "owned").exists()
    code = editor_command({"EDITOR": "code --wait"}, str(named), 7, 3)
    assert code == ["sh", "-c", 'code --wait "$@"', "code --wait", "--goto", f"{named}:7:3"]


def test_a_name_that_begins_with_a_dash_is_no_option(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The editor is given the whole path."""
    monkeypatch.chdir(tmp_path)
    assert editor_command({"EDITOR": "vim"}, "-c quit", 1, 1)[-1] == str(tmp_path / "-c quit")
