"""`friend goto`: what an editor says to the desk beside it, as a command; and how it ends when nobody hears it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from friend.adapters.beside.listening import listening
from friend.cli.main import run
from friend.text.whereabouts import Whereabouts
from tests.cli.conftest import Home
from tests.neovim import PAGE, block
from tests.terminal import Terminal


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder whose name is short enough for a socket, with a letter in it, where friend's data lie too."""
    with tempfile.TemporaryDirectory() as name:
        monkeypatch.setenv("FRIEND_DATA", f"{name}/data")
        monkeypatch.setenv("FRIEND_CONFIG", f"{name}/config.toml")
        monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
        monkeypatch.chdir(name)
        (Path(name) / "letter.md").write_text("one\ntwo\n")
        yield Path(name)


async def heard(*words: str) -> Whereabouts:
    """Give what the desk hears of a command."""
    said: list[Whereabouts] = []
    async with listening("letter.md", said.append):
        assert await asyncio.to_thread(run, ["goto", *words]) == 0
    (only,) = said
    return only


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["letter.md:12"], Whereabouts((12, 1))),
        (["./letter.md:12:5"], Whereabouts((12, 5))),
        (["letter.md:12:5-13:1"], Whereabouts((12, 5), (13, 1))),
        (["letter.md:2:5", "--bytes"], Whereabouts((2, 5), unit="byte")),
        (["letter.md:2", "--unsaved"], Whereabouts((2, 1), unsaved=True)),
        (["letter.md", "--saved"], Whereabouts(unsaved=False)),
    ],
)
async def test_each_form_is_heard(folder: Path, words: list[str], wanted: Whereabouts) -> None:
    """A line, a column, a selection, bytes, what is not saved."""
    assert await heard(*words) == wanted


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["letter.md:1"], 3, "no desk stands beside letter.md; open one: friend --beside letter.md"),
        (["nosuch.md:1"], 2, "there is no file nosuch.md"),
        (["letter.md"], 2, "no place in “letter.md”"),
        (["letter.md:0"], 2, "no place in"),
        (["letter.md:x"], 2, "no place in"),
        (["letter.md:1:2-3"], 2, "no place in"),
        (["letter.md:99999999999"], 2, "no place in"),
        (["\x1b]52;c;eA==\x07:1"], 2, "there is no file ␛]52;c;eA==␇"),
        ([], 2, "Missing argument"),
    ],
)
def test_how_it_ends_where_nobody_hears(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int, told: str
) -> None:
    """2 for wrong usage, 3 where nobody is beside; in a line, in which a foreign name is made visible (fault 41)."""
    assert run(["goto", *words]) == code
    said = capsys.readouterr()
    assert told in said.err
    assert "\x1b" not in said.err
    assert not said.out


async def test_where_to_speak(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--where prints the socket, with 3 while nobody listens there; it is the same one then."""
    assert run(["goto", "letter.md", "--where"]) == 3
    first = capsys.readouterr().out
    async with listening("letter.md", print):
        assert run(["goto", "letter.md:5", "--where"]) == 0
    assert capsys.readouterr().out == first


def test_it_is_in_the_help_and_in_the_completion(home: Home) -> None:
    """`friend --help` has it, and --beside; the shell completes its name and its options."""
    told = home.run("--help").out
    assert "  goto " in told
    assert "friend --beside letter.md" in told
    for words, number, wanted in [("friend go", 1, "goto"), ("friend goto --u", 2, "--unsaved")]:
        done = home.run(_FRIEND_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(number))
        assert wanted in done.out


def test_beside_without_a_draft_or_a_terminal_is_wrong_usage(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each says what is missing."""
    assert run(["--beside"]) == 2
    assert "which draft? Try: friend --beside letter.md" in capsys.readouterr().err
    assert run(["--beside", "letter.md"]) == 2
    assert "the desk needs a terminal" in capsys.readouterr().err


def test_the_options_of_the_desk_may_stand_before_the_draft(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`friend --plain letter.md`, `friend --plain` alone and both options: each leads to the desk."""
    for words in (["--plain", "letter.md"], ["--plain"], ["--plain", "--beside", "letter.md"]):
        assert run(words) == 2
        assert "the desk needs a terminal" in capsys.readouterr().err


def test_the_desk_in_a_terminal_goes_where_the_command_says(folder: Path) -> None:
    """The whole of it: the program in a terminal, the command in another, a save; the file is never written."""
    letter = folder / "letter.md"
    letter.write_text("one\n\ntwo three\n")
    before = letter.stat()
    terminal = Terminal([sys.executable, "-m", "friend", "--beside", str(letter)])
    try:
        terminal.wait_for("F1 keys")
        for _ in range(200):
            if run(["goto", f"{letter}:3:5-3:10"]) == 0:
                break
            terminal.came(b"\0", 0.05)
        terminal.wait_for("1 of 3 words")
        terminal.type("typed\x13")
        terminal.type("\x11")
        assert terminal.wait() == 0
        assert b"typed" not in terminal.seen
    finally:
        terminal.close()
    after = letter.stat()
    assert (before.st_ino, before.st_mtime_ns, before.st_size) == (after.st_ino, after.st_mtime_ns, after.st_size)
    assert run(["goto", f"{letter}:1"]) == 3


# What the page gives to other editors


async def said_by(folder: Path, *words: str) -> Whereabouts:
    """Run an editor with `friend` on its path, and give what it says first."""
    friend = folder / "friend"
    friend.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m friend "$@"\n')
    friend.chmod(0o755)
    environ = os.environ | {"PATH": f"{folder}:{os.environ['PATH']}", "PYTHONPATH": str(PAGE.parents[1])}
    said: asyncio.Queue[Whereabouts] = asyncio.Queue()
    async with listening("letter.md", said.put_nowait):
        process = await asyncio.create_subprocess_exec(
            *words, env=environ | {"TERM": "dumb"}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        try:
            return await asyncio.wait_for(said.get(), 60)
        finally:
            process.kill()
            await process.wait()


@pytest.mark.skipif(not shutil.which("vim"), reason="vim is not installed: apt-get install vim")
async def test_the_lines_for_vim(folder: Path) -> None:
    """Vim tells its line, its column in bytes, and that something is not saved."""
    (folder / "letter.md").write_text("one\ntwo é three\n")
    (folder / "vimrc").write_text(block("vim"))
    keys = ["-c", "call cursor(2, 8)", "-c", "set modified", "-c", "doautocmd CursorHold", "-c", "sleep 60"]
    said = await said_by(folder, "vim", "-N", "-u", "vimrc", "-i", "NONE", "-n", "letter.md", *keys)
    assert said == Whereabouts((2, 8), unit="byte", unsaved=True)


@pytest.mark.skipif(not shutil.which("emacs"), reason="emacs is not installed: apt-get install emacs-nox")
async def test_the_lines_for_emacs(folder: Path) -> None:
    """Emacs tells its line, its column in characters, and what is selected."""
    (folder / "letter.md").write_text("one\ntwo é three\n")
    (folder / "init.el").write_text(block("elisp"))
    select = "(progn (text-mode) (goto-char 5) (push-mark) (goto-char 10) (setq transient-mark-mode t mark-active t))"
    keys = ["--eval", select, "--eval", "(friend-tell)", "--eval", "(sleep-for 60)"]
    said = await said_by(folder, "emacs", "--batch", "-Q", "-l", "init.el", "letter.md", *keys)
    assert said == Whereabouts((2, 1), (2, 6), unsaved=False)


async def test_the_page_tells_the_lines_as_they_are(folder: Path) -> None:
    """Each name on the page is understood as it says, and so is the answer."""
    page = PAGE.read_text("utf-8")
    said: list[Whereabouts] = []
    async with listening("letter.md", said.append):
        place = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "friend", "goto", "letter.md", "--where"), stdout=asyncio.subprocess.PIPE
        )
        socket = (await place.communicate())[0].decode().strip()
        reader, writer = await asyncio.open_unix_connection(socket)
        for words in (
            {"at": [1, 2], "to": [2, 1], "unit": "byte", "unsaved": True, "server": "/s", "buffer": 1},
            {},
            {"mood": 1},
        ):
            writer.write(json.dumps(words).encode() + b"\n")
            assert (answer := await reader.readline()) == b'{"ok":true}\n'
            assert answer.decode().strip() in page
            assert all(f"`{name}`" in page for name in words if name != "mood")
        writer.close()
    assert said == [Whereabouts((1, 2), (2, 1), "byte", unsaved=True, server="/s", buffer=1), *[Whereabouts()] * 2]
