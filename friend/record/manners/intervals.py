"""Owns how sure a figure of few answers is: 95 % intervals of a share and of a mean.

Each answer counts as drawn apart from the others. Those about one text are not quite, so the intervals are a little
too narrow.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import Final

_Z: Final = 1.959964
_RESAMPLES: Final = 2_000


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Give the 95 % score interval of a share (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927). `of` is above 0."""
    share, square = hits / of, _Z * _Z
    middle = share + square / (2 * of)
    margin = _Z * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    whole = 1 + square / of
    return max(0.0, (middle - margin) / whole), min(1.0, (middle + margin) / whole)


def bootstrap(values: Sequence[float], seed: int) -> tuple[float, float]:
    """Give the 95 % percentile interval of a mean, by 2,000 resamples of `seed` (B. Efron, Ann. Statist. 7, 1979)."""
    draw = random.Random(seed)  # noqa: S311 - chance that can be repeated is what is wanted
    means = sorted(math.fsum(draw.choices(values, k=len(values))) / len(values) for _ in range(_RESAMPLES))
    return means[round(0.025 * (_RESAMPLES - 1))], means[round(0.975 * (_RESAMPLES - 1))]
