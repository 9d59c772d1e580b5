"""Owns the last door before the terminal: what is left of control, bidi and tag characters goes, and links with them.

In front of it everything foreign has passed `visible()`; this filter is for the one place that someone forgets.
"""

from __future__ import annotations

import re
from typing import Final

from rich.segment import Segment
from rich.text import Text
from textual.color import Color
from textual.filter import LineFilter

from friend.text.visible import visible

_HOSTILE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


class LastDoor(LineFilter):
    """Delete what a terminal could obey or a reader could not see."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Give the segments without it; a link keeps its words and loses its target."""
        del background
        return [_clean(segment) for segment in segments if not segment.control]


def foreign(text: str, style: str = "") -> Text:
    """Give text that did not come from the program, as text and as nothing else."""
    return Text(visible(text), style=style)


def _clean(segment: Segment) -> Segment:
    text, style = segment.text, segment.style
    if style is not None and style.link:
        style = style.update_link(None)
    elif not _HOSTILE.search(text):
        return segment
    return Segment(_HOSTILE.sub("", text), style)
