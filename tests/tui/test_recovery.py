"""What keeps a person's words: a copy while one types, at any end, and one writer at a draft."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events

from friend.adapters.processes import Process, this_process
from friend.adapters.recovery import RecoveryFolder
from friend.adapters.seats import SeatFolder
from tests.terminal import Terminal
from tests.tui.conftest import LETTER, Desk, screen_of, seen, until


@contextmanager
def _at_the_desk(path: Path | str, data: Path) -> Iterator[Terminal]:
    terminal = Terminal([sys.executable, "-m", "tests.desk_program", str(path), str(data)])
    try:
        terminal.wait_for("F1 keys")
        yield terminal
    finally:
        terminal.close()


def _copies(data: Path) -> list[Path]:
    return sorted((data / "recovery").glob("*.txt"))


async def test_a_killed_desk_loses_two_seconds_at_most(desk: Desk, tmp_path: Path) -> None:
    """A kill -9 while typing: what was typed more than two seconds before is offered at the next start (fault 52)."""
    data = desk.services.data_dir
    with _at_the_desk(desk.path, data) as terminal:
        for word in ("one ", "two ", "three "):
            terminal.type(word)
            terminal.wait_for(word.strip())
        await asyncio.sleep(2)
        terminal.type("LAST")
        terminal.wait_for("LAST")
        terminal.process.kill()
        terminal.process.wait()
    assert desk.path.read_text() == LETTER
    (copy,) = _copies(data)
    assert copy.read_text().removeprefix("one two three ").removeprefix("LAST") == LETTER
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    async with desk.app().run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "was not saved when friend ended" in seen(pilot))
        assert "41 words" in seen(pilot)
        assert "38 words" in seen(pilot)
        await pilot.press("r")
        await until(pilot, lambda: screen_of(pilot).editor.text.startswith("one two three "))
        assert screen_of(pilot).is_modified
        await pilot.press("ctrl+z")
        assert screen_of(pilot).editor.text == LETTER
        await pilot.press("ctrl+y", "ctrl+s")
        await until(pilot, lambda: not screen_of(pilot).is_modified)
        assert not _copies(data)
    assert desk.path.read_text() == "one two three " + LETTER


async def test_what_was_kept_is_not_lost_where_the_file_is_opened(desk: Desk) -> None:
    """Whoever opens the file as it is finds the copy where friend says it is."""
    desk.services.recovery.keep(str(desk.path), "other words")
    async with desk.app().run_test(size=(130, 30)) as pilot:
        await until(pilot, lambda: "was not saved when friend ended" in seen(pilot))
        await pilot.press("f")
        await until(pilot, lambda: "what was kept is now in" in seen(pilot))
        assert screen_of(pilot).editor.text == LETTER
        (copy,) = _copies(desk.services.data_dir)
        assert copy.read_text() == "other words"
        await pilot.press("x", "ctrl+s")
        await until(pilot, lambda: not screen_of(pilot).is_modified)
    assert _copies(desk.services.data_dir) == [copy]
    async with desk.app().run_test(size=(130, 30)) as pilot:
        await pilot.pause(0.2)
        assert "was not saved" not in seen(pilot)


async def test_a_copy_that_says_the_same_is_not_offered(desk: Desk) -> None:
    """A copy of just what the file holds is removed, and nothing is asked."""
    desk.services.recovery.keep(str(desk.path), LETTER)
    async with desk.app().run_test() as pilot:
        await until(pilot, lambda: not _copies(desk.services.data_dir))
        assert "was not saved" not in seen(pilot)


async def test_a_clean_end_leaves_no_copy(desk: Desk) -> None:
    """Leaving without saving, on purpose, removes the copy and the seat."""
    app = desk.app()
    async with app.run_test() as pilot:
        await pilot.press("x")
        await until(pilot, lambda: _copies(desk.services.data_dir))
        await pilot.press("ctrl+q")
        await until(pilot, lambda: "not saved" in seen(pilot))
        await pilot.press("l")
        await until(pilot, lambda: app._exit)
    assert not _copies(desk.services.data_dir)
    assert not list((desk.services.data_dir / "seats").iterdir())


async def test_undo_back_to_the_file_removes_the_copy(desk: Desk) -> None:
    """Where nothing is left to be saved there is no copy."""
    async with desk.app().run_test() as pilot:
        await pilot.press("x")
        await until(pilot, lambda: _copies(desk.services.data_dir))
        await pilot.press("ctrl+z")
        await until(pilot, lambda: not _copies(desk.services.data_dir))


async def test_a_text_without_a_name_is_kept_too(desk: Desk, tmp_path: Path) -> None:
    """A new text that was never named is offered to whoever begins one next, once its process is gone (fault 52)."""
    data = desk.services.data_dir
    with _at_the_desk("", data) as terminal:
        terminal.type("a first line")
        terminal.wait_for("a first line")
        await asyncio.sleep(2)
        terminal.process.kill()
        terminal.process.wait()
    assert [copy.read_text() for copy in _copies(data)] == ["a first line"]
    kept = desk.services.recovery.find(None)
    assert kept is not None
    assert kept.text == "a first line"
    assert str(this_process()) in kept.place


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP, None])
def test_a_desk_that_is_told_to_end_keeps_the_text(tmp_path: Path, how: signal.Signals | None) -> None:
    """SIGTERM, SIGHUP, and a terminal window that is closed: the text is kept at once, the seat left (fault 59)."""
    path, data = tmp_path / "letter.md", tmp_path / "data"
    path.write_text(LETTER)
    with _at_the_desk(path, data) as terminal:
        terminal.type("Now ")
        terminal.wait_for("Now")
        if how is None:
            terminal.hang_up()
        else:
            terminal.process.send_signal(how)
        code = terminal.wait()
    assert code == 128 + (how or signal.SIGHUP)
    assert [copy.read_text() for copy in _copies(data)] == ["Now " + LETTER]
    assert not list((data / "seats").iterdir())
    assert path.read_text() == LETTER


async def test_the_second_desk_only_reads(desk: Desk) -> None:
    """A second desk on a draft says who has it and only reads (fault 60)."""
    with _at_the_desk(desk.path, desk.services.data_dir) as terminal:
        async with desk.app().run_test(size=(110, 30)) as pilot:
            await until(pilot, lambda: f"process {terminal.process.pid}" in seen(pilot))
            await pilot.press("r")
            await until(pilot, lambda: "only to be read" in seen(pilot))
            await pilot.press("x", "enter", "backspace", "ctrl+k", "ctrl+s")
            await pilot.pause()
            assert screen_of(pilot).editor.text == LETTER
            assert not screen_of(pilot).is_modified
            await pilot.press("ctrl+q")
    assert desk.path.read_text() == LETTER


async def test_taking_over_leaves_the_first_desk_reading(desk: Desk) -> None:
    """After an explicit take-over the first desk saves no more, and says where its words are (fault 60)."""
    data = desk.services.data_dir
    with _at_the_desk(desk.path, data) as terminal:
        async with desk.app().run_test(size=(110, 30)) as pilot:
            await until(pilot, lambda: "is open in another friend" in seen(pilot))
            await pilot.press("t")
            await pilot.pause()
            await pilot.press("x", "ctrl+s")
            await until(pilot, lambda: not screen_of(pilot).is_modified)
            terminal.type("mine ")
            terminal.wait_for("took this draft over")
            terminal.type("\x13")
            terminal.settle()
    assert desk.path.read_text() == "x" + LETTER
    assert [copy.read_text() for copy in _copies(data)] == ["mine " + LETTER]


def test_the_seat_of_a_dead_process_is_free(tmp_path: Path) -> None:
    """A seat is taken by one that lives; a number that another process has now is no reason to wait (fault 60)."""
    seats = SeatFolder(tmp_path / "seats")
    draft = str(tmp_path / "letter.md")
    other = (
        "import sys, time; from pathlib import Path; from friend.adapters.seats import SeatFolder;"
        "print(SeatFolder(Path(sys.argv[1])).take(sys.argv[2]), flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", other, str(tmp_path / "seats"), draft], stdout=subprocess.PIPE)
    try:
        assert process.stdout
        assert process.stdout.readline() == b"None\n"
        there = seats.take(draft)
        assert there is not None
        assert there.process == process.pid
        assert not seats.is_ours(draft)
    finally:
        process.kill()
        process.communicate()
    assert seats.take(draft) is None
    assert seats.is_ours(draft)
    # The same number, another beginning.
    (seat,) = (tmp_path / "seats").iterdir()
    lines = seat.read_text().splitlines()
    seat.write_text("\n".join([str(Process(os.getppid(), "1")), *lines[1:]]) + "\n")
    assert seats.take(draft) is None


def test_a_seat_on_another_machine_is_told(tmp_path: Path) -> None:
    """Where homes are shared, a seat of another machine is shown with its name: only the person can know."""
    seats = SeatFolder(tmp_path / "seats")
    draft = str(tmp_path / "letter.md")
    seats.take(draft)
    (seat,) = (tmp_path / "seats").iterdir()
    lines = seat.read_text().splitlines()
    seat.write_text("\n".join([lines[0], "elsewhere", lines[2]]) + "\n")
    there = seats.take(draft)
    assert there is not None
    assert there.machine == "elsewhere"
    assert seats.take(draft, over=True) is None


def test_a_copy_holds_any_text(tmp_path: Path) -> None:
    """Line ends of all kinds, a BOM and half a character come back as they were; a later copy takes the place."""
    recovery = RecoveryFolder(tmp_path / "recovery")
    for text in ("\ufeffa\r\nb\rc\u2028", "half \ud800", "", "last"):
        recovery.keep("x/letter.md", text)
        kept = recovery.find("x/letter.md")
        assert kept is not None
        assert kept.text == text
    assert len(_copies(tmp_path)) == 1
    recovery.forget("x/letter.md")
    assert recovery.find("x/letter.md") is None


class _SlowDisk(RecoveryFolder):
    """A folder on a disk that takes its time: a copy is written only once `go_on` is set."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.is_writing = threading.Event()
        self.go_on = threading.Event()

    def keep(self, path: str | None, text: str) -> str:
        """Wait, then keep the text."""
        self.is_writing.set()
        self.go_on.wait(60)
        return super().keep(path, text)


async def test_no_key_waits_for_the_copy(desk: Desk) -> None:
    """While a copy is being written one types on, undoes all and types again; the last words are kept in the end."""
    slow = _SlowDisk(desk.services.data_dir / "recovery")
    desk.services = replace(desk.services, recovery=slow)
    async with desk.app().run_test() as pilot:
        editor = screen_of(pilot).editor
        try:
            await pilot.press("x")
            await until(pilot, slow.is_writing.is_set)
            for typed in ("y", "z"):
                editor.post_message(events.Key(typed, typed))
            await until(pilot, lambda: editor.text == "xyz" + LETTER)
            editor.undo()
            assert editor.text == LETTER
            editor.insert("Now ")
        finally:
            slow.go_on.set()
        await until(pilot, lambda: [copy.read_text() for copy in _copies(slow._folder.parent)] == ["Now " + LETTER])
