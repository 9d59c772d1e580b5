"""Owns how the worker talks back: one line an event, and the pieces of an answer gathered to one line in 16 ms."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import Final

from friend.adapters.gateway.protocol import Event, Text, line

_BEAT_S: Final = 0.016
_LONGEST_PIECE: Final = 1 << 18


Kind = Callable[[int, str], Event]


class Pipe:
    """The way back to the client. A full pipe holds the worker up, and so the host: nothing piles up in between."""

    def __init__(self, fd: int) -> None:
        self._fd = fd

    def say(self, event: Event) -> None:
        """Write one event; where nobody reads any more, leave."""
        data = memoryview(line(event))
        try:
            while data:
                data = data[os.write(self._fd, data) :]
        except OSError:
            os._exit(0)


class Outbox:
    """Gathers the pieces of one answer: the first goes at once, the rest at every beat."""

    def __init__(self, pipe: Pipe, number: int) -> None:
        self._pipe = pipe
        self._number = number
        self._kind: Kind = Text
        self._waiting: list[str] = []
        self._timer: asyncio.TimerHandle | None = None

    def put(self, text: str, kind: Kind = Text) -> None:
        """Take a piece of one kind; those of another go first."""
        if kind is not self._kind:
            self._flush()
            self._kind = kind
        self._waiting.append(text)
        if self._timer is None:
            self._beat()

    def close(self) -> None:
        """Send the rest."""
        if self._timer is not None:
            self._timer.cancel()
        self._flush()

    def _beat(self) -> None:
        self._timer = None
        if self._waiting:
            self._flush()
            self._timer = asyncio.get_running_loop().call_later(_BEAT_S, self._beat)

    def _flush(self) -> None:
        text, self._waiting = "".join(self._waiting), []
        for at in range(0, len(text), _LONGEST_PIECE):
            self._pipe.say(self._kind(self._number, text[at : at + _LONGEST_PIECE]))
