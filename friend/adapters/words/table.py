"""Owns how runs of words are kept so that a hundred thousand of them are looked up in a few milliseconds.

A table is three flat arrays that are used where they lie in the file: the hashes, sorted; a number for each; and where
in the first array the hashes begin that start with the same bits. A swept table has a map of bits beside it, thirty-two
or more for each hash, in which most runs that are not there are told by one look.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import compress
from operator import itemgetter
from typing import Final

from friend.text.shingles import LANE, shifted

_VALUE_BITS: Final = 32
_VALUE: Final = (1 << _VALUE_BITS) - 1
_HASH_BITS: Final = 64
_ROOM: Final = 32
_FEWEST_BITS: Final = 10
# Hashes that start with the same bits: four to eight.
_TOGETHER_BITS: Final = 3
_MASKS: Final = bytes(1 << (number & 7) for number in range(256))


@dataclass(frozen=True, slots=True)
class Table:
    """Hashes of 64 bits with a number below 2**32 for each; `starts` has two to the power of some bits, and the end."""

    hashes: memoryview[int] | array[int]
    values: memoryview[int] | array[int]
    starts: memoryview[int] | array[int]

    def get(self, run: int) -> int | None:
        """Give the number of a run."""
        return next((value for _, value in self.among([(0, run)])), None)

    def among(self, runs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Give, for each run that is there, what was named with it and its number."""
        hashes, values, starts, end = self.hashes, self.values, self.starts, len(self.hashes)
        down = _HASH_BITS + 1 - (len(starts) - 1).bit_length()
        for name, run in runs:
            about = run >> down
            at = bisect_left(hashes, run, starts[about], starts[about + 1])
            if at < end and hashes[at] == run:
                yield name, values[at]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Give all runs with their numbers."""
        return zip(self.hashes, self.values, strict=True)


@dataclass(frozen=True, slots=True)
class Swept:
    """A table for many runs at once, most of which are not there. `bits` are looked at once for each run.

    The first bits of a hash say at which byte, the last three at which bit of it.
    """

    table: Table
    bits: bytes

    def hits(self, runs: array[int]) -> Iterator[tuple[int, int]]:
        """Give, for each run that is there, its place in `runs` and its number."""
        masks = _lowest_bytes(runs).translate(_MASKS)
        # Two more, so that there is something to get, and a tuple of it.
        bytes_ = bytes(itemgetter(*shifted(runs, _HASH_BITS + 1 - len(self.bits).bit_length()), 0, 0)(self.bits))
        # One long number: a loop over the bytes takes twice as long.
        both = int.from_bytes(masks, "little") & int.from_bytes(bytes_, "little")
        places = compress(range(len(runs)), both.to_bytes(len(runs), "little"))
        return self.table.among((place, runs[place]) for place in places)


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
    starting = max(0, len(hashes).bit_length() - _TOGETHER_BITS)
    down = _HASH_BITS - starting
    starts = array("I", (bisect_left(hashes, first << down) for first in range(1 << starting)))
    starts.append(len(hashes))
    return Table(hashes, values, starts)


def swept(table: Table) -> Swept:
    """Make the map of bits for a table."""
    size = max(_FEWEST_BITS, (len(table.hashes) * _ROOM).bit_length())
    bits = bytearray(1 << (size - 3))
    down = _HASH_BITS - (size - 3)
    for run in table.hashes:
        bits[run >> down] |= 1 << (run & 7)
    return Swept(table, bytes(bits))
