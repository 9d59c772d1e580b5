"""Owns the turns of the questions to offline models: one at a time fits into this machine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """Gives one question after another its turn, in the order in which they were put."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    @property
    def is_free(self) -> bool:
        """Tell whether nobody would have to wait."""
        return not self._lock.locked()

    @asynccontextmanager
    async def taken(self, stop: asyncio.Event) -> AsyncIterator[bool]:
        """Wait for the turn and hold it; False where `stop` was set before it came."""
        acquiring = asyncio.ensure_future(self._lock.acquire())
        stopping = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait({acquiring, stopping}, return_when=asyncio.FIRST_COMPLETED)
            yield not stop.is_set()
        finally:
            stopping.cancel()
            if not acquiring.cancel():
                self._lock.release()
