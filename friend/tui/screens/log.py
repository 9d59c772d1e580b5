"""Owns the log on the screen: what was asked and answered, newest first, found by its words as one types them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar, Final

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input

from friend.ports import LogError
from friend.record.blind import is_blind
from friend.record.lengths import as_long_as_the_others
from friend.record.wanted import Entry, Wanted
from friend.text.interface import retold, tr
from friend.text.visible import visible
from friend.tui.keymap import give_names, hints
from friend.tui.looks import SEPARATOR
from friend.tui.quoting import COPIED, from_the_log
from friend.tui.screens.exchange import ExchangeScreen
from friend.tui.screens.votes import show_votes
from friend.tui.services import Services
from friend.tui.widgets.line import Line
from friend.tui.widgets.log_list import LogList, Row
from friend.tui.widgets.two_ends import TwoEnds

_PAGE: Final = 60
_PAUSE_S: Final = 0.12
_SEARCH: Final = "words in question, answer and draft"


class LogScreen(Screen[None]):
    """The log, over the desk. `path` is the draft's (absolute), None where it has no file; `keys` shows the keys.

    It opens with this draft's exchanges where it has any, else with all.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open", priority=True),
        Binding("tab", "narrow", "this draft or all", priority=True),
        Binding("down", "step(1)", "older", show=False, id="older"),
        Binding("up", "step(-1)", "newer", show=False, id="newer"),
        Binding("pagedown", "page(1)", "a screen older", show=False, id="page_older"),
        Binding("pageup", "page(-1)", "a screen newer", show=False, id="page_newer"),
        Binding("ctrl+g", "quote", "quote", priority=True),
        Binding("ctrl+t", "votes", "whom you voted for, blind", show=False, priority=True),
        Binding("f1", "keys", "keys", show=False, id="help"),
        Binding("escape,f5", "dismiss(None)", "back", id="back"),
    ]
    give_names("log", BINDINGS)

    # Whether all drafts are shown where there is nothing about this one.
    WIDENS: ClassVar[bool] = True

    def __init__(self, services: Services, path: str | None, keys: Callable[[], None]) -> None:
        super().__init__()
        self.action_keys = keys
        self._services = services
        self._path = path
        self._narrowed = path is not None
        self._opening = True
        self._head = TwoEnds(classes="log--head")
        self._words = Line(placeholder=tr(_SEARCH), compact=True)
        self.list = LogList(self._title)
        self._foot = TwoEnds(classes="dim")

    def compose(self) -> ComposeResult:
        """Give the search line, the list and the keys."""
        yield self._head
        yield self._words
        yield self.list
        yield self._foot

    def on_mount(self) -> None:
        """Read the first page; what one types is looked for."""
        self.set_focus(self._words)
        self._read()
        self._tell()

    def action_votes(self) -> None:
        """Show the table of one's own blind votes."""
        show_votes(self.app, self._services)

    def action_narrow(self) -> None:
        """Show this draft's exchanges, or all."""
        if self._path is None:
            self._tell(tr("this draft has no file yet: these are all"))
            return
        self._narrowed = not self._narrowed
        self._read()
        self._tell()

    def action_step(self, by: int) -> None:
        """Pick an older or a newer one."""
        self.list.step(by)
        self._tell()

    def action_page(self, by: int) -> None:
        """Go on by a screen."""
        self.action_step(by * max(1, self.list.in_sight - 1))

    @on(LogList.Chosen)
    def _clicked(self) -> None:
        self.choose()

    def choose(self) -> None:
        """Do what Enter does."""
        self.action_open()

    def action_open(self) -> None:
        """Show the exchange whole."""
        if (entry := self.list.picked) is None:
            return
        try:
            exchange = self._services.log.find(entry.id)
            if is_blind(exchange):
                exchange = as_long_as_the_others(exchange, self._services.log.of_group(str(exchange.group)))
        except (LogError, LookupError) as error:
            self._tell(retold(error.args[0]))
        else:
            self.app.push_screen(ExchangeScreen(self._services, exchange, self.action_keys))

    def action_quote(self) -> None:
        """Copy the answer as an attributed quotation."""
        if (entry := self.list.picked) is None:
            return
        try:
            said = from_the_log(self._services.log, self._services.log.find(entry.id))
        except (LogError, LookupError, ValueError) as error:
            self._tell(retold(error.args[0]))
        else:
            self.app.copy_to_clipboard(said)
            self._tell(tr(COPIED))

    @on(Input.Changed)
    def _typed(self) -> None:
        self._read(after_s=_PAUSE_S)

    @on(LogList.More)
    def _more(self) -> None:
        self._read(before=self.list.rows[-1].entry.sequence)

    @work(exclusive=True, group="log")
    async def _read(self, *, before: int | None = None, after_s: float = 0.0) -> None:
        """Read a page beside the screen; what was typed meanwhile is read instead."""
        await asyncio.sleep(after_s)
        words = self._words.value
        try:
            rows = await asyncio.to_thread(self._page, words, before)
            if self.WIDENS and self._opening and not rows and self._narrowed and not words:
                self._narrowed = False
                rows = await asyncio.to_thread(self._page, words, before)
        except (LogError, ValueError) as error:
            self.list.show((), whole=True, nothing=visible(retold(error)))
            return
        self._opening = False
        self.list.is_narrowed = self._narrowed
        whole = len(rows) < _PAGE
        if before is None:
            self.list.show(rows, whole=whole, nothing=self._nothing(words))
        else:
            self.list.add(rows, whole=whole)
        self._tell()

    def _page(self, words: str, before: int | None) -> list[Row]:
        log, wanted = self._services.log, Wanted(draft=self._path if self._narrowed else None)
        if not words.strip():
            return [Row(entry) for entry in log.entries(wanted, _PAGE, before)]
        # The last word may still grow.
        begun = f"{words}*" if words[-1].isalnum() and words.count('"') % 2 == 0 else words
        return [Row(hit.entry, f"{tr(hit.where)}: {hit.snippet}") for hit in log.search(begun, wanted, _PAGE, before)]

    def _nothing(self, words: str) -> str:
        if words.strip():
            if self._narrowed:
                return tr("Nothing in the log about this draft holds these words.")
            return tr("Nothing in the log holds these words.")
        return tr("Nothing was asked about this draft yet.") if self._narrowed else tr("Nothing was asked yet.")

    def _title(self, entry: Entry) -> str:
        return self._services.title(entry.question_name, entry.question)

    def _title_line(self) -> Text:
        return Text(tr("The log"), "bold").append(
            SEPARATOR + (tr("this draft") if self._narrowed else tr("all drafts")), "not bold"
        )

    def _tell(self, news: str = "") -> None:
        self._head.put(self._title_line())
        lst = self.list
        place = (
            tr("{at} of {all}", at=lst.at + 1, all=f"{len(lst.rows)}{'' if lst.is_whole else '+'}") if lst.rows else ""
        )
        self._foot.put(Text(visible(news, keep_lines=False) or place), Text(hints(self.BINDINGS)))
