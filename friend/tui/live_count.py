"""Owns the quiet count of found words while one writes: only where the person asked for it, and only when they rest.

A paragraph that was not edited costs nothing: the check remembers what it found in it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from textual.timer import Timer
from textual.widget import Widget

from friend.ports import LogError
from friend.text.draft import Draft
from friend.tui.services import Check

_REST_S: Final = 0.5


class LiveCount:
    """Counts the places to decide about. `host` is the widget whose clock and workers it uses, `told` hears of news."""

    def __init__(self, host: Widget, check: Check, draft: Callable[[], Draft], told: Callable[[], None]) -> None:
        self._host = host
        self._check = check
        self._draft = draft
        self._told = told
        self._rest: Timer | None = None
        self.count: int | None = None

    def heard(self) -> None:
        """Count once the person rests: after an edit, and when the desk is there."""
        if self._rest is not None:
            self._rest.stop()
        self._rest = self._host.set_timer(_REST_S, self._begin)

    def _begin(self) -> None:
        self._host.run_worker(self._look(), group="counting", exclusive=True)

    async def _look(self) -> None:
        """Count. What cannot be read is not counted, and said where the person asks for the list."""
        try:
            found = await self._check.findings(self._draft())
        except (LogError, OSError, ValueError):
            self.count = None
        else:
            self.count = len(found.undecided())
        self._told()
