"""Owns which key does what on the desk: one list, from which the help, the palette and the hints are made."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from textual.binding import Binding, BindingType

from friend.text.interface import tr
from friend.tui.keymap import give_names, key_name, keys_now, keys_of
from friend.tui.widgets.find_bar import FindBar
from friend.tui.widgets.page import Page

# Priority: these hold wherever the focus is. Of the keys that TextArea edits with they take F6 and F7, which select a
# line and all there; the palette still can.
DESK_KEYS: Final[list[BindingType]] = [
    Binding("ctrl+r", "ask_here", "ask about this", priority=True),
    Binding("ctrl+t", "ask_whole", "ask about the whole text", show=False, priority=True),
    Binding("ctrl+n,f8", "next_note(1)", "next note", priority=True),
    Binding("f7", "next_note(-1)", "previous note", show=False, priority=True, id="previous_note"),
    Binding("ctrl+g", "quote", "copy as an attributed quotation", show=False, priority=True),
    Binding("f6", "other_side", "friend's side and back", show=False, priority=True),
    Binding("f9", "show_friend", "show or hide the friend", show=False, priority=True),
    Binding("shift+f5,f11", "exchanges", "what was asked about this draft", show=False, priority=True),
    Binding("f10", "check", "whose words are these?", show=False, priority=True),
    # No priority: F5 is the find bar's own while one is in it.
    Binding("f5", "log", "the log: what was asked and answered", show=False, id="open_log"),
    Binding("ctrl+f", "find", "find and replace", show=False, priority=True, id="find_and_replace"),
    Binding("f3", "find_next(1)", "find the next", show=False, priority=True),
    Binding("ctrl+l", "go_to_line", "go to a line", show=False, priority=True),
    Binding("f4", "focus_mode", "dim all but this paragraph", show=False, priority=True),
    Binding("ctrl+s", "save", "save", priority=True),
    Binding("f12", "save_as", "save under another name", show=False, priority=True),
    # No priority: in the question panel it picks another friend.
    Binding("ctrl+o", "own_editor", "save, and go on in your own editor", show=False),
    Binding("f2", "open", "open another draft", show=False, priority=True),
    Binding("ctrl+q", "leave", "leave", show=False, priority=True),
    Binding("f1", "keys", "keys", priority=True, id="help"),
]
give_names("", DESK_KEYS)
PALETTE_KEYS: Final[list[BindingType]] = [
    Binding("ctrl+p", "command_palette", "all commands", show=False, priority=True, id="palette"),
]
give_names("", PALETTE_KEYS)
EVERYWHERE: Final = "Everywhere"
IN_THE_PANEL: Final = "In the question panel"
IN_THE_PANE: Final = "In the friend's pane"
IN_THE_LIST: Final = "In the list of found words"
FINDING: Final = "While finding"
NEEDS_A_PEN: Final = frozenset({"save", "save_as", "open", "own_editor"})
"""The actions of the desk that write, or lead to where one writes."""


def keys_without_a_pen() -> list[BindingType]:
    """Give the keys of a desk that stands beside another editor."""
    return [one for one in DESK_KEYS if not (isinstance(one, Binding) and one.action in NEEDS_A_PEN)]


def sections(desk: list[BindingType] = DESK_KEYS, *, here: str = EVERYWHERE) -> list[tuple[str, list[tuple[str, str]]]]:
    """Give all keys by place as they are now, those of the desk being `desk`, and those of the place `here` first."""
    # Not before they are wanted: these rooms are not needed to open the page.
    from friend.tui.screens.difference import Difference  # noqa: PLC0415
    from friend.tui.screens.exchange import ExchangeScreen  # noqa: PLC0415
    from friend.tui.screens.exchanges import ExchangesScreen  # noqa: PLC0415
    from friend.tui.screens.leads import LeadsScreen  # noqa: PLC0415
    from friend.tui.screens.log import LogScreen  # noqa: PLC0415
    from friend.tui.screens.place import PlaceScreen  # noqa: PLC0415
    from friend.tui.screens.round import RoundScreen  # noqa: PLC0415
    from friend.tui.widgets.check_pane import CheckPane  # noqa: PLC0415
    from friend.tui.widgets.friend_pane import FriendPane  # noqa: PLC0415
    from friend.tui.widgets.question_panel import QuestionPanel  # noqa: PLC0415
    from friend.tui.widgets.ready_list import ReadyList  # noqa: PLC0415

    panel = [*QuestionPanel.BINDINGS, *ReadyList.BINDINGS]
    places = [
        (tr(EVERYWHERE), [*keys_of(desk), *keys_of(PALETTE_KEYS)]),
        (
            tr(IN_THE_PANEL),
            [(tr("a letter"), tr("pick a ready question")), *keys_of(panel)],
        ),
        (tr(IN_THE_PANE), keys_of(FriendPane.BINDINGS)),
        (tr("Among what was asked about this draft"), keys_of(ExchangesScreen.BINDINGS)),
        (tr("Where two versions are compared"), [*keys_of(Difference.BINDINGS), *keys_of(PlaceScreen.BINDINGS)]),
        (
            tr("Several friends side by side"),
            [(tr("a letter"), tr("vote for a blind answer")), *keys_of(RoundScreen.BINDINGS)],
        ),
        (tr("What an answer names"), keys_of(LeadsScreen.BINDINGS)),
        (tr(IN_THE_LIST), keys_of(CheckPane.BINDINGS)),
        (tr("In the log"), [(tr("letters"), tr("search as you type")), *keys_of(LogScreen.BINDINGS)]),
        (tr("In an exchange of the log"), keys_of(ExchangeScreen.BINDINGS)),
        (tr(FINDING), keys_of(FindBar.BINDINGS)),
        (tr("In the text"), [(key_name("escape"), tr("nothing: it never stops an answer")), *keys_of(text_keys())]),
    ]
    return sorted(places, key=lambda place: place[0] != tr(here))


def text_keys() -> list[Binding]:
    """Give the keys of the text, without those that the desk takes."""
    taken = {key for one in _bound([*DESK_KEYS, *PALETTE_KEYS]) for key in keys_now(one)}
    left = [(one, [key for key in keys_now(one) if key not in taken]) for one in _bound(Page.BINDINGS)]
    return [replace(one, key=",".join(keys)) for one, keys in left if keys]


def _bound(bindings: list[BindingType]) -> list[Binding]:
    return [one for one in bindings if isinstance(one, Binding)]
