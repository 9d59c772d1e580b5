"""Owns the line on which one writes a question, words to find, a name: nothing hidden comes into it, and no line end.

Textual's takes the first line of what is pasted and drops the others; what came through the clipboard or out of the
log may hide characters, which nobody would see and a friend would read.
"""

from __future__ import annotations

import re
from typing import Final

from textual import events
from textual.widgets import Input

from friend.text.visible import visible_line

_BREAKS: Final = re.compile(r"\s*[\r\n\u2028\u2029\x85]\s*|\t")


def on_a_line(words: str) -> str:
    """Give words as they can stand on a line: a space for each line end or tab, and nothing that one cannot see."""
    joined = _BREAKS.sub(" ", words)
    return "".join(char for char, shown in zip(joined, visible_line(joined), strict=True) if char == shown)


class Line(Input):
    """A line to write on."""

    def validate_value(self, value: str) -> str:
        """Take what can stand on a line, whoever puts it there."""
        return on_a_line(value)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put in what can stand on a line."""
        super().replace(on_a_line(text), start, end)

    def _on_paste(self, event: events.Paste) -> None:
        """Take all that was pasted."""
        event.stop()
        event.prevent_default()
        self.replace(event.text.strip("\r\n"), *self.selection)
