"""What a friend thinks before it answers, in its pane: one dim line, unfolded by a key."""

from __future__ import annotations

from dataclasses import replace

from friend.tui.widgets.answer import Answer
from tests.tui.conftest import COUNCIL, Desk, ask, begin, heard, screen_of, seen, until

WIDE = (130, 40)
THOUGHT = "Who is “them”?\x1b]52;c;AAAA\x07 The [b]council[/b], perhaps."


async def test_reasoning_is_one_line_until_it_is_unfolded(desk: Desk) -> None:
    """It says how much it was; `r` in the pane shows all of it, made visible and never as markup, and folds it."""
    desk.server.will(text=COUNCIL, reasoning=THOUGHT)
    async with desk.app().run_test(size=WIDE) as pilot:
        await pilot.press("down", "down")
        await ask(pilot)
        assert "11 words · r unfolds it" in heard(pilot)
        assert "perhaps" not in heard(pilot)
        await pilot.press("f6", "r")
        assert "␛]52;c;AAAA␇ The [b]council[/b], perhaps." in heard(pilot)
        assert "\x1b" not in seen(pilot)
        await pilot.press("r")
        assert "perhaps" not in heard(pilot)
        assert desk.services.log.find("last").reasoning == THOUGHT


async def test_nothing_is_shown_of_no_reasoning(desk: Desk) -> None:
    """The key does nothing where nothing was thought aloud."""
    desk.server.will(text=COUNCIL)
    async with desk.app().run_test(size=WIDE) as pilot:
        await pilot.press("down", "down")
        await ask(pilot)
        await pilot.press("f6", "r")
        assert not screen_of(pilot).pane.query_one(Answer).thoughts.display


async def test_the_answer_does_not_jump_when_the_thinking_is_over(desk: Desk) -> None:
    """The line stands there from the first thought on, so that the prose under it stays in its place."""
    desk.server.will(text="One two three. " * 40, reasoning=THOUGHT, pace_s=0.02, piece=6)
    async with desk.app().run_test(size=WIDE) as pilot:
        await pilot.press("down", "down")
        await begin(pilot)
        await until(pilot, lambda: "One two" in seen(pilot))
        answer = screen_of(pilot).pane.query_one(Answer)
        assert "reasoning · r unfolds it" in heard(pilot)
        place = answer.prose.region.y
        await pilot.press("f6", "escape")
        await until(pilot, lambda: screen_of(pilot).conversation.talk is None)
        assert answer.prose.region.y == place


async def test_it_is_there_again_tomorrow(desk: Desk) -> None:
    """The notes of earlier days come with what their friend had thought, folded."""
    desk.server.will(text=COUNCIL, reasoning="Hm.")
    async with desk.app().run_test(size=WIDE) as pilot:
        await pilot.press("down", "down")
        await ask(pilot)
    async with replace(desk).app().run_test(size=WIDE) as pilot:
        await until(pilot, lambda: screen_of(pilot).pane.children)
        await pilot.press("f9")
        assert "1 word · r unfolds it" in heard(pilot)
