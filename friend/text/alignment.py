"""Owns the shortest way from one list of tokens to another: what is taken out, what is put in, and where."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from rapidfuzz.distance import Indel

# The comparison takes a bit of memory for each pair of tokens: at most 32 MB.
_PAIRS: Final = 1 << 28
_LANDMARK: Final = 5


class Hunk(NamedTuple):
    """A change: tokens `old_start` to `old_end` of the old become tokens `new_start` to `new_end` of the new."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int

    @property
    def size(self) -> int:
        """How many tokens it takes out or puts in, whichever is more."""
        return max(self.old_end - self.old_start, self.new_end - self.new_start)

    def moved(self, by: int) -> Hunk:
        """Give the same change, `by` tokens further."""
        return Hunk(*(each + by for each in self))

    def joined(self, later: Hunk) -> Hunk:
        """Give the change from the start of this one to the end of a later one."""
        return Hunk(self.old_start, later.old_end, self.new_start, later.new_end)


def _common_start(old: Sequence[int], new: Sequence[int]) -> int:
    for index, (left, right) in enumerate(zip(old, new, strict=False)):
        if left != right:
            return index
    return min(len(old), len(new))


def _landmarks(old: Sequence[int], new: Sequence[int]) -> list[tuple[int, int]]:
    """Give the places of five tokens in a row that each side holds once: the longest chain that rises on both."""
    once: list[dict[tuple[int, ...], int]] = []
    for side in (old, new):
        runs = list(zip(*(side[shift:] for shift in range(_LANDMARK)), strict=False))
        counts = Counter(runs)
        once.append({run: place for place, run in enumerate(runs) if counts[run] == 1})
    pairs = [(place, once[1][run]) for run, place in once[0].items() if run in once[1]]
    lowest: list[int] = []  # the lowest last place of a chain of each length
    tops: list[int] = []  # the pair that ends this chain
    links: list[int] = []  # for each pair, the one before it
    for index, (_, place) in enumerate(pairs):
        length = bisect_left(lowest, place)
        links.append(tops[length - 1] if length else -1)
        lowest[length : length + 1] = [place]
        tops[length : length + 1] = [index]
    chain: list[tuple[int, int]] = []
    index = tops[-1] if tops else -1
    while index >= 0:
        chain.append(pairs[index])
        index = links[index]
    return _ends_of_runs(chain[::-1])


def _ends_of_runs(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave out the landmarks that stand between two others side by side: all there is the same."""
    beyond = (-2, -2)
    return [
        here
        for before, here, after in zip([beyond, *pairs], pairs, [*pairs[1:], beyond], strict=False)
        if (before[0] + 1, before[1] + 1) != here or (here[0] + 1, here[1] + 1) != after
    ]


def _compared(old: Sequence[int], new: Sequence[int], old_at: int, new_at: int, *, parted: bool) -> Iterator[Hunk]:
    """Compare two stretches of tokens that begin at `old_at` and `new_at`; `parted` says that no landmark is left."""
    start = _common_start(old, new)
    end = _common_start(old[start:][::-1], new[start:][::-1])
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    old_at, new_at = old_at + start, new_at + start
    if not old and not new:
        return
    if old and new and len(old) * len(new) <= _PAIRS:
        for code in Indel.opcodes(old, new):
            if code.tag != "equal":
                yield Hunk(
                    old_at + code.src_start, old_at + code.src_end, new_at + code.dest_start, new_at + code.dest_end
                )
    elif old and new and not parted:
        for (old_from, new_from), (old_to, new_to) in pairwise([(0, 0), *_landmarks(old, new), (len(old), len(new))]):
            yield from _compared(
                old[old_from:old_to], new[new_from:new_to], old_at + old_from, new_at + new_from, parted=True
            )
    else:
        yield Hunk(old_at, old_at + len(old), new_at, new_at + len(new))


def changes(old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """Give the changes from `old` to `new`, in order, with at least one kept token between two of them.

    As few tokens as possible change. Where more than 16,000 tokens on each side lie between the first change and the
    last, these are first parted at what both sides hold once; then the result is close to the fewest, and a stretch
    that is still too long is replaced as a whole.
    """
    numbers: dict[str, int] = {}
    olds = [numbers.setdefault(token, len(numbers)) for token in old]
    news = [numbers.setdefault(token, len(numbers)) for token in new]
    found: list[Hunk] = []
    for hunk in _compared(olds, news, 0, 0, parted=False):
        if found and found[-1].old_end == hunk.old_start and found[-1].new_end == hunk.new_start:
            found[-1] = found[-1].joined(hunk)
        else:
            found.append(hunk)
    return found
