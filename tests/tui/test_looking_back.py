"""Looking back from the desk: what was asked about this draft, and what one wrote since."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from friend.asking.suggestion import Suggestion
from friend.text.diff import diff
from friend.text.span import Span
from friend.tui import letting_go
from friend.tui.screens.difference import Difference
from friend.tui.screens.place import PlaceScreen
from friend.tui.then_and_now import ThenAndNow, then_and_now
from tests.tui.conftest import COUNCIL, LETTER, TWO, Desk, ask, heard, screen_of, seen, until

WIDE = (130, 44)
NARROW = (80, 24)


def words(pilot: Pilot[None]) -> str:
    """Give what the terminal shows, its rows joined."""
    return " ".join(seen(pilot).split())


def column(pilot: Pilot[None], head: str) -> str:
    """Give the words of the column under `head`, where three stand side by side."""
    rows = seen(pilot).splitlines()
    at = next(number for number, row in enumerate(rows) if head in row)
    begin = rows[at].index(head)
    cut = [re.split(r"\s{3,}", row[begin:])[0] for row in rows[at + 1 : at + 8]]
    return " ".join(" ".join(cut).split())


async def test_what_was_decided_is_there_the_next_day(desk: Desk) -> None:
    """Dismissed, dealt with or closed by itself, a card of a reopened answer says so, and one key brings it back."""
    third = "<suggestion><quote>put up signs</quote><instead>put signs up</instead><why>Flow.</why></suggestion>"
    fourth = "<suggestion><quote>With kind</quote><instead>With the kindest of</instead><why>More.</why></suggestion>"
    desk.server.will(text=TWO + third + fourth)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await ask(pilot, key="ctrl+t")
        await pilot.press("ctrl+n", *"the mayor", "ctrl+n")
        await until(pilot, lambda: "dealt with: you changed these words" in heard(pilot))
        await pilot.press("f6", "d", "n", "x")
        await until(pilot, lambda: "dealt with · u brings it back" in heard(pilot) and "dismissed" in heard(pilot))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not screen.is_modified)
    states = [one.state for one in desk.services.log.find("last").suggestions]
    assert states == ["dealt-with", "dealt-with", "dismissed", "open"]
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await until(pilot, lambda: "1 open note," in seen(pilot))
        assert not screen.side.display
        await pilot.press("f6")
        await until(pilot, lambda: "dismissed · u brings it back" in heard(pilot))
        said = heard(pilot)
        assert "① dealt with: you changed these words · u brings it back" in said
        assert "② dealt with · u brings it back" in said
        assert "③ dismissed · u brings it back" in said
        assert len(screen.conversation.standing) == 1
        for number in (0, 1, 2):
            screen.pane.make_current(screen.conversation.notes[number])
            await pilot.press("u")
        await until(pilot, lambda: "+nobody told us+" in heard(pilot) and "put +signs+ up" in heard(pilot))
        assert "+the council+" in heard(pilot)
        assert [one.state for one in desk.services.log.find("last").suggestions] == ["open"] * 4
    assert desk.path.read_text() == LETTER.replace("them", "the mayor")


async def test_an_earlier_exchange_is_shown_beside_the_text(desk: Desk) -> None:
    """The list tells when, who, what and how much is open; Enter shows an older exchange with its notes."""
    desk.server.will(text=TWO)
    async with desk.app().run_test(size=WIDE) as pilot:
        await pilot.press("down", "down")
        await ask(pilot)
        await pilot.press("f6", "n", "x", "n", "d")
        desk.server.will(text="All is well.")
        await ask(pilot, key="ctrl+t")
        await until(pilot, lambda: "All is well." in seen(pilot))
    desk.write("A new first line.\n\n" + LETTER)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await until(pilot, lambda: "letter.md" in seen(pilot))
        assert not screen.pane.children
        await pilot.press("shift+f5")
        await until(pilot, lambda: "1 of 2" in seen(pilot))
        listed = words(pilot)
        assert "What was asked about this draft" in listed
        assert listed.index("Review the whole text") < listed.index("Is it clear")
        assert listed.count("gpt-4o-2024-08-06") == 2
        await pilot.press("down", "enter")
        await until(pilot, lambda: "dismissed · u brings it back" in heard(pilot))
        assert "Mostly. The weakest point" in heard(pilot)
        assert screen.pane.has_focus
        screen.pane.make_current(screen.conversation.notes[1])
        await pilot.press("u", "enter")
        assert screen.editor.has_focus
        told = screen.editor.cursor_offset_in_text
        assert screen.editor.text[told:].startswith("we were not told")
        # What is in the pane is not laid out twice.
        await pilot.press("shift+f5")
        await until(pilot, lambda: "1 open note" in seen(pilot))
        await pilot.press("down", "enter")
        await until(pilot, lambda: screen.pane.has_focus)
        assert len(screen.pane.children) == 1
    assert desk.path.read_text() == "A new first line.\n\n" + LETTER


async def test_old_answers_of_which_nothing_waits_leave_and_can_be_had_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the desk holds does not grow all day; an open note stays, and the list brings back what has left."""
    monkeypatch.setattr(letting_go, "KEPT", 2)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        for decided in (1, 2):
            desk.server.will(text=TWO)
            await ask(pilot)
            for note in screen.conversation.notes[-decided:]:
                screen.conversation.decide(note, "dismissed")
        for number in range(4):
            desk.server.will(text=f"All is well, {number}." + "\n\nSo it is." * 40)
            await ask(pilot)
            await until(pilot, lambda number=number: f"All is well, {number}." in seen(pilot))
        kept = [answer.prose.said[:14] for answer in screen.pane.answers]
        assert kept[0].startswith("Mostly.")
        assert kept[1:][-2:] == ["All is well, 2", "All is well, 3"]
        assert len(kept) < 6
        assert [note.number for note in screen.conversation.notes] == [1, 2]
        assert len(screen.conversation.standing) == 1
        await pilot.press("shift+f5")
        await until(pilot, lambda: "of 6" in seen(pilot))
        await pilot.press(*["down"] * 4, "enter")
        await until(pilot, lambda: "dismissed · u brings it back" in heard(pilot))
        assert [note.number for note in screen.conversation.notes] == [1, 2, 3, 4]


async def test_a_text_without_a_file_has_no_list(desk: Desk) -> None:
    """The person is told where to look instead."""
    async with desk.app().run_test(size=WIDE) as pilot:
        screen_of(pilot).keeping.path = None
        await pilot.press("shift+f5")
        await until(pilot, lambda: "no file yet" in seen(pilot))


async def test_an_exchange_that_was_forgotten_says_so(desk: Desk) -> None:
    """There is nothing left to compare with, and nothing breaks."""
    desk.server.will(text=COUNCIL)
    async with desk.app().run_test(size=WIDE) as pilot:
        await ask(pilot)
        desk.services.log.forget([desk.services.log.find("last").sequence])  # type: ignore[attr-defined]
        await pilot.press("f6", "y")
        await until(pilot, lambda: "removed from the log" in seen(pilot))


def at(sent: str, quote: str, instead: str | None, text: str) -> ThenAndNow | None:
    """Set a suggestion's place side by side."""
    span = Span(sent.index(quote), sent.index(quote) + len(quote))
    wording = diff(quote, instead) if instead is not None else ()
    return then_and_now(Suggestion("x.1", quote, span, "exact", instead, "", diff=wording), sent, text)


def new(pieces: tuple[tuple[str, str], ...]) -> str:
    """Join the new side."""
    return "".join(text for op, text in pieces if op != "-")


def test_whole_sentences_are_set_side_by_side() -> None:
    """The sentence as it was sent, the friend's and the person's; what was done elsewhere does not come in."""
    now = LETTER.replace("It was decided by them last month", "The mayor chose last May").replace("Dear", "Hello")
    both = at(LETTER, "them", "the council", now)
    assert both is not None
    assert both.asked == "It was decided by them last month, and we were not told."
    assert new(both.wording) == "It was decided by the council last month, and we were not told."
    assert new(both.now) == "The mayor chose last May, and we were not told."
    assert both.is_rewritten
    assert not both.is_gone


def test_a_sentence_that_was_taken_out_is_gone() -> None:
    """Its neighbours are not taken for it."""
    both = at(
        LETTER, "decided by them", None, LETTER.replace(" It was decided by them last month, and we were not told.", "")
    )
    assert both is not None
    assert both.is_gone
    assert both.wording == ()


def test_a_place_that_nobody_touched_is_not_rewritten() -> None:
    """Edits elsewhere are none here; a suggestion without a place has nothing to set side by side."""
    both = at(LETTER, "them", "us", "Before.\n\n" + LETTER)
    assert both is not None
    assert not both.is_rewritten
    lost = Suggestion("x.1", "nowhere", None, "lost", "x", "")
    assert then_and_now(lost, LETTER, LETTER) is None


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_then_and_now_side_by_side(desk: Desk, size: tuple[int, int]) -> None:
    """On a place that one rewrote `w` shows the words as asked, the friend's and one's own; nothing is applied."""
    desk.server.will(text=COUNCIL)
    async with desk.app().run_test(size=size) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await ask(pilot)
        await pilot.press("ctrl+n", *"the mayor", "f6", "w")
        await until(pilot, lambda: isinstance(pilot.app.screen, PlaceScreen) and "Your words now" in seen(pilot))
        await pilot.pause()
        said = words(pilot)
        if size is WIDE:
            assert column(pilot, "When you asked").startswith("It was decided by them last month")
            assert "+the council+" in column(pilot, "gpt · gpt-4o-2024-08-06")
            assert "+the mayor+" in column(pilot, "Your words now")
        else:
            heads = ["When you asked", "It was decided by them", "gpt · gpt-4o", "+the council+", "Your words now"]
            assert sorted(heads, key=said.index) == heads
            assert said.index("Your words now") < said.index("+the mayor+")
        before = screen.editor.text
        await pilot.press("enter")
        assert pilot.app.screen is screen
        assert screen.editor.text == before


async def test_waiting_wording_waits_beside_ones_own_too(desk: Desk) -> None:
    """With `try_first` the comparison shows the friend's wording only once `t` asks for it."""
    long = COUNCIL.replace("by the council last", "by the whole council of the old town last")
    shy = replace(desk, services=replace(desk.services, try_first=True))
    desk.server.will(text=long)
    async with shy.app().run_test(size=WIDE) as pilot:
        await pilot.press("down", "down")
        await ask(pilot)
        await pilot.press("ctrl+n", *"the mayor", "f6", "w")
        await until(pilot, lambda: isinstance(pilot.app.screen, PlaceScreen) and "Your words now" in seen(pilot))
        assert "old town" not in seen(pilot)
        await pilot.press("t")
        await until(pilot, lambda: "old town" in seen(pilot))
        assert not screen_of(pilot).conversation.notes[0].hides_wording


async def test_an_untouched_place_has_nothing_to_compare(desk: Desk) -> None:
    """It is said, and no empty comparison opens."""
    desk.server.will(text=COUNCIL)
    async with desk.app().run_test(size=WIDE) as pilot:
        await pilot.press("down", "down")
        await ask(pilot)
        await pilot.press("f6", "w")
        await until(pilot, lambda: "as they were when you asked" in seen(pilot))


async def test_the_text_now_against_the_text_as_asked_about(desk: Desk) -> None:
    """`e` shows the paragraphs that one changed since, with − and +; without a change it says that there is none."""
    desk.server.will(text=COUNCIL)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await ask(pilot)
        await pilot.press("f6", "y")
        await until(pilot, lambda: "Your text is as it was when you asked" in seen(pilot))
        await pilot.press("escape", "f6")
        assert screen.editor.has_focus
        await pilot.press(*"Oh ")
        screen.editor.go_to_line(99)
        await pilot.press(*"PS: thanks", "f6", "y")
        await until(pilot, lambda: "2 paragraphs differ:" in seen(pilot))
        said = words(pilot)
        assert said.index("line 1 +Oh+ Dear neighbours,") < said.index("line 9 + PS: thanks")
        assert "parking" not in said
        await pilot.press("escape")
        assert pilot.app.screen is screen


async def test_a_long_comparison_is_gone_through_and_laid_out_again(desk: Desk) -> None:
    """A book with every paragraph changed can be stepped and scrolled through, and follows the terminal's width."""
    one = "It was a day like any other, and the {} neighbours were not told about the parking in our own street. "
    book = "\n\n".join(f"{number}. " + one.format("old") * 4 for number in range(300))
    async with desk.app().run_test(size=WIDE) as pilot:
        counted: list[int | None] = []

        def told(count: int | None) -> str:
            counted.append(count)
            return f"so far {count}"

        screen = Difference(book, book.replace("old", "new"), told)
        await pilot.app.push_screen(screen)
        await until(pilot, lambda: "−old− +new+" in seen(pilot))
        await pilot.press("n", "n")
        assert screen.changes.scroll_offset.y > 0
        await until(pilot, lambda: counted[-1] == 300)
        await pilot.press("end")
        await until(pilot, lambda: "line 599" in seen(pilot))
        await pilot.resize_terminal(60, 30)
        await until(pilot, lambda: len(counted) == 3)
