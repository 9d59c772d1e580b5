"""Owns the list of keys, made from the bindings themselves so that it cannot say what is not so."""

from __future__ import annotations

from typing import ClassVar, Final

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from friend.text.interface import tr
from friend.tui.looks import looks

_COLUMN: Final = 22


class HelpScreen(ModalScreen[None]):
    """The keys, by place."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,q,enter", "dismiss(None)", "close", show=False)]

    def __init__(self, sections: list[tuple[str, list[tuple[str, str]]]]) -> None:
        super().__init__()
        self._sections = sections

    def compose(self) -> ComposeResult:
        """Give the list, which scrolls."""
        with VerticalScroll(classes="sheet"):
            yield Static(self.words, markup=False)

    @property
    def words(self) -> Text:
        """The list as text."""
        text = Text()
        text.append(tr("No key puts a friend's words into your text: there is none to find.") + "\n\n", "dim")
        for title, rows in self._sections:
            text.append(f"{title}\n", "bold")
            for keys, does in rows:
                text.append(f"{keys}: {does}\n" if looks().plain else f"  {keys:<{_COLUMN}} {does}\n")
            text.append("\n")
        text.append(tr("Esc closes this."), "dim")
        return text
