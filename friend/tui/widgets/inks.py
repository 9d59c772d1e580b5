"""Owns the inks of what friends said: a screen has one set, however many cards there are.

Textual makes a node and two sets of styles for each ink of each widget, and styles them again whenever the widget is
styled: with six of them a card of ten lines would weigh as much as ten cards.
"""

from __future__ import annotations

from typing import Final, Literal

from rich.style import Style
from textual.widget import Widget

Ink = Literal["sign", "dim", "old", "new", "marked"]

INKS: Final = {"ink--sign", "ink--dim", "ink--old", "ink--new", "ink--marked"}
"""What a screen that shows a friend's words names as its component classes; app.tcss gives them their looks."""


def ink(widget: Widget, name: Ink) -> Style:
    """Give an ink of the screen that `widget` is on, without its background. Raises KeyError if it has none."""
    return widget.screen.get_component_rich_style(f"ink--{name}", partial=True)
