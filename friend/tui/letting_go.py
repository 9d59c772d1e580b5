"""Owns which answers leave the friend's side when many have come: old ones of which nothing waits any more.

The list of this draft's exchanges keeps them all, and brings any of them back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from friend.tui.widgets.answer import Answer

KEPT: Final = 8


def spare(answers: Sequence[Answer], spoken_of: Answer | None) -> list[Answer]:
    """Give those that may go of `answers`, the oldest first: whole threads, and nothing that the person sees."""
    kept = {answer.root for answer in answers[-KEPT:]}
    kept |= {answer.root for answer in answers if answer is spoken_of or answer.is_in_sight or not answer.is_done}
    return [answer for answer in answers if answer.root not in kept]
