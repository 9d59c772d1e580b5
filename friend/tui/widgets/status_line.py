"""Owns the one line under the page: which file, how long, where, how many notes; and the keys at hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.text import Text

from friend.text.interface import counted, tr
from friend.text.visible import visible
from friend.tui.looks import looks
from friend.tui.widgets.two_ends import TwoEnds


@dataclass(frozen=True, slots=True)
class Standing:
    """What the line tells.

    `borrowed` counts places with a friend's words, where the person has them counted. `place` is ¶ and number, or a
    line; `words` is None until they are counted, `selected` those of the selection; `said` is news, shown instead of
    all but the name.
    """

    name: str
    is_modified: bool = False
    words: int | None = 0
    selected: int = 0
    place: str = ""
    notes: int = 0
    borrowed: int = 0
    said: str = ""
    keys: str = ""


class StatusLine(TwoEnds):
    """The status line."""

    DEFAULT_CSS = "StatusLine { height: 1; padding: 0 2; }"

    def tell(self, standing: Standing) -> None:
        """Show this."""
        left = Text().append(visible(standing.name, keep_lines=False), "bold")
        if looks().plain:
            left.append(", " + tr("changed") if standing.is_modified else "")
        else:
            left.append(" ●" if standing.is_modified else "  ")
        if standing.said:
            self.put(left, Text(visible(standing.said, keep_lines=False)))
            return
        for gap, words in _parts(standing):
            left.append((", " if looks().plain else gap) + words)
        self.put(left, Text(standing.keys), lasts=True)


def _parts(standing: Standing) -> Iterator[tuple[str, str]]:
    """Give what is known of the text, each with the room before it."""
    if standing.words is not None:
        words = counted(standing.words, "{n} word", "{n} words")
        yield "  ", tr("{n} of {words}", n=standing.selected, words=words) if standing.selected else words
    if standing.place:
        yield "   ", standing.place
    if standing.notes:
        yield "   ", counted(standing.notes, "{n} note", "{n} notes")
    if standing.borrowed:
        yield "   ", counted(standing.borrowed, "{n} not your own", "{n} not your own")
