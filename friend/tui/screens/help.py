"""Owns the list of keys, made from the bindings themselves so that it cannot say what is not so."""

from __future__ import annotations

from textwrap import wrap
from typing import ClassVar, Final

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from friend.text.interface import tr
from friend.tui.looks import looks

_COLUMN: Final = 22
_NARROWEST: Final = 40
_RULE: Final = "No key puts a friend's words into your text but as a quotation, with who said it."


class HelpScreen(ModalScreen[None]):
    """The keys, by place."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,q,enter", "dismiss(None)", "close", show=False)]

    def __init__(self, sections: list[tuple[str, list[tuple[str, str]]]]) -> None:
        super().__init__()
        self._sections = sections

    def compose(self) -> ComposeResult:
        """Give the list, which scrolls."""
        with VerticalScroll(classes="sheet"):
            yield Static(tr(_RULE), markup=False, classes="help--rule")
            yield KeyList(self._sections)
            yield Static(tr("Esc closes this."), markup=False, classes="dim")


class KeyList(Widget):
    """The keys by place, one a row; what one does is continued under itself."""

    DEFAULT_CSS = "KeyList { height: auto; width: 1fr; }"

    def __init__(self, sections: list[tuple[str, list[tuple[str, str]]]]) -> None:
        super().__init__()
        self._sections = sections

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Say how many rows it takes."""
        del container, viewport
        return self.words(width).plain.count("\n") + 1

    def render(self) -> Text:
        """Give the list."""
        return self.words(self.content_size.width)

    @staticmethod
    def _row(keys: str, does: str, width: int) -> str:
        if looks().plain:
            return f"{keys}: {does}\n"
        begun = f"  {keys:<{_COLUMN}} "
        rows = wrap(does, max(width, _NARROWEST), initial_indent=begun, subsequent_indent=" " * (_COLUMN + 3))
        return "".join(f"{row}\n" for row in rows)

    def words(self, width: int) -> Text:
        """Give the list for a room of so many cells."""
        text = Text()
        for title, rows in self._sections:
            text.append(f"{title}\n", "bold")
            for keys, does in rows:
                text.append(self._row(keys, does, width))
            text.append("\n")
        return text
