"""What a disk can do to somebody who writes at the desk: no room, no permission, and names that are no files."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input

from friend.adapters.files import DraftFolder
from friend.text.draft import Draft
from tests.adapters.test_files import NOBODY, as_nobody, folder, largest_file
from tests.tui.conftest import LETTER, Desk, screen_of, seen, until

__all__ = ["folder"]
WIDE = (200, 30)


class NobodysFolder(DraftFolder):
    """Saves without root's rights."""

    def save(self, draft: Draft, expecting: str | None) -> None:
        """Save as nobody."""
        with as_nobody():
            super().save(draft, expecting)


@pytest.fixture
def away(desk: Desk, folder: Path) -> Desk:
    """Give the desk with its letter in a folder that anybody may enter."""
    desk.path = folder / "letter.md"
    desk.write(LETTER)
    return desk


async def test_a_full_disk_keeps_the_file_and_the_text(away: Desk) -> None:
    """Fault 50: the old file is intact, the text stays on the desk, it is said; with room again it is saved."""
    long = "A word and another.\n" * 300
    async with away.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        screen.editor.put_whole(long)
        with largest_file(1000):
            await pilot.press("ctrl+s")
            await until(pilot, lambda: "no room to save letter.md" in seen(pilot))
        assert "your text is still here" in seen(pilot)
        assert away.path.read_text() == LETTER
        assert [entry.name for entry in away.path.parent.iterdir()] == ["letter.md"]
        assert screen.editor.text == long
        assert screen.is_modified
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not screen.is_modified)
    assert away.path.read_text() == long


async def test_a_read_only_file_is_said_and_saved_elsewhere(away: Desk) -> None:
    """Fault 53: why, and the way out, before anything is lost; "save as" takes the text to another name."""
    away.path.chmod(0o444)
    if os.geteuid() == 0:
        os.chown(away.path, NOBODY, os.getegid())
    away = replace(away, services=replace(away.services, files=NobodysFolder()))
    async with away.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("x")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "letter.md may not be written" in seen(pilot))
        assert "save it under another name" in seen(pilot)
        assert screen.editor.text == "x" + LETTER
        assert screen.is_modified
        await pilot.press("f12")
        pilot.app.screen.query_one(Input).value = str(away.path.with_name("mine.md"))
        await pilot.press("enter")
        await until(pilot, lambda: not screen.is_modified)
    assert away.path.read_text() == LETTER
    assert away.path.with_name("mine.md").read_text() == "x" + LETTER


async def test_nobody_leaves_a_text_for_a_pipe(away: Desk) -> None:
    """Fault 58: opening a pipe, a folder or a device is refused by name, without waiting; the text stays as it is."""
    os.mkfifo(away.path.with_name("pipe"))
    async with away.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("x")
        for name, said in [
            (str(away.path.with_name("pipe")), "this is a pipe"),
            (str(away.path.parent), "this is a folder"),
            ("/dev/zero", "this is a device"),
            ("/nowhere/at/all.md", "there is no folder /nowhere/at"),
        ]:
            await pilot.press("f2")
            pilot.app.screen.query_one(Input).value = name
            await pilot.press("enter")
            await until(pilot, lambda said=said: said in seen(pilot))
            assert pilot.app.is_running
        assert screen.editor.text == "x" + LETTER
        assert screen.is_modified


async def test_a_text_is_not_saved_to_a_pipe(away: Desk) -> None:
    """Fault 58: "save as" to a pipe is refused without waiting for a reader, and the old name stands."""
    pipe = away.path.with_name("pipe")
    os.mkfifo(pipe)
    async with away.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("x", "f12")
        pilot.app.screen.query_one(Input).value = str(pipe)
        await pilot.press("enter")
        await until(pilot, lambda: "called pipe already" in seen(pilot) or "not saved" in seen(pilot))
        assert stat.S_ISFIFO(pipe.stat().st_mode)
        assert screen.editor.text == "x" + LETTER
        await pilot.press("escape", "ctrl+s")
        await until(pilot, lambda: not screen.is_modified)
    assert away.path.read_text() == "x" + LETTER
