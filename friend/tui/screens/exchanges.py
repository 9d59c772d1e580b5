"""Owns the list of what was asked about this draft: the log's own, where Enter shows an exchange beside the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType

from friend.text.interface import tr
from friend.tui.keymap import give_names
from friend.tui.screens.log import LogScreen
from friend.tui.services import Services


class ExchangesScreen(LogScreen, inherit_bindings=False):
    """The exchanges about the draft at `path`, newest first. `beside` is called with the id of the one chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "beside", "show beside the text", priority=True),
        Binding("ctrl+o", "open", "show whole", priority=True),
        Binding("down", "step(1)", "older", show=False, id="older"),
        Binding("up", "step(-1)", "newer", show=False, id="newer"),
        Binding("pagedown", "page(1)", "a screen older", show=False, id="page_older"),
        Binding("pageup", "page(-1)", "a screen newer", show=False, id="page_newer"),
        Binding("ctrl+g", "quote", "quote", priority=True),
        Binding("f1", "keys", "keys", show=False, id="help"),
        Binding("escape", "dismiss(None)", "back", id="back"),
    ]
    give_names("draft_log", BINDINGS)
    WIDENS: ClassVar[bool] = False

    def __init__(
        self, services: Services, path: str, keys: Callable[[], None], *, beside: Callable[[str], None]
    ) -> None:
        super().__init__(services, path, keys)
        self._beside = beside

    def _title_line(self) -> Text:
        return Text(tr("What was asked about this draft"), "bold")

    def choose(self) -> None:
        """Do what Enter does."""
        self.action_beside()

    def action_beside(self) -> None:
        """Go back to the desk, with the exchange beside the text."""
        if (entry := self.list.picked) is not None:
            self.dismiss(None)
            self._beside(entry.id)
