"""Quoting at the desk: sentence by sentence, selected with the mouse, copied or put into the text."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from friend.record.quoted import Remembered, judge, quotations_in
from friend.tui.quoting import POINT_FIRST, PUT_IN
from tests.tui.conftest import LETTER, Desk, ask, screen_of, seen, until

WIDE = (130, 44)
LINE = "> — GPT-4o (gpt-4o-2024-08-06), "
ANSWER = (
    "Mostly. The weakest point is **who decided**: a reader can't tell.\n\n"
    "- Name the council.\n- Say what you want from your neighbours, so that they know what it is about. Then stop.\n\n"
    "It ends well.\n\n"
    "<suggestion><quote>by them last month</quote><instead>by the council last month</instead>"
    "<why>“Them” has no one to point to. A name helps.</why></suggestion>\n"
)


async def asked(pilot: Pilot[None], desk: Desk) -> None:
    """Ask about the second paragraph, the cursor at its end."""
    desk.server.will(text=ANSWER)
    await pilot.press("down", "down", "end")
    await ask(pilot)


async def put_in(pilot: Pilot[None]) -> str:
    """Give the first line of the quotation that came into the text."""
    editor = screen_of(pilot).editor
    await until(pilot, lambda: LINE in editor.text)
    assert editor.has_focus
    await until(pilot, lambda: PUT_IN[:30] in seen(pilot))
    return editor.text[editor.text.index("> ") : editor.text.index(f"\n>\n{LINE}")]


async def copied(pilot: Pilot[None]) -> str:
    """Give the words that were copied, without the line that says whose they are."""
    await until(pilot, lambda: pilot.app.clipboard)
    assert LINE in pilot.app.clipboard
    return pilot.app.clipboard[: pilot.app.clipboard.index(f"\n>\n{LINE}")]


@pytest.mark.parametrize(
    ("keys", "quoted"),
    [
        (["f6", "down", "i"], "> Mostly."),
        (["f6", "down", "down", "i"], "> The weakest point is **who decided**: a reader can't tell."),
    ],
)
async def test_four_keys_lead_from_the_answer_to_the_quotation(desk: Desk, keys: list[str], quoted: str) -> None:
    """From the text, with an answer there: to the friend, to the sentence, and it stands in the text, with who spoke.

    One undo takes it out again.
    """
    assert len(keys) <= 4
    async with desk.app().run_test(size=WIDE) as pilot:
        await asked(pilot, desk)
        assert screen_of(pilot).editor.has_focus
        await pilot.press(*keys)
        assert await put_in(pilot) == quoted
        await pilot.press("ctrl+z")
        assert screen_of(pilot).editor.text == LETTER


async def test_several_sentences_are_one_quotation(desk: Desk) -> None:
    """Shift with an arrow takes in the next one, across a paragraph; the words are as they were said."""
    async with desk.app().run_test(size=WIDE) as pilot:
        await asked(pilot, desk)
        await pilot.press("f6", "down", "down", *["shift+down"] * 3, "shift+up", "i")
        assert (
            await put_in(pilot)
            == "> The weakest point is **who decided**: a reader can't tell.\n>\n> - Name the council.\n"
            "> - Say what you want from your neighbours, so that they know what it is about."
        )
        text = screen_of(pilot).editor.text
        found = judge(quotations_in(text)[0], Remembered([desk.services.log.find("last")]))
        assert found is not None
        assert found.kind == "verbatim"


async def test_a_sentence_left_out_leaves_a_mark(desk: Desk) -> None:
    """Space keeps a sentence while one goes on; what stands between two is […] in the quotation, which holds (R6)."""
    async with desk.app().run_test(size=WIDE) as pilot:
        await asked(pilot, desk)
        await pilot.press("f6", "down", "space", *["down"] * 5, "q")
        assert await copied(pilot) == "> Mostly. […] It ends well."


async def test_a_marked_sentence_is_underlined_on_every_row_of_it(desk: Desk) -> None:
    """It is told without colour, and nothing else is; going on takes the mark along."""
    async with desk.app().run_test(size=WIDE) as pilot:
        await asked(pilot, desk)
        await pilot.press("f6", *["down"] * 4)
        await pilot.pause()
        marked = underlined(pilot)
        assert len(marked) > 1
        assert " ".join(marked) == "Say what you want from your neighbours, so that they know what it is about."
        await pilot.press("down")
        assert underlined(pilot) == ["Then stop."]
        await pilot.press("escape")
        assert underlined(pilot) == []
        assert screen_of(pilot).editor.has_focus


def underlined(pilot: Pilot[None]) -> list[str]:
    """Give what is underlined in the friend's prose and reasons, row by row."""
    answer = screen_of(pilot).pane.query_one("Answer")
    rows = []
    for view in answer.query("ProseView, Card"):
        for y in range(view.size.height):
            strip = view.render_line(y)
            row = "".join(part.text for part in strip if part.style and part.style.underline and part.style.bgcolor)
            rows.append(row.strip())
    return [row for row in rows if row and row != "+the council+"]


async def test_a_card_and_its_reason_are_quoted_too(desk: Desk) -> None:
    """Below the answer one comes to its cards: first the wording, then the reason, sentence by sentence."""
    async with desk.app().run_test(size=WIDE) as pilot:
        await asked(pilot, desk)
        screen = screen_of(pilot)
        await pilot.press("f6", *["down"] * 7)
        assert screen.pane.current is not None
        assert underlined(pilot) == []
        await pilot.press("down", "down")
        assert screen.pane.current is None
        await until(pilot, lambda: underlined(pilot) == ["A name helps."])
        await pilot.press("q")
        assert await copied(pilot) == "> A name helps."
        assert screen.conversation.notes[0].state == "open"
        await pilot.press("x", "up", "up", "i")
        assert await put_in(pilot) == "> by the council last month"
        assert screen.conversation.notes[0].state == "quoted"


async def test_without_a_sentence_nothing_is_put_in(desk: Desk) -> None:
    """A whole answer is never put into the text by a slip; it is said what to do."""
    async with desk.app().run_test(size=WIDE) as pilot:
        await asked(pilot, desk)
        await pilot.press("f6", "i")
        await until(pilot, lambda: POINT_FIRST[:30] in seen(pilot))
        assert screen_of(pilot).editor.text == LETTER


async def select(pilot: Pilot[None], first: str, last: str) -> None:
    """Drag the mouse from the first character of some words to the last of others."""
    rows = seen(pilot).splitlines()
    places = []
    for words, after in ((first, 0), (last, len(last) - 1)):
        y = next(y for y, row in enumerate(rows) if words in row.partition("│")[2])
        places.append((rows[y].index(words, rows[y].index("│")) + after, y))
    await pilot.mouse_down(offset=places[0])
    await pilot.hover(offset=places[1])
    await pilot.mouse_up(offset=places[1])


async def test_what_is_selected_with_the_mouse_is_put_in(desk: Desk) -> None:
    """Words selected over rows and list items come as they were said, half a word whole; i puts them in, ^G copies."""
    async with desk.app().run_test(size=WIDE) as pilot:
        await asked(pilot, desk)
        await select(pilot, "Name the", "your neigh")
        await pilot.press("ctrl+g")
        assert await copied(pilot) == "> Name the council.\n> - Say what you want from your neighbours"
        assert screen_of(pilot).pane.has_focus
        await pilot.press("i")
        assert await put_in(pilot) == "> Name the council.\n> - Say what you want from your neighbours"


async def test_what_is_selected_in_an_earlier_answer_is_its_own(desk: Desk) -> None:
    """The words belong to the answer that they stand in, not to the last one."""
    async with desk.app().run_test(size=WIDE) as pilot:
        await asked(pilot, desk)
        desk.server.will(text="Fine.")
        await ask(pilot)
        screen_of(pilot).pane.scroll_home(animate=False)
        await pilot.pause()
        await select(pilot, "It ends", "well")
        await pilot.press("ctrl+g")
        assert await copied(pilot) == "> It ends well"


async def test_selected_words_are_copied_without_the_rows(desk: Desk) -> None:
    """^C copies what is selected by our own sequence; lines end where the friend's did, not where the pane does."""
    async with desk.app().run_test(size=WIDE) as pilot:
        await asked(pilot, desk)
        await select(pilot, "Say what", "Then stop")
        await pilot.press("ctrl+c")
        await until(pilot, lambda: pilot.app.clipboard)
        assert pilot.app.clipboard == (
            "Say what you want from your neighbours, so that they know what it is about. Then stop"
        )


async def test_the_log_is_quoted_by_sentence_as_well(desk: Desk) -> None:
    """An exchange of the log is read and copied in the same way."""
    async with desk.app().run_test(size=WIDE) as pilot:
        await asked(pilot, desk)
        await pilot.press("f5", "enter", "down", "down", "shift+down", "q")
        assert await copied(pilot) == (
            "> The weakest point is **who decided**: a reader can't tell.\n>\n> - Name the council."
        )
        await pilot.press("n", "q")
        await until(pilot, lambda: "by the council" in pilot.app.clipboard)
