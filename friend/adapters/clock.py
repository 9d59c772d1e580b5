"""Owns what time and chance give: the time in UTC, and an id that no other exchange has."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Final

_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TIME_BITS: Final = 48
_CHANCE_BYTES: Final = 10
_LENGTH: Final = 26


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Give the time in UTC."""
        return datetime.now(UTC)


def new_id(now: datetime) -> str:
    """Make a ULID: 48 bits of milliseconds since 1970, then 80 bits of chance; 26 letters that sort by time."""
    milliseconds = int(now.timestamp() * 1000) & ((1 << _TIME_BITS) - 1)
    number = milliseconds << (8 * _CHANCE_BYTES) | int.from_bytes(os.urandom(_CHANCE_BYTES))
    return "".join(_CROCKFORD[number >> (5 * place) & 31] for place in reversed(range(_LENGTH)))
