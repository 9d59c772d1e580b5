"""A draft that was renamed is known again at the desk: the person is asked once, over the page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tui.conftest import COUNCIL, Desk, ask, screen_of, seen, until


@pytest.mark.parametrize(("answer", "notes"), [("1", 1), ("2", 0)])
async def test_the_person_is_asked_once(desk: Desk, answer: str, notes: int) -> None:
    """Its notes come along where it is the same text, and not where it is another; the next time nothing is asked."""
    desk.server.will(text=COUNCIL)
    async with desk.app().run_test(size=(120, 30)) as pilot:
        await pilot.press("down", "down")
        await ask(pilot)
    moved = replace(desk, path=desk.path.rename(desk.path.with_name("parking.md")))
    async with moved.app().run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: "under a new name" in seen(pilot))
        await pilot.press(answer)
        await until(pilot, lambda: pilot.app.screen is screen_of(pilot))
        await until(pilot, lambda: len(screen_of(pilot).conversation.standing) == notes)
    async with moved.app().run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: len(screen_of(pilot).conversation.standing) == notes and screen_of(pilot).has_friend)
        assert pilot.app.screen is screen_of(pilot)


async def test_a_key_meant_for_the_text_answers_nothing(desk: Desk) -> None:
    """A letter that was on its way decides nothing, and Esc leaves the question for the next time."""
    desk.server.will(text=COUNCIL)
    async with desk.app().run_test() as pilot:
        await pilot.press("down", "down")
        await ask(pilot)
    moved = replace(desk, path=desk.path.rename(desk.path.with_name("parking.md")))
    for _ in range(2):
        async with moved.app().run_test() as pilot:
            await until(pilot, lambda: "under a new name" in seen(pilot))
            await pilot.press("y", "n", "escape")
            await until(pilot, lambda: pilot.app.screen is screen_of(pilot))
