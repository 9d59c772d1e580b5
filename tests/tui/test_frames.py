"""The looks of the desk, frame by frame: what stands where, and what is struck, underlined, bold or dim.

The frames are in tests/golden/frames. After a change of the looks that is meant, look at the new ones and write them
with `FRIEND_FRAMES=write pytest tests/tui/test_frames.py`.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from friend.tui.looks import Looks
from tests.tui.conftest import TWO, Desk, ask, screen_of, seen, until

FRAMES = Path(__file__).parents[1] / "golden" / "frames"
_MARKS = {"strike": "-", "underline": "_", "bold": "*", "reverse": "#"}


def frame_of(pilot: Pilot[None]) -> str:
    """Give each row as it reads, and under it the signs of what is struck, underlined, bold or reversed."""
    rows = []
    for strip in pilot.app.screen._compositor.render_strips():
        words = marks = ""
        for segment in strip:
            style = segment.style
            sign = next((sign for name, sign in _MARKS.items() if style is not None and getattr(style, name)), " ")
            words += segment.text
            marks += sign * len(segment.text)
        rows += [f"|{words.rstrip()}", *([f" {marks.rstrip()}"] if marks.strip() else [])]
    # The clock is not part of the looks.
    return re.sub(r"\d\d:\d\d", "hh:mm", "\n".join(rows)) + "\n"


async def held_against(name: str, pilot: Pilot[None]) -> None:
    """Compare what comes to be shown with the golden frame, or write it where that was asked for."""
    path = FRAMES / f"{name}.txt"
    if os.environ.get("FRIEND_FRAMES") == "write":
        await pilot.pause(1.0)
        path.parent.mkdir(exist_ok=True)
        path.write_text(frame_of(pilot), "utf-8")
    golden = path.read_text("utf-8")
    for _ in range(300):
        # The status line looks at the text only once one rests.
        if frame_of(pilot) == golden:
            break
        await pilot.pause(0.05)
    assert frame_of(pilot) == golden, f"{name} looks otherwise"


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 50)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_an_answer_beside_or_below_the_text(desk: Desk, size: tuple[int, int]) -> None:
    """Two notes with their diffs, their places marked in the text, and one status line."""
    desk.server.will(text=TWO)
    async with desk.app().run_test(size=size) as pilot:
        await pilot.press("down", "down")
        await ask(pilot)
        await pilot.press("ctrl+n")
        await until(pilot, lambda: screen_of(pilot).pane.current)
        await held_against(f"answer.{size[0]}x{size[1]}", pilot)


async def test_the_question_panel_in_french(desk: Desk) -> None:
    """The passage stays in sight above the panel; each ready question has its letter."""
    desk.services = replace(desk.services, language="fr")
    async with desk.app().run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "ctrl+r")
        await until(pilot, lambda: screen_of(pilot).panel._preview is not None)
        await held_against("panel.fr.80x24", pilot)


@pytest.mark.parametrize("plain", [False, True], ids=["drawn", "plain"])
async def test_two_friends_side_by_side(desk: Desk, plain: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """The answers in columns under their names, the places below; in plain words one answer, and nothing drawn."""
    desk.services = replace(desk.services, looks=Looks(plain=plain))
    desk.server.will(text=TWO)
    async with desk.app().run_test(size=(200, 50)) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down", "ctrl+r", "space")
        await until(pilot, lambda: screen.panel._preview is not None)
        await pilot.press("enter")
        await until(pilot, lambda: screen.side.rounds.last is not None and screen.side.rounds.last.is_over)
        await pilot.press("f6", "m")
        await until(pilot, lambda: "2 of 2 friends" in seen(pilot))
        await held_against(f"round.{'plain.' if plain else ''}200x50", pilot)
