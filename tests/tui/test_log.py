"""The log over the desk: listed newest first, searched as one types, shown whole, quoted; the desk stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.widgets import Input

from friend.record.exchange import DraftRef
from friend.text.draft import Draft
from friend.text.span import Span
from friend.tui.screens.exchange import ExchangeScreen
from friend.tui.screens.help import HelpScreen
from friend.tui.screens.log import LogScreen
from tests.builders import exchange
from tests.tui.conftest import LETTER, Desk, Pilot, screen_of, seen, until

SIZES = [(60, 20), (80, 24), (200, 50)]


def remember(desk: Desk, count: int, *, path: Path | None = None, **changes: object) -> None:
    """Put so many exchanges into the log, about the letter unless another path is given."""
    about = str(path or desk.path)
    one = exchange()
    for number in range(count):
        told = replace(
            one,
            id=f"{Path(about).stem}{number:05}",
            asked_at=one.asked_at + timedelta(hours=number),
            draft=DraftRef(about, Draft(LETTER).digest, 40),
            suggestions=tuple(replace(each, id=f"{about}{number}.{each.id}") for each in one.suggestions),
            **changes,  # type: ignore[arg-type]
        )
        desk.services.log.asked(told, Draft(LETTER, about))
        desk.services.log.answered(told)


async def opened(pilot: Pilot[None]) -> LogScreen:
    """Open the log, and wait for its first page."""
    await pilot.press("f5")
    await until(pilot, lambda: isinstance(pilot.app.screen, LogScreen))
    screen = pilot.app.screen
    assert isinstance(screen, LogScreen)
    await until(pilot, lambda: not screen._opening)
    return screen


async def look_for(pilot: Pilot[None], words: str) -> LogScreen:
    """Type words into the search line, and wait until what is listed was found by them."""
    screen = pilot.app.screen
    assert isinstance(screen, LogScreen)
    screen.query_one(Input).value = words
    await pilot.pause(0.2)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return screen


@pytest.mark.parametrize("size", SIZES)
async def test_the_newest_come_first_at_any_size(desk: Desk, size: tuple[int, int]) -> None:
    """Number, question, date, friend, served version and status; the keys at hand; no line is wider than the screen."""
    remember(desk, 3)
    remember(desk, 1, path=desk.path.with_name("failed.md"), status="failed", raw="", answer="")
    async with desk.app().run_test(size=size) as pilot:
        await opened(pilot)
        await pilot.press("tab")
        await until(pilot, lambda: "failed" in seen(pilot))
        shown = seen(pilot)
        assert shown.index("    4  Is it clear?") < shown.index("    3  Is it clear?")
        for words in ("sonnet · claude-sonnet", "21 Nov", "all drafts", "letter.md", "Enter open", "1 of 4"):
            assert words in shown
        for sign in "╭┌┐└┘─":
            assert sign not in shown


async def test_esc_leads_back_to_text_and_cursor_as_they_were(desk: Desk) -> None:
    """Nothing typed in the log reaches the text; cursor, selection and focus are where they were."""
    remember(desk, 2)
    async with desk.app().run_test(size=(80, 24)) as pilot:
        editor = screen_of(pilot).editor
        await pilot.press("down", "down", "shift+right", "shift+right")
        before = editor.text, editor.selection
        await opened(pilot)
        await pilot.press("x", "y", "backspace", "enter", "escape")
        assert isinstance(pilot.app.screen, LogScreen)
        await pilot.press("escape")
        assert pilot.app.screen is screen_of(pilot)
        assert (editor.text, editor.selection) == before
        assert editor.has_focus


async def test_words_are_looked_for_as_one_types(desk: Desk) -> None:
    """The search is that of `friend log search`, the last word may still grow; where it was found stands under it."""
    remember(desk, 2)
    remember(desk, 1, path=desk.path.with_name("other.md"), answer="Qui décide ?", raw="Qui décide ?")
    async with desk.app().run_test(size=(100, 30)) as pilot:
        await opened(pilot)
        screen = await look_for(pilot, "weak")
        assert [row.entry.sequence for row in screen.list.rows] == [2, 1]
        assert "answer: Mostly. The weakest point" in seen(pilot)
        screen = await look_for(pilot, "decide")
        assert len(screen.list.rows) == 2
        await pilot.press("tab")
        await until(pilot, lambda: len(screen.list.rows) == 3)
        assert "answer: Qui décide ?" in seen(pilot)
        await look_for(pilot, "zebra")
        assert "Nothing in the log holds these words." in seen(pilot)
        await look_for(pilot, "?!")
        assert "there are no words to look for" in seen(pilot)


async def test_this_draft_or_all(desk: Desk) -> None:
    """It opens with this draft's exchanges where there are any, else with all."""
    remember(desk, 2)
    remember(desk, 3, path=desk.path.with_name("other.md"))
    async with desk.app().run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert len(screen.list.rows) == 2
        assert "this draft" in seen(pilot)
        assert "· letter.md" not in seen(pilot)
    (desk.path.with_name("third.md")).write_text("Other words.\n")
    third = replace_path(desk, "third.md")
    async with third.app().run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert len(screen.list.rows) == 5
        assert "all drafts" in seen(pilot)


def replace_path(desk: Desk, name: str) -> Desk:
    """Give the desk with another file on it."""
    return replace(desk, path=desk.path.with_name(name))


async def test_an_empty_log_says_so(desk: Desk) -> None:
    """Nothing was asked yet: a line says so, and Enter does nothing."""
    async with desk.app().run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert "Nothing was asked yet." in seen(pilot)
        await pilot.press("enter", "ctrl+g", "down")
        assert isinstance(pilot.app.screen, LogScreen)


async def test_the_log_is_read_page_by_page(desk: Desk) -> None:
    """What is listed grows as one goes down; the screen never holds more than it was asked for."""
    remember(desk, 200)
    async with desk.app().run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert len(screen.list.rows) == 60
        assert "1 of 60+" in seen(pilot)
        for _ in range(6):
            await pilot.press("pagedown")
        await until(pilot, lambda: len(screen.list.rows) == 120)
        numbers = [row.entry.sequence for row in screen.list.rows]
        assert numbers == list(range(200, 80, -1))
        for _ in range(40):
            await pilot.press("pagedown")
            await pilot.app.workers.wait_for_complete()
        await until(pilot, lambda: "200 of 200" in seen(pilot))


@pytest.mark.parametrize("size", SIZES)
async def test_enter_shows_the_exchange_whole(desk: Desk, size: tuple[int, int]) -> None:
    """Question, passage, answer, suggestions as diffs, who spoke and how that is known, and that the model is gone."""
    remember(desk, 1)
    async with desk.app().run_test(size=size) as pilot:
        await opened(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExchangeScreen))
        shown = seen(pilot)
        await pilot.press("n", "end")
        shown += seen(pilot)
        for words in (
            "sonnet · claude-sonnet-4-20250514",
            "retired 2026-06-15",
            "The answer itself named its version.",
            "Is it clear?",
            "│ I am writing because the parking.",
            "Mostly. The weakest point is who decided",
            "because +of+ the parking",
            "A word is missing.",
            "q quote",
        ):
            assert words in " ".join(shown.split())


async def test_q_quotes_as_the_pane_does(desk: Desk) -> None:
    """The answer, or the suggestion pointed at, goes to the clipboard with who said it."""
    remember(desk, 1)
    async with desk.app().run_test(size=(100, 30)) as pilot:
        await opened(pilot)
        await pilot.press("ctrl+g")
        whole = pilot.app.clipboard
        assert "Claude Sonnet 4 (claude-sonnet-4-20250514)" in whole
        assert "weakest point" in whole
        await pilot.press("enter")
        await pilot.press("n", "q")
        assert "because of the parking" in pilot.app.clipboard
        assert "copied, with who said it" in seen(pilot)


async def test_what_was_forgotten_is_a_line_and_no_words(desk: Desk) -> None:
    """A forgotten exchange is listed as such, opens, and has nothing to quote."""
    remember(desk, 2)
    log = desk.services.log
    log.forget([2])  # type: ignore[attr-defined]  # the real log stands behind the desk
    async with desk.app().run_test(size=(100, 30)) as pilot:
        await opened(pilot)
        assert "its texts were removed from the log" in seen(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExchangeScreen))
        assert "Its texts were removed from the log." in seen(pilot)
        await pilot.press("q")
        assert "there is no answer in words to quote" in seen(pilot)


async def test_foreign_words_are_only_words(desk: Desk) -> None:
    """Faults 41 and 43: escapes and markup in question, answer, passage, version and path are shown and do nothing."""
    hostile = "\x1b]52;c;AAAA\x07[@click=app.quit]x[/] \u202e"
    one = exchange()
    remember(
        desk,
        1,
        question=replace(one.question, name=None, text=hostile),
        answer=hostile,
        raw=hostile,
        speaker=replace(one.speaker, served=(hostile,), name=hostile, host=hostile),
        passage=replace(one.passage, text=hostile, span=Span(0, 4)),
        reader=hostile,
        notes=(hostile,),
    )
    async with desk.app().run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        for _ in range(2):
            shown = seen(pilot)
            assert "[@click=app.quit]x[/]" in shown
            assert not {"\x1b", "\x07", "\u202e"} & set(shown)
            await pilot.press("enter")
            await pilot.pause()


async def test_help_and_palette_know_the_log(desk: Desk) -> None:
    """F1 works there too; the palette names the actions of the place."""
    remember(desk, 1)
    async with desk.app().run_test(size=(100, 40)) as pilot:
        screen = await opened(pilot)
        titles = {command.title for command in pilot.app.get_system_commands(screen)}
        assert {"Open", "This draft or all", "Quote", "Back"} <= titles
        await pilot.press("f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        await pilot.press("escape", "ctrl+p")
        await until(pilot, lambda: isinstance(pilot.app.screen, CommandPalette))
        await pilot.press("escape", "enter", "f1")
        assert isinstance(pilot.app.screen, HelpScreen)
