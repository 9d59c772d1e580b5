"""What the gateway's tests share: a question, and hearing it to its end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Final

from friend.adapters.gateway.client import GatewayClient
from friend.adapters.gateway.protocol import Limits
from friend.asking.friend import Friend, KeySource
from friend.asking.request import Message, Request
from friend.ports import Delta, Ended, Heard, Served
from tests.fakes.server import FakeServer

QUESTION: Final = Request((Message("system", "Be frank."), Message("user", "Dear neighbours, …\n\nIs it clear?")))
HASTY: Final = Limits(first_s=0.5, quiet_s=0.5, total_s=2.0)
"""Limits for tests that wait for one of them to pass."""


def friend_at(server: FakeServer, **more: object) -> Friend:
    """Give a friend who lives at the fake provider, with a key in the environment."""
    friend = Friend("gpt", f"{server.api}/{server.model}", api_base=server.url, key=KeySource("env", "CANARY_KEY"))
    return replace(friend, **more)  # type: ignore[arg-type]  # a test's own fields


async def hear(events: AsyncIterator[Heard]) -> list[Heard]:
    """Hear an answer to its end."""
    return [event async for event in events]


async def ask(gateway: GatewayClient, friend: Friend, request: Request = QUESTION) -> tuple[str, Ended]:
    """Ask, and give the words that came and how it ended."""
    events = await hear(gateway.send(friend, request))
    ended = events[-1]
    assert isinstance(ended, Ended)
    assert sum(isinstance(event, Ended) for event in events) == 1
    return "".join(event.text for event in events if isinstance(event, Delta)), ended


def versions(events: list[Heard]) -> list[str]:
    """Give the versions that were told while it streamed."""
    return [event.version for event in events if isinstance(event, Served)]
