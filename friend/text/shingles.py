"""Owns how words become numbers that can be compared: a 64-bit hash for each word, and one for each run of n words.

Words are those of `words.WORD`. Case, accents, the shape of apostrophes and hyphens, and all punctuation between words
are left out. What stands between white space is met again and again: its hashes are kept as bytes, and those of a text
are the bytes of its chunks, joined. The hash of a run is a cyclic polynomial (Cohen, "Recursive hashing functions for
n-grams", ACM TOIS 15, 1997): the words' hashes, each turned by its place in the run, exclusive-ored. It is the same on
every machine and day.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate, islice
from typing import Final

from friend.text.characters import JOINER, MARKS, UNSPACED
from friend.text.span import Span
from friend.text.words import WORD

LANE: Final = 8
"""Bytes of one hash."""
_TURN: Final = 11
_BITS: Final = 64
_LANES: Final = 2048
_OVERLAP: Final = 5
_KNOWN_AT_MOST: Final = 250_000
_LONGEST_KNOWN: Final = 64

# The same words as WORD's, in half the time, where a text has nothing that only WORD knows of.
_PLAIN: Final = re.compile(r"[^\W_]+(?:(?:['’ʼ\-‐‑·]|(?<=\d)[.,](?=\d))[^\W_]+)*")
_RARE: Final = re.compile(rf"[{MARKS}{UNSPACED}\u00ad\u200c{JOINER}]")
# A quick look: what is beyond Latin letters and common signs may be rare.
_FAR: Final = re.compile(r"[^\x00-\xac\xae-\u02ff\u2010-\u2029\u202f-\u205e\u20a0-\u20bf]")
_UNSEEN: Final = dict.fromkeys(map(ord, f"\u00ad\u200c{JOINER}"))
_SAME: Final = str.maketrans(_UNSEEN | {"’": "'", "ʼ": "'", "‐": "-", "‑": "-", "œ": "oe", "æ": "ae"})


def key(word: str) -> str:
    """Give what all writings of a word have in common: `ete` for `Été`."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.casefold().translate(_SAME))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def pattern(text: str) -> re.Pattern[str]:
    """Give the quickest pattern that finds exactly the words of `text`."""
    if text.isascii() or not _FAR.search(text) or not _RARE.search("".join(set(text))):
        return _PLAIN
    return WORD


class _Words(dict[str, bytes]):
    """The hashes of the words met so far, as they were written."""

    def __missing__(self, word: str) -> bytes:
        if len(self) > _KNOWN_AT_MOST:
            self.clear()
        digest = blake2b(key(word).encode("utf-8", "surrogatepass"), digest_size=LANE).digest()
        found = self[word] = digest if sys.byteorder == "little" else digest[::-1]
        return found


class _Chunks(dict[str, bytes]):
    """The hashes of the words of each chunk, which is what stands between white space, as met so far."""

    def __missing__(self, chunk: str) -> bytes:
        found = b"".join(map(_words.__getitem__, pattern(chunk).findall(chunk)))
        if len(chunk) <= _LONGEST_KNOWN:
            if len(self) > _KNOWN_AT_MOST:
                self.clear()
            self[chunk] = found
        return found


_words: Final = _Words()
_chunks: Final = _Chunks()


def lanes(text: str) -> bytes:
    """Give the hashes of the words of a text one after the other, as the bytes of an array of them."""
    return b"".join(map(_chunks.__getitem__, text.split()))


def hashes(text: str) -> array[int]:
    """Give the hash of each word of a text."""
    return array("Q", lanes(text))


class Counted:
    """The words of a text as hashes, and where they stand; of a long one only the first may be wanted.

    `hashed` has the first `at_most` words, or a few more. What stands before a word is counted, not searched.
    """

    __slots__ = ("_chunks", "_ends", "_lanes", "_text", "hashed")

    def __init__(self, text: str, at_most: int | None = None) -> None:
        self._text = text
        # Some chunks have no word in them: dashes, French signs between spaces, the cells of a table.
        wanted = -1 if at_most is None else at_most + at_most // 8 + 8
        while True:
            chunks = text.split(None, wanted)
            rest = chunks.pop() if 0 <= wanted < len(chunks) else ""
            self._lanes = list(map(_chunks.__getitem__, chunks))
            self.hashed = array("Q", b"".join(self._lanes))
            if at_most is None or not rest or len(self.hashed) >= at_most:
                break
            wanted *= 2
        self._chunks = chunks
        self._ends: list[int] = []

    def place_of(self, first: int, last: int) -> Span:
        """Give where the words number `first` to `last` stand, both included and counted from 0.

        Raises IndexError where there are no such words.
        """
        if not 0 <= first <= last < len(self.hashed):
            raise IndexError(last)
        self._ends = self._ends or list(accumulate(map(len, self._lanes)))
        begun, ended = (bisect_right(self._ends, number * LANE) for number in (first, last))
        rest = self._text.split(None, begun)[begun]
        start = len(self._text) - len(rest)
        end = len(self._text) - len(rest.split(None, ended - begun)[ended - begun])
        return Span(self._nth(first, begun, start)[0], self._nth(last, ended, end)[1])

    def _nth(self, number: int, at: int, start: int) -> tuple[int, int]:
        """Find a word in the chunk that has it and stands at `start`."""
        chunk, lane = self._chunks[at], self._lanes[at]
        if len(lane) == LANE and chunk.isalpha():
            return start, start + len(chunk)
        before = (self._ends[at] - len(lane)) // LANE
        found = pattern(chunk).finditer(self._text, start, start + len(chunk))
        return next(islice(found, number - before, None)).span()


@dataclass(frozen=True, slots=True)
class Runs:
    """The hashes of the runs of four words and of six, each by the place of its first word."""

    fours: array[int]
    sixes: array[int]


def runs(hashed: array[int]) -> Runs:
    """Give the hash of each run of four words and of six.

    Many lanes are turned and mixed at once, as one long number: that is some twenty times as fast as a loop.
    """
    if len(hashed) <= _LANES + _OVERLAP:
        return _runs(hashed)
    fours, sixes = array("Q"), array("Q")
    for start in range(0, len(hashed), _LANES):
        # The last words of a block are looked at again with the next one.
        block = _runs(hashed[start : start + _LANES + _OVERLAP])
        fours += block.fours[:_LANES]
        sixes += block.sixes[:_LANES]
    return Runs(fours, sixes)


def runs_of_four(hashed: array[int]) -> array[int]:
    """Give the hash of each run of four words alone; for a few words, or a text of no great length."""
    count = len(hashed)
    return _array(_fours(_twos(hashed), count), count, count - 3)


def pairs(hashed: array[int]) -> array[int]:
    """Give the hash of each pair of neighbouring words; for a few words, or a text of no great length."""
    count = len(hashed)
    return _array(_twos(hashed), count, count - 1)


def shifted(values: array[int], down: int) -> array[int]:
    """Give each value without its lowest `down` bits."""
    found = array("Q")
    for start in range(0, len(values), _LANES):
        block = values[start : start + _LANES]
        lanes = int.from_bytes(_little(block).tobytes(), "little") >> down
        found += _array(lanes & _low(_BITS - down, len(block)), len(block), len(block))
    return found


def _runs(hashed: array[int]) -> Runs:
    count = len(hashed)
    twos = _twos(hashed)
    fours = _fours(twos, count)
    sixes = fours ^ _turned(twos, 4, count)
    return Runs(_array(fours, count, count - 3), _array(sixes, count, count - 5))


def _twos(hashed: array[int]) -> int:
    ones = int.from_bytes(_little(hashed).tobytes(), "little")
    return ones ^ _turned(ones, 1, len(hashed))


def _fours(twos: int, count: int) -> int:
    return twos ^ _turned(twos, 2, count)


def _turned(lanes: int, by: int, count: int) -> int:
    """Turn each lane by its place in the run, and move all of them down by so many lanes."""
    turn = _TURN * by
    low = lanes & _low(_BITS - turn, count)
    high = lanes ^ low
    return (low >> (_BITS * by - turn)) ^ (high >> (_BITS * by + _BITS - turn))


def _low(bits: int, count: int) -> int:
    """Mask the low bits of each lane, and of some more: those cost nothing, and most texts share one mask."""
    return _mask(bits, max(count, _LANES + _OVERLAP))


@lru_cache(maxsize=64)
def _mask(bits: int, count: int) -> int:
    return int.from_bytes(((1 << bits) - 1).to_bytes(LANE, "little") * count, "little")


def _array(number: int, count: int, wanted: int) -> array[int]:
    found = array("Q", number.to_bytes(LANE * count, "little"))
    return _little(found)[: max(wanted, 0)]


def _little(values: array[int]) -> array[int]:
    if sys.byteorder == "big":
        values = values[:]
        values.byteswap()
    return values
