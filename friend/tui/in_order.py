"""Owns the order of keys: one is looked at when the one before it has had its effect, wherever the focus is.

Textual lets a key that its widget does not take climb to the app, from queue to queue. A key typed right after it would
be looked at first, and one that moves the focus would send it astray.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

from textual.app import App
from textual.events import Event
from textual.message_pump import MessagePump
from textual.timer import Timer

_LIMIT_S: Final = 1.0
"""A key climbs in some milliseconds; the limit is there so that a fault never locks the keyboard."""


class InOrder:
    """Keeps keys back while one is on its way up. `take` lets the app look at one."""

    def __init__(self, app: App[str], take: Callable[[Event], Awaitable[None]]) -> None:
        self._app = app
        self._take = take
        self._held: deque[Event] = deque()
        self._on_its_way = 0
        self._last = 0
        self._limit: Timer | None = None

    def holds(self, event: Event) -> bool:
        """Keep an event back while there is another before it; tell whether."""
        if not self._on_its_way and not self._held:
            return False
        self._held.append(event)
        return True

    def follow(self, place: MessagePump) -> None:
        """Follow what was given to `place` until it has climbed to the app, or was stopped on its way."""
        self._last += 1
        self._on_its_way = self._last
        self._limit = self._app.set_timer(_LIMIT_S, lambda number=self._last: self._go_on(number))
        self._climb(place, self._last)

    def _climb(self, place: MessagePump, number: int) -> None:
        # A queue keeps its order: what climbed from `place` is in the queue above before this call is.
        above = place._parent  # noqa: SLF001 - Textual's own way up
        if above is None or not place.call_later(self._climb, above, number):
            self._app.call_later(self._go_on, number)

    async def _go_on(self, number: int) -> None:
        if number != self._on_its_way:
            return
        self._on_its_way = 0
        if self._limit is not None:
            self._limit.stop()
        while self._held and not self._on_its_way:
            await self._take(self._held.popleft())
