"""Owns how a place is remembered: by its words, the words around them, and where they stood.

This is the Web Annotation model's TextQuoteSelector and TextPositionSelector (W3C), in code points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from friend.text.span import Span

CONTEXT: Final = 32
"""How many code points of context a selector keeps on either side."""


@dataclass(frozen=True, slots=True)
class Selector:
    """A remembered place: the words, up to 32 code points before and after them, and their offsets at the time."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


def select(text: str, span: Span) -> Selector:
    """Remember `span` of `text`."""
    return Selector(
        exact=span.of(text),
        prefix=text[max(0, span.start - CONTEXT) : span.start],
        suffix=text[span.end : span.end + CONTEXT],
        start=span.start,
        end=span.end,
    )
