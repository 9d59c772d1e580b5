"""Owns where damaged words may stand: the rarest of them vote for a place, and an alignment of words there is scored.

A score is the share of words that agree, rare ones counting up to twice, 0 to 1. What is short, or agrees only in words
that stand everywhere, is no proof of a place and gets no score.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import Indel, Levenshtein

from friend.text.span import LINE_END, Span
from friend.text.word_index import WordIndex
from friend.text.words import WORD, key

_VOTERS: Final = 10
# How many places of rare words are counted; more make no clearer vote.
_VOTES: Final = 100
_STRIDE: Final = 8
_WINDOWS: Final = 3
# How many words the draft may hold before and after what the votes point at: 60 words in all for a quote of 40.
_SLACK: Final = 10
# How much of the most votes another place must have to be looked at.
_CLOSE: Final = 0.45
# How many of the words that agree in the best place must be in another for it to be compared.
_COMPARABLE: Final = 0.5
_LONGEST: Final = 400
_SHORTEST: Final = 4
_ALIKE: Final = 0.65
_SKIPPED: Final = 0.6
# By what factor (e to this power) a place must be less likely than one such place by chance in the whole text.
_PROOF: Final = 5.0
_RARE: Final = 6.0

_LEFT_OUT: Final = "\0"
_LETTERS: Final = 3

_STOP: Final = re.compile(r"[.!?…。！？]")


@dataclass(frozen=True, slots=True)
class Match:
    """A place that may be meant: words `first` to `last` of the text, its score, and which words agree.

    `pairs` holds the numbers of agreeing words: in what was looked for, and in the text.
    """

    first: int
    last: int
    score: float
    pairs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words that are looked for, with the text they come from and where each stands in it."""

    text: str
    keys: list[str]
    spans: list[Span]

    @classmethod
    def of(cls, text: str) -> Wanted:
        """Read the words of `text`."""
        found = list(WORD.finditer(text))
        return cls(text, [key(match.group()) for match in found], [Span(*match.span()) for match in found])


def needed(words: int) -> float:
    """Give the score that so many words need: the fewer they are, the more of them must agree."""
    return min(0.9, 0.6 + 1.1 / max(words, 1))


def _weight(telling: Mapping[str, float], word: str) -> float:
    return 1.0 + min(telling.get(word, _RARE / 2), _RARE) / _RARE


def _voted(index: WordIndex, wanted: Sequence[str]) -> list[int]:
    """Give where the wanted words may begin, as word numbers (a few too low), the most likely first."""
    counts = {word: count for word in wanted if (count := index.count(word))}
    known = sorted(counts, key=lambda word: (counts[word], -len(word)))
    telling = index.telling(known[:_VOTERS])
    at: dict[str, list[int]] = defaultdict(list)
    for number, word in enumerate(wanted):
        at[word].append(number)
    votes: dict[int, float] = defaultdict(float)
    cast = 0
    for voters, word in enumerate(known[:_VOTERS]):
        if cast and voters > 1 and cast + counts[word] > _VOTES:
            break
        cast += counts[word]
        weight = telling[word]
        places = index.numbers(word)
        for number in at[word][:2]:
            for place in places:
                votes[(place - number) // _STRIDE] += weight
    # Neighbours count together; what has too little of the most is not weighed at all.
    floor = max(votes.values(), default=0.0) * _CLOSE / 2
    tops = sorted(
        ((weight + votes.get(bucket + 1, 0.0), -bucket) for bucket, weight in votes.items() if weight >= floor),
        reverse=True,
    )
    found: list[int] = []
    most = tops[0][0] if tops else 0.0
    for weight, negative in tops:
        if len(found) == _WINDOWS or weight < _CLOSE * most:
            break
        start = -negative * _STRIDE
        if all(abs(start - other) > _STRIDE for other in found):
            found.append(start)
    return found


def _likened(wanted: Sequence[str], window: Sequence[str]) -> tuple[list[str], list[float]]:
    """Replace each wanted word that the window lacks by one of it that is spelt nearly so; give how alike they are."""
    there = set(window)
    choices = list(there)
    words: list[str] = []
    likeness: list[float] = []
    for word in wanted:
        found = None
        if word not in there and len(word) >= _LETTERS:
            found = process.extractOne(word, choices, scorer=Levenshtein.normalized_similarity, score_cutoff=_ALIKE)
        words.append(found[0] if found else word)
        likeness.append(found[1] if found else 1.0)
    return words, likeness


def _best_run(pairs: Sequence[tuple[int, int]], gains: Sequence[float]) -> tuple[int, int]:
    """Give the run of agreeing words that gains most, where each word skipped on the way costs."""
    best, best_run, total, start = -1.0, (0, 0), 0.0, 0
    for number, gain in enumerate(gains):
        if number:
            (left, left_place), (right, right_place) = pairs[number - 1], pairs[number]
            total -= _SKIPPED * max(right - left - 1, right_place - left_place - 1)
        if total <= 0:
            total, start = 0.0, number
        total += gain
        if total > best:
            best, best_run = total, (start, number + 1)
    return best_run


def _parted(text: str) -> bool:
    return bool(_STOP.search(text)) or len(LINE_END.findall(text)) > 1


def _widened(index: WordIndex, wanted: Wanted, pairs: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Take in a word of the text for each wanted word before the first pair and after the last, within a sentence."""
    number, first = pairs[0]
    while number and first:
        here = _parted(index.text[index.word(first - 1).end : index.word(first).start])
        if here and not _parted(wanted.text[wanted.spans[number - 1].end : wanted.spans[number].start]):
            break
        number, first = number - 1, first - 1
    number, last = pairs[-1]
    while number + 1 < len(wanted.keys) and last + 1 < len(index):
        here = _parted(index.text[index.word(last).end : index.word(last + 1).start])
        if here and not _parted(wanted.text[wanted.spans[number].end : wanted.spans[number + 1].start]):
            break
        number, last = number + 1, last + 1
    return first, last


def _window(index: WordIndex, wanted: Wanted, start: int) -> list[str]:
    """Give the words among which the wanted ones may stand, from a little before `start` on."""
    return index.keys(max(0, start - _SLACK), max(0, start) + len(wanted.keys) + _STRIDE + _SLACK)


def _shared(index: WordIndex, wanted: Wanted, start: int) -> int:
    return len(set(wanted.keys).intersection(_window(index, wanted, start)))


def _aligned(index: WordIndex, wanted: Wanted, start: int, beside: Match | None = None) -> Match | None:
    """Align the wanted words with those from a little before `start` on; None where they prove nothing.

    The words of the match `beside` are left out.
    """
    low, window = max(0, start - _SLACK), _window(index, wanted, start)
    if beside:
        for place in range(max(beside.first - low, 0), min(beside.last + 1 - low, len(window))):
            window[place] = _LEFT_OUT
    words, likeness = _likened(wanted.keys, window)
    numbers: dict[str, int] = {}
    olds = [numbers.setdefault(word, len(numbers)) for word in words]
    news = [numbers.setdefault(word, len(numbers)) for word in window]
    pairs = [
        (code.src_start + step, low + code.dest_start + step)
        for code in Indel.opcodes(olds, news)
        if code.tag == "equal"
        for step in range(code.src_end - code.src_start)
    ]
    if not pairs:
        return None
    telling = index.telling([*words, *window])
    gains = [_weight(telling, window[place - low]) * likeness[number] ** 2 for number, place in pairs]
    from_, to = _best_run(pairs, gains)
    pairs, gains = pairs[from_:to], gains[from_:to]
    told = sum(telling[window[place - low]] * likeness[number] ** 2 for number, place in pairs)
    if told < math.log(len(index)) + _PROOF:
        return None
    first, last = _widened(index, wanted, pairs)
    looked_for = sum(_weight(telling, word) for word in words)
    here = index.keys(first, last + 1)
    telling = index.telling(here)
    there = sum(_weight(telling, word) for word in here)
    return Match(first, last, min(1.0, 2 * sum(gains) / (looked_for + there)), tuple(pairs))


def matches(index: WordIndex, wanted: Wanted) -> list[Match]:
    """Give the places where the wanted words may stand: the best first, all apart."""
    if not _SHORTEST <= len(wanted.keys) <= _LONGEST:
        return []
    aligned: dict[int, Match] = {}
    most = 0
    for start in _voted(index, wanted.keys):
        # What shares few words with the quote comes nowhere near the best: it need not be aligned to know that.
        if most and _shared(index, wanted, start) < _COMPARABLE * most:
            continue
        if match := _aligned(index, wanted, start):
            aligned[start] = match
            most = max(most, len(match.pairs))
    if not aligned:
        return []
    best = max(aligned.values(), key=lambda match: match.score)
    found = [best]
    # A twin may stand so near that it lies in the same window.
    others = [
        match if _apart(match, best) else _aligned(index, wanted, start, best) for start, match in aligned.items()
    ]
    for match in sorted(filter(None, others), key=lambda match: -match.score):
        if all(_apart(match, other) for other in found):
            found.append(match)
    return found


def _apart(one: Match, other: Match) -> bool:
    return one.last < other.first or other.last < one.first


def between(pairs: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int, int] | None:
    """Give what stands for the wanted words `start` to `end`: its first and last word, and how many of them agree.

    It reaches to the agreeing words on either side where these are neighbours of the wanted words. None where no word
    agrees.
    """
    numbers = [number for number, _ in pairs]
    low, high = bisect_left(numbers, start), bisect_left(numbers, end)
    if low == high:
        return None
    first, last = pairs[low][1], pairs[high - 1][1]
    if low and numbers[low - 1] == start - 1:
        first = pairs[low - 1][1] + 1
    if high < len(pairs) and numbers[high] == end:
        last = pairs[high][1] - 1
    return first, last, high - low
