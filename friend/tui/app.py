"""Owns the program on the screen: its colours, its last door to the terminal, its palette, and how it breaks."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment, Segments
from rich.text import Text
from textual import events, on
from textual.actions import ActionParseResult
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.dom import DOMNode
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import ModalScreen, Screen
from textual.theme import ThemeProvider
from textual.widget import Widget
from textual.widgets import Input

from friend.text.draft import Draft
from friend.text.interface import speak, tr
from friend.text.span import Span
from friend.text.visible import visible
from friend.tui import crash
from friend.tui.clipboard import osc52
from friend.tui.colourless import NoColour, wants_none
from friend.tui.in_order import InOrder
from friend.tui.keymap import chosen, key_name, keys_now, names
from friend.tui.looks import Looks
from friend.tui.no_break import keep_together
from friend.tui.pasting import keep_pastes
from friend.tui.plain import PlainWords
from friend.tui.room import Room
from friend.tui.safety import LastDoor
from friend.tui.screens.desk import DeskScreen
from friend.tui.screens.desk_coming import Furnished, Unfurnished
from friend.tui.screens.keys import PALETTE_KEYS, sections
from friend.tui.themes import COLOURLESS, DARK, DEFAULTS, THEMES
from friend.tui.widgets.editor import Editor
from friend.tui.widgets.page import Page

if TYPE_CHECKING:
    from friend.tui.room import Furnish

# The page takes a key in some milliseconds; the limit is there so that a fault never locks the keyboard.
_TAKEN_S = 1.0
_END_S = 10.0
_SHOW_CURSOR = "\x1b[?25h"
_ENDING = (signal.SIGHUP, signal.SIGTERM)


class FriendApp(App[str], inherit_bindings=False):
    """The desk. With `start_at` and `question` it opens there, the question ready to send.

    `furnish` gives what asking needs, once the page is there. Its return value is the draft that the person wants to
    open next, or None; `unfurnished` then says why it had to end, where `furnish` failed.
    """

    CSS_PATH = Path(__file__).with_name("page.tcss")
    TITLE = "friend"
    BINDINGS: ClassVar[list[BindingType]] = PALETTE_KEYS

    def __init__(
        self,
        room: Room,
        draft: Draft,
        furnish: Furnish,
        *,
        start_at: Span | None = None,
        question: str | None = None,
    ) -> None:
        super().__init__()
        keep_together()
        speak(room.language)
        self.room = room
        self.unfurnished: Exception | None = None
        self._ending = False
        self._early: list[events.Key | events.Paste] = []
        self._in_order = InOrder(self, self._take)
        self._door: LineFilter = LastDoor()
        # The friend's side has names for its actions once it is there; the page has its own at once.
        self.keymap, _ = chosen({name: keys for name, keys in room.looks.keys.items() if name in names()})
        self.set_keymap(self.keymap)
        self._colourless = NoColour()
        self._plain_words = PlainWords()
        self._wants_no_colour = wants_none(os.environ)
        self._put_on(room.looks)
        self.desk = _desk_of(room)(room, draft, furnish, start_at, question, wants_keys=self.listen)

    def get_driver_class(self) -> type[Driver]:
        """Have what is pasted read as text alone."""
        return keep_pastes(super().get_driver_class())

    def get_default_screen(self) -> Screen[None]:
        """Give the desk: there is no other place."""
        return self.desk

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give our own colour names a value in every theme."""
        return DEFAULTS

    def _put_on(self, looks: Looks) -> None:
        """Take the theme, and no other of Textual's own; plain words and stillness where they are wanted."""
        for name in [*self.available_themes]:
            if name not in THEMES:
                self.unregister_theme(name)
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = looks.theme or (COLOURLESS if self._wants_no_colour else DARK).name
        self.set_class(looks.plain, "-plain")
        if looks.still:
            self.animation_level = "none"

    def refresh_css(self, animate: bool = True) -> None:  # noqa: FBT001, FBT002 - Textual's own signature
        """Look the colours up anew; before the desk is there, nothing has any yet, and they are only noted."""
        if self.desk.is_attached:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    @property
    def is_colourless(self) -> bool:
        """Whether no colour is sent to the terminal."""
        return self._wants_no_colour or self.theme == COLOURLESS.name

    def watch_theme(self) -> None:
        """Tell what colour told in another way, where there is none."""
        self.set_class(self.is_colourless, "-colourless")

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Put the last door behind all other filters."""
        filters = [self._colourless] if self.is_colourless else super().get_line_filters()
        words = [self._plain_words] if self.room.looks.plain else []
        return [*filters, *words, self._door]

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Name every action in the palette: the desk's, the pane's, and what the text can do."""
        desk = self.desk
        if screen is not desk:
            if not isinstance(screen, ModalScreen):
                yield from self._commands(screen, screen.BINDINGS)
            return
        places: list[tuple[Widget, Sequence[object], str]] = [
            (desk, desk.keys, ""),
            *self._beside(),
            (desk.editor, _text_commands(), tr("Text:")),
        ]
        for place, bindings, before in places:
            yield from self._commands(place, bindings, before)
        themes = tr("Dark, light, high contrast, no colour; friend config set theme NAME keeps one")
        yield SystemCommand(tr("Theme"), themes, self.action_change_theme)

    def action_command_palette(self) -> None:
        """Open the palette."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=tr("Search for commands…"), id="--command-palette"))

    def search_themes(self) -> None:
        """Offer the themes, each shown as it is come to."""
        self.push_screen(CommandPalette(providers=[ThemeProvider], placeholder=tr("Search for themes…")))

    def _beside(self) -> Iterator[tuple[Widget, Sequence[object], str]]:
        """Give what can be done, beside the page, with what is there now."""
        desk = self.desk
        if desk.has_friend and desk.pane.children:
            yield desk.pane, desk.pane.BINDINGS, tr("Note:")
        if desk.is_checking:
            yield desk.checking.pane, desk.checking.pane.BINDINGS, tr("Found words:")
        if desk.has_friend and desk.panel.is_open:
            yield desk.panel, desk.panel.BINDINGS, tr("Question:")
            yield desk.panel.ready, desk.panel.ready.BINDINGS, tr("Question:")
        if desk.finding.display:
            yield desk.finding, desk.finding.BINDINGS, tr("Find:")

    def _commands(self, place: Widget, bindings: Sequence[object], before: str = "") -> Iterable[SystemCommand]:
        for binding in bindings:
            if isinstance(binding, Binding):
                words = f"{before} {tr(binding.description)}".strip()
                key = key_name(keys_now(binding)[0])
                yield SystemCommand(words[:1].upper() + words[1:], key, partial(self._do, binding.action, place))

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key or the palette says; what the desk is to do waits until the friend's side is there."""
        if default_namespace is self.desk:
            await self.desk.with_friend()
            if not self.desk.has_friend:
                return False
        return await super().run_action(action, default_namespace, namespaces)

    def on_furnished(self, message: Furnished) -> None:
        """Take the keys that the person chose for the friend's side too, and tell of those that cannot be had."""
        del message
        if not self.room.looks.keys:
            return
        sections()  # every place gives its actions their names
        self.keymap, wrong = chosen(self.room.looks.keys)
        self.set_keymap(self.keymap)
        if wrong:
            self.desk.say("; ".join(wrong), lasting=True)

    def on_unfurnished(self, message: Unfurnished) -> None:
        """End, with the text kept: whoever opened the desk says why."""
        self.unfurnished = message.error
        with suppress(OSError):
            self.desk.safe.keep_now()
        self.desk.safe.get_up()
        self.exit(return_code=1)

    async def _do(self, action: str, place: Widget) -> None:
        await self.run_action(action, default_namespace=place)

    async def action_quit(self) -> None:
        """Leave as the desk does: nothing unsaved is lost without a question."""
        await self.run_action("leave", self.desk)

    def listen(self) -> None:
        """Take what was typed before the desk was there."""
        if self.room.looks.plain and self._driver is not None:
            # A screen reader follows the terminal's own cursor, which Textual puts where one writes, and hides.
            self._driver.write(_SHOW_CURSOR)
        early, self._early = self._early, []
        for event in early:
            self.post_message(event)

    async def on_event(self, event: events.Event) -> None:
        """Look at keys in the order in which they were pressed."""
        if not isinstance(event, (events.Key, events.Paste)) or event.is_forwarded:
            await super().on_event(event)
        elif not self.desk.is_ready:
            # Typed while the desk was still being set up: it is not lost, and it comes first.
            self._early.append(event)
        elif not self._in_order.holds(event):
            await self._take(event)

    async def _take(self, event: events.Event) -> None:
        """Let whoever has the focus have a key, and wait for the page; what climbs from elsewhere is followed."""
        place = self.focused or self.screen
        await super().on_event(event)
        if isinstance(place, Editor):
            taken = asyncio.Event()
            place.call_later(taken.set)
            with suppress(TimeoutError):
                await asyncio.wait_for(taken.wait(), _TAKEN_S)
        elif event.is_forwarded:
            self._in_order.follow(place)

    @on(events.DescendantFocus)
    def _stand_still(self, event: events.DescendantFocus) -> None:
        """Let no cursor blink: nothing moves unless the person moves it."""
        if isinstance(event.widget, Input):
            event.widget.cursor_blink = False

    def copy_to_clipboard(self, text: str) -> None:
        """Copy to the system's clipboard, and to our own for where the terminal takes none."""
        self._clipboard = text
        if self._driver is not None:
            self._driver.write(osc52(text, os.environ))

    # When it is told to end

    def on_mount(self) -> None:
        """Hear when the terminal is closed, or when the program is told to end (fault 59)."""
        if not self.is_headless:
            for number in _ENDING:
                asyncio.get_running_loop().add_signal_handler(number, self._end, number)

    def _end(self, number: signal.Signals) -> None:
        """Keep the text before all else; then what came of an answer. Nobody is there to be asked."""
        if self._ending:
            return
        self._ending = True
        with suppress(OSError):
            self.desk.safe.keep_now()
        # A terminal that is gone takes no more pictures: writing to it would wait for ever.
        self._begin_batch()
        watch = threading.Timer(_END_S, os._exit, [128 + number])
        watch.daemon = True
        watch.start()
        self.run_worker(self.desk.end(128 + number), exit_on_error=False)

    # When it breaks

    def _handle_exception(self, error: Exception) -> None:
        """Keep the text, say where it is, and print nothing of it: Textual would print every local variable."""
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        if not self._exit_renderables:
            line = Text("\n".join(self._last_words(error)))
            self._exit_renderables.append(Segments([Segment(f"{line.plain}\n")]))
        self._close_messages_no_wait()

    def _last_words(self, error: Exception) -> list[str]:
        said = [tr("friend broke ({fault}).", fault=type(error).__name__)]
        now = self.room.clock.now()
        desk = self.desk
        try:
            kept = desk.safe.keep_now()
            if kept is not None:
                said.append(
                    tr(
                        "Your text is kept in {place}, and offered when you come back.",
                        place=visible(kept, keep_lines=False),
                    )
                )
            else:
                said.append(tr("Your text was saved before."))
            desk.safe.get_up()
            where = crash.report(error, self.room.data_dir, now)
            said.append(
                tr("The report, with no word of your text, is in {where}", where=visible(str(where), keep_lines=False))
            )
        except (OSError, ValueError) as failure:
            said.append(tr("It could not be kept: {fault}", fault=type(failure).__name__))
        return said


def _desk_of(room: Room) -> type[DeskScreen]:
    if room.beside is None:
        return DeskScreen
    from friend.tui.screens.beside import BesideScreen  # noqa: PLC0415 - few stand beside another editor

    return BesideScreen


def _text_commands() -> list[Binding]:
    """Give what the text can do, but to move the cursor: the palette has taken it from there."""
    return [one for one in Page.BINDINGS if isinstance(one, Binding) and not one.action.startswith("cursor_")]
