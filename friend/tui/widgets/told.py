"""Owns how a suggestion of an exchange in the log looks: its wording as a diff, why, its labels, what became of it.

Unlike a card it has no place in the text as it is now, and nothing of it is folded: this is the record. Only what waits
until one has tried one's own wording waits here too.
"""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Static

from friend.asking.suggestion import Suggestion
from friend.record.formats.annotated import labels
from friend.record.telling import BECAME
from friend.text.interface import in_quotes, retold, tr
from friend.text.visible import visible
from friend.tui.try_first import can_wait, waiting_words, why_without_wording
from friend.tui.widgets.inks import ink
from friend.tui.widgets.wording import WordingInks, annotated


class Told(Static):
    """The `number`-th suggestion (from 1) of an exchange; `hides_wording` as for a note."""

    DEFAULT_CSS = "Told { height: auto; margin: 1 0 0 0; padding: 0 0 0 2; }"

    def __init__(self, suggestion: Suggestion, number: int, *, hides_wording: bool = False) -> None:
        super().__init__(markup=False)
        self.suggestion = suggestion
        self._number = number
        self.is_waiting = hides_wording and can_wait(suggestion)

    def show_wording(self) -> None:
        """Show the wording that waited."""
        self.is_waiting = False
        self.refresh(layout=True)

    def render(self) -> Text:
        """Give its words."""
        suggestion = self.suggestion
        dim = ink(self, "dim")
        became = BECAME[suggestion.state]
        parts = [Text(f"{self._number}", ink(self, "sign")).append(f"  {retold(became)}" if became else "", dim)]
        if self.is_waiting:
            parts += [Text(in_quotes(visible(suggestion.quote.strip()))), Text(waiting_words(suggestion), dim)]
        elif suggestion.diff:
            parts.append(annotated(suggestion.diff, WordingInks(ink(self, "old"), ink(self, "new"), self.rich_style)))
        else:
            parts.append(Text(in_quotes(visible(suggestion.quote.strip()))))
            if suggestion.instead is not None:
                parts.append(
                    Text(
                        tr("instead: {instead}", instead=visible(suggestion.instead))
                        if suggestion.instead
                        else tr("instead: nothing")
                    )
                )
        why = why_without_wording(suggestion) if self.is_waiting else suggestion.why
        if why.strip():
            parts.append(Text(visible(why.strip())))
        if said := " · ".join(map(retold, labels(suggestion))):
            parts.append(Text(said, dim))
        return Text("\n").join(parts)
