"""Owns which wording waits until the person has tried a wording of their own: more than three words of the friend's.

Nothing is said of waiting wording but how long it is: it is no more to be read in the reason than on the card.
"""

from __future__ import annotations

import re
from typing import Final

from friend.asking.suggestion import Suggestion
from friend.text.interface import tr
from friend.text.words import WORD, count_words
from friend.tui.keymap import key_to

SHORT_STAYS: Final = "a wording of three words or fewer is always shown"
SHOWN_AT_ONCE: Final = 3
"""Words; a wording of no more is a slip's correction, and there is nothing to try."""


def can_wait(suggestion: Suggestion) -> bool:
    """Tell whether the wording is long enough to wait."""
    return _words_brought(suggestion) > SHOWN_AT_ONCE


def waiting_words(suggestion: Suggestion) -> str:
    """Say that the wording waits, and how long it is."""
    return tr(
        "try first: its wording of {words} words waits · {key} shows it",
        words=_words_brought(suggestion),
        key=key_to("pane.try_first"),
    )


def why_without_wording(suggestion: Suggestion) -> str:
    """Give the reason, with […] in the place of each run of the wording's words that is as long as what waits."""
    why = suggestion.why
    for piece in _brought(suggestion):
        words = [match.group() for match in WORD.finditer(piece)]
        if len(words) > SHOWN_AT_ONCE:
            # The same words in other quotes, spaces and capitals are the same words.
            why = re.sub(r"\W+".join(map(re.escape, words)), "[…]", why, flags=re.IGNORECASE)
    return why


def _words_brought(suggestion: Suggestion) -> int:
    return sum(map(count_words, _brought(suggestion)))


def _brought(suggestion: Suggestion) -> list[str]:
    if suggestion.diff:
        return [piece.text for piece in suggestion.diff if piece.op == "+"]
    return [suggestion.instead or ""]
