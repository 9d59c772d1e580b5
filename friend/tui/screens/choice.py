"""Owns a question to the person with a few answers, one key each; and one that wants a line of words."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from friend.text.interface import tr
from friend.tui.widgets.line import Line


class Choice(ModalScreen[str | None]):
    """Give the key of the answer that was chosen, None for Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "stay", show=False)]

    def __init__(self, question: Text, answers: dict[str, str], *, esc: str | None = None) -> None:
        super().__init__()
        self._question = question
        self._answers = answers
        self._esc = tr("stay") if esc is None else esc

    def compose(self) -> ComposeResult:
        """Give the question and its answers."""
        answers = " · ".join(f"{key} {words}" for key, words in self._answers.items())
        with Vertical(classes="sheet"):
            yield Static(self._question, markup=False)
            yield Static(Text(f"{answers} · {tr('Esc {does}', does=self._esc)}"), markup=False, classes="dim")

    def on_key(self, event: events.Key) -> None:
        """Take the answer."""
        if event.character in self._answers:
            event.stop()
            self.dismiss(event.character)


class OneLine(ModalScreen[str | None]):
    """Give the words that were typed, None for Esc or nothing; `first` stands there to begin with."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "cancel", show=False)]

    def __init__(self, question: Text, first: str = "") -> None:
        super().__init__()
        self._question = question
        self._first = first

    def compose(self) -> ComposeResult:
        """Give the question and a line to answer on."""
        with Vertical(classes="sheet"):
            yield Static(self._question, markup=False)
            yield Line(self._first, compact=True, select_on_focus=False)
            yield Static(Text(tr("Enter · Esc cancel")), markup=False, classes="dim")

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value.strip() or None)
