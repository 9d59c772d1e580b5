"""Owns the index of a text's words: where each of them stands, in whatever writing.

It is kept by the piece (pieces.py): when the text has changed, only the pieces that changed are read again.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import attrgetter
from typing import Final

from friend.text.following import change_between
from friend.text.pieces import Piece, cut, hides
from friend.text.span import Span
from friend.text.words import WORD, key

# How many code points one step of reading takes in: about half a millisecond.
_STEP: Final = 3_000
_NUMBER: Final = attrgetter("number")


class _Keys(dict[str, str]):
    """The keys of the words that were met."""

    def __missing__(self, word: str) -> str:
        made = self[word] = key(word)
        return made


class WordIndex:
    """The words of a text, numbered from 0.

    It is read when something is looked up, or beforehand in small steps by `reading`. Give it a new text by
    `text = …`: what stands in both is not read again, wherever it moved.
    """

    def __init__(self, text: str = "") -> None:
        self._text = text
        self._is_read = False
        self._keys = _Keys()
        # Each piece whose words are counted is in one of these two, whenever the reading is left.
        self._pieces: list[Piece] = []
        self._gone: list[Piece] = []
        # The text whose pieces these are, in order; None while it is read.
        self._of: str | None = None
        self._counts: Counter[str] = Counter()
        self._holding: defaultdict[str, set[Piece]] = defaultdict(set)
        self._hiding: list[Piece] = []
        self._firsts: list[int] = []
        self._length = 0

    @property
    def text(self) -> str:
        """The text that it is of."""
        return self._text

    @text.setter
    def text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self._is_read = False

    @property
    def is_read(self) -> bool:
        """Tell whether the text is read, and a look-up costs no reading."""
        return self._is_read

    def reading(self) -> Iterator[None]:
        """Read the text in small steps; between two steps anything else may happen, even another text be given."""
        while not self._is_read:
            text = self._text
            for _ in self._read(text):
                yield
                if self.is_read:
                    return
                if self._text is not text:
                    break
            else:
                self._is_read = True

    def _read(self, text: str) -> Iterator[None]:
        """Read what is new in `text`; until the last step the pieces are in no order."""
        head, middle, tail = self._kept(text)
        known: defaultdict[str, list[Piece]] = defaultdict(list)
        for piece in reversed(self._pieces[len(head) : len(self._pieces) - len(tail)]):
            known[piece.text].append(piece)
        self._of = None
        found: list[Piece] = []
        budget = _STEP
        for part in cut(middle.of(text)):
            if known.get(part):
                found.append(known[part].pop())
            else:
                found.append(self._take_in(part))
                budget -= len(part)
            if budget <= 0:
                budget = _STEP
                yield
        found = [*head, *found, *tail]
        kept = set(found)
        self._gone += [piece for piece in self._pieces if piece not in kept]
        self._number(found)
        self._of = text
        while self._gone:
            piece = self._gone.pop()
            self._leave_out(piece)
            budget -= len(piece.text)
            if budget <= 0:
                budget = _STEP
                yield

    def _kept(self, text: str) -> tuple[list[Piece], Span, list[Piece]]:
        """Give the pieces that begin and end both texts, and what of the new one stands between them.

        The pieces next to what changed are not among them: a cut depends on what stands on either side.
        """
        if self._of is None:
            return [], Span(0, len(text)), []
        change = change_between(self._of, text)
        starts = [piece.start for piece in self._pieces]
        head = self._pieces[: max(bisect_left(starts, change.start) - 2, 0)]
        tail = self._pieces[bisect_right(starts, change.end) + 1 :]
        start = head[-1].end if head else 0
        end = tail[0].start + change.shift if tail else len(text)
        return head, Span(start, end), tail

    def _take_in(self, part: str) -> Piece:
        piece = Piece(part, tuple(map(self._keys.__getitem__, WORD.findall(part))), hides=hides(part))
        self._pieces.append(piece)
        self._counts.update(piece.keys)
        for each in set(piece.keys):
            self._holding[each].add(piece)
        return piece

    def _leave_out(self, piece: Piece) -> None:
        for each, count in Counter(piece.keys).items():
            self._counts[each] -= count
            self._holding[each].discard(piece)

    def _number(self, pieces: list[Piece]) -> None:
        start = first = 0
        self._firsts = []
        for number, piece in enumerate(pieces):
            piece.number, piece.start, piece.first = number, start, first
            self._firsts.append(first)
            start += len(piece.text)
            first += len(piece.keys)
        self._pieces = pieces
        self._hiding = [piece for piece in pieces if piece.hides]
        self._length = first

    def _be_read(self) -> None:
        for _ in () if self._is_read else self.reading():
            pass

    @property
    def pieces(self) -> list[Piece]:
        """The pieces, in order."""
        self._be_read()
        return self._pieces

    @property
    def hiding(self) -> list[Piece]:
        """The pieces whose words may not be those of their folded text, in order."""
        self._be_read()
        return self._hiding

    def __len__(self) -> int:
        """How many words there are."""
        self._be_read()
        return self._length

    def count(self, of: str) -> int:
        """Give how many words have this key."""
        if not self._is_read:
            self._be_read()
        return self._counts.get(of, 0)

    def telling(self, of: Iterable[str]) -> dict[str, float]:
        """Give how much each key that stands in the text tells of a place: the logarithm of how rare it is."""
        self._be_read()
        counts, length = self._counts, self._length
        return {each: math.log(length / count) for each in set(of) if (count := counts.get(each))}

    def holding(self, of: str) -> list[Piece]:
        """Give the pieces that hold a word of this key, in order."""
        self._be_read()
        return sorted(self._holding.get(of, ()), key=_NUMBER)

    def numbers(self, of: str) -> list[int]:
        """Give the number of each word of this key, in order."""
        pieces = self.holding(of)
        more = self._counts.get(of, 0) - len(pieces)
        found: list[int] = []
        for piece in pieces:
            at = piece.keys.index(of)
            found.append(piece.first + at)
            # Few words stand twice in a paragraph; once all are found nothing more is searched.
            for _ in range(piece.keys.count(of) - 1 if more else 0):
                at = piece.keys.index(of, at + 1)
                found.append(piece.first + at)
                more -= 1
        return found

    def keys(self, first: int, end: int) -> list[str]:
        """Give the keys of the words from `first` up to `end`, `end` not included."""
        self._be_read()
        first = max(first, 0)
        at = self._piece(first)
        found = list(self._pieces[at].keys[first - self._firsts[at] : end - self._firsts[at]])
        while (at := at + 1) < len(self._pieces) and self._firsts[at] < end:
            found += self._pieces[at].keys[: end - self._firsts[at]]
        return found

    def word(self, number: int) -> Span:
        """Give where a word stands in the text."""
        self._be_read()
        piece = self._pieces[self._piece(number)]
        span = piece.spans[number - piece.first]
        return Span(piece.start + span.start, piece.start + span.end)

    def _piece(self, number: int) -> int:
        return max(bisect_right(self._firsts, number) - 1, 0)

    def span(self, first: int, last: int) -> Span:
        """Give the span from the word `first` to the word `last`, both included."""
        return Span(self.word(first).start, self.word(last).end)


# The quotes of one reply are looked for in one draft.
indexed = lru_cache(maxsize=2)(WordIndex)
