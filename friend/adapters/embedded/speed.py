"""Owns how fast a model reads a draft here: what was measured on this machine, before that the catalogue's figure."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from friend.adapters.embedded.catalogue import CATALOGUE
from friend.adapters.embedded.private import read_object, write_private
from friend.adapters.paths import private_folder

# Below this, most of the time is not reading: a cached start, or the first batch.
_FEWEST_TOKENS = 128
# A cancel is heard at the second batch after it at the latest, and is to be heard within these seconds. Larger
# batches than the largest read no faster.
_BATCHES = (16, 32, 48, 64, 96, 128)
_HEARD_S = 2.5
_BATCH_OF_THE_UNKNOWN = 32
# What the newest measurement weighs: the machine may have been busy at another thing.
_WEIGHT = 0.5


def tokens_per_second(memory: Path, served: str) -> float | None:
    """Give how fast this model file reads here; None where neither measurement nor catalogue knows."""
    known = read_object(memory).get(served)
    if isinstance(known, int | float) and known > 0:
        return float(known)
    return next((entry.speed for entry in CATALOGUE.values() if served.endswith(entry.sha256)), None)


def batch(memory: Path, served: str) -> int:
    """Give how many tokens to read at a time, so that a cancel is heard soon on a slow machine too."""
    rate = tokens_per_second(memory, served)
    if rate is None:
        return _BATCH_OF_THE_UNKNOWN
    return max((size for size in _BATCHES if 2 * size / rate <= _HEARD_S), default=_BATCHES[0])


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
