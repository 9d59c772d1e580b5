"""Owns how one looks at two versions of the text: those of the desk and the file (fault 49), or of then and now."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from friend.text.visible import visible
from friend.tui.keymap import give_names, hints
from friend.tui.widgets.changes import Changes
from friend.tui.widgets.inks import INKS
from friend.tui.widgets.two_ends import TwoEnds


class Difference(Screen[None]):
    """What leads from `old` to `new`. `told` gives the words above it, of how many paragraphs; None while they come."""

    DEFAULT_CSS = """
    Difference { background: $background; padding: 1 2 0 2; }
    Difference > * { max-width: 112; }
    Difference > .difference--head { color: $accent; margin: 0 0 1 0; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = INKS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "step(1)", "next change"),
        Binding("p", "step(-1)", "previous change"),
        Binding("escape,enter,q", "dismiss(None)", "back", id="back"),
    ]
    give_names("changes", BINDINGS)

    def __init__(self, old: str, new: str, told: Callable[[int | None], str]) -> None:
        super().__init__()
        self._head = TwoEnds(classes="difference--head")
        self._count_said = told
        self.changes = Changes(old, new)
        self._foot = TwoEnds(classes="dim")

    def compose(self) -> ComposeResult:
        """Give the head, the changes, which scroll, and the keys."""
        yield self._head
        yield self.changes
        yield self._foot

    def on_mount(self) -> None:
        """Have the arrows scroll."""
        self.set_focus(self.changes)
        self._say(None)
        self._foot.put(Text(), Text(hints(self.BINDINGS)))

    @on(Changes.Counted)
    def _counted(self, message: Changes.Counted) -> None:
        self._say(message.count)

    def _say(self, count: int | None) -> None:
        self._head.put(Text(visible(self._count_said(count), keep_lines=False)))

    def action_step(self, by: int) -> None:
        """Go to the next change, or to the one before."""
        self.changes.step(by)
