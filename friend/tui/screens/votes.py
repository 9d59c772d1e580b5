"""Owns the sheet with the table of one's own blind votes: who helped how often when one did not know who it was."""

from __future__ import annotations

from typing import ClassVar, Final

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from friend.ports import LogError
from friend.record.formats.votes_lines import FOOT, votes_lines
from friend.record.votes import tables
from friend.text.interface import retold, tr
from friend.tui.keymap import key_to
from friend.tui.services import Services

NO_VOTES: Final = "You have not voted yet. Ask several friends blind: {more} and {blind} in the question panel."


class VotesScreen(ModalScreen[None]):
    """The table, as `lines` give it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,t,ctrl+t", "dismiss(None)", "back", show=False)]

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self._lines = [_told(line) for line in lines]

    def compose(self) -> ComposeResult:
        """Give the tables, what the brackets mean, and the key."""
        back = tr("Esc back")
        with VerticalScroll(classes="sheet"):
            yield Static(Text(tr("Whom you voted for, blind") + "\n", "bold"), markup=False)
            yield Static(Text("\n".join(self._lines) or _none_yet()), markup=False)
            yield Static(Text(f"\n{retold(FOOT)}\n{back}" if self._lines else f"\n{back}"), markup=False, classes="dim")


def show_votes(app: App[None], services: Services) -> None:
    """Show the table; of a log that cannot be read, say why. Nothing is told of a round that waits for its vote."""
    titles = {one.name: services.title(one.name, "") for one in services.questions}
    try:
        lines = votes_lines(tables(services.log.votes()), titles)
    except LogError as error:
        app.notify(retold(error), markup=False)
        return
    app.push_screen(VotesScreen(lines))


def _none_yet() -> str:
    return tr(NO_VOTES, more=key_to("panel.one_more_friend", in_words=True), blind=key_to("panel.blind", in_words=True))


def _told(line: str) -> str:
    words = line.lstrip()
    return " " * (len(line) - len(words)) + retold(words)
