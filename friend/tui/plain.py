"""Owns the plain mode's last look at what is painted: what is drawn becomes what can be read aloud.

Most is said in words where it is made (`friend.tui.looks`). Here the dots between short things become commas, so that
no line of the desk need think of it. The person's text and a friend's prose do not come through here.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from friend.tui.looks import SEPARATOR

_AS_WIDE = ",  "


class PlainWords(LineFilter):
    """Writes commas for dots, cell for cell."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Give the segments with commas."""
        del background
        return [
            Segment(segment.text.replace(SEPARATOR, _AS_WIDE), segment.style) if SEPARATOR in segment.text else segment
            for segment in segments
        ]


def without_words(filters: Sequence[LineFilter]) -> list[LineFilter]:
    """Give the filters for words that are not the program's own."""
    return [one for one in filters if not isinstance(one, PlainWords)]
