"""Neovim beside friend, with the lines of docs/beside.md: a real editor, a real socket, a real file."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from friend.adapters.beside.listening import listening
from friend.adapters.beside.neovim import move_cursor
from friend.adapters.files import DraftFolder
from friend.adapters.watching import changes
from friend.tui.beside import UNSAVED_THERE
from friend.tui.room import Beside
from tests.neovim import Neovim, block, needed, neovim
from tests.tui.conftest import COUNCIL, LETTER, Desk, ask, screen_of, until


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder whose name is short enough for a socket, where friend's data lie."""
    with tempfile.TemporaryDirectory() as name:
        monkeypatch.setenv("FRIEND_DATA", f"{name}/data")
        monkeypatch.setenv("FRIEND_CONFIG", f"{name}/config.toml")
        monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
        yield Path(name)


@pytest.fixture
def beside(desk: Desk, short: Path) -> Desk:
    """Give a desk without a pen."""
    there = Beside(DraftFolder().read, changes, listening, move_cursor)
    return replace(desk, services=replace(desk.services, files=None, beside=there))


async def until_it_says(pilot: Pilot[None], editor: Neovim, keys: str, holds: Callable[[], object]) -> None:
    """Press keys in Neovim until something holds at the desk: it may not know yet where the desk listens."""
    for _ in range(200):
        if holds():
            return
        await asyncio.to_thread(editor.type, keys)
        for _ in range(10):
            await pilot.pause(0.01)
            if holds():
                return
    raise AssertionError("it never came to hold")


@needed
async def test_neovim_and_the_desk_follow_each_other(beside: Desk, short: Path) -> None:
    """Cursor, selection, unsaved changes and saves go to the desk; a note that is gone to moves Neovim's cursor."""
    beside.server.will(text=COUNCIL)
    beside.write(LETTER.replace("parking.", "pärking 👍."))
    async with beside.app().run_test(size=(130, 44)) as pilot:
        screen = screen_of(pilot)
        with neovim(short, str(beside.path)) as editor:
            # Where it is.
            await until_it_says(pilot, editor, "ggjjww", lambda: screen.editor.cursor_location == (2, 5))
            assert screen.editor.selection.is_empty
            # What is selected, by characters and by lines.
            editor.type("<Esc>gg3G0f👍vb")
            await until(pilot, lambda: screen.editor.selected_text == "pärking 👍")
            editor.type("<Esc>ggVjj")
            await until(pilot, lambda: (screen.editor.selected_text or "").startswith("Dear neighbours,\n\nI am"))
            assert screen.editor.selected_text.endswith("were not told.")
            # What is not saved, and the save.
            editor.type("<Esc>GoPS: more<Esc>")
            await until(pilot, lambda: screen.keeping.caution == UNSAVED_THERE)
            assert "PS" not in screen.editor.text
            editor.type(":write<CR>")
            await until(pilot, lambda: screen.editor.text.endswith("PS: more\n"))
            await until(pilot, lambda: screen.keeping.caution == "")
            # A question on where the editor is; going to the note leads the editor there.
            editor.type("3G0")
            await until(pilot, lambda: screen.editor.cursor_location == (2, 0))
            await ask(pilot)
            await pilot.press("ctrl+n")
            line = screen.editor.text.splitlines()[2]
            there = f"3,{len(line[: line.index('them')].encode()) + 1}"
            for _ in range(400):
                if await asyncio.to_thread(editor.value, "line('.') .. ',' .. col('.')") == there:
                    break
                await pilot.pause(0.01)
            assert editor.value("line('.') .. ',' .. col('.')") == there
            assert screen.editor.selected_text == "them"
            # It is left with unsaved changes: then there are none.
            editor.type("ix<Esc>")
            await until(pilot, lambda: screen.keeping.caution == UNSAVED_THERE)
            editor.type(":qall!<CR>")
            await until(pilot, lambda: screen.keeping.caution == "")


@needed
def test_friend_says_numbers_alone_to_neovim(short: Path) -> None:
    """The cursor moves in the window of that buffer, whatever else is open; what cannot be done is said."""

    def move(server: str, *place: int) -> str | None:
        return asyncio.run(move_cursor(server, *place))

    names = [short / "a'; call writefile([], 'owned') |.md", short / "b.md"]
    for name in names:
        name.write_text("one\ntwo é three\n")
    with neovim(short, "-O", *map(str, names)) as editor:
        first, second = 1, 2
        assert move(str(editor.server), second, 2, 8) is None
        assert editor.value(f"string(getcurpos(bufwinid({second}))[1:2])") == "[2, 8]"
        assert move(str(editor.server), first, 999, 1) is None
        assert "no window" in str(move(str(editor.server), 99, 1, 1))
        editor.type(":call getchar()<CR>")
        for _ in range(3):
            # It waits for a key: then it is busy, or takes it all the same.
            move(str(editor.server), second, 1, 1)
            editor.type("x")
    assert "gave an address" in str(move(str(short / "nobody"), 1, 1, 1))
    assert not [*short.glob("**/owned")]


def test_the_lines_for_neovim_are_forty_at_most() -> None:
    """The page gives what one can read before one trusts it."""
    assert len(block("lua").splitlines()) <= 40
