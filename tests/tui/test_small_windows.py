"""The desk in a window of 80x24 and of 60x20: nothing is cut off that one needs, and what to press is always told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.text import Text
from textual.widgets import Input

from friend.tui.screens.help import HelpScreen
from friend.tui.widgets.hints import in_rows
from friend.tui.widgets.two_ends import TwoEnds
from tests.tui.conftest import COUNCIL, TWO, Desk, ask, begin, screen_of, seen, until
from tests.tui.test_slips import SLIPS, TEXT, reply

SMALL = (80, 24)
SMALLEST = (60, 20)


# The question panel


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_every_key_of_the_panel_is_told_whole(desk: Desk, language: str) -> None:
    """At 80 columns all keys are there, on two rows, and F1 in the status line; the passage stays in sight."""
    desk.services = replace(desk.services, language=language)
    async with desk.app().run_test(size=SMALL) as pilot:
        await pilot.press("down", "down", "ctrl+r")
        await until(pilot, lambda: screen_of(pilot).panel._preview is not None)
        rows = [row.strip() for row in seen(pilot).splitlines()]
        assert "I am writing about the parking." in seen(pilot)
        *_, first, second, status = rows
        wanted = {
            "en": ("Enter send", "Esc close", "Space one more friend", "^O another friend", "^Y lend a section"),
            "fr": ("Entrée envoyer", "Échap fermer", "Espace un ami de plus", "^O un autre ami", "^Y prêter une"),
        }
        for words in wanted[language]:
            assert words in f"{first} · {second}"
        assert "…" not in first + second
        assert status.endswith({"en": "F1 keys", "fr": "F1 aide"}[language])


@pytest.mark.parametrize(("size", "all_seen"), [(SMALL, True), (SMALLEST, False)])
async def test_the_ready_questions_are_seen_or_said_to_be_more(
    desk: Desk, size: tuple[int, int], *, all_seen: bool
) -> None:
    """At 80x24 all of them stand there at once; where they do not, an arrow says that there are more."""
    async with desk.app().run_test(size=size) as pilot:
        await pilot.press("down", "down", "ctrl+r")
        screen = screen_of(pilot)
        await until(pilot, lambda: screen.panel._preview is not None)
        titles = [one.title["en"] for one in screen.panel.ready.questions]
        assert len(titles) > 10
        assert all(title in seen(pilot) for title in titles) == all_seen
        assert ("↓" in seen(pilot)) != all_seen
        if not all_seen:
            await pilot.press(*["down"] * (len(titles) // 2 - 1))
            assert "↓" not in seen(pilot)
            assert "Is it clear?" not in seen(pilot)
            assert "Is the tone right" in seen(pilot)


async def test_what_is_sent_is_what_is_pointed_at(desk: Desk) -> None:
    """Words of one's own take the pointer away; a letter takes its question again, and ↑ brings the words back."""
    async with desk.app().run_test(size=SMALL) as pilot:
        panel = screen_of(pilot).panel
        await pilot.press("down", "down", "ctrl+r")
        assert "▸ c" in seen(pilot)
        await pilot.press("tab", *"Kind?")
        await until(pilot, lambda: "▸" not in seen(pilot))
        assert panel.question
        assert panel.question.text == "Kind?"
        await pilot.press("tab", "k")
        await until(pilot, lambda: "▸ k" in seen(pilot))
        assert panel.question
        assert panel.question.name == "weakest"
        await pilot.press("tab", "up")
        assert panel.words.value == "Kind?"


async def test_the_answer_stays_in_sight_while_one_goes_on_from_it(desk: Desk) -> None:
    """Below the text, the panel leaves five rows to what it goes on from; Esc leads back there."""
    desk.server.will(text=COUNCIL)
    async with desk.app().run_test(size=SMALL) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await ask(pilot)
        await pilot.press("ctrl+r")
        assert "who decided" not in seen(pilot)
        await pilot.press("escape", "f6", "o")
        await until(pilot, lambda: screen.panel.is_open)
        await pilot.pause()
        assert "Go on asking gpt about ¶2" in seen(pilot)
        assert "who decided" in seen(pilot)
        assert "It was decided by them" in seen(pilot)
        await pilot.press("escape")
        assert screen.pane.has_focus


def test_hints_are_laid_out_whole() -> None:
    """On two rows and no more; what has no room is left out, and nothing after it is put in its place."""
    assert in_rows(["one", "two", "three"], 20, 2) == ["one · two · three"]
    assert in_rows(["one", "two", "three"], 10, 2) == ["one · two", "three"]
    assert in_rows(["one", "two", "three", "four", "5"], 9, 2) == ["one · two", "three"]
    assert in_rows(["one", "two", "three", "four", "5"], 9, 9) == ["one · two", "three", "four · 5"]


# The status line


async def test_the_status_line_tells_the_keys_of_the_place(desk: Desk) -> None:
    """F1 is always among them; the next note only where there is one, and first; in the pane, how an answer stops."""
    desk.server.will(text=TWO, pace_s=0.05)
    async with desk.app().run_test(size=SMALL) as pilot:
        screen = screen_of(pilot)

        def status() -> str:
            return seen(pilot).splitlines()[-1].strip()

        await pilot.press("down", "down")
        await until(pilot, lambda: status().endswith("^R ask about this · ^S save · F1 keys"))
        await begin(pilot)
        await pilot.press("f6")
        await until(pilot, lambda: "Esc stop · " in status() and status().endswith("F1 keys"))
        await until(pilot, lambda: screen.conversation.talk is None)
        await until(pilot, lambda: "Enter go to" in status() and "stop" not in status())
        await pilot.press("f6")
        await until(pilot, lambda: "2 notes" in status() and status().endswith("· F1 keys") and "^N next" in status())
        await pilot.press("ctrl+f")
        await until(pilot, lambda: "Enter next · Tab replace by" in status())
        await pilot.press("tab")
        await until(pilot, lambda: "Enter replace · F5 all" in status())
        await pilot.press("escape", "f10")
        await until(pilot, lambda: "No words of a friend's" in seen(pilot))
        await until(pilot, lambda: status().endswith("Esc close · F1 keys"))
        assert "reword" not in status()


async def test_what_is_said_at_the_start_makes_room_for_the_keys(desk: Desk) -> None:
    """How many notes are open stays until one goes to the friend; the answer of then says where it belongs now."""
    desk.server.will(text=COUNCIL)
    async with desk.app().run_test(size=SMALL) as pilot:
        await pilot.press("down", "down")
        await ask(pilot)
    desk.write("New.\n\n" + desk.path.read_text())
    async with desk.app().run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "1 open note, " in seen(pilot))
        await pilot.press("f6")
        await until(pilot, lambda: "Enter go to" in seen(pilot))
        assert "1 open note, " not in seen(pilot)
        assert "  ¶3  Is it clear?" in seen(pilot)


@pytest.mark.parametrize(
    ("width", "shown"),
    [(24, "left one · two · three"), (18, "left one · three"), (12, "left three"), (8, "left t…")],
)
def test_the_last_item_stays_where_it_is_to(width: int, shown: str) -> None:
    """Where room is short the items before it go first."""

    class _Line(TwoEnds):
        content_size = property(lambda _: type("Room", (), {"width": width}))  # type: ignore[assignment]

    line = _Line()
    line._left, line._right, line._lasts = Text("left"), Text("one · two · three"), True
    assert " ".join(line.render().plain.split()) == shown
    line._left = Text("a name that is very long, and longer")
    line._right = Text("12:04")
    assert line.render().plain.endswith("12:04" if width >= 20 else "…")


# Notes


async def test_a_card_stands_whole_in_the_pane_after_ten_slips(desk: Desk) -> None:
    """The key to the next note has the whole card in sight, though those above it closed; a closed one takes a row."""
    desk.write(TEXT)
    desk.server.will(text=reply())
    async with desk.app().run_test(size=SMALL) as pilot:
        screen = screen_of(pilot)
        await ask(pilot, key="ctrl+t")
        for number, (_, _, typed) in enumerate(SLIPS[:6], 1):
            await pilot.press("ctrl+n")
            await pilot.pause()
            await pilot.pause()
            card = screen.pane.current
            assert card
            assert card.note.number == number
            top = screen.pane.scroll_offset.y
            assert top <= card.virtual_region.y
            assert card.virtual_region.bottom <= top + screen.pane.size.height
            await pilot.press(*typed)
        screen.conversation.settle()
        await pilot.press("z")
        closed = screen.pane.cards[0]
        await until(pilot, lambda: closed.size.height == 1)


async def test_a_short_wording_says_that_it_does_not_wait(desk: Desk) -> None:
    """No key is silent: `t` on a card whose wording is short tells why nothing is hidden."""
    desk.write(TEXT)
    desk.server.will(text=reply())
    async with desk.app().run_test(size=SMALL) as pilot:
        await ask(pilot, key="ctrl+t")
        await pilot.press("ctrl+n", "f6", "t")
        await until(pilot, lambda: "a wording of three words or fewer is always shown" in seen(pilot))
        assert "get" not in seen(pilot)
        assert "receive" in seen(pilot)


# Sheets


async def test_a_line_says_what_enter_does_with_it(desk: Desk) -> None:
    """Save as, open and go to a line name their deed; leaving the first says that nothing was saved."""
    async with desk.app().run_test(size=SMALL) as pilot:
        for key, words in (("f12", "Enter save · Esc cancel"), ("f2", "Enter open"), ("ctrl+l", "Enter go there")):
            await pilot.press(key)
            await until(pilot, lambda words=words: words in seen(pilot))
            assert isinstance(pilot.app.focused, Input)
            await pilot.press("escape")
            if key == "f12":
                await until(pilot, lambda: "nothing was saved" in seen(pilot))
    assert screen_of(pilot).keeping.name == "letter.md"


async def test_f1_begins_with_the_keys_of_the_place(desk: Desk) -> None:
    """From the panel those of the panel come first; what a key does is continued under itself, not under the key."""
    async with desk.app().run_test(size=SMALL) as pilot:
        await pilot.press("down", "down", "ctrl+r")
        await until(pilot, lambda: screen_of(pilot).panel._preview is not None)
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        await until(pilot, lambda: "In the question panel" in seen(pilot))
        rows = seen(pilot).splitlines()
        begun = next(at for at, row in enumerate(rows) if "about less: the paragraph, the" in row or "^Y" in row)
        column = next(row for row in rows if "pick a ready question" in row).index("pick")
        assert all(not row[8:column].strip() or row[column - 1] == " " for row in rows[begun : begun + 3])
        assert "Everywhere" not in "\n".join(rows[:10])
