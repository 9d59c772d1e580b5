"""Owns what the gateway wants of the offline model's host, and how many tokens a draft is before one counts them."""

from __future__ import annotations

import math
from typing import Final, Protocol

from friend.asking.request import Request

_MESSAGE_TOKENS: Final = 16


class EmbeddedAddress(Protocol):
    """Where the offline model listens, once it is there."""

    @property
    def api_base(self) -> str:
        """The base URL of its OpenAI routes, on loopback."""
        ...

    @property
    def key(self) -> str:
        """The server's random key."""
        ...

    @property
    def alias(self) -> str:
        """The name that the server knows the model by."""
        ...

    @property
    def served(self) -> str:
        """NAME@sha256:…, who it is."""
        ...


class EmbeddedWay(Protocol):
    """The offline model's host (friend.adapters.embedded.host)."""

    def window(self, model: str) -> int:
        """Say how many tokens the model takes, without starting anything. Raises Unsendable."""
        ...

    async def ensure(self, model: str, context_tokens: int) -> EmbeddedAddress:
        """See that the server runs with room for so many tokens. Raises Unsendable."""
        ...

    def expected_seconds(self, tokens: int) -> float | None:
        """Estimate how long reading so many tokens takes on this machine; None before it was ever measured."""
        ...

    def measured(self, tokens: int, seconds: float) -> None:
        """Learn how long reading so many tokens took; those that its cache held are not counted."""
        ...


def most_tokens(request: Request) -> int:
    """Bound the tokens of a request from above: a token is seldom fewer than three bytes."""
    return math.ceil(_bytes(request) / 3) + _MESSAGE_TOKENS * len(request.messages)


def likely_tokens(request: Request) -> int:
    """Estimate the tokens of a request: about four bytes each, in English and in French."""
    return _bytes(request) // 4


def _bytes(request: Request) -> int:
    return sum(len(message.content.encode("utf-8", "replace")) for message in request.messages)
