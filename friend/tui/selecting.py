"""Owns what of a friend's words is selected with the mouse: as they were said, and not as they are laid out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from textual.selection import Selection
from textual.widget import Widget

from friend.tui.reading import Pointed
from friend.tui.widgets.answer import Answer


@runtime_checkable
class _Verbatim(Protocol):
    """What can tell the words that a selection of its rows means."""

    def words_selected(self, selection: Selection) -> str:
        """Give the words, as they were said."""
        ...


def selected_words(selections: Mapping[Widget, Selection]) -> str | None:
    """Give the words selected, None where there are none; those of several places come in lines of their own."""
    return "\n".join(filter(None, map(_words, selections, selections.values()))) or None


def selected_in(place: Widget) -> Pointed | None:
    """Give the words that are selected in an answer within `place`."""
    for widget, selection in place.screen.selections.items():
        answer = next((each for each in widget.ancestors if isinstance(each, Answer)), None)
        if answer is not None and answer.exchange is not None and _words(widget, selection):
            return Pointed(answer.exchange, selected_words(place.screen.selections) or "")
    return None


def _words(widget: Widget, selection: Selection) -> str:
    if not widget.is_attached:
        return ""
    if isinstance(widget, _Verbatim):
        return widget.words_selected(selection).strip()
    selected = widget.get_selection(selection)
    return selected[0].strip() if selected else ""
