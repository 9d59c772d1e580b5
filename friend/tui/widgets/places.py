"""Owns how the places that several friends point at look: each once, who agrees, who differs, who saw it alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rich.console import Group
from rich.padding import Padding
from rich.text import Text
from textual.widgets import Static

from friend.record.formats.place_words import heading, voices
from friend.record.opinions import Opinion, Place
from friend.text.interface import in_quotes, retold, tr
from friend.text.visible import visible
from friend.tui.looks import looks
from friend.tui.widgets.inks import ink
from friend.tui.widgets.wording import WordingInks, annotated

_WORDING: Final = 3
_REASON: Final = 6
"""By how many cells they are indented, every row of them."""


class PlaceList(Static):
    """The places, one under the other."""

    DEFAULT_CSS = "PlaceList { height: auto; }"

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._found: Sequence[Place] = ()
        self._of = 0

    def show(self, found: Iterable[Place], of: int) -> None:
        """Show these; `of` friends spoke."""
        self._found, self._of = tuple(found), of
        self.clear_cached_dimensions()
        self.refresh(layout=True)

    def render(self) -> Group:
        """Give them."""
        # Where no line is drawn between the answers and the places, words part them.
        head = [Text(tr("What they point at:"), "bold")] if looks().plain and self._found else []
        return Group(*head, *(row for at, place in enumerate(self._found, 1) for row in self._rows(at, place)))

    def _rows(self, number: int, place: Place) -> Iterator[Text | Padding]:
        dim = ink(self, "dim")
        yield Text(f"{number}  {retold(heading(place, self._of))}", "bold")
        for group, said in voices(place, self._of):
            yield _indented(self._wording(group[0]), _WORDING)
            reasons = [(opinion.friend, why) for opinion in group if (why := opinion.suggestion.why.strip())]
            if len(group) == len(reasons) == 1:
                yield _indented(Text(_said(retold(said), reasons[0][1]), dim), _WORDING)
                continue
            yield _indented(Text(retold(said), dim), _WORDING)
            for friend, why in reasons:
                yield _indented(Text(_said(friend, why), dim), _REASON)

    def _wording(self, opinion: Opinion) -> Text:
        suggestion = opinion.suggestion
        if not suggestion.diff:
            return Text(in_quotes(_line(suggestion.quote)))
        return annotated(suggestion.diff, WordingInks(ink(self, "old"), ink(self, "new"), self.rich_style))


def _indented(text: Text, cells: int) -> Padding:
    return Padding(text, (0, 0, 0, cells))


def _said(who: str, words: str) -> str:
    return tr("{who}: {words}", who=_line(who), words=_line(words))


def _line(text: str) -> str:
    return visible(text, keep_lines=False)
