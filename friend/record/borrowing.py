"""Owns which words of a draft a logged reply said first: found by an index of runs, then read and compared.

Words that the person had sent before that reply, in any draft or question, are the person's, and so is what a
suggestion kept of the words that it quoted. The paragraph is the unit: one that was looked at before costs nothing.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import Final, Protocol

from friend.text.blank_lines import pieces
from friend.text.mended import kept_in, only_mends
from friend.text.names import count_with_names
from friend.text.overlap import EXACT, PHRASE, SHINGLE, Overlap, Said, overlaps
from friend.text.shingles import LANE, Counted, Runs, hashes, lanes, pairs, runs, runs_of_four
from friend.text.span import Span

# A letter of one Slavonic manuscript: the word that stands for what is not to be looked at.
_NOBODYS: Final = "ꙮ"
_BETWEEN: Final = lanes(_NOBODYS)
_ANY: Final = re.compile(r"[^\r\n]")
# Votes for a near stretch stand so many words apart at most, and as far apart, but for some four, in what was said.
_CLOSE: Final = 16
_BESIDE: Final = 2
_READ_REPLIES: Final = 1024
# Paragraphs whose replies are read in one go.
_TOGETHER: Final = 100
# Words before the first vote and after the last that are compared too.
_ROUND: Final = 64
# Code points that are looked at in one go, in a few milliseconds.
_SWEEP: Final = 50_000
_SAYERS: Final = 8
# A run of four that a paragraph has at a word, and at which word of something said.
_Vote = tuple[int, int]
_BETWEEN_WORDS: Final = re.compile(r"[\s—–]+")


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

    def near(self, fours: array[int]) -> dict[int, int]:
        """Give, for each run of four that a reply has, its place in `fours`, in order, and that among the log's words.

        The latter is `~place`, below 0, for a run that so many replies may have that it tells nothing.
        """
        ...

    def reply_at(self, place: int) -> int:
        """Give the sequence number of the exchange whose reply has the word at that place."""
        ...

    def begins(self, place: int) -> int:
        """Give the place of the first word of what was said in one go and has the word at that place."""
        ...

    def are_common(self, twos: array[int]) -> list[bool]:
        """Tell of each pair of words whether very many replies have it."""
        ...

    def sent_by(self, fours: array[int], sequence: int) -> list[bool]:
        """Tell of each run of four whether the person had sent it by that question, in its draft or in its words."""
        ...


class Replies(Protocol):
    """What was said."""

    def said(self, sequences: Collection[int]) -> Mapping[int, Sequence[Breath]]:
        """Give what the replies with these sequence numbers said; a forgotten one said nothing."""
        ...

    def asked_about(self, sequence: int) -> str:
        """Give the passage that a question was about; "" where that is longer than `mended.LONGEST`."""
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
class _Suspect:
    """A paragraph, the hashes of its words and of its runs of four, and its votes by where what was said begins."""

    piece: str
    hashed: array[int]
    fours: array[int]
    sources: Mapping[int, list[_Vote]]


class Borrowing:
    """Looks for borrowed words; it remembers the paragraphs of the last text it looked at."""

    def __init__(self, index: WordIndex, replies: Replies) -> None:
        """Lean on an index and on the replies that it is of."""
        self._index = index
        self._replies = replies
        self._known: dict[str, tuple[Borrowed, ...]] = {}
        self._heard: dict[int, Sequence[Breath]] = {}

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
        found = self._index.near(runs_of_four(hashes(words)))
        votes = Counter(self._index.reply_at(max(place, ~place)) for place in found.values())
        return [sequence for sequence, _ in votes.most_common(_SAYERS)]

    def _look_at(self, paragraphs: Sequence[str], known: dict[str, tuple[Borrowed, ...]]) -> None:
        """Look at many paragraphs in sweeps: none is so long that a thread beside this one would wait for it.

        One kind of work after the other, and what each leans on stays near: that is quicker than all of it in turns.
        """
        known.update(dict.fromkeys(paragraphs, ()))
        hashed = list(map(lanes, paragraphs))
        suspects: list[_Suspect] = []
        begun = length = 0
        for number, piece in enumerate(paragraphs, start=1):
            length += len(piece)
            if length >= _SWEEP or number == len(paragraphs):
                suspects += self._suspects(paragraphs[begun:number], hashed[begun:number])
                begun, length = number, 0
        for start in range(0, len(suspects), _TOGETHER):
            some = suspects[start : start + _TOGETHER]
            self._read({self._index.reply_at(source) for each in some for source in each.sources})
            for each in some:
                known[each.piece] = self._closely(each)

    def _suspects(self, paragraphs: Sequence[str], every_lane: Sequence[bytes]) -> Iterator[_Suspect]:
        """Give the paragraphs that have runs in common with something said."""
        hashed = array("Q", _BETWEEN.join(every_lane))
        starts = list(accumulate((len(each) // LANE + 1 for each in every_lane), initial=0))
        every = runs(hashed)
        for number, sources in self._votes(hashed, every, starts).items():
            first, end = starts[number], starts[number + 1] - 1
            fours = every.fours[first : max(first, end - SHINGLE + 1)]
            yield _Suspect(paragraphs[number], hashed[first:end], fours, sources)

    def _votes(self, hashed: array[int], every: Runs, starts: list[int]) -> dict[int, dict[int, list[_Vote]]]:
        """Give, by paragraph and by where among the log's words something said begins, the runs that both may have."""
        found: dict[int, dict[int, list[_Vote]]] = {}

        def note(place: int, said: int) -> None:
            number = bisect_right(starts, place) - 1
            source = self._index.begins(said)
            found.setdefault(number, {}).setdefault(source, []).append((place - starts[number], said - source))

        near = self._index.near(every.fours)
        exact = dict(self._index.exact(every.sixes, [each for each in near if each + 1 in near and each + 2 in near]))
        for place, said in exact.items():
            # Most chance ones are common phrases: these are told here, and nothing is read for them.
            if place - 1 in exact or place + 1 in exact or not self._is_phrase(hashed[place : place + EXACT]):
                note(place, said)
        # Votes on one diagonal, or nearly: as far from each other here as there, and over more than a few words.
        begun: dict[int, tuple[int, int]] = {}
        get = begun.get
        for place, said in near.items():
            if said < 0:
                continue
            diagonal = (said - place) >> _BESIDE
            first = place
            for beside in (diagonal, diagonal - 1, diagonal + 1):
                before = get(beside)
                if before and place - before[1] <= _CLOSE and before[0] < first:
                    first = before[0]
            if place - first >= SHINGLE:
                note(place, said)
            begun[diagonal] = first, place
        return found

    def _closely(self, suspect: _Suspect) -> tuple[Borrowed, ...]:
        """Compare one paragraph with what was said: the longest stretch counts, of two the first said."""
        hashed, fours = suspect.hashed, suspect.fours
        found: list[tuple[Overlap, int, _Window]] = []
        for source, votes in suspect.sources.items():
            sequence = self._index.reply_at(source)
            for breath in self._heard.get(sequence, ()):
                window = _window(breath, hashed, votes)
                if window is None:
                    continue
                own = partial(self._own, breath, window.said, sequence)
                news = overlaps(hashed, fours, window.said, own)
                if news and not breath.quote:
                    about = self._replies.asked_about(sequence)
                    news = [each for each in news if not only_mends(window.place_of(each).of(breath.text), about)]
                found += [(each, sequence, window) for each in news]
        if not found:
            return ()
        found.sort(key=lambda each: (each[0].start - each[0].end, each[1]))
        kept: list[tuple[Overlap, Borrowed]] = []
        words = Counted(suspect.piece, max(overlap.end for overlap, _, _ in found))
        for overlap, sequence, window in found:
            if all(overlap.end <= other.start or other.end <= overlap.start for other, _ in kept):
                span = words.place_of(overlap.start, overlap.end - 1)
                said = window.place_of(overlap)
                if self._is_nobodys(hashed[overlap.start : overlap.end], span.of(suspect.piece), window.text, said):
                    continue
                kept.append(
                    (overlap, Borrowed(span, sequence, said.of(window.text), overlap.similarity, overlap.exact))
                )
        return tuple(each for _, each in sorted(kept, key=lambda each: each[0].start))

    def _is_nobodys(self, hashed: array[int], words: str, text: str, said: Span) -> bool:
        """Tell whether these words are an address, a common phrase, or a name with little round it."""
        fewest = min(EXACT, len(hashed))
        if len(_BETWEEN_WORDS.split(words)) < fewest:
            return True  # the parts of an address or of a file's name are no words of anybody's
        return self._is_phrase(hashed) or (len(hashed) <= PHRASE and count_with_names(text, said) < fewest)

    def _is_phrase(self, hashed: array[int]) -> bool:
        """Tell whether a short run is of pairs of words that very many replies have: it is a common phrase."""
        return len(hashed) <= PHRASE and all(self._index.are_common(pairs(hashed)))

    def _read(self, sequences: Collection[int]) -> None:
        wanted = [each for each in sequences if each not in self._heard]
        if len(self._heard) > _READ_REPLIES:
            self._heard = {each: self._heard[each] for each in sequences if each in self._heard}
        self._heard.update(self._replies.said(wanted))

    def _own(self, breath: Breath, said: Said, sequence: int, first: int, end: int) -> list[bool]:
        own = [True] * len(said.hashed)
        first = max(0, first - SHINGLE + 1)
        for place, is_sent in enumerate(self._index.sent_by(said.fours[first:end], sequence), start=first):
            if is_sent:
                own[place : place + SHINGLE] = [False] * SHINGLE
        if breath.quote:
            kept = kept_in(breath.quote, breath.text)
            own = [is_own and not is_kept for is_own, is_kept in zip(own, kept, strict=True)]
        return own


@dataclass(frozen=True, slots=True)
class _Window:
    """The words of something said round the votes, as numbers; `first` is the first of them in the whole."""

    text: str
    words: Counted
    first: int
    said: Said

    def place_of(self, overlap: Overlap) -> Span:
        """Give where the words that both have stand in the text."""
        return self.words.place_of(self.first + overlap.said_start, self.first + overlap.said_end - 1)


def _window(breath: Breath, here: array[int], votes: Sequence[_Vote]) -> _Window | None:
    """Give what is to be compared of a breath; None where it is not the one that the votes are about.

    What a wording kept of its quote is only told by all of it; of anything else the words round the votes are enough.
    """
    at = [said for _, said in votes]
    end = None if breath.quote else max(at) + _ROUND
    words = Counted(breath.text, end)
    place, said = votes[0]
    there = words.hashed[said : said + SHINGLE]
    if len(there) < SHINGLE or there != here[place : place + SHINGLE]:
        return None
    first = 0 if breath.quote else max(0, min(at) - _ROUND)
    return _Window(breath.text, words, first, Said(words.hashed[first:end]))


def without(text: str, spans: Iterable[Span]) -> str:
    """Give a text of the same length and lines in which nobody said what stands at `spans`."""
    for span in spans:
        text = text[: span.start] + _ANY.sub(_NOBODYS, span.of(text)) + text[span.end :]
    return text
