"""Owns the sheet on which one looks up what an answer names, and ticks it with what one found and where."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from friend.asking.lead import Lead, LeadState
from friend.ports import LogError
from friend.record.exchange import Exchange
from friend.record.formats.leads_lines import SIGNS, lead_words
from friend.record.own_word import looked_up
from friend.text.interface import retold, spoken, tr
from friend.text.visible import visible
from friend.tui.keymap import give_names, hints
from friend.tui.looks import looks, pointer
from friend.tui.screens.choice import OneLine
from friend.tui.services import DeskLog


class LeadsScreen(ModalScreen[None]):
    """What one answer names. `say` is called with news, `found` with the exchange as one's findings change it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j,n", "step(1)", "next", show=False, id="next"),
        Binding("up,k,p", "step(-1)", "previous", show=False, id="previous"),
        Binding("space,enter", "tick", "verified, or not yet"),
        Binding("w", "decide('wrong')", "it is not so"),
        Binding("s", "source", "where you found it"),
        Binding("f", "found", "what you found"),
        Binding("escape,v", "dismiss(None)", "back", id="back"),
    ]
    give_names("leads", BINDINGS)

    def __init__(
        self,
        log: DeskLog,
        exchange: Exchange,
        say: Callable[[str], None],
        found: Callable[[Exchange], None] | None = None,
    ) -> None:
        super().__init__()
        self._found = found
        self._log = log
        self._exchange = exchange
        self._say = say
        self._at = 0
        self.list = Static("", markup=False)

    def compose(self) -> ComposeResult:
        """Give the list and its keys."""
        with VerticalScroll(classes="sheet"):
            yield Static(
                Text(tr("What this answer names. Look it up before you lean on it.") + "\n", "bold"), markup=False
            )
            yield self.list
            yield Static(Text(f"\n{hints(self.BINDINGS)}"), markup=False, classes="dim")

    def on_mount(self) -> None:
        """Show what there is."""
        self._show()

    @property
    def current(self) -> Lead:
        """What the keys speak of."""
        return self._exchange.leads[self._at]

    def action_step(self, by: int) -> None:
        """Go to the next or the previous one."""
        self._at = (self._at + by) % len(self._exchange.leads)
        self._show()

    def action_tick(self) -> None:
        """Tick it, or take the tick away."""
        self._decide("to-verify" if self.current.state == "verified" else "verified")

    def action_decide(self, state: LeadState) -> None:
        """Say what became of it."""
        self._decide(state)

    @work
    async def action_source(self) -> None:
        """Ask where it was found; that ticks it."""
        source = await self.app.push_screen_wait(
            OneLine(Text(tr("Where did you find it? An address, a page, a person")))
        )
        if source is not None:
            self._decide("wrong" if self.current.state == "wrong" else "verified", source=source)

    @work
    async def action_found(self) -> None:
        """Ask what was found; the state stays."""
        found = await self.app.push_screen_wait(OneLine(Text(tr("What did you find?"))))
        if found is not None:
            self._decide(self.current.state, found=found)

    def _decide(self, state: LeadState, *, found: str | None = None, source: str | None = None) -> None:
        lead = self.current
        kept = found if found is not None else lead.found, source if source is not None else lead.source
        try:
            self._log.said(looked_up(self._exchange, lead, state, *kept))
            self._exchange = self._log.find(str(self._exchange.id))
            if self._found is not None:
                self._found(self._exchange)
        except (LogError, LookupError) as error:
            self._say(retold(error))
        self._show()

    def _show(self) -> None:
        table = Table.grid()
        for at, lead in enumerate(self._exchange.leads):
            # Read aloud, the words say how it stands.
            sign = "" if looks().plain else f"{SIGNS[lead.state]} "
            line = visible(lead_words(lead, spoken()), keep_lines=False)
            picked = at == self._at
            table.add_row(pointer(here=picked), sign, Text(line, "bold" if picked else ""))
        self.list.update(table)
