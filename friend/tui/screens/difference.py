"""Owns how the text on the desk and the file that another program wrote are shown against each other (fault 49)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import ClassVar, Final

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from friend.text.diff import Piece, diff
from friend.tui.looks import before_side
from friend.tui.widgets.wording import WordingInks, annotated

_MOST: Final = 200


class Difference(ModalScreen[None]):
    """What differs between `theirs`, which the file holds, and `mine`, which is on the desk."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,q", "dismiss(None)", "close", show=False)]

    def __init__(self, theirs: str, mine: str) -> None:
        super().__init__()
        self._changes = _changes(diff(theirs, mine))

    def compose(self) -> ComposeResult:
        """Give one change after the other, with some words on either side."""
        count = len(self._changes)
        old, new = before_side("-"), before_side("+")
        differ = "place differs" if count == 1 else "places differ"
        words = Text(f"{old.strip()} is in the file, {new.strip()} is in your text; {count} {differ}.")
        with VerticalScroll(classes="sheet"):
            yield Static(words, markup=False, classes="dim")
            inks = WordingInks(Style(strike=True), Style(underline=True), Style())
            for change in self._changes[:_MOST]:
                yield Static(Text("\n").append_text(annotated(change, inks)), markup=False)
            if count > _MOST:
                yield Static(Text(f"\nand {count - _MOST} more"), markup=False, classes="dim")
            yield Static(Text("\nEsc back"), markup=False, classes="dim")


def _changes(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Give each run of changes with the words before and after it."""
    runs = [list(run) for _, run in groupby(pieces, key=lambda piece: piece.op == "=")]
    return [
        [*(runs[at - 1] if at else []), *run, *(runs[at + 1] if at + 1 < len(runs) else [])]
        for at, run in enumerate(runs)
        if run[0].op != "="
    ]
