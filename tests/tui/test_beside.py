"""A desk beside one's own editor: it follows each save and the cursor, asks and quotes, and never writes the file."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import pytest
from textual import events
from textual.binding import Binding, BindingType
from textual.pilot import Pilot
from textual.widgets import TextArea

from friend.adapters.beside.listening import listening
from friend.adapters.beside.saying import NobodyBesideError, tell
from friend.adapters.files import DraftFolder
from friend.adapters.watching import changes
from friend.text.draft import Draft
from friend.text.whereabouts import Whereabouts
from friend.tui import beside as neighbour
from friend.tui.app import FriendApp
from friend.tui.beside import UNSAVED_THERE
from friend.tui.keeping import NO_PEN
from friend.tui.room import Beside
from friend.tui.screens.beside import BesideScreen
from friend.tui.screens.keys import DESK_KEYS, NEEDS_A_PEN, sections
from friend.tui.widgets.friend_pane import FriendPane
from friend.tui.widgets.page import Page
from tests.builders import at_hand
from tests.tui.conftest import COUNCIL, LETTER, TWO, Desk, ask, at_once, heard, screen_of, seen, until

WIDE = (130, 44)


class Moved:
    """An editor whose cursor friend moves: where it was sent, and what it answers."""

    def __init__(self) -> None:
        self.to: list[tuple[str, int, int, int]] = []
        self.answer: str | None = None

    async def __call__(self, server: str, buffer: int, line: int, byte: int) -> str | None:
        """Go there."""
        self.to.append((server, buffer, line, byte))
        return self.answer


@pytest.fixture
def moved() -> Moved:
    """Give an editor."""
    return Moved()


@pytest.fixture
def beside(desk: Desk, moved: Moved, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Give the desk without a pen, with a real file, a real socket and a real watch."""
    with tempfile.TemporaryDirectory() as short:
        monkeypatch.setenv("FRIEND_DATA", short)
        there = Beside(lambda path: DraftFolder().read(path), changes, listening, moved)
        yield replace(desk, services=replace(desk.services, files=None, beside=there))


async def told(desk: Desk, said: Whereabouts) -> None:
    """Tell the desk as an editor does, once it listens."""
    while True:
        try:
            await asyncio.to_thread(tell, str(desk.path), said)
        except NobodyBesideError:
            await asyncio.sleep(0.01)
        else:
            return


async def shows(pilot: Pilot[None], text: str) -> None:
    """Wait until the desk holds this text."""
    await until(pilot, lambda: screen_of(pilot).editor.text == text)


async def test_it_follows_each_save(beside: Desk) -> None:
    """Written in place or put in the place of the old file: the text is what the file holds, and nothing to undo."""
    async with beside.app().run_test(size=WIDE) as pilot:
        editor = screen_of(pilot).editor
        for number in range(3):
            text = LETTER.replace("parking", f"parking {number}")
            beside.write(text)
            await shows(pilot, text)
            new = beside.path.with_name("new")
            new.write_text(text + "more\r\n", newline="")
            new.replace(beside.path)
            await shows(pilot, text + "more\r\n")
        assert not editor.history.undo_stack
        assert not screen_of(pilot).is_modified


async def test_a_file_that_goes_and_comes_back(beside: Desk) -> None:
    """What it held stays and is said so; what it holds then is shown; one that is no text now is said too."""
    async with beside.app().run_test(size=WIDE) as pilot:
        beside.path.unlink()
        await until(pilot, lambda: "letter.md is not there just now: this is what it held" in seen(pilot))
        assert screen_of(pilot).editor.text == LETTER
        beside.write(LETTER + "more")
        await until(pilot, lambda: "letter.md is there again" in seen(pilot))
        assert screen_of(pilot).editor.text == LETTER + "more"
        beside.path.write_bytes(b"\xff\xfe\x00")
        await until(pilot, lambda: "letter.md cannot be read just now (this is UTF-16" in seen(pilot))
        beside.write("")
        await shows(pilot, "")


async def test_a_file_that_is_emptied_first_loses_no_note(beside: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor that empties the file and then writes it: the desk never shows it empty, and no note closes."""
    monkeypatch.setattr(neighbour, "_EMPTY_LOOKS", 1000)
    async with beside.app().run_test(size=WIDE) as pilot:
        editor, lengths = screen_of(pilot).editor, []
        editor.listener = lambda _: lengths.append(editor.draft.length)
        looks = []
        read = DraftFolder().read
        monkeypatch.setattr(DraftFolder, "read", lambda _, path: looks.append(path) or read(path))
        beside.write("")
        await until(pilot, lambda: len(looks) > 2)
        beside.write(LETTER + "more")
        await shows(pilot, LETTER + "more")
        assert 0 not in lengths


async def test_notes_stand_at_their_places_again_after_each_save(beside: Desk) -> None:
    """What moved is followed, what was corrected closes, what is put back opens again; in the log too."""
    beside.server.will(text=TWO)
    async with beside.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await ask(pilot)
        first, second = screen.conversation.notes
        text = "A title\n\n" + LETTER.replace("decided by them", "decided by the town")
        beside.write(text)
        await until(pilot, lambda: first.state == "dealt-with")
        assert second.is_open
        assert second.place is not None
        assert second.place.of(text) == "and we were not told"
        assert [one.state for one in beside.services.log.find("last").suggestions] == ["dealt-with", "open"]
        beside.write(LETTER)
        await until(pilot, lambda: first.state == "open")


async def test_it_goes_where_the_editor_is(beside: Desk) -> None:
    """A line, a column in characters or bytes, a selection; what is not there is the end of its line or of the text."""
    beside.write("é👍 one\r\n\r\ntwo three\r\n")
    async with beside.app().run_test(size=WIDE) as pilot:
        editor = screen_of(pilot).editor
        for said, start, end in [
            (Whereabouts((3, 5)), (2, 4), None),
            (Whereabouts((1, 4)), (0, 3), None),
            (Whereabouts((1, 8), unit="byte"), (0, 3), None),
            (Whereabouts((1, 4), unit="byte"), (0, 1), None),
            (Whereabouts((3, 5), (3, 10)), (2, 4), (2, 9)),
            (Whereabouts((1, 1), (3, 4), "byte"), (0, 0), (2, 3)),
            (Whereabouts((3, 4), (1, 1)), (0, 0), (2, 3)),
            (Whereabouts((1, 999)), (0, 6), None),
            (Whereabouts((999, 1)), (3, 0), None),
            (Whereabouts((999, 1), unit="byte"), (3, 0), None),
        ]:
            await told(beside, said)
            await until(pilot, lambda start=start: editor.cursor_location == start)  # type: ignore[misc]
            assert (max(editor.selection) == end) if end else editor.selection.is_empty
        await told(beside, Whereabouts((3, 5), (3, 10)))
        await until(pilot, lambda: editor.selected_text == "three")
        await ask(pilot)
        assert beside.server.asked.messages[-1]["content"].count("three") >= 2


async def test_nothing_moves_while_a_question_is_put(beside: Desk) -> None:
    """While the question panel is open, or another screen, the desk stays where it is."""
    async with beside.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("ctrl+r")
        await told(beside, Whereabouts((5, 3)))
        await pilot.pause()
        assert screen.editor.cursor_location == (0, 0)
        await pilot.press("escape")
        await told(beside, Whereabouts((5, 3)))
        await until(pilot, lambda: screen.editor.cursor_location == (4, 2))


async def test_what_is_not_saved_there_is_told_before_asking(beside: Desk) -> None:
    """It stands above the question, and Enter pressed in haste sends nothing yet; a save, or a word, takes it away."""
    async with beside.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await told(beside, Whereabouts(unsaved=True))
        at_once(pilot, "ctrl+r", "enter")
        await until(pilot, lambda: "not saved; friend sees the file" in heard(pilot))
        assert screen.panel.is_open
        await pilot.press("escape")
        await told(beside, Whereabouts(unsaved=False))
        assert screen.keeping.caution == ""
        await told(beside, Whereabouts(unsaved=True))
        assert screen.keeping.caution == UNSAVED_THERE
        beside.write(LETTER + "more")
        await until(pilot, lambda: screen.keeping.caution == "")


async def test_going_to_a_note_moves_the_editors_cursor_too(beside: Desk, moved: Moved) -> None:
    """Where the editor said how it can be told; columns go to it in bytes. What it cannot do is said."""
    text = LETTER.replace("parking.", "parking, é.")
    beside.write(text)
    beside.server.will(text=COUNCIL)
    async with beside.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await told(beside, Whereabouts((3, 1)))
        await until(pilot, lambda: screen.editor.cursor_location == (2, 0))
        await ask(pilot)
        await pilot.press("ctrl+n")
        assert not moved.to
        await told(beside, Whereabouts(server="/run/nvim", buffer=7))
        await pilot.press("ctrl+n")
        line = text.splitlines()[2]
        byte = len(line[: line.index("them")].encode()) + 1
        await until(pilot, lambda: moved.to == [("/run/nvim", 7, 3, byte)])
        # The editor says that it is there now: the words stay selected.
        await told(beside, Whereabouts((3, byte), unit="byte"))
        assert screen.editor.selected_text == "them"
        moved.answer = "your editor did not answer"
        await pilot.press("f6", "enter")
        await until(pilot, lambda: moved.answer in seen(pilot))


async def test_a_second_desk_beside_the_same_draft_says_that_it_does_not_hear(beside: Desk) -> None:
    """It follows the saves all the same."""
    async with listening(str(beside.path), print), beside.app().run_test(size=WIDE) as pilot:
        await until(pilot, lambda: "your editor's cursor is not followed here" in seen(pilot))
        beside.write(LETTER + "more")
        await shows(pilot, LETTER + "more")


async def test_a_draft_that_is_not_there_yet_is_awaited(beside: Desk) -> None:
    """What the editor saves first is then shown; nothing is made by friend."""
    beside.path.unlink()
    app = FriendApp(beside.services, Draft("", str(beside.path)), at_hand(beside.services))
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: "letter.md is empty, or not there yet" in seen(pilot))
        assert not beside.path.exists()
        beside.write(LETTER)
        await shows(pilot, LETTER)


# The pen


def _keys(*places: list[BindingType]) -> list[str]:
    bound = [one for place in places for one in place if isinstance(one, Binding)]
    keys = {key.strip() for one in bound for key in one.key.split(",")} | {"x", "enter", "backspace", "delete"}
    return sorted(key for key in keys if key not in {"ctrl+q", "ctrl+c"} and "super" not in key)


async def test_no_key_writes_the_file(beside: Desk) -> None:
    """R3: every key that is bound anywhere, in the text and in the friend's pane, with an answer there; a paste too.

    The file's bytes, inode and times stay, so does the text of the desk, and no other file appears beside it.
    """
    beside.server.will(text=TWO)
    before, files = beside.path.stat(), {*beside.path.parent.iterdir()}
    async with beside.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        assert isinstance(screen, BesideScreen)
        await pilot.press("down", "down")
        await ask(pilot)
        in_the_text = _keys(DESK_KEYS, TextArea.BINDINGS, Page.BINDINGS)
        for focus, keys in [(screen.editor, in_the_text), (screen.pane, _keys(FriendPane.BINDINGS))]:
            for key in keys:
                screen.set_focus(focus)
                await pilot.press(key)
                for _ in range(20):
                    if pilot.app.screen is screen and not screen.panel.is_open and not screen.finding.display:
                        break
                    await pilot.press("escape")
                assert screen.editor.text == LETTER, key
        screen.set_focus(screen.editor)
        pilot.app.post_message(events.Paste("pasted"))
        await pilot.pause()
        for action in sorted(NEEDS_A_PEN):
            assert not screen.check_action(action, ())
            await screen.run_action(action)
        await pilot.pause()
        assert await screen.keeping.save("other words") == NO_PEN
        assert await screen.keeping.save_as("other words") == NO_PEN
        assert screen.editor.text == LETTER
        # A screen that a key asked for may still come, and ask for its own Esc.
        for _try in range(5):
            for _ in range(20):
                if pilot.app.screen is screen:
                    break
                await pilot.press("escape")
                await pilot.pause(0.05)
            await pilot.press("ctrl+q")
            with suppress(AssertionError):
                await until(pilot, lambda: pilot.app._exit, 5)
                break
        assert pilot.app._exit
    after = beside.path.stat()
    assert beside.path.read_text() == LETTER
    assert (after.st_ino, after.st_mtime_ns, after.st_ctime_ns, after.st_mode) == (
        (before.st_ino, before.st_mtime_ns, before.st_ctime_ns, before.st_mode)
    )
    assert {*beside.path.parent.iterdir()} == files
    assert not [*(beside.services.data_dir / "recovery").glob("*")]
    assert not [*(beside.services.data_dir / "seats").glob("*")]


async def test_help_palette_and_hints_name_no_pen(beside: Desk) -> None:
    """What cannot be done here is not offered."""
    async with beside.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        offered = {one.title.casefold() for one in pilot.app.get_system_commands(screen)}
        offered |= {does for _, rows in sections(screen.keys)[:1] for _, does in rows}
        gone = [one for one in DESK_KEYS if isinstance(one, Binding) and one.action in NEEDS_A_PEN]
        assert len(gone) == len(NEEDS_A_PEN)
        assert not offered & {one.description for one in gone}
        await until(pilot, lambda: "^R ask about this" in seen(pilot))
        assert "save" not in seen(pilot)


def test_nothing_that_saves_is_there(beside: Desk) -> None:
    """The parts of a desk without a pen have no way to save, whatever a key might call."""
    services = beside.services
    assert services.files is None
    assert services.beside is not None
    assert not any(hasattr(getattr(services.beside, name), "save") for name in Beside.__slots__)
