"""Owns when a stretch of one text says what another said: in the same words, or nearly.

Exactly: six words or more in the same order. Nearly: eight words or more of which three quarters agree, some of them
moved or changed, with at least two runs of four that stand together in both. Only words that the other text *added*
count: at least four in a row must be its own (`own` says which). That is also what tells borrowing from following a
correction: who mends a typo, an agreement or a comma as advised takes one to three words and stays under the four,
however long the sentence is that stood there before. Words at either end that were no news are left out.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import eq
from typing import Final

from rapidfuzz.distance import LCSseq

from friend.text.language import SMALL_WORDS
from friend.text.shingles import hashes, runs_of_four

EXACT: Final = 6
"""Words of the shortest exact run."""
SHINGLE: Final = 4
"""Words in a row that must be the other text's own, and of the runs that vote for a near one."""
_SHORTEST_NEAR: Final = 8
_SIMILAR: Final = 0.75
# Words between two votes, and how much further apart they may stand in the other text.
_GAP: Final = 12
_MOVED: Final = 30
_LOOKED_BEYOND: Final = 8
_BEYOND: Final = 0.6
# What the same words in another order are worth.
_REORDERED: Final = 0.95
# A near stretch replaces the exact run within it where it is so many words longer.
_LONGER: Final = 4
PHRASE: Final = 7
"""Words of the longest run that may be a common phrase: all of its words but one are among the smallest of a language,
or very many have said them (`record.borrowing`)."""
_TELLING: Final = 2
_SMALL: Final = frozenset(hashes(" ".join(SMALL_WORDS)))


@dataclass(frozen=True, slots=True)
class Overlap:
    """Words `start` to `end` (not included) of one text, that words `said_start` to `said_end` of the other said first.

    `similarity` is the share of agreeing words, 0 to 1. `exact` tells whether six of them stand there in a row.
    """

    start: int
    end: int
    said_start: int
    said_end: int
    similarity: float
    exact: bool


class Said:
    """The words of a text as hashes, and where each of its runs of four stands first; `again` has the other places."""

    __slots__ = ("again", "fours", "hashed", "places")

    def __init__(self, hashed: array[int]) -> None:
        self.hashed = hashed
        self.fours = runs_of_four(hashed)
        last = len(self.fours) - 1
        self.places = dict(zip(reversed(self.fours), range(last, -1, -1), strict=True))
        self.again: dict[int, list[int]] = {}
        if len(self.places) <= last:
            for place, run in enumerate(self.fours):
                if self.places[run] != place:
                    self.again.setdefault(run, []).append(place)


def overlaps(
    here: array[int], fours: array[int], said: Said, own: Callable[[int, int], Sequence[bool]]
) -> list[Overlap]:
    """Give what a text has of what was `said`, in order and apart from each other.

    `here` are the hashes of its words and `fours` those of its runs of four. `own` is called where it matters only: it
    tells of each word of `said` whether it is its own, and need not know of those before one word or from another on.
    """
    places, again = said.places, said.again
    shared = [(i, places[run]) for i, run in enumerate(fours) if run in places]
    if again and shared:
        shared = sorted([*shared, *((i, j) for i, _ in shared for j in again.get(fours[i], ())[:_MOVED])])
    if not shared:
        return []
    there = said.hashed
    alike = _exact(shared), _near(here, there, shared)
    every = [each for some in alike for each in some]
    if not every:
        return []
    new = own(min(each.said_start for each in every), max(each.said_end for each in every))
    exact, near = ([each for each in some if _adds(each, here, there, new)] for some in alike)
    found: list[Overlap] = []
    for each in near:
        inside = [run for run in exact if run.start < each.end and each.start < run.end]
        longest = max((run.end - run.start for run in inside), default=0)
        if each.end - each.start >= longest + _LONGER:
            found.append(Overlap(each.start, each.end, each.said_start, each.said_end, each.similarity, bool(inside)))
    found += [run for run in exact if all(run.end <= each.start or each.end <= run.start for each in found)]
    return sorted((_trimmed(each, new) for each in found), key=lambda each: each.start)


def _exact(shared: list[tuple[int, int]]) -> list[Overlap]:
    """Give the longest runs, the longest first where they overlap."""
    together = set(shared)
    found = []
    for i, j in shared:
        if (i - 1, j - 1) in together:
            continue
        length = SHINGLE
        while (i + length - SHINGLE + 1, j + length - SHINGLE + 1) in together:
            length += 1
        if length >= EXACT:
            found.append(Overlap(i, i + length, j, j + length, 1.0, exact=True))
    return _apart(sorted(found, key=lambda each: (each.start - each.end, each.start)))


def _apart(found: list[Overlap]) -> list[Overlap]:
    kept: list[Overlap] = []
    for each in found:
        if all(each.end <= other.start or other.end <= each.start for other in kept):
            kept.append(each)
    return kept


def _near(here: array[int], there: array[int], shared: list[tuple[int, int]]) -> list[Overlap]:
    found = []
    for cluster in _clusters(shared):
        if len({i for i, _ in cluster}) < 2:  # noqa: PLR2004 - one vote is chance
            continue
        start, end = cluster[0][0], max(i for i, _ in cluster) + SHINGLE
        said_start, said_end = min(j for _, j in cluster), max(j for _, j in cluster) + SHINGLE
        start, said_start = _begun(here, there, start, said_start)
        end, said_end = _finished(here, there, end, said_end)
        if end - start < _SHORTEST_NEAR:
            continue
        similarity = _similarity(here[start:end], there[said_start:said_end])
        if similarity >= _SIMILAR:
            found.append(Overlap(start, end, said_start, said_end, similarity, exact=False))
    return _apart(sorted(found, key=lambda each: (each.start - each.end, each.start)))


def _clusters(shared: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Put together the votes that stand near each other in both texts."""
    open_: list[list[tuple[int, int]]] = []
    done: list[list[tuple[int, int]]] = []
    oldest = 0
    for vote in shared:
        i, j = vote
        if i - oldest > _GAP + SHINGLE:
            done += [each for each in open_ if i - each[-1][0] > _GAP + SHINGLE]
            open_ = [each for each in open_ if i - each[-1][0] <= _GAP + SHINGLE]
            oldest = min((each[-1][0] for each in open_), default=i)
        fitting = [each for each in open_ if abs(j - each[-1][1]) <= _MOVED]
        if len(fitting) == 1:
            fitting[0].append(vote)
        elif fitting:
            min(fitting, key=lambda each: abs((j - each[-1][1]) - (i - each[-1][0]))).append(vote)
        else:
            open_.append([vote])
    return done + open_


def _begun(here: array[int], there: array[int], start: int, said_start: int) -> tuple[int, int]:
    for count in range(min(_LOOKED_BEYOND, start, said_start), 0, -1):
        if here[start - count] != there[said_start - count]:
            continue
        if _agree(here[start - count : start], there[said_start - count : said_start]):
            return start - count, said_start - count
    return start, said_start


def _finished(here: array[int], there: array[int], end: int, said_end: int) -> tuple[int, int]:
    for count in range(min(_LOOKED_BEYOND, len(here) - end, len(there) - said_end), 0, -1):
        if here[end + count - 1] != there[said_end + count - 1]:
            continue
        if _agree(here[end : end + count], there[said_end : said_end + count]):
            return end + count, said_end + count
    return end, said_end


def _agree(ours: array[int], theirs: array[int]) -> bool:
    same: int = sum(map(eq, ours, theirs))
    return same >= _BEYOND * len(ours)


def _similarity(ours: array[int], theirs: array[int]) -> float:
    shorter, longer = sorted((len(ours), len(theirs)))
    in_order = float(LCSseq.similarity(ours, theirs))
    if in_order >= _REORDERED * shorter:
        return in_order / longer
    in_any = (Counter(ours) & Counter(theirs)).total()
    return max(in_order, _REORDERED * in_any) / longer


def _adds(each: Overlap, here: array[int], there: array[int], own: Sequence[bool]) -> bool:
    """Tell whether four words in a row that stand in both are the other text's own."""
    if each.exact:
        ours = here[each.start : each.end]
        is_phrase = len(ours) <= PHRASE and sum(word not in _SMALL for word in ours) < _TELLING
        return not is_phrase and _row_of(own[each.said_start : each.said_end])
    shared = set(runs_of_four(here[each.start : each.end]))
    theirs = runs_of_four(there[each.said_start : each.said_end])
    return any(
        run in shared and all(own[each.said_start + place : each.said_start + place + SHINGLE])
        for place, run in enumerate(theirs)
    )


def _row_of(own: Sequence[bool]) -> bool:
    ends = [-1, *(place for place, is_own in enumerate(own) if not is_own), len(own)]
    return any(after - before > SHINGLE for before, after in pairwise(ends))


def _trimmed(each: Overlap, own: Sequence[bool]) -> Overlap:
    """Leave out the words at both ends of an exact run that were no news."""
    if each.similarity < 1:
        return each
    before = 0
    while not own[each.said_start + before]:
        before += 1
    after = 0
    while not own[each.said_end - 1 - after]:
        after += 1
    return Overlap(
        each.start + before, each.end - after, each.said_start + before, each.said_end - after, 1.0, each.exact
    )
