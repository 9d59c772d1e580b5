"""Owns the chain of events: each carries the hash of the one before it, and a salted digest of the texts it is about.

Texts and salt can be forgotten and the chain still holds. It makes tampering evident; it does not make it impossible.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["asked", "answered", "decided", "forgotten"]
Value = str | int | float | None

FIRST_PREVIOUS: Final = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an exchange.

    `number` counts from 1 without a gap, `at` is UTC in ISO 8601, `digest` is `salted(...)` of what was recorded,
    `suggestion` and `state` are given for "decided" alone. `hash` binds all of it to the event before.
    """

    number: int
    kind: Kind
    exchange: str
    at: str
    suggestion: str | None
    state: str | None
    digest: str | None
    hash: str = ""


def link(previous: str, event: Event) -> str:
    """Give the hash of `event` after one whose hash is `previous`; its own `hash` is not read."""
    return _sha256(
        _canonical(
            [
                previous,
                event.number,
                event.kind,
                event.exchange,
                event.at,
                event.suggestion,
                event.state,
                event.digest,
            ]
        )
    )


def first_break(events: Iterable[Event]) -> int | None:
    """Recompute the chain, and give the number at which it first breaks; None where it holds."""
    previous = FIRST_PREVIOUS
    for expected, event in enumerate(events, start=1):
        if event.number != expected or event.hash != link(previous, event):
            return expected
        previous = event.hash
    return None


def salted(salt: bytes, record: Mapping[str, Value]) -> str:
    """Give the digest of a record. Without the salt, nobody can tell by guessing which texts it is of."""
    return _sha256(salt + _canonical(dict(record)))


def _canonical(value: object) -> bytes:
    """One spelling for one value: keys in order, ASCII only, so that half a character has a spelling too."""
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
