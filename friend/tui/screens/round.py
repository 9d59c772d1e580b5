"""Owns several friends' answers side by side: in columns where there is room, else one at a time under their names.

Below them stand the places that they point at, each once: who agrees, who differs, who saw it alone. Where they were
heard blind, a letter says which helped; then it is told who was who. In plain words there is one column only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from rich.style import Style
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
from friend.tui.keymap import give_names, hint, hints, key_name, key_to
from friend.tui.looks import SEPARATOR, looks
from friend.tui.round import Round
from friend.tui.screens.choice import OneLine
from friend.tui.screens.leads import LeadsScreen
from friend.tui.screens.votes import show_votes
from friend.tui.services import Services
from friend.tui.widgets.inks import INKS
from friend.tui.widgets.places import PlaceList
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
    RoundScreen #places { height: auto; max-height: 45%; border-top: solid $rule; scrollbar-size-vertical: 1; }
    RoundScreen > Static { height: auto; }
    RoundScreen > #asked, RoundScreen > #tabs { margin: 0 0 1 0; }
    RoundScreen > .dim { margin: 1 0 0 0; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {*INKS}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,tab", "turn(1)", "next answer", priority=True, id="next"),
        Binding("left,shift+tab", "turn(-1)", "previous answer", show=False, priority=True, id="previous"),
        Binding("0", "vote_none", "none helped", show=False),
        Binding("exclamation_mark", "reveal", "tell who was who, without a vote", show=False),
        Binding("shift+down", "look(1)", "further down in the places", show=False, id="places_down"),
        Binding("shift+up", "look(-1)", "further up in the places", show=False, id="places_up"),
        Binding("v", "leads", "verify what it names", show=False),
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
        self.asked = Static("", markup=False, id="asked")
        self.tabs = Static("", markup=False, id="tabs")
        self.places = PlaceList()
        self.below = VerticalScroll(self.places, id="places", can_focus=False)
        self.below.display = False
        self.hints = Static("", markup=False, classes="dim")
        self._lined: list[tuple[str, str]] = []

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
        self.set_interval(_EVERY_S, self._show)
        self.columns[0].focus()
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

    def action_leads(self) -> None:
        """Look up what the answer names that the keys speak of; under a letter it is not told."""
        answer = self._round.answers[self._at]
        if answer.exchange is not None and answer.exchange.leads:
            self.app.push_screen(LeadsScreen(self._services.log, answer.exchange, self._say, answer.look_again))

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
        wide = self.size.width >= max(_WIDE_FROM, _NARROWEST * len(self.columns)) and not looks().plain
        self.asked.update(self._title())
        self.tabs.display = not wide
        self.tabs.update(self._names())
        for at, (column, answer) in enumerate(zip(self.columns, self._round.answers, strict=True)):
            column.display = wide or at == self._at
            column.set_class(at == self._at, "-current")
            # In tabs the names stand above already.
            column.head.display = wide
            column.head.update(Text(visible(answer.name_shown, keep_lines=False)))
            column.prose.say(answer.prose.said)
            column.state.update(answer.state.content)
        self._line_up()
        self.hints.update(Text(self._hints()))

    def _title(self) -> Text:
        """Give the question, the place that it is about, and how many have answered while some have not."""
        heard, every = self._round.over, len(self.columns)
        coming = "" if self._round.is_over else tr("{n} of {all} have answered", n=heard, all=every)
        title = Text(visible(self._round.question, keep_lines=False), "bold")
        for words in filter(None, (self._round.about, coming)):
            title.append(f"{SEPARATOR}{visible(words, keep_lines=False)}", Style(bold=False, dim=True))
        return title

    def _names(self) -> Text:
        names = [visible(answer.name_shown, keep_lines=False) for answer in self._round.answers]
        if looks().plain:
            place = tr("answer {at} of {all}", at=self._at + 1, all=len(names))
            return Text(tr("{who}: {words}", who=place, words=names[self._at]), "bold")
        return Text("   ").join(Text(name, "bold" if at == self._at else "dim") for at, name in enumerate(names))

    def _line_up(self) -> None:
        """Show the places once all have answered: until then one could not say who is alone."""
        told = self._round.told()
        lined = [(str(one.id), one.speaker.name) for one in told]
        if lined != self._lined:
            self._lined = lined
            found = tuple(places(opinions_of(told)))
            self.below.display = bool(found)
            self.places.show(found, len(told))

    def _hints(self) -> str:
        if self._round.waits_for_vote:
            return tr(
                "Which helped you more? {letters} · {none} none · {tell} who was who, without a vote · {back} back",
                letters=SEPARATOR.join(self._round.letters),
                none=key_to("round.vote_none"),
                tell=key_to("round.reveal"),
                back=key_to("round.back"),
            )
        # The arrows are those of whatever scrolls, and no action of ours.
        scroll = tr("{keys} scroll", keys=" ".join(map(key_name, ("up", "down"))))
        further = [hint("round.places_down")] if self.below.max_scroll_y else []
        return SEPARATOR.join([scroll, *further, hints(self.BINDINGS)])
