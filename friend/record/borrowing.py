"""Owns which words of a draft a logged reply said first: found by an index of runs, then read and compared.

Words that the person had sent before that reply, in any draft or question, are the person's, and so is what a
suggestion kept of the words that it quoted. The paragraph is the unit: one that was looked at before costs nothing.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from typing import Final, Protocol

from friend.text.blank_lines import pieces
from friend.text.overlap import SHINGLE, Overlap, Said, kept_in, overlaps
from friend.text.shingles import hashes, pattern, runs
from friend.text.span import Span

# A letter of one Slavonic manuscript: the word that stands for what is not to be looked at.
_NOBODYS: Final = "ꙮ"
_ANY: Final = re.compile(r"[^\r\n]")
# Votes for a near stretch stand so many words apart at most, and as far apart, but for some four, in what was said.
_CLOSE: Final = 16
_BESIDE: Final = 2
_READ_REPLIES: Final = 1024
_SAYERS: Final = 8
_BETWEEN_WORDS: Final = re.compile(r"[\s—–]+")
_WRITTEN: Final = 5


@dataclass(frozen=True, slots=True)
class Breath:
    """Something said in one go: an answer's prose, a reason, or a suggestion's wording with the `quote` it is for."""

    text: str
    quote: str = ""


class WordIndex(Protocol):
    """The runs of words of all logged replies, each by where it was said first, and of what the person sent."""

    def exact(self, sixes: array[int], places: Iterable[int]) -> list[tuple[int, int]]:
        """Look at those `places` of `sixes` only; give those that a reply has, with where among the log's words."""
        ...

    def near(self, fours: array[int]) -> list[tuple[int, int]]:
        """Give, for each run of four that a reply has, its place in `fours` and its place among the log's words."""
        ...

    def reply_at(self, place: int) -> int:
        """Give the sequence number of the exchange whose reply has the word at that place."""
        ...

    def sent_by(self, fours: array[int], sequence: int) -> list[bool]:
        """Tell of each run of four whether the person had sent it by that question, in its draft or in its words."""
        ...


class Replies(Protocol):
    """What was said."""

    def said(self, sequences: Collection[int]) -> Mapping[int, Sequence[Breath]]:
        """Give what the replies with these sequence numbers said; a forgotten one said nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Borrowed:
    """Words of a text at `span` that the reply `sequence` said first, as `said`; see `overlap.Overlap`."""

    span: Span
    sequence: int
    said: str
    similarity: float
    exact: bool

    def moved(self, by: int) -> Borrowed:
        """Give it as it stands `by` code points further on."""
        return Borrowed(
            Span(self.span.start + by, self.span.end + by), self.sequence, self.said, self.similarity, self.exact
        )


@dataclass(frozen=True, slots=True)
class _Heard:
    """A breath as numbers; `own` tells which of its words were news, and is worked out where it is asked for."""

    text: str
    said: Said
    own: Callable[[], Sequence[bool]]


class Borrowing:
    """Looks for borrowed words; it remembers the paragraphs of the last text it looked at."""

    def __init__(self, index: WordIndex, replies: Replies) -> None:
        """Lean on an index and on the replies that it is of."""
        self._index = index
        self._replies = replies
        self._known: dict[str, tuple[Borrowed, ...]] = {}
        self._heard: dict[int, list[_Heard]] = {}

    def in_text(self, text: str) -> list[Borrowed]:
        """Give what is borrowed in a whole text, in order."""
        paragraphs = pieces(text)
        known = {piece: self._known[piece] for piece in paragraphs if piece in self._known}
        self._look_at([piece for piece in dict.fromkeys(paragraphs) if piece not in known], known)
        self._known = known
        found: list[Borrowed] = []
        start = 0
        for piece in paragraphs:
            found += [each.moved(start) for each in known[piece]]
            start += len(piece)
        return found

    def in_paragraph(self, text: str) -> tuple[Borrowed, ...]:
        """Give what is borrowed in one paragraph; nothing else is looked at."""
        found = self._known.get(text)
        if found is None:
            self._look_at([text], self._known)
            found = self._known[text]
        return found

    def sayers(self, words: str) -> list[int]:
        """Give the replies that have most runs of these words, at most eight."""
        found = self._index.near(runs(hashes(pattern(words).findall(words))).fours)
        votes = Counter(self._index.reply_at(place) for _, place in found)
        return [sequence for sequence, _ in votes.most_common(_SAYERS)]

    def _look_at(self, paragraphs: Sequence[str], known: dict[str, tuple[Borrowed, ...]]) -> None:
        """Look at many paragraphs in one sweep, and closely only at those where runs were found."""
        words: list[str] = []
        starts: list[int] = []
        find = pattern("".join(paragraphs)).findall
        for piece in paragraphs:
            starts.append(len(words))
            words += find(piece)
            words.append(_NOBODYS)
            known[piece] = ()
        suspects = self._suspects(hashes(words), starts)
        self._read({each for some in suspects.values() for each in some})
        for number, sequences in suspects.items():
            known[paragraphs[number]] = self._closely(paragraphs[number], sorted(sequences))

    def _suspects(self, hashed: array[int], starts: list[int]) -> dict[int, set[int]]:
        """Give, by paragraph, the replies that may have said something of it."""
        found: dict[int, set[int]] = {}

        def note(place: int, said: int) -> None:
            found.setdefault(bisect_right(starts, place) - 1, set()).add(self._index.reply_at(said))

        every = runs(hashed)
        near = self._index.near(every.fours)
        places = {place for place, _ in near}
        for place, said in self._index.exact(
            every.sixes, [place for place in places if place + 1 in places and place + 2 in places]
        ):
            note(place, said)
        # Votes on one diagonal, or nearly: as far from each other here as there, and over more than a few words.
        begun: dict[int, tuple[int, int]] = {}
        for place, said in near:
            diagonal = (said - place) >> _BESIDE
            first = place
            for beside in (diagonal, diagonal - 1, diagonal + 1):
                before = begun.get(beside)
                if before and place - before[1] <= _CLOSE:
                    first = min(first, before[0])
            if place - first >= SHINGLE:
                note(place, said)
            begun[diagonal] = first, place
        return found

    def _closely(self, piece: str, sequences: Iterable[int]) -> tuple[Borrowed, ...]:
        """Compare one paragraph with what these replies said: the longest stretch counts, of two the first said."""
        spans = [match.span() for match in pattern(piece).finditer(piece)]
        hashed = hashes([piece[start:end] for start, end in spans])
        fours = runs(hashed).fours
        found: list[tuple[Overlap, int, _Heard]] = [
            (overlap, sequence, heard)
            for sequence in sequences
            for heard in self._heard.get(sequence, ())
            for overlap in overlaps(hashed, fours, heard.said, heard.own)
        ]
        found.sort(key=lambda each: (each[0].start - each[0].end, each[1]))
        kept: list[tuple[Overlap, Borrowed]] = []
        for overlap, sequence, heard in found:
            if all(overlap.end <= other.start or other.end <= overlap.start for other, _ in kept):
                span = Span(spans[overlap.start][0], spans[overlap.end - 1][1])
                if len(_BETWEEN_WORDS.split(span.of(piece))) < _WRITTEN:
                    continue  # the parts of an address or of a file's name are no words of anybody's
                said = _words(heard.text, overlap.said_start, overlap.said_end)
                kept.append((overlap, Borrowed(span, sequence, said, overlap.similarity, overlap.exact)))
        return tuple(each for _, each in sorted(kept, key=lambda each: each[0].start))

    def _read(self, sequences: Collection[int]) -> None:
        wanted = [each for each in sequences if each not in self._heard]
        if len(self._heard) > _READ_REPLIES:
            self._heard = {each: self._heard[each] for each in sequences if each in self._heard}
        for sequence, said in self._replies.said(wanted).items():
            self._heard[sequence] = [self._hear(each, sequence) for each in said]

    def _hear(self, breath: Breath, sequence: int) -> _Heard:
        said = Said(hashes(pattern(breath.text).findall(breath.text)))
        return _Heard(breath.text, said, cache(partial(self._own, breath.quote, said, sequence)))

    def _own(self, quote: str, said: Said, sequence: int) -> list[bool]:
        own = [True] * len(said.hashed)
        for place, is_sent in enumerate(self._index.sent_by(said.fours, sequence)):
            if is_sent:
                own[place : place + SHINGLE] = [False] * SHINGLE
        if quote:
            kept = kept_in(hashes(pattern(quote).findall(quote)), said.hashed)
            own = [is_own and not is_kept for is_own, is_kept in zip(own, kept, strict=True)]
        return own


def without(text: str, spans: Iterable[Span]) -> str:
    """Give a text of the same length and lines in which nobody said what stands at `spans`."""
    for span in spans:
        text = text[: span.start] + _ANY.sub(_NOBODYS, span.of(text)) + text[span.end :]
    return text


def _words(text: str, first: int, end: int) -> str:
    spans = [match.span() for match in islice(pattern(text).finditer(text), first, end)]
    return text[spans[0][0] : spans[-1][1]]
