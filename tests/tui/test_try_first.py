"""Try first: longer wording waits until one asks for it, and is to be read nowhere before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from friend.asking.suggestion import Suggestion
from friend.text.diff import diff
from friend.text.span import Span
from friend.tui.try_first import can_wait, why_without_wording
from tests.tui.conftest import COUNCIL, Desk, ask, heard, screen_of, seen, until

WIDE = (130, 44)
LONG = """Fine.

<suggestion>
<quote>and we were not told</quote>
<instead>and nobody in the whole house had been told</instead>
<why>I would say "Nobody in the  whole house had been told": it says who.</why>
</suggestion>
"""


def suggestion(old: str, new: str, why: str = "") -> Suggestion:
    """Make a suggestion to write `new` for `old`."""
    return Suggestion("x.1", old, Span(0, len(old)), "exact", new, why, diff=diff(old, new))


@pytest.mark.parametrize(
    ("old", "new", "then"),
    [
        ("by them last", "by the council last", "seen"),
        ("a b c", "one two three", "seen"),
        ("a b c", "one two three four", "waits"),
        ("one two three four five", "", "seen"),
        ("it rained", "it rained and it snowed at night", "waits"),
    ],
)
def test_more_than_three_words_of_the_friends_wait(old: str, new: str, then: str) -> None:
    """What counts is the words that come; three are a slip's correction, and taking words out hides nothing."""
    assert can_wait(suggestion(old, new)) == (then == "waits")


def test_wording_for_words_that_were_not_found_waits_too() -> None:
    """Where there is no diff, all of the wording counts."""
    lost = replace(suggestion("x", "one two three four"), diff=(), span=None, anchor="lost")
    assert can_wait(lost)


def test_a_reason_does_not_give_the_wording_away() -> None:
    """The wording's words are left out of the reason, in whatever capitals and spaces; short ones stay."""
    one = suggestion(
        "we left", "the whole council left at once", 'Say "The whole\ncouncil" or “left, at once”: who left?'
    )
    assert why_without_wording(one) == one.why
    one = replace(one, diff=(), why='Say "The whole\ncouncil left  at once", for we is vague.')
    assert why_without_wording(one) == 'Say "[…]", for we is vague.'


async def test_t_hides_and_shows_longer_wording(desk: Desk) -> None:
    """On a card with longer wording `t` hides it and shows it again; the place and the reason stay."""
    desk.server.will(text=LONG)
    async with desk.app().run_test(size=WIDE) as pilot:
        await pilot.press("down", "down")
        await ask(pilot)
        assert "nobody in the whole house" in heard(pilot)
        await pilot.press("f6", "t")
        await until(pilot, lambda: "try first: its" in heard(pilot))
        assert "whole house" not in seen(pilot)
        assert "it says who" in heard(pilot)
        await pilot.press("t")
        await until(pilot, lambda: "nobody in the whole house" in heard(pilot))


async def test_the_setting_hides_wording_from_the_start(desk: Desk) -> None:
    """With `try_first` a card comes without its longer wording, in the log's record too, until it is asked for."""
    shy = replace(desk, services=replace(desk.services, try_first=True))
    desk.server.will(text=LONG)
    async with shy.app().run_test(size=WIDE) as pilot:
        await pilot.press("down", "down")
        await ask(pilot)
        await until(pilot, lambda: "try first: its" in heard(pilot))
        assert "whole house" not in seen(pilot)
        await pilot.press("ctrl+n")
        assert "whole house" not in seen(pilot)
        await pilot.press("f5")
        await until(pilot, lambda: "Is it clear" in seen(pilot) and "1 of 1" in seen(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: "try first: its" in seen(pilot))
        assert "whole house" not in seen(pilot)
        await pilot.press("t")
        await until(pilot, lambda: "nobody in the whole house" in seen(pilot))
        await pilot.press("escape", "escape")
    async with shy.app().run_test(size=WIDE) as pilot:
        await until(pilot, lambda: "1 open note," in seen(pilot))
        await pilot.press("f6")
        await until(pilot, lambda: "try first: its" in heard(pilot))
        assert "whole house" not in seen(pilot)
        # To quote a wording is to ask for it.
        await pilot.press("n", "q")
        await until(pilot, lambda: "nobody in the whole house" in pilot.app.clipboard)


async def test_shorter_wording_is_always_seen(desk: Desk) -> None:
    """Two words are no wording to try first."""
    shy = replace(desk, services=replace(desk.services, try_first=True))
    desk.server.will(text=COUNCIL)
    async with shy.app().run_test(size=WIDE) as pilot:
        await pilot.press("down", "down")
        await ask(pilot)
        await until(pilot, lambda: "+the council+" in heard(pilot))
        await pilot.press("f6", "t")
        await pilot.pause()
        assert "+the council+" in heard(pilot)
        assert screen_of(pilot).pane.current is not None
