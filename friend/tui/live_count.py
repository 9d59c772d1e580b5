"""Owns the quiet count of found words while one writes: only where the person asked for it, and only when they rest."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Final

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
        self._heard_at = 0.0
        self._waits = False
        self._looks = False
        self.count: int | None = None

    def heard(self) -> None:
        """Count once the person rests: after an edit, and when the desk is there. A key costs a look at the clock."""
        self._heard_at = monotonic()
        if not self._waits:
            self._wait(_REST_S)

    def _wait(self, seconds: float) -> None:
        self._waits = True
        self._host.set_timer(seconds, self._rested)

    def _rested(self) -> None:
        """Begin, unless something was typed meanwhile or the text of before is being counted still."""
        left = self._heard_at + _REST_S - monotonic()
        if left > 0 or self._looks:
            self._wait(max(left, _REST_S / 2))
            return
        self._waits = False
        self._looks = True
        self._host.run_worker(self._look(), group="counting")

    async def _look(self) -> None:
        """Count. What cannot be read is not counted, and said where the person asks for the list."""
        before = self.count
        try:
            self.count = await self._check.count(self._draft())
        except (LogError, OSError, ValueError):
            self.count = None
        finally:
            self._looks = False
        if self.count != before:
            self._told()
