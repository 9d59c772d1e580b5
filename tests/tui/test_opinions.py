"""Several friends at the desk: at once, side by side, blind; reading across, looking up, reflecting. Real HTTP."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from friend.tui.looks import Looks
from friend.tui.screens.choice import OneLine
from friend.tui.screens.leads import LeadsScreen
from friend.tui.screens.round import RoundScreen
from friend.tui.screens.votes import VotesScreen
from friend.tui.widgets.blind_answer import COMING
from tests.tui.conftest import COUNCIL, DRAWN, Desk, begin, heard, screen_of, seen, until

WIDE = (150, 44)
FIXTURES = Path(__file__).parents[1] / "fixtures/ghostwriting"
NAMES = "As Gaston Bachelard says, it holds.\n\nTo verify:\n- author: Gaston Bachelard — houses\n- concept: reverie\n"


def answering(desk: Desk) -> None:
    """Have each question answered by what its number says, so that two friends say two things."""
    said = iter([f"## One\n\n**Mostly.**\n\n{COUNCIL}", f"Two. Nearly.\n\n{COUNCIL}", "Three."])
    desk.server.will(text=lambda _body: next(said))


async def ask_both(pilot: Pilot[None], *keys: str) -> None:
    """Ask about the paragraph of the cursor, of both friends, and wait for both answers."""
    screen = screen_of(pilot)
    await pilot.press("down", "down", "ctrl+r", "space", *keys)
    await until(pilot, lambda: screen.panel._preview is not None)
    await pilot.press("enter")
    await until(pilot, lambda: screen.side.rounds.last is not None and screen.side.rounds.last.is_over)


async def test_two_friends_are_asked_at_once(desk: Desk) -> None:
    """Space adds a friend; one POST each, one group; side by side they stand in columns, the places lined up below."""
    answering(desk)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("ctrl+r", "space")
        await until(pilot, lambda: "Ask gpt, second about" in heard(pilot))
        # Where it goes is said for each.
        await until(pilot, lambda: "gpt: stays on" in heard(pilot) and "second: stays on" in heard(pilot))
        await pilot.press("escape")
        await ask_both(pilot)
        assert len(desk.server.requests) == 2
        assert len(screen.conversation.notes) == 2
        await pilot.press("f6", "m")
        await until(pilot, lambda: isinstance(pilot.app.screen, RoundScreen))
        await until(pilot, lambda: "2 of 2 friends" in seen(pilot))
        shown = seen(pilot)
        # Who began first is named first.
        assert "gpt, second all agree" in shown or "second, gpt all agree" in shown
        one, two = (next(line for line in shown.splitlines() if word in line) for word in ("Mostly", "Nearly"))
        assert one.index("Mostly") != two.index("Nearly")
        await pilot.resize_terminal(80, 30)
        await until(pilot, lambda: ("Nearly" in seen(pilot)) != ("Mostly" in seen(pilot)))
        other = "Mostly" if "Nearly" in seen(pilot) else "Nearly"
        await pilot.press("right")
        await until(pilot, lambda: other in seen(pilot))
        await pilot.press("escape")
        assert pilot.app.screen is screen
    exchanges = desk.services.log.recent(5)
    assert len({exchange.group for exchange in exchanges}) == 1
    assert exchanges[0].group
    assert {exchange.speaker.name for exchange in exchanges} == {"gpt", "second"}


async def test_side_by_side_one_sees_what_changes_and_what_it_is_about(desk: Desk) -> None:
    """The passage stands with the question, the places have the signs of the cards, v leads to what was named."""
    said = iter([f"Mostly.\n\n{COUNCIL}", f"{NAMES}\n\n{COUNCIL}"])
    desk.server.will(text=lambda _body: next(said))
    async with desk.app().run_test(size=WIDE) as pilot:
        await ask_both(pilot)
        await pilot.press("f6", "m")
        await until(pilot, lambda: "2 of 2 friends" in seen(pilot))
        shown = seen(pilot)
        assert "Is it clear? · ¶2" in shown
        assert "by −them− +the council+ last month" in shown
        assert "[-" not in shown
        screen = pilot.app.screen
        assert isinstance(screen, RoundScreen)
        assert screen.columns[0].has_focus
        # Whichever of the two answers names something.
        for _ in range(2):
            await pilot.press("v")
            if isinstance(pilot.app.screen, LeadsScreen):
                break
            await pilot.press("right")
        await until(pilot, lambda: "Gaston Bachelard" in seen(pilot) and "▸ [ ]" in seen(pilot))


async def test_a_round_that_is_not_over_says_so(desk: Desk) -> None:
    """The question says how many have answered; nothing is lined up, and no line drawn for it, before all have."""
    desk.server.will(text="Word. " * 100, pace_s=0.05)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down", "ctrl+r", "space")
        await until(pilot, lambda: screen.panel._preview is not None)
        await pilot.press("enter")
        await until(pilot, lambda: screen.side.rounds.last)
        await pilot.press("f6", "m")
        await until(pilot, lambda: "0 of 2 have answered" in seen(pilot))
        assert "────" not in seen(pilot)
        await pilot.press("escape")
        for talk in screen.conversation.talks:
            talk.stop.set()
        await until(pilot, lambda: screen.conversation.talk is None)


async def test_in_plain_words_there_is_one_answer_at_a_time(desk: Desk) -> None:
    """However wide the window: words say which answer it is, nothing is drawn, keys of one's own are named."""
    answering(desk)
    desk.services = replace(desk.services, looks=Looks(plain=True, keys={"round.next": "l", "leads.found": "g"}))
    async with desk.app().run_test(size=(200, 50)) as pilot:
        await ask_both(pilot)
        await pilot.press("f6", "m")
        await until(pilot, lambda: "What they point at:" in seen(pilot) and "answer 1 of 2: " in seen(pilot))
        assert ("Mostly" in seen(pilot)) != ("Nearly" in seen(pilot))
        assert "[delete: them] [write: the council]" in seen(pilot)
        assert "l next answer" in seen(pilot)
        assert not DRAWN.findall(seen(pilot))
        await pilot.press("l")
        await until(pilot, lambda: "answer 2 of 2: " in seen(pilot))


async def test_one_that_fails_does_not_hold_up_the_other(desk: Desk) -> None:
    """The one says what is wrong, the other is whole."""
    desk.server.will(wrong="status", status=500)
    async with desk.app().run_test(size=WIDE) as pilot:
        await pilot.press("down", "down", "ctrl+r", "space")
        await until(pilot, lambda: screen_of(pilot).panel._preview is not None)
        await pilot.press("enter")
        await until(pilot, lambda: desk.server.requests)
        desk.server.will(text="It is fine.")
        await until(pilot, lambda: screen_of(pilot).conversation.talk is None)
    assert all(exchange.status in {"failed", "complete"} for exchange in desk.services.log.recent(5))


async def test_blind_shows_letters_until_the_vote(desk: Desk) -> None:
    """Neither name nor version nor style is on the screen, nothing can be quoted; a letter and a reason tell who."""
    answering(desk)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await ask_both(pilot, "ctrl+b")
        await until(pilot, lambda: "Nearly" in heard(pilot) and COMING not in heard(pilot))
        shown = seen(pilot)
        assert "gpt" not in shown
        assert "second" not in shown
        assert "##" not in shown
        await pilot.press("f6", "q")
        assert "nothing to quote" in seen(pilot) or screen.side.rounds.last is not None
        assert {each.speaker.name for each in desk.services.log.recent(2)} == {"A", "B"}
        await pilot.press("m")
        await until(pilot, lambda: "Which helped you more? A · B" in seen(pilot))
        assert "gpt" not in seen(pilot)
        await pilot.press("b")
        await until(pilot, lambda: isinstance(pilot.app.screen, OneLine))
        pilot.app.screen.query_one(Input).value = "it is brief"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, RoundScreen) and "gpt" in seen(pilot))
        assert "second" in seen(pilot)
        await pilot.press("t")
        await until(pilot, lambda: isinstance(pilot.app.screen, VotesScreen))
        assert "1 of 1  [21% to 100%]" in seen(pilot)
        assert "Is it clear? (en)" in seen(pilot)
        await pilot.press("escape", "escape")
        # The log leads to the table, too.
        await pilot.press("f6", "f5", "ctrl+t")
        await until(pilot, lambda: isinstance(pilot.app.screen, VotesScreen))
    assert {each.speaker.name for each in desk.services.log.recent(2)} == {"gpt", "second"}
    (voted,) = desk.services.log.votes()
    assert voted.why == "it is brief"
    assert voted.winner is not None


async def test_blind_nobody_is_known_by_thinking_first(desk: Desk) -> None:
    """What a friend thinks before it answers is not shown while it comes, nor told of; after the vote it is."""
    desk.server.will(text="Mostly.", reasoning="I weigh it.", pace_s=0.1)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        told: list[bool] = []
        await pilot.press("down", "down", "ctrl+r", "space", "ctrl+b")
        await until(pilot, lambda: screen.panel._preview is not None)
        await pilot.press("enter")

        def is_over() -> bool:
            told.extend(answer.thoughts.display for answer in screen.pane.answers)
            last = screen.side.rounds.last
            return last is not None and last.is_over

        await until(pilot, is_over)
        assert told
        assert not any(told)
        assert screen.side.rounds.last is not None
        screen.side.rounds.last.give_up()
        await until(pilot, lambda: all(answer.thoughts.display for answer in screen.pane.answers))


async def test_in_plain_words_what_is_named_reads_line_by_line(desk: Desk) -> None:
    """No boxes to tick stand there: the words say how it stands; the hints name the keys as they are now."""
    desk.server.will(text=NAMES)
    desk.services = replace(desk.services, looks=Looks(plain=True, keys={"leads.found": "g", "pane.leads": "V"}))
    async with desk.app().run_test(size=WIDE) as pilot:
        await pilot.press("down", "down")
        await begin(pilot)
        await until(pilot, lambda: "2 names or figures to verify: V shows them" in seen(pilot))
        await pilot.press("f6", "V")
        await until(pilot, lambda: "> author: Gaston Bachelard" in " ".join(seen(pilot).split()))
        assert "g what you found" in seen(pilot)
        assert "[ ]" not in seen(pilot)
        assert not DRAWN.findall(seen(pilot))


async def test_what_an_answer_names_is_ticked(desk: Desk) -> None:
    """The answer says that there is something to verify; v lists it, Space ticks it, s says where it was found."""
    desk.server.will(text=NAMES)
    async with desk.app().run_test(size=WIDE) as pilot:
        await pilot.press("down", "down")
        await begin(pilot)
        await until(pilot, lambda: "2 names or figures to verify" in heard(pilot))
        await pilot.press("f6", "v")
        await until(pilot, lambda: isinstance(pilot.app.screen, LeadsScreen))
        await pilot.press("space", "down", "s")
        await until(pilot, lambda: isinstance(pilot.app.screen, OneLine))
        await pilot.press(*"p.31", "enter")
        await until(pilot, lambda: "source: p.31" in seen(pilot))
        await pilot.press("w")
        await until(pilot, lambda: "it is not so" in seen(pilot))
        await pilot.press("escape")
        # The answer knows it, and so does the sheet when it is opened again.
        await until(pilot, lambda: "to verify" not in heard(pilot))
        await pilot.press("v")
        await until(pilot, lambda: "source: p.31" in seen(pilot))
        await pilot.press("escape")
    one, two = desk.services.log.find("last").leads
    assert (one.state, two.state, two.source) == ("verified", "wrong", "p.31")


async def test_another_friend_reads_an_answer(desk: Desk) -> None:
    """C asks which friend, and sends the notes without a name; it is logged as a reading of that answer."""
    answering(desk)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await begin(pilot)
        await until(pilot, lambda: screen.conversation.talk is None)
        await pilot.press("f6", "c")
        await until(pilot, lambda: "1 second" in seen(pilot))
        await pilot.press("1")
        await until(pilot, lambda: "Nearly" in heard(pilot) and screen.conversation.talk is None)
    two, one = desk.services.log.recent(2)
    assert (two.follows, two.relation) == (one.id, "cross-reading")
    assert "Another reader answered" in json.dumps(desk.server.requests[-1].messages)


async def test_one_says_first_what_one_thinks(desk: Desk) -> None:
    """Where the config asks for it, a line is asked before anything is sent; it is kept, and not sent."""
    desk.server.will(text="Mostly.")
    thinking = replace(desk, services=replace(desk.services, reflects=True))
    async with thinking.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down", "ctrl+r")
        await until(pilot, lambda: screen.panel._preview is not None)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, OneLine))
        assert desk.server.requests == []
        await pilot.press(*"Who", "enter")
        await until(pilot, lambda: "Mostly" in heard(pilot) and screen.conversation.talk is None)
    assert desk.services.log.find("last").reflection == "Who"
    assert "Who" not in desk.server.asked.messages[-1]["content"].rpartition("The question:")[2]


async def test_a_text_that_an_answer_brings_is_folded(desk: Desk) -> None:
    """R1: one line stands in its place; f shows it, and folds it again; the log has every word."""
    brought = (FIXTURES / "brought.md").read_text("utf-8").split("\n=====\n")[1]
    desk.server.will(text=brought)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await begin(pilot)
        await until(pilot, lambda: screen.conversation.talk is None)
        await until(pilot, lambda: "A whole text was offered here" in heard(pilot))
        assert "closed doors" not in heard(pilot)
        await pilot.press("f6", "f")
        await until(pilot, lambda: "closed doors" in screen.pane.answers[0].prose.said)
        await pilot.press("f")
        await until(pilot, lambda: "closed doors" not in screen.pane.answers[0].prose.said)
    # So it is on another day.
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        told = desk.services.log.find("last")
        await screen.conversation.recall(told, desk.services.log.draft_as_sent(str(told.id)))
        await until(pilot, lambda: "A whole text was offered here" in screen.pane.answers[0].prose.said)
        assert "closed doors" not in screen.pane.answers[0].prose.said
    assert desk.services.log.find("last").raw == brought
