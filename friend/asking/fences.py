"""Owns the lines between which a text stands in a request, so that nobody takes its words for ours."""

from __future__ import annotations

from typing import Final

SHORTEST_FENCE: Final = 5


def fence_for(text: str) -> str:
    """Give a line of equal signs, five or more, that does not occur in `text`; always the same for the same text."""
    length = SHORTEST_FENCE
    while "=" * length in text:
        length += 1
    return "=" * length
