"""Several questions under way at once: each has its own answer, its own stop, and nothing jumps."""

from __future__ import annotations

import asyncio
import re

from textual import events
from textual.pilot import Pilot

from friend.tui.progress import progress
from friend.tui.turns import Turns
from friend.tui.widgets.answer import Answer
from tests.tui.conftest import COUNCIL, LETTER, TWO, Desk, begin, heard, screen_of, seen, until

WIDE = (130, 40)
SLOW = {"pace_s": 0.05, "piece": 12}
LONG = "".join(f"\n\nOne thing of {number}." for number in range(4_000))
OTHER = LONG.replace("One thing", "Other words")


async def two_under_way(pilot: Pilot[None], desk: Desk) -> tuple[Answer, Answer]:
    """Ask twice, the second while the first answer comes; wait until both have words."""
    screen = screen_of(pilot)
    desk.server.will(text=LONG, **SLOW)
    await pilot.press("down", "down")
    await begin(pilot)
    await until(pilot, lambda: "One thing" in heard(pilot))
    desk.server.will(text=OTHER, **SLOW)
    await pilot.press("down", "down")
    await begin(pilot)
    await until(pilot, lambda: "Other words" in heard(pilot))
    first, second = screen.pane.answers
    return first, second


async def test_a_second_question_is_asked_while_an_answer_streams(desk: Desk) -> None:
    """Both go on; one types meanwhile; each note lands on its words, and each exchange is in the log."""
    desk.server.will(text=COUNCIL + LONG, **SLOW)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await begin(pilot)
        # Its note first: notes are in the order in which they come, and on a busy machine the second answer is quicker.
        await until(pilot, lambda: screen.conversation.notes)
        assert "Mostly" in seen(pilot)
        desk.server.will(text=TWO)
        await begin(pilot)
        await pilot.press(*"Now ")
        await until(pilot, lambda: len(screen.pane.answers) == 2 and not screen.pane.answers[1].is_live)
        assert len(screen.conversation.talks) == 1
        await screen.side.stop_talking()
        text = screen.editor.text
        assert text == LETTER.replace("I am", "Now I am")
        assert screen.editor.cursor_location == (2, 4)
        assert [note.place.of(text) for note in screen.conversation.notes if note.place] == [
            "It was decided by them last month",
            "It was decided by them last month",
            "and we were not told",
        ]
    assert [exchange.status for exchange in desk.services.log.recent(9)] == ["complete", "cancelled"]


async def test_each_is_stopped_by_itself(desk: Desk) -> None:
    """Esc stops the answer that the keys speak of; the other one goes on until it is stopped in its turn (fault 19)."""
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        first, second = await two_under_way(pilot, desk)
        await pilot.press(*"Now ")
        # Each follows what is typed, so that its notes land on the moved words.
        assert [len(talk.since) for talk in screen.conversation.talks] == [4, 4]
        await pilot.press("escape")
        assert len(screen.conversation.talks) == 2
        await pilot.press("f6", "p")
        assert screen.pane.answer is first
        await pilot.press("escape")
        await until(pilot, lambda: not first.is_live)
        assert [talk.answer for talk in screen.conversation.talks] == [second]
        assert first.exchange
        assert first.exchange.status == "cancelled"
        # The only one that comes is the one that is meant, wherever the keys stand.
        await pilot.press("escape")
        await until(pilot, lambda: screen.conversation.talk is None)
        assert second.exchange
        assert second.exchange.answer.startswith("Other words")
        await pilot.press("escape")
        assert screen.editor.has_focus


async def test_nothing_jumps_while_an_answer_above_grows(desk: Desk) -> None:
    """The answer that one reads stays on its row in every picture, though the one above it grows."""
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        first, second = await two_under_way(pilot, desk)
        await until(pilot, lambda: screen.pane.region.y <= second.region.y < screen.pane.region.bottom)
        rows, height = set(), first.size.height

        def has_grown() -> bool:
            rows.add(second.region.y)
            return first.size.height > height + 6

        await until(pilot, has_grown)
        assert len(rows) == 1
        cursor = screen.editor.cursor_location
        await pilot.press("f6", "escape", "p", "escape")
        await until(pilot, lambda: screen.conversation.talk is None)
        assert screen.editor.cursor_location == cursor


async def test_who_reads_on_in_the_answer_above_is_not_moved_either(desk: Desk) -> None:
    """Scrolled back to the first answer, its words stay on their rows while it grows below, and the second, too."""
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        first, _ = await two_under_way(pilot, desk)
        await until(pilot, lambda: first.size.height > screen.pane.size.height + 8)
        screen.pane.scroll_to(y=4, animate=False, immediate=True)
        height = first.size.height
        await until(pilot, lambda: first.size.height > height + 2)
        assert screen.pane.scroll_y == 4
        await screen.side.stop_talking()


async def test_a_second_enter_sends_nothing_while_an_answer_streams(desk: Desk) -> None:
    """Enter pressed thrice is one more request, and no line end in the text (fault 20)."""
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        desk.server.will(text=LONG, **SLOW)
        await pilot.press("down", "down")
        await begin(pilot)
        await until(pilot, lambda: "One thing" in heard(pilot))
        await pilot.press("ctrl+r")
        await until(pilot, lambda: screen.panel._preview is not None)
        for _ in range(3):
            pilot.app.post_message(events.Key("enter", "\r"))
        await until(pilot, lambda: len(screen.pane.answers) == 2)
        assert len(screen.conversation.talks) == 2
        assert screen.editor.text == LETTER
        await screen.side.stop_talking()
        await until(pilot, lambda: screen.conversation.talk is None)
    assert len([request for request in desk.server.requests if request.method == "POST"]) == 2


async def test_leaving_keeps_what_came_of_each(desk: Desk) -> None:
    """Quitting commits every partial answer first (fault 21)."""
    app = desk.app()
    async with app.run_test(size=WIDE) as pilot:
        await two_under_way(pilot, desk)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: not app.is_running)
    two, one = desk.services.log.recent(9)
    assert [one.status, two.status] == ["cancelled", "cancelled"]
    assert one.answer.startswith("One thing")
    assert two.answer.startswith("Other words")


async def test_each_says_how_long_and_how_much(desk: Desk) -> None:
    """Seconds and about how many tokens stand in each answer's first line while it comes, and go when it is over."""
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        first, second = await two_under_way(pilot, desk)
        told = re.compile(r"[○●] \d+ s · ≈\d+ tokens")
        for one in (first, second):
            # What is out of sight tells nothing.
            screen.pane.scroll_to_widget(one, animate=False, top=True)
            await until(pilot, lambda one=one: told.search(one.head.render().plain))
        await screen.side.stop_talking()
        await until(pilot, lambda: screen.conversation.talk is None)
        assert not any("tokens" in answer.head.render().plain for answer in (first, second))


async def test_a_decision_before_the_answer_is_over_is_kept(desk: Desk) -> None:
    """A note that is put away while its answer still comes is put away in the log, too."""
    desk.server.will(text=COUNCIL + LONG, **SLOW)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await begin(pilot)
        await until(pilot, lambda: screen.conversation.notes)
        await pilot.press("f6", "x")
        assert screen.conversation.talk is not None
        assert "knows no suggestion" not in seen(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: screen.conversation.talk is None)
    assert desk.services.log.find("last").suggestions[0].state == "dismissed"


def test_the_sign_is_quiet() -> None:
    """One character that changes once a second, and not at all where nothing may move."""
    assert [progress(at, 0, moves=True)[0] for at in (0, 0.9, 1, 2)] == ["○", "○", "●", "○"]
    assert {progress(at, 0, moves=False)[0] for at in range(9)} == {"●"}
    assert progress(12, 560, moves=False) == "● 12 s · ≈140 tokens"


async def test_offline_questions_take_turns() -> None:
    """One at a time, in order; one that is stopped before its turn never has it, and holds up nobody."""
    turns, order = Turns(), []
    stops = [asyncio.Event() for _ in range(3)]
    go_on = asyncio.Event()

    async def question(number: int) -> None:
        async with turns.taken(stops[number]) as ours:
            order.append((number, ours))
            if number == 0:
                await go_on.wait()

    tasks = [asyncio.ensure_future(question(number)) for number in range(3)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    stops[1].set()
    await tasks[1]
    assert not turns.is_free
    go_on.set()
    await asyncio.gather(*tasks)
    assert order == [(0, True), (1, False), (2, True)]
    assert turns.is_free
