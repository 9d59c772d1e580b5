"""Owns sums over lines that come and go: where each line begins, and which line is at a place, without a walk.

Two levels, blocks of numbers and a sum for each: a Fenwick tree answers as fast, but takes no new line in its middle.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

_BLOCK: Final = 128


class Tally:
    """One whole number, zero or more, for each line; there is always one line at least."""

    def __init__(self, values: Sequence[int]) -> None:
        self._blocks = [list(values[at : at + _BLOCK]) for at in range(0, len(values), _BLOCK)]
        self._firsts: list[int] | None = None
        self._before: list[int] | None = None
        self._sums = [sum(block) for block in self._blocks]

    def __len__(self) -> int:
        return self._index()[-1]

    @property
    def total(self) -> int:
        """The sum of all."""
        return self._upto()[-1]

    def __getitem__(self, line: int) -> int:
        block, at = self._where(line)
        return self._blocks[block][at]

    def __setitem__(self, line: int, value: int) -> None:
        block, at = self._where(line)
        numbers = self._blocks[block]
        self._sums[block] += value - numbers[at]
        numbers[at] = value
        self._before = None

    def splice(self, start: int, stop: int, values: Sequence[int]) -> None:
        """Put `values` in the place of those of the lines from `start` to before `stop`."""
        if stop - start == 1 == len(values):
            self[start] = values[0]
            return
        first, at = self._where(start) if start < len(self) else (len(self._blocks) - 1, len(self._blocks[-1]))
        last, end = self._where(stop) if stop < len(self) else (len(self._blocks) - 1, len(self._blocks[-1]))
        joined = [*self._blocks[first][:at], *values, *self._blocks[last][end:]]
        # A block may grow to twice its size before it is cut, so that a line more is no new block.
        cut = [joined] if len(joined) <= 2 * _BLOCK else [joined[a : a + _BLOCK] for a in range(0, len(joined), _BLOCK)]
        cut = [block for block in cut if block]
        self._blocks[first : last + 1] = cut
        self._sums[first : last + 1] = [sum(block) for block in cut]
        self._firsts = self._before = None

    def before(self, line: int) -> int:
        """Give the sum of all lines before `line`."""
        if line >= len(self):
            return self.total
        block, at = self._where(line)
        return self._upto()[block] + sum(self._blocks[block][:at])

    def at(self, position: int) -> tuple[int, int]:
        """Give the last line that begins at `position` or before it, and where it begins."""
        upto = self._upto()
        block = min(max(0, bisect_right(upto, position) - 1), len(self._blocks) - 1)
        begins = list(accumulate(self._blocks[block], initial=upto[block]))[:-1]
        within = max(0, bisect_right(begins, position) - 1)
        return self._index()[block] + within, begins[within]

    def _where(self, line: int) -> tuple[int, int]:
        index = self._index()
        block = bisect_right(index, line, hi=len(self._blocks)) - 1
        return block, line - index[block]

    def _index(self) -> list[int]:
        """Give the first line of each block, and the number of lines."""
        if self._firsts is None:
            self._firsts = list(accumulate(map(len, self._blocks), initial=0))
        return self._firsts

    def _upto(self) -> list[int]:
        """Give the sum before each block, and of all."""
        if self._before is None:
            self._before = list(accumulate(self._sums, initial=0))
        return self._before
