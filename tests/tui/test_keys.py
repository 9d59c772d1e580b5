"""The keys: what F1 and the palette say is so, and nothing among them puts a friend's words into the text."""

from __future__ import annotations

import re

from textual.binding import Binding
from textual.command import CommandPalette
from textual.widget import Widget

from friend.tui.screens.exchange import ExchangeScreen
from friend.tui.screens.help import HelpScreen, hints, key_name
from friend.tui.screens.keys import DESK_KEYS, sections, text_keys
from friend.tui.screens.log import LogScreen
from friend.tui.widgets.editor import Editor
from friend.tui.widgets.friend_pane import FriendPane
from friend.tui.widgets.question_panel import QuestionPanel
from friend.tui.widgets.ready_list import ReadyList
from friend.tui.widgets.side import Side
from tests.builders import exchange
from tests.tui.conftest import COUNCIL, Desk, ask, screen_of, seen, until

_LOG = (LogScreen, ExchangeScreen)
_APPLYING = r"\b(action_)?(apply|accept)_?(suggestion|note|wording|all)?\b"


def _bindings(place: Widget) -> list[Binding]:
    return [binding for binding in type(place).BINDINGS if isinstance(binding, Binding)]


async def test_every_key_of_the_help_leads_to_an_action_that_is_there(desk: Desk) -> None:
    """Each key listed is bound in its place, and its action exists there."""
    async with desk.app().run_test() as pilot:
        screen = screen_of(pilot)
        log = LogScreen(desk.services, None, print), ExchangeScreen(desk.services, exchange(), print)
        places: list[Widget] = [screen, screen.pane, screen.panel, screen.panel.ready, screen.finding, *log]
        listed = " ".join(keys for _, rows in sections() for keys, _ in rows)
        for place in places:
            for binding in _bindings(place):
                action = re.match(r"\w+", binding.action)
                assert action
                assert hasattr(place, f"action_{action.group()}"), f"{binding.key} in {place}"
                for key in binding.key.split(","):
                    assert key_name(key) in listed
                    assert key in place._bindings.key_to_bindings
        for binding in text_keys():
            action = re.match(r"\w+", binding.action)
            assert action
            assert hasattr(screen.editor, f"action_{action.group()}")


async def test_f1_shows_them_and_goes_away(desk: Desk) -> None:
    """F1 lists the keys; Esc closes the list and leads back to the text."""
    async with desk.app().run_test(size=(100, 60)) as pilot:
        await pilot.press("f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        for words in ("ask about this", "next note", "dismiss", "there is none to find"):
            assert words in seen(pilot)
        await pilot.press("escape")
        assert screen_of(pilot).editor.has_focus


async def test_the_palette_knows_every_action(desk: Desk) -> None:
    """Each action of the desk and of the pane stands in the palette; one of them is run from there."""
    desk.server.will(text=COUNCIL)
    async with desk.app().run_test(size=(130, 40)) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await ask(pilot)
        titles = {command.title.casefold() for command in pilot.app.get_system_commands(screen)}
        for binding in DESK_KEYS:
            assert isinstance(binding, Binding)
            assert binding.description in titles
        for binding in _bindings(screen.pane):
            assert f"note: {binding.description}" in titles
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(pilot.app.screen, CommandPalette))
        await pilot.press(*"dismiss")
        await until(pilot, lambda: "Note: dismiss" in seen(pilot))
        await pilot.pause(0.5)
        await pilot.press("enter")
        await until(pilot, lambda: screen.conversation.notes[0].state == "dismissed")


async def test_nothing_applies_a_suggestion(desk: Desk) -> None:
    """R3: no key and no command has such a name, and there is no such action to call."""
    async with desk.app().run_test() as pilot:
        screen = screen_of(pilot)
        named = [command.title for command in pilot.app.get_system_commands(screen)]
        named += [does for _, rows in sections() for _, does in rows]
        named += [
            name for place in (screen, Side, FriendPane, Editor, QuestionPanel, ReadyList, *_LOG) for name in dir(place)
        ]
        for name in named:
            assert not re.search(_APPLYING, name.casefold())


def test_the_hints_name_the_keys_at_hand() -> None:
    """The status line's hints are the bindings themselves."""
    assert hints(DESK_KEYS) == "^R ask about this · ^N next note · ^S save · F1 keys"
    assert hints(FriendPane.BINDINGS).startswith("Enter go to · x dismiss · q quote")


def test_no_key_of_the_desk_does_two_things() -> None:
    """Two bindings of one key would leave one of them without a key, and nobody would be told."""
    keys = [key for one in DESK_KEYS if isinstance(one, Binding) for key in one.key.split(",")]
    assert len(keys) == len({*keys})
