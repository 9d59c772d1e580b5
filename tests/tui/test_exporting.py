"""Taking something out of the desk: a file of the text with its notes, and a reference for a bibliography."""

from __future__ import annotations

import json

from textual.pilot import Pilot
from textual.widgets import Input

from friend.record.formats.csl_json import csl_json
from friend.record.formats.quotations import written
from friend.record.formats.review_forms import ENDINGS, exported
from friend.record.page import review_page
from friend.record.quotation import quoted
from friend.record.work import works
from friend.text.draft import Draft
from friend.tui.screens.choice import Choice, OneLine
from tests.tui.conftest import COUNCIL, LETTER, Desk, ask, screen_of, seen, until

WIDE = (130, 44)


async def choose(pilot: Pilot[None], key: str, *, words: str = "") -> None:
    """Answer the question that is put, once it is there."""
    await until(pilot, lambda: isinstance(pilot.app.screen, Choice) and words in seen(pilot))
    before = pilot.app.screen
    await pilot.press(key)
    await until(pilot, lambda: pilot.app.screen is not before)


async def name(pilot: Pilot[None], words: str | None = None) -> None:
    """Type a name on the line that asks for one, or leave the one that is there."""
    await until(pilot, lambda: isinstance(pilot.app.screen, OneLine))
    before = pilot.app.screen
    if words is not None:
        before.query_one(Input).value = words
    await pilot.press("enter")
    await until(pilot, lambda: pilot.app.screen is not before)


async def asked(pilot: Pilot[None], desk: Desk) -> None:
    """Have an answer, and be in the friend's pane."""
    desk.server.will(text=COUNCIL)
    await pilot.press("down", "down")
    await ask(pilot)
    await pilot.press("f6")


async def test_the_text_is_exported_with_its_notes(desk: Desk) -> None:
    """In each form, as `friend export` writes it, beside the draft under a name of its own; the draft stays (R3)."""
    now = desk.services.clock.now()
    async with desk.app().run_test(size=WIDE) as pilot:
        await asked(pilot, desk)
        told = [(desk.services.log.find("last"), LETTER)]
        page = review_page(Draft(LETTER, str(desk.path)), told)
        for key, form in zip("hmcwr", ENDINGS, strict=True):
            await pilot.press("e")
            await choose(pilot, "o")
            await choose(pilot, key)
            await name(pilot)
            await until(pilot, lambda ending=ENDINGS[form]: f"wrote letter{ending}" in seen(pilot))
            written = desk.path.with_name(f"letter{ENDINGS[form]}").read_text()
            if form == "html":  # it says the time
                assert "the council" in written
            else:
                assert written == exported(page, form, str(desk.path), now).text
    assert desk.path.read_text() == LETTER


async def test_no_file_is_written_over_unasked(desk: Desk) -> None:
    """One that is there is named, and another name or the same may be given; never the draft's (fault 57)."""
    there = desk.path.with_name("letter.html")
    there.write_text("mine")
    async with desk.app().run_test(size=WIDE) as pilot:
        await asked(pilot, desk)
        await pilot.press("e")
        await choose(pilot, "a")
        await choose(pilot, "h")
        await name(pilot, str(desk.path))
        await until(pilot, lambda: "is the draft itself" in seen(pilot))
        await name(pilot, str(there))
        await choose(pilot, "n", words="is there already")
        assert there.read_text() == "mine"
        await name(pilot)
        await choose(pilot, "o")
        await until(pilot, lambda: "wrote letter.html" in seen(pilot))
        assert "the council" in there.read_text()
        await pilot.press("e")
        await choose(pilot, "o")
        await choose(pilot, "r")
        await until(pilot, lambda: isinstance(pilot.app.screen, OneLine))
        await pilot.press("escape")
        await until(pilot, lambda: "nothing was exported" in seen(pilot))
    assert desk.path.read_text() == LETTER
    assert not desk.path.with_name("letter.rdjsonl").exists()


async def test_what_one_points_at_is_exported_as_a_quotation(desk: Desk) -> None:
    """A sentence of an answer goes to a file of its own, as `friend quote` writes it, with who said it (R6)."""
    async with desk.app().run_test(size=WIDE) as pilot:
        await asked(pilot, desk)
        await pilot.press("up", "e")
        words = screen_of(pilot).pane.reading.pointed
        assert words is not None
        await choose(pilot, "q", words="as a quotation")
        await name(pilot)
        await until(pilot, lambda: "wrote letter.quotation.md" in seen(pilot))
        said = written(quoted(desk.services.log.find("last"), "en", words=words.words), "markdown")
        assert desk.path.with_name("letter.quotation.md").read_text() == said + "\n"
        assert "gpt-4o-2024-08-06" in said
        # Where nothing is pointed at there is no such answer.
        await pilot.press("escape", "f6", "e")
        await until(pilot, lambda: "Export this text" in seen(pilot))
        assert "as a quotation" not in seen(pilot)
    assert desk.path.read_text() == LETTER


async def test_an_answer_is_copied_as_a_reference(desk: Desk) -> None:
    """As `friend cite` writes it, with the version that was reported."""
    async with desk.app().run_test(size=WIDE) as pilot:
        await asked(pilot, desk)
        await pilot.press("b")
        await choose(pilot, "j")
        await until(pilot, lambda: "as a reference in CSL-JSON" in seen(pilot))
        told = desk.services.log.find("last")
        assert json.loads(pilot.app.clipboard) == csl_json(works([told]))
        await pilot.press("b")
        await choose(pilot, "a")
        await until(pilot, lambda: "gpt-4o-2024-08-06" in pilot.app.clipboard and "[Large" in pilot.app.clipboard)
        assert screen_of(pilot).editor.text == LETTER
