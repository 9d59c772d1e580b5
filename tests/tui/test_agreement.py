"""Sending with eyes open: the first question to a host elsewhere, and what looks like a secret, are agreed to first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from friend.adapters.agreements import AgreementFile
from friend.asking.friend import Friend, KeySource
from friend.tui.screens.agree import Agree
from tests.tui.conftest import LETTER, Desk, begin, heard, screen_of, seen, until

WIDE = (130, 40)
FAR = Friend("far", "openai/gpt-4o", api_base="https://far.invalid/v1", key=KeySource("env", "CANARY_KEY"))
SECRET = "sk-ant-" + "aB3dE5gH7jK9mN1pQ2rS4tU6"


def far(desk: Desk, **more: object) -> Desk:
    """Give a desk whose one friend lives elsewhere, where nothing answers."""
    return replace(desk, services=replace(desk.services, friends=(FAR,), default=FAR, **more))  # type: ignore[arg-type]


async def put(pilot: Pilot[None]) -> None:
    """Press Enter in the panel as soon as it knows where the question goes."""
    screen = screen_of(pilot)
    await pilot.press("down", "down", "ctrl+r")
    await until(pilot, lambda: screen.panel._preview is not None)
    await pilot.press("enter")


async def settled(pilot: Pilot[None]) -> None:
    """Wait until the question is over."""
    screen = screen_of(pilot)
    await until(pilot, lambda: screen.pane.children and screen.conversation.talk is None)


@pytest.mark.parametrize("size", [(80, 24), WIDE])
async def test_the_first_question_to_a_host_elsewhere_is_agreed_to(desk: Desk, size: tuple[int, int]) -> None:
    """The sheet says who, where, how much, for how much, and whose policy holds; Esc sends and logs nothing."""
    desk = far(desk)
    async with desk.app().run_test(size=size) as pilot:
        await put(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, Agree))
        shown = " ".join(seen(pilot).split())
        for said in ("The first question to far.invalid", "far (openai/gpt-4o)", "your whole text, 38 words", "about"):
            assert said in shown
        assert "price unknown" in shown
        assert "host's own policy" in shown
        await pilot.press("escape")
        assert "nothing was sent" in seen(pilot)
        assert screen_of(pilot).editor.has_focus
        assert not desk.services.log.recent(1)


async def test_a_yes_is_asked_for_once(desk: Desk) -> None:
    """Enter sends; the next question to the same host for the same friend goes as the panel's line says."""
    desk = far(desk)
    async with desk.app().run_test(size=WIDE) as pilot:
        await put(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, Agree))
        await pilot.press("enter")
        await settled(pilot)
        assert desk.services.log.find("last").speaker.host == "far.invalid"
        await put(pilot)
        await until(pilot, lambda: len(screen_of(pilot).pane.children) > 1)
        assert not isinstance(pilot.app.screen, Agree)
        await settled(pilot)
    assert len(desk.services.log.recent(9)) == 2
    assert desk.path.read_text() == LETTER


async def test_three_enters_are_one_request_and_no_line_end(desk: Desk) -> None:
    """A key that comes too soon finds the sheet, and never the text (fault 20)."""
    desk = far(desk)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down", "ctrl+r")
        await until(pilot, lambda: screen.panel._preview is not None)
        await pilot.press("enter", "enter", "enter")
        await settled(pilot)
        assert screen.editor.text == LETTER
    assert len(desk.services.log.recent(9)) == 1


async def test_a_host_on_this_machine_needs_no_agreement(desk: Desk) -> None:
    """Nothing leaves; Enter in the panel sends."""
    async with desk.app().run_test(size=WIDE) as pilot:
        await begin(pilot)
        assert not isinstance(pilot.app.screen, Agree)
        await settled(pilot)
    assert len(desk.server.requests) == 1


async def test_each_new_secret_is_agreed_to_by_itself(desk: Desk, tmp_path: Path) -> None:
    """A host that was agreed to gets no secret unasked; one that was agreed to is not asked about again."""
    kept = AgreementFile(tmp_path / "data" / "agreed.json")
    kept.agree("far", "far.invalid")
    desk = far(desk, agreements=kept)
    desk.write(LETTER + f"\nMy key is {SECRET}\n")
    async with desk.app().run_test(size=WIDE) as pilot:
        await put(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, Agree))
        shown = " ".join(seen(pilot).split())
        assert "an Anthropic key (line 10)" in shown
        assert "Send this to far.invalid?" in shown
        await pilot.press("enter")
        await settled(pilot)
        await put(pilot)
        await until(pilot, lambda: len(screen_of(pilot).pane.children) > 1)
        await settled(pilot)
        screen_of(pilot).editor.insert("\nPassword: hunter2\n", (0, 0))
        await put(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, Agree))
        await pilot.press("escape")
    assert len(desk.services.log.recent(9)) == 2
    assert SECRET not in (tmp_path / "data" / "agreed.json").read_text()


def test_an_agreement_is_kept_for_host_and_friend_together(tmp_path: Path) -> None:
    """Another friend, or another host for the same friend, is asked about; the file is the owner's alone."""
    path = tmp_path / "agreed.json"
    AgreementFile(path).agree("gpt", "api.openai.com")
    AgreementFile(path).agree("gpt", "elsewhere.example")
    kept = AgreementFile(path)
    assert kept.known("gpt", "api.openai.com")
    assert kept.known("gpt", "elsewhere.example")
    assert not kept.known("other", "api.openai.com")
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text("damaged")
    assert not kept.known("gpt", "api.openai.com")


async def test_a_place_holds_at_the_desk(desk: Desk) -> None:
    """A text whose place is open to others only goes nowhere, and it is said which place and who may have it.

    It holds for a file that got its name after the panel was opened, too.
    """
    why = "texts in /mail go to small only, not to gpt"
    barred: list[str] = []
    services = replace(desk.services, barred=lambda name, path: why if path in barred and name == "gpt" else None)
    desk = replace(desk, services=services)
    async with desk.app().run_test(size=WIDE) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down", "ctrl+r")
        await until(pilot, lambda: screen.panel._preview is not None)
        barred.append(str(desk.path))
        await pilot.press("enter")
        assert why in seen(pilot)
        assert not screen.panel.is_open
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "Cannot be sent" in seen(pilot))
        await pilot.press("enter", "enter", "escape")
    assert not desk.server.requests
    assert not desk.services.log.recent(1)


async def test_where_a_place_is_open_to_nobody_that_is_said(desk: Desk) -> None:
    """It is not for want of a friend that nobody can be asked."""
    why = "texts in /mail go to no friend only, not to gpt"
    desk = replace(desk, services=replace(desk.services, friends=(), default=None, nobody=why))
    async with desk.app().run_test(size=WIDE) as pilot:
        await pilot.press("down", "down", "ctrl+r")
        shown = " ".join(heard(pilot).split())
        assert why in shown
