"""Owns one question's talk with the child process, told in the events of the port."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Final

from friend import ports
from friend.adapters.gateway.child import Child
from friend.adapters.gateway.protocol import (
    Ask,
    Cancel,
    Event,
    Over,
    Refused,
    Sent,
    Settling,
    Text,
    Thought,
    Tokens,
    Version,
    Way,
)
from friend.adapters.gateway.words import foreign
from friend.ports import Delta, Ended, Heard, Reasoning, Served, Unsendable, Waiting
from friend.record.exchange import Failure, Status, Usage

TICK_S: Final = 1.0
"""How often a wait is told."""


@dataclass(frozen=True, slots=True)
class Patience:
    """What is waited for once the question is sent, and the seconds expected; `learn` hears how long it took.

    It is called with what the answer took and the seconds to the first word.
    """

    doing: str
    expected_s: float | None = None
    learn: Callable[[Tokens, float], None] | None = None


class Conversation:
    """One question. `events` may be read once."""

    def __init__(self, child: Child, way: Way, patience: Patience) -> None:
        self._child = child
        self._way = way
        self._patience = patience
        self._served: list[str] = []
        self._sent = False
        self._spoke = False
        self._thinks = False
        self._clock = asyncio.get_running_loop().time
        self._began = self._clock()
        self._first_s = 0.0
        self._settling: Ended | None = None

    async def events(self, ask: Callable[[int], Ask]) -> AsyncGenerator[Heard, None]:
        """Put the question; give what comes. Raises Unsendable. Leaving early cancels at the socket."""
        number, inbox = self._child.listen()
        over = False
        try:
            self._child.tell(ask(number))
            while not over:
                try:
                    async with asyncio.timeout(None if self._spoke else TICK_S):
                        event = await inbox.get()
                except TimeoutError:
                    yield self._waiting()
                    continue
                over = event is None or isinstance(event, Refused | Over)
                heard = self._heard(event)
                if heard is not None:
                    yield heard
        finally:
            self._child.forget(number)
            if not over:
                self._child.tell(Cancel(number))

    def _waiting(self) -> Waiting:
        elapsed = self._clock() - self._began
        if not self._sent:
            return Waiting("getting ready", elapsed)
        if self._thinks:
            return Waiting("thinking", elapsed)
        return Waiting(self._patience.doing, elapsed, self._patience.expected_s)

    def _heard(self, event: Event | None) -> Heard | None:  # noqa: PLR0911 - one for each kind of event
        match event:
            case Sent():
                self._sent, self._began = True, self._clock()
            case Text():
                self._first_s = self._first_s or self._clock() - self._began
                self._spoke = True
                return Delta(event.text)
            case Thought():
                self._thinks = True
                return Reasoning(event.text)
            case Version():
                self._served.append(event.version)
                return Served(event.version)
            case Refused():
                raise Unsendable(event.failure)
            case Settling():
                self._settling = self._ended(event.over)
                return ports.Settling(self._settling)
            case Over():
                return self._ended(event)
            case None:
                return self._died()
            case _:
                pass
        return None

    def _ended(self, over: Over) -> Ended:
        took, way = over.tokens, self._way
        if self._patience.learn is not None and self._spoke:
            self._patience.learn(took, self._first_s)
        return Ended(
            over.status,
            tuple(over.served),
            provider=way.provider,
            host=way.host,
            fingerprint=over.fingerprint,
            finish=over.finish,
            usage=Usage(took.input, took.output, took.cost_usd, took.price_source, cached_tokens=took.cached or None),
            error=over.error,
            from_file=over.evidence == "file",
            from_record=over.evidence == "record",
            sub_provider=over.sub_provider,
            request_id=over.request_id,
        )

    def _died(self) -> Ended:
        way = self._way
        if self._settling is not None:
            return self._settling
        if not self._sent:
            raise Unsendable(death(self._child, "Nothing was sent. Your question is kept; ask again."))
        status: Status = "incomplete" if self._spoke else "unknown"
        kept = (
            "What came is kept, and marked incomplete. Ask again for the rest."
            if self._spoke
            else f"{way.host} may have received the question. It is kept; ask again if you wish."
        )
        error = death(self._child, kept)
        return Ended(status, tuple(self._served), provider=way.provider, host=way.host, error=error)


def death(child: Child, then: str) -> Failure:
    """Say that the child process died, what is kept and what to do."""
    why = f" ({foreign(child.reason)})" if child.reason else ""
    return Failure("worker-died", f"The process that speaks to the models ended unexpectedly{why}. {then}")
