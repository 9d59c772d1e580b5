"""Owns the terminal without colour: no byte of colour is sent; weight, underline and reverse tell what colour told.

NO_COLOR (no-color.org) asks for it, and so does the theme of that name.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter


class NoColour(LineFilter):
    """Takes the colours out of what is painted."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Give the segments with their weight and their lines, and in no colour."""
        del background
        return [Segment(text, _without(style) if style else style, control) for text, style, control in segments]


def _without(style: Style) -> Style:
    # What a click or a selection needs to know stands in `meta`, and must stay.
    return style.without_color + Style(meta=style.meta) if style.meta else _plain(style)


@lru_cache(1024)
def _plain(style: Style) -> Style:
    return style.without_color


def wants_none(environ: Mapping[str, str]) -> bool:
    """Tell whether NO_COLOR is set, to anything but nothing."""
    return bool(environ.get("NO_COLOR"))
