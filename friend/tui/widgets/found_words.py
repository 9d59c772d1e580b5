"""Owns how one finding of a check looks: its place, what it is, who said the words first, and in which words."""

from __future__ import annotations

from typing import Final

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import Static

from friend.record.citation import signature
from friend.record.formats.findings_lines import WHAT
from friend.text.diff import diff
from friend.text.interface import in_quotes, percent, retold, spoken, tr
from friend.text.visible import visible
from friend.tui.borrowed import Place
from friend.tui.widgets.inks import ink
from friend.tui.widgets.wording import WordingInks, annotated

_SHOWN: Final = 240
_DECIDED: Final = {"owned": "owned", "quoted": "quoted"}


class FoundWords(Static):
    """One finding in the list. A click goes to its place."""

    DEFAULT_CSS = """
    FoundWords {
        height: auto; margin: 1 0 0 0; padding: 0 0 0 2;
        &.-away { margin: 0; }
    }
    """

    class Chosen(Message):
        """The person wants to go to the place of these words."""

        def __init__(self, place: Place) -> None:
            super().__init__()
            self.place = place

    def __init__(self, place: Place, where: str) -> None:
        super().__init__(markup=False)
        self.place = place
        self._where = where
        self.show(where)

    def show(self, where: str) -> None:
        """Show it as it is now; `where` says where in the text."""
        self._where = where
        self.set_class(not self.place.is_open, "-away")
        self.clear_cached_dimensions()
        self.refresh(layout=True)

    def render(self) -> Text:
        """Give its words."""
        place, finding = self.place, self.place.finding
        dim = ink(self, "dim")
        head = Text(f"{place.number}", ink(self, "sign"))
        if place.is_gone:
            return head.append("  " + tr("these words were changed"), dim)
        if finding.decision:
            reason = _one_line(finding.reason or "")
            return head.append(f"  {self._where} · {tr(_DECIDED[finding.decision])}: {retold(reason)}", dim)
        head.append(f"  {self._where} · {retold(WHAT[finding.kind])}", dim)
        parts = [head, Text(in_quotes(_one_line(finding.text)))]
        if finding.exchange:
            alike = " · " + tr("{share} alike", share=percent(finding.similarity)) if finding.similarity < 1 else ""
            said = tr(
                "{who}, exchange {number}",
                who=signature(finding.exchange, spoken()),
                number=str(finding.exchange.sequence),
            )
            parts.append(Text(f"— {said}{alike}", dim))
        if finding.said and finding.similarity < 1:
            inks = WordingInks(ink(self, "old"), ink(self, "new"), self.rich_style)
            parts.append(
                Text(tr("as said, and as you have it:") + " ", dim) + annotated(diff(finding.said, finding.text), inks)
            )
        return Text("\n").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Go to its place."""
        event.stop()
        self.post_message(self.Chosen(self.place))


def _one_line(text: str) -> str:
    line = " ".join(visible(text, keep_lines=False).split())
    return line if len(line) <= _SHOWN else line[:_SHOWN].rpartition(" ")[0] + " …"
