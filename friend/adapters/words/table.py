"""Owns how runs of words are kept so that a hundred thousand of them are looked up in a few milliseconds.

A table is three flat arrays that are used where they lie in the file: the hashes, sorted; a number for each; and a map
of bits, thirty-two or more for each hash, in which most runs that are not there are told by one look.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import compress
from math import isqrt
from operator import and_
from typing import Final

from friend.text.shingles import LANE, shifted

_VALUE_BITS: Final = 32
_VALUE: Final = (1 << _VALUE_BITS) - 1
_HASH_BITS: Final = 64
_ROOM: Final = 32
_FEWEST_BITS: Final = 10
_MARGIN: Final = 16
_MASKS: Final = bytes(1 << (number & 7) for number in range(256))


@dataclass(frozen=True, slots=True)
class Table:
    """Hashes of 64 bits with a number below 2**32 for each."""

    hashes: memoryview[int] | array[int]
    values: memoryview[int] | array[int]
    bits: memoryview[int] | bytearray

    def hits(self, runs: array[int]) -> Iterator[tuple[int, int]]:
        """Give, for each run that is there, its place in `runs` and its number."""
        size = (len(self.bits) * 8).bit_length() - 1
        slots = shifted(runs, _HASH_BITS - size)
        masks = _lowest_bytes(slots).translate(_MASKS)
        bytes_ = map(self.bits.__getitem__, shifted(slots, 3))
        hashes, values, count = self.hashes, self.values, len(self.hashes)
        margin = _MARGIN + 4 * isqrt(count)
        for place in compress(range(len(runs)), map(and_, bytes_, masks)):
            # As in `get`, a thousand times.
            run = runs[place]
            about = run * count >> _HASH_BITS
            low, high = max(0, about - margin), min(count, about + margin)
            at = bisect_left(hashes, run, low, high)
            if at in {low, high}:
                at = bisect_left(hashes, run)
            if at < count and hashes[at] == run:
                yield place, values[at]

    def get(self, run: int) -> int | None:
        """Give the number of a run."""
        count = len(self.hashes)
        # Hashes are spread evenly: one stands near its share of the whole.
        about, margin = run * count >> _HASH_BITS, _MARGIN + 4 * isqrt(count)
        low, high = max(0, about - margin), min(count, about + margin)
        place = bisect_left(self.hashes, run, low, high)
        if place in {low, high}:
            place = bisect_left(self.hashes, run)
        if place < count and self.hashes[place] == run:
            return self.values[place]
        return None

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Give all runs with their numbers."""
        return zip(self.hashes, self.values, strict=True)


def _lowest_bytes(values: array[int]) -> bytes:
    return values.tobytes()[0 if sys.byteorder == "little" else LANE - 1 :: LANE]


def table_of(pairs: Iterable[tuple[int, int]]) -> Table:
    """Make a table; of a run that comes twice the lowest number counts."""
    both = sorted([run << _VALUE_BITS | value for run, value in pairs])
    hashes, values = array("Q"), array("I")
    last = -1
    for each in both:
        run = each >> _VALUE_BITS
        if run != last:
            hashes.append(run)
            values.append(each & _VALUE)
            last = run
    size = max(_FEWEST_BITS, (len(hashes) * _ROOM).bit_length())
    bits = bytearray(1 << (size - 3))
    byte, bit = _HASH_BITS - size + 3, _HASH_BITS - size
    for run in hashes:
        bits[run >> byte] |= 1 << (run >> bit & 7)
    return Table(hashes, values, bits)
