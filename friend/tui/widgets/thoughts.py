"""Owns how a friend's reasoning looks in its pane: one dim line, that unfolds to the whole."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.widgets import Static

from friend.record.formats.thinking import thought_line
from friend.text.interface import retold, tr
from friend.text.visible import visible
from friend.tui.keymap import key_to


class Thoughts(Static):
    """What the friend thought before it answered. A click folds and unfolds it; so does the key of `action`."""

    DEFAULT_CSS = "Thoughts { height: auto; display: none; }"

    def __init__(self, action: str = "pane.unfold_reasoning") -> None:
        super().__init__(markup=False, classes="answer--state")
        self._action = action
        self._pieces: list[str] = []
        self._head = ""
        self._unfolded = False

    def think(self, text: str) -> None:
        """Take the next piece. While it comes, the line stays as it is, so that nothing moves."""
        self._pieces.append(text)
        if len(self._pieces) == 1:
            self._say(tr("reasoning"))

    def settle(self, reasoning: str, seconds: float | None) -> None:
        """Show how long and how much it was; nothing where there was no reasoning."""
        self._pieces = [reasoning]
        self._say(thought_line(reasoning, seconds))

    def unfold(self) -> bool:
        """Show all of it, or fold it again; tell whether there is any."""
        if self._head:
            self._unfolded = not self._unfolded
            self._say(self._head)
        return bool(self._head)

    def on_click(self, event: events.Click) -> None:
        """Do as its key does."""
        event.stop()
        self.unfold()

    def _say(self, head: str) -> None:
        self._head = head
        key, told = key_to(self._action), retold(head)
        if self._unfolded:
            said = f"{told} · {tr('{key} folds it', key=key)}\n{visible(''.join(self._pieces).strip())}"
        else:
            said = f"{told} · {tr('{key} unfolds it', key=key)}"
        self.update(Text(said))
        self.display = bool(head)
