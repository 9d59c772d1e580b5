"""Owns the list of keys, made from the bindings themselves so that it cannot say what is not so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from friend.tui.widgets.two_ends import SEPARATOR

_NAMES: Final = {
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "backspace": "Backspace",
    "delete": "Delete",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
}
_COLUMN: Final = 22


def key_name(key: str) -> str:
    """Give a key as people say it: `^R`, `F1`, `Enter`, `Shift+↑`."""
    *modifiers, last = key.split("+")
    name = _NAMES.get(last, last.upper() if len(last) > 1 or modifiers else last)
    if modifiers == ["ctrl"] and len(last) == 1:
        return f"^{name}"
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


def keys_of(bindings: Iterable[BindingType]) -> list[tuple[str, str]]:
    """Give the keys and what each does."""
    rows = []
    for binding in bindings:
        if isinstance(binding, Binding):
            keys = [key_name(key.strip()) for key in binding.key.split(",") if "super" not in key]
            rows.append((" ".join(keys), binding.description))
    return rows


def hints(bindings: Iterable[BindingType]) -> str:
    """Give the keys at hand in one line."""
    shown = [binding for binding in bindings if isinstance(binding, Binding) and binding.show]
    return SEPARATOR.join(f"{key_name(binding.key.split(',')[0])} {binding.description}" for binding in shown)


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
        text.append("No key puts a friend's words into your text: there is none to find.\n\n", "dim")
        for title, rows in self._sections:
            text.append(f"{title}\n", "bold")
            for keys, does in rows:
                text.append(f"  {keys:<{_COLUMN}} {does}\n")
            text.append("\n")
        text.append("Esc closes this.", "dim")
        return text
