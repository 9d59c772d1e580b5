"""Owns how a text that an answer brings is shown at the desk: folded, one line in its place, until it is asked for."""

from __future__ import annotations

from typing import Final

from friend.asking.ghostwriting import Folding
from friend.text.interface import tr

FOLDED: Final = "[A whole text was offered here, {words} words: folded. f shows it.]"


def folded(answer: str, lent: str) -> str:
    """Give an answer's prose with each text of its own folded; `lent` is what the friend was lent of the draft."""
    stretches = Folding(lent).stretches(answer)
    if not any(stretch.brought for stretch in stretches):
        return answer
    shown = (
        tr(FOLDED, words=stretch.brought) if stretch.brought else stretch.text.strip("\n") for stretch in stretches
    )
    return "\n\n".join(part for part in shown if part)
