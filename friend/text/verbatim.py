"""Owns where words stand in a text as they are written, or but for what a careless copy changes (normalise.py).

A place counts only where it begins and ends between words and graphemes: "art" does not stand in "party". Where the
text's index is read, only the pieces that hold the rarest of the words are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from friend.text.normalise import Folded, fold
from friend.text.pieces import Piece
from friend.text.selector import CONTEXT, Selector
from friend.text.span import Span
from friend.text.tokens import cuts_a_word
from friend.text.word_index import WordIndex
from friend.text.words import WORD, key

# A whole word between blanks: it is a word of its own wherever these words stand.
_WHOLE: Final = re.compile(r"(?<=\s)[^\W_]++(?=[,.;:!?]?\s)")
# With more pieces to look at than this, the text is searched from end to end.
_FEW: Final = 200
_MANY: Final = 4_000

_folded = lru_cache(maxsize=2)(fold)


@dataclass(frozen=True, slots=True)
class Words:
    """What is searched for, with what stood around it; a quote has no context."""

    words: str
    prefix: str = ""
    suffix: str = ""

    @property
    def needed(self) -> int:
        """How many code points, words and context together, must agree before a place is believed."""
        return min(CONTEXT, len(self.words) + len(self.prefix) + len(self.suffix))

    def folded(self) -> Words:
        """Give the same without what a careless copy changes, and without outer white space; perhaps nothing."""
        folded = fold(self.prefix + self.words + self.suffix)
        start = folded.place(len(self.prefix))
        end = folded.place(len(self.prefix) + len(self.words))
        words = folded.text[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        return Words(folded.text[start:end], folded.text[:start], folded.text[max(start, end) :])

    def fits(self, text: str, span: Span) -> bool:
        """Tell whether `span` cuts a word only where these words did so before."""
        return self._may_cut(text, span.start, self.prefix + self.words, len(self.prefix)) and self._may_cut(
            text, span.end, self.words + self.suffix, len(self.words)
        )

    @staticmethod
    def _may_cut(text: str, offset: int, here: str, cut: int) -> bool:
        return not cuts_a_word(text, offset) or cuts_a_word(here, cut)

    def agreement(self, text: str, span: Span) -> int:
        """Count the code points around `span` that agree with the context, without a gap."""
        before = text[max(0, span.start - len(self.prefix)) : span.start]
        after = text[span.end : span.end + len(self.suffix)]
        return _in_common(before[::-1], self.prefix[::-1]) + _in_common(after, self.suffix)


def words_of(selector: Selector) -> Words:
    """Give the words of a remembered place, with their context."""
    return Words(selector.exact, selector.prefix, selector.suffix)


@dataclass(frozen=True, slots=True)
class Loosely:
    """A place in a folded text: `place` there, `span` in the text itself."""

    folded: str
    place: Span
    span: Span


def _in_common(left: str, right: str) -> int:
    for count, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return count
    return min(len(left), len(right))


def as_written(index: WordIndex, words: Words) -> Iterator[Span]:
    """Give each place where the words stand as they are written, in order."""
    text = index.text
    pilot = _pilot(index, words.words) if index.is_read else None
    pieces = index.holding(pilot[1]) if pilot else []
    if not pilot or len(pieces) > _FEW:
        at = text.find(words.words)
        while at >= 0:
            span = Span(at, at + len(words.words))
            if words.fits(text, span):
                yield span
            at = text.find(words.words, at + 1)
        return
    for piece in pieces:
        for found in _each(piece.text, pilot[0]):
            at = piece.start + found - pilot[2]
            if at >= 0 and text.startswith(words.words, at):
                span = Span(at, at + len(words.words))
                if words.fits(text, span):
                    yield span


def loosely(index: WordIndex, words: Words) -> Iterator[Loosely]:
    """Give each place of folded words, in order and in any case of the first letter.

    `words` come from `Words.folded`, and there is at least one character of them.
    """
    pilot = _pilot(index, words.words)
    if pilot is None:
        yield from _in(_folded(index.text), words, 0)
        return
    windows: dict[tuple[int, int], Folded] = {}
    hiding = {piece.number: piece for piece in index.hiding}
    pieces = hiding | {piece.number: piece for piece in index.holding(pilot[1])}
    for number in sorted(pieces):
        piece = pieces[number]
        for found in _each(piece.folded.text, pilot[0]):
            yield from _at(index, piece, words, found - pilot[2], windows)


def _at(
    index: WordIndex, piece: Piece, words: Words, at: int, windows: dict[tuple[int, int], Folded]
) -> Iterator[Loosely]:
    """Give the place at `at` of the folded piece, if the words stand there; they may begin before it and end after it.

    `windows` keeps what was folded over several pieces, by their numbers.
    """
    folded, end = piece.folded, at + len(words.words)
    if not _alike(folded.text, words.words, at):
        return
    if at >= len(words.prefix) and end + len(words.suffix) <= len(folded.text):
        yield from _fitting(folded, words, Span(at, end), piece.start)
    else:
        yield from _over_pieces(index, piece, words, at, windows)


def _over_pieces(
    index: WordIndex, piece: Piece, words: Words, at: int, windows: dict[tuple[int, int], Folded]
) -> Iterator[Loosely]:
    """Give the place at `at` of the folded piece, where it or its context reaches over the piece."""
    first = last = piece.number
    over = at + len(words.words) + len(words.suffix) - len(piece.folded.text)
    while at < len(words.prefix) and first:
        first -= 1
        at += len(index.pieces[first].folded.text)
    while over > 0 and last + 1 < len(index.pieces):
        last += 1
        over -= len(index.pieces[last].folded.text)
    if at < 0 or over > len(words.suffix):
        return
    start = index.pieces[first].start
    if first == last:
        wider = piece.folded
    elif (first, last) in windows:
        wider = windows[first, last]
    else:
        wider = windows[first, last] = fold(index.text[start : index.pieces[last].end])
    end = at + len(words.words)
    if end <= len(wider.text) and _alike(wider.text, words.words, at):
        yield from _fitting(wider, words, Span(at, end), start)


def _in(folded: Folded, words: Words, start: int) -> Iterator[Loosely]:
    """Give the places in a folded text that comes from `start` on."""
    rest = words.words[1:]
    for found in _each(folded.text, rest) if rest else _each_of(folded.text, words.words):
        at = found - 1 if rest else found
        if at >= 0 and _alike(folded.text, words.words, at):
            yield from _fitting(folded, words, Span(at, at + len(words.words)), start)


def _fitting(folded: Folded, words: Words, place: Span, start: int) -> Iterator[Loosely]:
    if words.fits(folded.text, place) and not folded.splits(place.start) and not folded.splits(place.end):
        span = folded.original(place.start, place.end)
        yield Loosely(folded.text, place, Span(start + span.start, start + span.end))


def _alike(text: str, words: str, at: int) -> bool:
    """Tell whether the words stand at `at`, as far as the text reaches; the case of their first letter is free."""
    if at < 0:
        return text.startswith(words[-at : len(text) - at])
    return text[at] in {words[0], words[0].swapcase()} and text[at + 1 : at + len(words)] == words[1 : len(text) - at]


def _each(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _each_of(text: str, letter: str) -> Iterator[int]:
    """Give where a letter stands, in either case."""
    cases = {letter, letter.swapcase()}
    return (at for at, char in enumerate(text) if char in cases)


def _pilot(index: WordIndex, words: str) -> tuple[str, str, int] | None:
    """Give the rarest whole word within these words: as it is written, its key, and where it stands in them.

    None where there is none, and for words so many that comparing them in every place would take long.
    """
    if len(words) > _MANY:
        return None
    best: tuple[str, str, int] | None = None
    least = 0
    for match in _WHOLE.finditer(words):
        written = match.group()
        of = key(written)
        count = index.count(of)
        if (best is None or count < least) and WORD.fullmatch(written):
            best, least = (written, of, match.start()), count
    return best
