"""Owns how long reading a draft takes: what was measured on this machine, and before that the catalogue's figure."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from friend.adapters.embedded.catalogue import CATALOGUE
from friend.adapters.embedded.private import read_object, write_private
from friend.adapters.paths import private_folder

# Below this, most of the time is not reading: a cached start, or the first batch.
_FEWEST_TOKENS = 128
# What the newest measurement weighs: the machine may have been busy at another thing.
_WEIGHT = 0.5


def tokens_per_second(memory: Path, served: str) -> float | None:
    """Give how fast this model file reads here; None where neither measurement nor catalogue knows."""
    known = read_object(memory).get(served)
    if isinstance(known, int | float) and known > 0:
        return float(known)
    return next((entry.speed for entry in CATALOGUE.values() if served.endswith(entry.sha256)), None)


def remember(memory: Path, served: str, tokens: int, seconds: float) -> None:
    """Remember how long it took to read `tokens` that no cache held. What cannot be written is not remembered."""
    if tokens < _FEWEST_TOKENS or seconds <= 0:
        return
    known = read_object(memory)
    before = known.get(served)
    now = tokens / seconds
    rate = before * (1 - _WEIGHT) + now * _WEIGHT if isinstance(before, int | float) and before > 0 else now
    with contextlib.suppress(OSError):
        private_folder(memory.parent)
        write_private(memory, json.dumps({**known, served: round(rate, 2)}, indent=1))
