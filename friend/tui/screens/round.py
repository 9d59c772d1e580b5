"""Owns several friends' answers side by side: in columns where there is room, else one at a time under their names.

Below them stand the places that they point at, each once: who agrees, who differs, who saw it alone. Where they were
heard blind, a letter says which helped; then it is told who was who.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from friend.record.opinions import opinions_of, places
from friend.text.interface import tr
from friend.text.visible import visible
from friend.tui.keymap import give_names
from friend.tui.round import Round
from friend.tui.screens.choice import OneLine
from friend.tui.screens.votes import show_votes
from friend.tui.services import Services
from friend.tui.widgets.places import place_text
from friend.tui.widgets.prose_view import ProseView

_WIDE_FROM: Final = 100
_NARROWEST: Final = 40
_EVERY_S: Final = 0.25


class Column(VerticalScroll):
    """One friend's answer."""

    DEFAULT_CSS = """
    Column { width: 1fr; height: 1fr; padding: 0 2 0 0; scrollbar-size-vertical: 1; }
    Column Static { height: auto; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.head = Static("", markup=False, classes="answer--head")
        self.state = Static("", markup=False, classes="answer--state")
        self.prose = ProseView()

    def compose(self) -> ComposeResult:
        """Give who speaks, how it stands, and the words."""
        yield self.head
        yield self.prose
        yield self.state


class RoundScreen(Screen[None]):
    """The answers to one question. `say` is called with news."""

    DEFAULT_CSS = """
    RoundScreen { padding: 1 2 0 2; }
    RoundScreen #columns { height: 1fr; }
    RoundScreen #places { height: auto; max-height: 45%; border-top: solid $foreground 20%; }
    RoundScreen > Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,tab", "turn(1)", "next answer", priority=True, id="next"),
        Binding("left,shift+tab", "turn(-1)", "previous answer", show=False, priority=True, id="previous"),
        Binding("0", "vote_none", "none helped", show=False),
        Binding("exclamation_mark", "reveal", "tell who was who, without a vote", show=False),
        Binding("shift+down", "look(1)", "further down in the places", show=False, id="places_down"),
        Binding("shift+up", "look(-1)", "further up in the places", show=False, id="places_up"),
        Binding("t", "votes", "whom you voted for, blind", show=False),
        Binding("escape,m", "dismiss(None)", "back", id="back"),
    ]
    give_names("round", BINDINGS)

    def __init__(self, heard: Round, services: Services, say: Callable[[str], None]) -> None:
        super().__init__()
        self._services = services
        self._round = heard
        self._say = say
        self._at = 0
        self.columns = [Column() for _ in heard.answers]
        self.asked = Static("", markup=False, classes="panel--title")
        self.tabs = Static("", markup=False)
        self.places = Static("", markup=False)
        self.below = VerticalScroll(self.places, id="places", can_focus=False)
        self.hints = Static("", markup=False, classes="dim")
        self._lined = ""

    def compose(self) -> ComposeResult:
        """Give the question, the answers and the places."""
        yield self.asked
        yield self.tabs
        with Horizontal(id="columns"):
            yield from self.columns
        yield self.below
        yield self.hints

    def on_mount(self) -> None:
        """Show what came, and what comes."""
        self.asked.update(Text(visible(self._round.question, keep_lines=False), "bold"))
        self.set_interval(_EVERY_S, self._show)
        self._show()

    def on_resize(self, event: events.Resize) -> None:
        """Put the answers beside each other where there is room for all."""
        del event
        self._show()

    def action_turn(self, by: int) -> None:
        """Go to the next answer."""
        self._at = (self._at + by) % len(self.columns)
        self.columns[self._at].focus()
        self._show()

    def action_votes(self) -> None:
        """Show the table of one's own blind votes."""
        show_votes(self.app, self._services)

    def action_look(self, by: int) -> None:
        """Scroll in the places below."""
        self.below.scroll_relative(y=by, animate=False)

    def on_key(self, event: events.Key) -> None:
        """Take a vote by its letter."""
        letter = (event.character or "").upper()
        if self._round.waits_for_vote and letter in self._round.letters:
            event.stop()
            self._vote(letter)

    def action_vote_none(self) -> None:
        """Say that none of them helped more."""
        if self._round.waits_for_vote:
            self._vote(None)

    def action_reveal(self) -> None:
        """Give the vote up."""
        if self._round.waits_for_vote:
            self._say_said(self._round.give_up())

    @work(exclusive=True)
    async def _vote(self, letter: str | None) -> None:
        asked = (
            tr("Why did {letter} help you more? A few words", letter=letter)
            if letter
            else tr("Why did none help? A few words")
        )
        why = await self.app.push_screen_wait(OneLine(Text(asked)))
        if why is not None:
            self._say_said(self._round.vote(letter, why))

    def _say_said(self, news: str) -> None:
        self._say(news)
        self._show()

    def _show(self) -> None:
        wide = self.size.width >= max(_WIDE_FROM, _NARROWEST * len(self.columns))
        self.tabs.display = not wide
        names = Text("   ").join(
            Text(visible(answer.name_shown, keep_lines=False), "bold" if at == self._at else "dim")
            for at, answer in enumerate(self._round.answers)
        )
        self.tabs.update(names)
        for at, (column, answer) in enumerate(zip(self.columns, self._round.answers, strict=True)):
            column.display = wide or at == self._at
            # In tabs the names stand above already.
            column.head.display = wide
            column.head.update(Text(visible(answer.name_shown, keep_lines=False), "bold"))
            column.prose.say(answer.prose.said)
            column.state.update(answer.state.content)
        self._line_up()
        self.hints.update(Text(self._hints()))

    def _line_up(self) -> None:
        """Show the places once all have answered: until then one could not say who is alone."""
        told = self._round.told()
        lined = place_text(places(opinions_of(told)), len(told)) if told else Text()
        if lined.plain != self._lined:
            self._lined = lined.plain
            self.places.update(lined)

    def _hints(self) -> str:
        if not self._round.waits_for_vote:
            return tr("→ next answer · ↑↓ scroll · Shift+↑↓ the places below · Esc back")
        letters: Sequence[str] = self._round.letters
        return tr(
            "Which helped you more? {letters} · 0 none · ! who was who, without a vote · Esc",
            letters=" · ".join(letters),
        )
