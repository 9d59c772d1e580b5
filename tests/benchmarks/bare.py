"""The least app that Textual makes of a TextArea, to measure against: `python -m tests.benchmarks.bare FILE OFFSET`."""

from __future__ import annotations

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import TextArea


class Bare(App[None]):
    """A text and nothing else."""

    def compose(self) -> ComposeResult:
        """Give the text, with the cursor at OFFSET."""
        text = Path(sys.argv[1]).read_text("utf-8")
        area = TextArea(text)
        before = text[: int(sys.argv[2])]
        area.move_cursor((before.count("\n"), len(before) - before.rfind("\n") - 1))
        yield area


if __name__ == "__main__":
    Bare().run()
