"""The keys: what F1 and the palette say is so, and nothing among them puts a friend's words into the text."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace

import pytest
from textual.actions import parse
from textual.app import App
from textual.binding import Binding
from textual.command import CommandPalette
from textual.dom import DOMNode
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widget import Widget

from friend.asking.lead import Lead, Named
from friend.text.diff import Piece
from friend.tui.keymap import chosen, hints, keys_now, keys_of, names
from friend.tui.looks import Looks
from friend.tui.round import Round
from friend.tui.screens.difference import Difference
from friend.tui.screens.exchange import ExchangeScreen
from friend.tui.screens.exchanges import ExchangesScreen
from friend.tui.screens.help import HelpScreen
from friend.tui.screens.keys import DESK_KEYS, sections, text_keys
from friend.tui.screens.leads import LeadsScreen
from friend.tui.screens.log import LogScreen
from friend.tui.screens.place import PlaceScreen
from friend.tui.screens.round import RoundScreen
from friend.tui.then_and_now import ThenAndNow
from friend.tui.widgets.editor import Editor
from friend.tui.widgets.friend_pane import FriendPane
from friend.tui.widgets.page import Page
from friend.tui.widgets.question_panel import QuestionPanel
from friend.tui.widgets.ready_list import ReadyList
from friend.tui.widgets.side import Side
from tests.builders import exchange
from tests.tui.conftest import COUNCIL, Desk, ask, screen_of, seen, until

_LOG = (LogScreen, ExchangeScreen)
_APPLYING = r"\b(action_)?(apply|accept)_?(suggestion|note|wording|all)?\b"


def _bindings(place: Widget | App[str]) -> list[Binding]:
    return [binding for binding in type(place).BINDINGS if isinstance(binding, Binding)]


async def _at_the_desk(pilot: Pilot[None]) -> Widget:
    return screen_of(pilot).editor


async def _in_the_pane(pilot: Pilot[None]) -> Widget:
    await pilot.press("down", "down")
    await ask(pilot)
    screen_of(pilot).set_focus(screen_of(pilot).pane)
    return screen_of(pilot).pane


async def _in_the_panel(pilot: Pilot[None]) -> Widget:
    await pilot.press("ctrl+r")
    await until(pilot, lambda: screen_of(pilot).panel._preview is not None)
    screen_of(pilot).set_focus(screen_of(pilot).panel.words)
    return screen_of(pilot).panel


async def _in_the_list(pilot: Pilot[None]) -> Widget:
    await _in_the_panel(pilot)
    screen_of(pilot).set_focus(screen_of(pilot).panel.ready)
    return screen_of(pilot).panel.ready


async def _finding(pilot: Pilot[None]) -> Widget:
    await pilot.press("ctrl+f")
    return screen_of(pilot).finding


async def _in_the_log(pilot: Pilot[None]) -> Widget:
    screen = LogScreen(screen_of(pilot).services, None, print)
    await pilot.app.push_screen(screen)
    return screen


async def _in_an_exchange(pilot: Pilot[None]) -> Widget:
    screen = ExchangeScreen(screen_of(pilot).services, exchange(), print)
    await pilot.app.push_screen(screen)
    return screen


async def _in_the_drafts_log(pilot: Pilot[None]) -> Widget:
    screen = ExchangesScreen(screen_of(pilot).services, "letter.md", print, beside=print)
    await pilot.app.push_screen(screen)
    return screen


async def _comparing(pilot: Pilot[None]) -> Widget:
    screen = Difference("One.\n", "Two.\n", lambda count: f"{count} differ")
    await pilot.app.push_screen(screen)
    return screen


async def _then_and_now(pilot: Pilot[None]) -> Widget:
    await _in_the_pane(pilot)
    note = screen_of(pilot).conversation.notes[0]
    screen = PlaceScreen(note, ThenAndNow("one", (), (Piece("=", "one"),)), exchange().speaker)
    await pilot.app.push_screen(screen)
    return screen


async def _side_by_side(pilot: Pilot[None]) -> Widget:
    await _in_the_pane(pilot)
    services = screen_of(pilot).services
    screen = RoundScreen(Round(services.log, "Is it clear?", screen_of(pilot).pane.answers), services, print)
    await pilot.app.push_screen(screen)
    return screen


async def _looking_up(pilot: Pilot[None]) -> Widget:
    named = Named("author", "Gaston Bachelard", "houses")
    screen = LeadsScreen(screen_of(pilot).services.log, replace(exchange(), leads=(Lead("1", named),)), print)
    await pilot.app.push_screen(screen)
    return screen


async def _among_found_words(pilot: Pilot[None]) -> Widget:
    await pilot.press("f10")
    await until(pilot, lambda: screen_of(pilot).checking.pane.has_focus)
    return screen_of(pilot).checking.pane


_IN_THE_LIST = {"panel.one_more_friend"}
"""Keys of the panel that are letters in the line where one writes one's own words."""
_PLACES = [
    *(_in_the_pane, _in_the_panel, _in_the_list, _finding, _in_the_log, _in_an_exchange),
    *(_in_the_drafts_log, _comparing, _then_and_now, _side_by_side, _looking_up, _among_found_words),
]


async def _drive(pilot: Pilot[None], place: Widget | App[str], bindings: list[Binding]) -> None:
    """Press every key of the bindings and see that the action is called, with what it is called with."""
    for binding in bindings:
        _, name, parameters = parse(binding.action)
        called: list[tuple[object, ...]] = []
        setattr(place, f"action_{name}", lambda *given, called=called: called.append(given))
        for key in keys_now(binding):
            if "super" in key:  # no terminal of ours sends it
                continue
            called.clear()
            if binding.id in _IN_THE_LIST:
                screen_of(pilot).set_focus(screen_of(pilot).panel.ready)
            await pilot.press(key)
            await until(pilot, lambda called=called: called)
            assert called == [parameters], f"{key} in {place}"
            if binding.id in _IN_THE_LIST:
                screen_of(pilot).set_focus(screen_of(pilot).panel.words)
        delattr(place, f"action_{name}")


async def test_every_key_of_the_desk_and_the_text_does_what_f1_says(desk: Desk) -> None:
    """Each key of the desk, of the palette and of the text, pressed in the text, calls the action that F1 lists."""
    async with desk.app().run_test() as pilot:
        screen = screen_of(pilot)
        await _drive(pilot, screen, _bindings(screen))
        await _drive(pilot, pilot.app, _bindings(pilot.app))
        await _drive(pilot, screen.editor, text_keys())


@pytest.mark.parametrize("go_there", _PLACES, ids=lambda go_there: go_there.__name__)
async def test_every_key_of_a_place_does_what_f1_says(
    desk: Desk, go_there: Callable[[Pilot[None]], Awaitable[Widget]]
) -> None:
    """Each key of every place that F1 names calls, pressed there, the action that F1 lists."""
    desk.server.will(text=COUNCIL)
    async with desk.app().run_test(size=(130, 40)) as pilot:
        place = await go_there(pilot)
        await pilot.pause()
        await _drive(pilot, place, _bindings(place))


def test_every_binding_has_a_name_and_stands_in_f1() -> None:
    """No key is hidden: each binding of our own widgets has a name to configure it by, and is listed by F1.

    Sheets are left out: what they ask names its own keys.
    """
    listed = {row for _, rows in sections() for row in rows}
    for place in _ours(DOMNode):
        if "BINDINGS" not in vars(place) or issubclass(place, ModalScreen):
            continue
        for binding in place.BINDINGS:
            assert isinstance(binding, Binding)
            assert names().get(binding.id or "") is binding, f"{binding.action} of {place} has no name"
            shown = [one for one in text_keys() if one.id == binding.id] if place is Page else [binding]
            assert listed.issuperset(keys_of(shown)), f"{binding.action} of {place} is not in F1"


def test_no_action_of_the_desk_is_called_like_a_place() -> None:
    """In TOML `log = …` and `log.quote = …` cannot stand together."""
    assert not {name for name in names() if "." not in name} & {
        name.partition(".")[0] for name in names() if "." in name
    }


def _ours(kind: type[DOMNode]) -> Iterator[type[DOMNode]]:
    for one in kind.__subclasses__():
        if one.__module__.startswith("friend."):
            yield one
        yield from _ours(one)


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
    """Each action stands in the palette while one is where it is for; one of them is run from there."""
    desk.server.will(text=COUNCIL)
    async with desk.app().run_test(size=(130, 40)) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        await ask(pilot)
        titles = _titles(pilot)
        for binding in DESK_KEYS:
            assert isinstance(binding, Binding)
            assert binding.description in titles
        for binding in _bindings(screen.pane):
            assert f"note: {binding.description}" in titles
        for binding in text_keys():
            assert binding.action.startswith("cursor_") or f"text: {binding.description.casefold()}" in titles
        await pilot.press("ctrl+r")
        assert {f"question: {one.description}" for one in _bindings(screen.panel)} <= _titles(pilot)
        assert {f"question: {one.description}" for one in _bindings(screen.panel.ready)} <= _titles(pilot)
        await pilot.press("escape", "ctrl+f")
        assert {f"find: {one.description}" for one in _bindings(screen.finding)} <= _titles(pilot)
        await pilot.press("escape")
        screen.set_focus(screen.pane)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(pilot.app.screen, CommandPalette))
        await pilot.press(*"dismiss")
        await until(pilot, lambda: "Note: dismiss" in seen(pilot))
        await pilot.pause(0.5)
        await pilot.press("enter")
        await until(pilot, lambda: screen.conversation.notes[0].state == "dismissed")


def _titles(pilot: Pilot[None]) -> set[str]:
    return {command.title.casefold() for command in pilot.app.get_system_commands(pilot.app.screen)}


async def test_keys_of_ones_own(desk: Desk) -> None:
    """Configured keys work, the old ones do no more; F1, hints and palette show them as they are now."""
    desk.server.will(text=COUNCIL)
    keys = {"ask_here": "ctrl+e", "pane.quote": "h", "pane.unfold": "q", "help": "shift+f1"}
    desk.services = replace(desk.services, looks=Looks(keys=keys))
    async with desk.app().run_test(size=(130, 60)) as pilot:
        screen = screen_of(pilot)
        await pilot.press("ctrl+r")
        assert not screen.panel.is_open
        await pilot.press("down", "down")
        await ask(pilot, key="ctrl+e")
        assert "^E ask about this" in seen(pilot)
        screen.set_focus(screen.pane)
        await until(pilot, lambda: "h quote · " in seen(pilot))
        await pilot.press("n", "h")
        await until(pilot, lambda: "copied, with who said it" in seen(pilot))
        helps = {command.title: command.help for command in pilot.app.get_system_commands(screen)}
        assert (helps["Ask about this"], helps["Note: quote"]) == ("^E", "h")
        await pilot.press("shift+f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        listed = pilot.app.screen.words.plain
        assert re.search(r"^  \^E +ask about this$", listed, re.MULTILINE)
        assert re.search(r"^  End +Cursor line end$", listed, re.MULTILINE)
        await pilot.press("shift+f1")
        assert screen.is_current


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"fly": "f10"}, "keys.fly: there is no such action; friend config keys lists them"),
        ({"ask_here": "ctrl+s"}, "keys.ask_here: ctrl+s is the key of save"),
        ({"pane.quote": "x"}, "keys.pane.quote: x is the key of pane.dismiss"),
        ({"pane.quote": "ctrl+s"}, "keys.pane.quote: ctrl+s is the key of save"),
        ({"ask_here": "contrl+e"}, "keys.ask_here: contrl+e is no key; write it as ctrl+e, f5 or shift+up"),
        ({"ask_here": "e"}, "keys.ask_here: e is a letter that one writes there"),
        ({"save": "ctrl+i"}, "keys.save: a terminal cannot tell ctrl+i from tab"),
        ({"save": " , "}, "keys.save: no key is given"),
    ],
)
def test_keys_that_cannot_be(keys: dict[str, str], said: str) -> None:
    """An unknown action, a key that is taken, a letter that one writes there: each is told and not taken."""
    assert chosen(keys) == ({}, [said])


async def test_keys_that_cannot_be_are_told_in_a_line_and_the_usual_ones_stay(desk: Desk) -> None:
    """A mistake in `[keys]` is told when the desk opens, and costs nothing."""
    desk.services = replace(desk.services, looks=Looks(keys={"fly": "f10", "ask_here": "ctrl+s"}))
    async with desk.app().run_test(size=(200, 40)) as pilot:
        await until(pilot, lambda: "no such action" in seen(pilot) and "ctrl+s is the key of save" in seen(pilot))
        await pilot.press("ctrl+r")
        assert screen_of(pilot).panel.is_open


def test_two_actions_may_change_places() -> None:
    """What collides is judged by the keys as they are in the end."""
    assert chosen({"next_note": "f7", "previous_note": "ctrl+n"})[1] == []


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
