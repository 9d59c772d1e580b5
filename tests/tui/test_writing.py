"""Writing at the desk: the page is a page, keys edit, and the file is what was written."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path

import pytest
from textual.widgets.text_area import Selection

from tests.tui.conftest import LETTER, TWO, Desk, ask, at_once, screen_of, seen, until


async def test_an_empty_page_says_one_line(desk: Desk) -> None:
    """An empty draft is an empty page and one dim line that says what to do; no pane, no panel, no wizard."""
    desk.write("")
    async with desk.app().run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = [line.strip() for line in seen(pilot).splitlines() if line.strip()]
        assert shown[0].startswith("Write.")
        assert len(shown) == 3  # the line, which is broken once, and the status line
        assert not screen_of(pilot).side.display


@pytest.mark.parametrize("text", ["a\r\nb\nc\rd\u2028e\x0cf", "\ufeffone\r\ntwo", "no end", "", "x", "\n", "\r\n\r\n"])
async def test_an_untouched_file_saves_byte_for_byte(desk: Desk, text: str) -> None:
    """Line ends of all kinds, BOM, U+2028 and form feed come back; nothing is added at the end (fault 55)."""
    desk.write(text)
    async with desk.app().run_test() as pilot:
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert not screen_of(pilot).is_modified
    assert desk.path.read_bytes() == text.encode()


async def test_only_edited_lines_differ(desk: Desk) -> None:
    """A new line takes the ending that most lines have; the others keep theirs, also after undo (fault 55)."""
    desk.write("a\r\nb\r\nc\nd")
    async with desk.app().run_test() as pilot:
        await pilot.press("down", "end", "X", "enter", "Y", "ctrl+s")
        await pilot.pause()
        assert desk.path.read_bytes() == b"a\r\nbX\r\nY\r\nc\nd"
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z", "ctrl+s")
        await pilot.pause()
    assert desk.path.read_bytes() == b"a\r\nb\r\nc\nd"


async def test_the_status_line_tells_name_change_words_and_place(desk: Desk) -> None:
    """The one line under the page: the file, a dot when it is changed, words and paragraph."""
    async with desk.app().run_test(size=(100, 30)) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await until(pilot, lambda: "¶2" in seen(pilot))
        assert "letter.md    38 words" in seen(pilot)
        await pilot.press("N", "o", "space")
        await until(pilot, lambda: "letter.md ●  39 words" in seen(pilot))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "saved" in seen(pilot))
        assert not screen.is_modified
    assert desk.path.read_text().startswith("Dear neighbours,\n\nNo I am")


async def test_a_file_that_changed_on_disk_is_not_written_over(desk: Desk) -> None:
    """Another program's version stays until the person, who may look at the difference, says otherwise (fault 49)."""
    async with desk.app().run_test() as pilot:
        await pilot.press("x")
        desk.write(LETTER.replace("parking", "car park"))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "write over it" in seen(pilot))
        await pilot.press("d")
        await until(pilot, lambda: "−car park− +parking+" in seen(pilot))
        assert "+xDear+" in seen(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: "write over it" in seen(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: "your text is still here" in seen(pilot))
        assert "car park" in desk.path.read_text()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "write over it" in seen(pilot))
        await pilot.press("o")
        await until(pilot, lambda: not screen_of(pilot).is_modified)
    assert desk.path.read_text() == "x" + LETTER


async def test_the_file_of_another_program_can_be_taken(desk: Desk) -> None:
    """One may go on with what the other program wrote; undo leads back to one's own text (fault 49)."""
    async with desk.app().run_test() as pilot:
        screen = screen_of(pilot)
        await pilot.press("x")
        desk.write("theirs")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "write over it" in seen(pilot))
        await pilot.press("t")
        await until(pilot, lambda: screen.editor.text == "theirs")
        assert not screen.is_modified
        await pilot.press("ctrl+z")
        assert screen.editor.text == "x" + LETTER
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not screen.is_modified)
    assert desk.path.read_text() == "x" + LETTER


async def test_a_save_that_fails_says_why_and_keeps_the_text(desk: Desk) -> None:
    """Where the file cannot be written, the reason is said and the text is still there (fault 53)."""
    folder = desk.path.parent / "gone"
    folder.mkdir()
    desk.path = folder / "letter.md"
    desk.write(LETTER)
    async with desk.app().run_test(size=(160, 30)) as pilot:
        await pilot.press("x")
        desk.path.unlink()
        folder.rmdir()
        folder.write_text("a file where the folder was")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "not saved" in seen(pilot) or "save as" in seen(pilot))
        assert screen_of(pilot).editor.text == "x" + LETTER
        assert screen_of(pilot).is_modified


async def test_keys_that_come_at_once_keep_their_order(desk: Desk) -> None:
    """A burst, as over a slow line, is what it would be typed slowly: no letter overtakes a Backspace or a save."""
    app = desk.app()
    async with app.run_test() as pilot:
        burst = ["a", "b", "backspace", "c", "end", "d", "home", "e", "ctrl+s", "f", "down", "g", "ctrl+r", "w"]
        at_once(pilot, *burst)
        await until(pilot, lambda: app.desk.panel.is_open and not app.desk.editor.has_focus)
        await pilot.pause()
        first = LETTER.splitlines()[0]
        assert app.desk.editor.text.splitlines()[:2] == [f"efac{first}d", "g"]
        picked = app.desk.panel.ready.picked
        assert picked is not None
        assert picked.name == "wording"
    assert desk.path.read_text().splitlines()[0] == f"eac{first}d"


async def test_keys_that_come_at_once_keep_their_order_beside_the_text(desk: Desk) -> None:
    """Notes are gone through in a burst: none of its keys is lost, and what is typed after it goes into the text."""
    app = desk.app()
    desk.server.will(text=TWO)
    async with app.run_test(size=(130, 40)) as pilot:
        await pilot.press("down", "down")
        await ask(pilot)
        at_once(pilot, "f6", "n", "x", "n", "d", "f6", "w", "f6", "p", "u", "f6", "z")
        await until(pilot, lambda: "wz" in app.desk.editor.text)
        assert [note.state for note in app.desk.conversation.notes] == ["open", "dealt-with"]


@pytest.mark.parametrize("keys", [("ctrl+f", *"they"), ("ctrl+r", "tab", *"they")])
async def test_what_is_typed_right_after_a_key_that_opens_a_line_stands_there(
    desk: Desk, keys: tuple[str, ...]
) -> None:
    """A burst: the words to find, and those of a question, never reach the text or pick a ready question."""
    app = desk.app()
    async with app.run_test(size=(100, 30)) as pilot:
        at_once(pilot, *keys)
        line = lambda: app.desk.finding.words if "ctrl+f" in keys else app.desk.panel.words  # noqa: E731 - read twice
        await until(pilot, lambda: app.desk.has_friend and line().value)
        assert line().value == "they"
        assert app.desk.editor.text == LETTER


async def test_leaving_with_unsaved_changes_asks(desk: Desk) -> None:
    """Ctrl+Q asks: stay, leave, or save and leave."""
    app = desk.app()
    async with app.run_test() as pilot:
        await pilot.press("x", "ctrl+q")
        await until(pilot, lambda: "not saved" in seen(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.desk)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: "not saved" in seen(pilot))
        await pilot.press("s")
        await until(pilot, lambda: app._exit)
    assert desk.path.read_text() == "x" + LETTER


async def test_leaving_without_changes_asks_nothing(desk: Desk) -> None:
    """Ctrl+Q leaves at once where all is saved."""
    app = desk.app()
    async with app.run_test() as pilot:
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app._exit)


async def test_one_line_of_a_megabyte_opens_and_takes_a_key(desk: Desk) -> None:
    """A megabyte on one line opens, shows and can be typed in (fault 61)."""
    desk.write("word " * 200_000)
    async with desk.app().run_test(size=(80, 24)) as pilot:
        await pilot.press("x")
        assert seen(pilot).splitlines()[1].strip().startswith("xword word")


async def test_selecting_paints_what_is_selected(desk: Desk) -> None:
    """A selection over two lines has its own background, and the end of the first line shows as one cell."""
    async with desk.app().run_test(size=(80, 24)) as pilot:
        editor = screen_of(pilot).editor
        editor.selection = Selection((0, 5), (2, 4))
        await pilot.pause()
        strip = editor.render_line(0)
        chosen = [
            part.text for part in strip if part.style and part.style.bgcolor == editor._styles_now().selection.bgcolor
        ]
        assert "".join(chosen) == "neighbours, "


async def test_it_breaks_without_telling_the_text(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    """A crash prints no local variable and no message; text and report are kept for their owner (faults 74, 75)."""
    app = desk.app()
    canary = "sk-canary-0000"

    def broken() -> None:
        secret = canary  # noqa: F841 - Textual's own crash screen would print it
        raise RuntimeError(canary)

    async def run() -> None:
        async with app.run_test() as pilot:
            await pilot.press("x")
            app.desk.call_later(broken)
            await asyncio.sleep(0.2)

    with pytest.raises(RuntimeError):
        await run()
    out, err = capfd.readouterr()
    assert canary not in out + err
    assert "RuntimeError" in err
    assert "neighbours" not in err
    kept = sorted((desk.services.data_dir / "recovery").iterdir())
    assert len(kept) == 2
    assert kept[1].read_text() == "x" + LETTER
    assert canary not in kept[0].read_text()
    assert "broken" in kept[0].read_text()
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}


def test_the_desk_never_imports_litellm_or_an_adapter(tmp_path: Path) -> None:
    """The screen's process stays light: neither litellm nor an adapter comes with the desk."""
    import subprocess  # noqa: PLC0415 - only this test starts one
    import sys  # noqa: PLC0415

    code = "import sys, friend.tui.app; print([m for m in sys.modules if m.startswith(('litellm', 'friend.adapters'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.strip() == "[]"
