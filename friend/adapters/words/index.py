"""Owns the index in use: the mapped file, what was added since, and when the one becomes part of the other.

It implements `record.borrowing.WordIndex`. Adding a text appends one frame; nothing is sorted then. When the tail has
grown to an eighth of the whole, all is made again.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import time
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from stat import S_ISREG
from typing import Final

from friend.adapters import atomic
from friend.adapters.words import layout
from friend.adapters.words.layout import SAID, Base, Entry, Reached
from friend.adapters.words.table import Swept, Table, swept, table_of
from friend.text.shingles import pairs, runs

_PRIVATE: Final = 0o600
_WAIT_S: Final = 0.02
_MARK_BYTES: Final = 8
_SMALLEST_TAIL: Final = 50_000
_TAIL_SHARE: Final = 8
_FEWEST: Final = 20
_ONE_IN: Final = 125
# Beside the place of a run of four: it is made up of common pairs alone. No log has two thousand million words.
_COMMON: Final = 1 << 31


class _Sources:
    """The replies one after the other: at which word each begins, and which it is."""

    def __init__(self, words: int = 0) -> None:
        self.starts: array[int] = array("Q")
        self.sequences: array[int] = array("I")
        self.words = words

    def begin(self, entry: Entry) -> int:
        """Begin a reply; give the place of its first word."""
        place = self.words
        self.starts.append(place)
        self.sequences.append(entry.sequence)
        self.words += len(entry.texts[0])
        return place


class _Tail:
    """What was added since the base was written, in memory: where each run was said first, and when it was sent."""

    def __init__(self, words: int) -> None:
        self.exact: dict[int, int] = {}
        self.near: dict[int, int] = {}
        self.sent: dict[int, int] = {}
        self.pairs: Counter[int] = Counter()
        self.sources = _Sources(words)

    def take(self, entry: Entry) -> None:
        """Take an entry in. A run that is there keeps its first place."""
        if entry.kind != SAID:
            for run in runs(entry.texts[0]).fours:
                self.sent.setdefault(run, entry.sequence)
            return
        place = self.sources.begin(entry)
        self.pairs.update(set(pairs(entry.texts[0])))
        for table, news in zip((self.exact, self.near), _news(entry, place), strict=True):
            for run, at in news:
                table.setdefault(run, at)


class _Gathered:
    """All of it, in flat arrays: a dict of millions of runs would take a gigabyte."""

    def __init__(self) -> None:
        self.sixes, self.fours, self.sent = array("Q"), array("Q"), array("Q")
        self.sixes_at, self.fours_at, self.sent_at = array("I"), array("I"), array("I")
        self.twos = array("Q")
        self.pairs: Counter[int] = Counter()
        self.sources = _Sources()

    def take(self, entry: Entry) -> None:
        """Take an entry in."""
        if entry.kind != SAID:
            fours = runs(entry.texts[0]).fours
            self.sent += fours
            self.sent_at += array("I", [entry.sequence]) * len(fours)
            return
        place = self.sources.begin(entry)
        twos = pairs(entry.texts[0])
        self.pairs.update(set(twos))
        self.twos += twos
        self.twos.extend([0] * (len(entry.texts[0]) - len(twos)))
        tables = ((self.sixes, self.sixes_at), (self.fours, self.fours_at))
        for (found, at), news in zip(tables, _news(entry, place), strict=True):
            for run, there in news:
                found.append(run)
                at.append(there)

    def placed_fours(self) -> Iterator[tuple[int, int]]:
        """Give the runs of four with their places; those that only common pairs make up are marked."""
        least = _least_common(len(self.sources.starts))
        common = [self.pairs[pair] >= least for pair in self.twos] + [False] * 2
        for run, at in zip(self.fours, self.fours_at, strict=True):
            yield run, at | _COMMON if common[at] and common[at + 1] and common[at + 2] else at


def _news(entry: Entry, place: int) -> tuple[Iterable[tuple[int, int]], Iterable[tuple[int, int]]]:
    """Give the runs of six and of four with their places. What a wording kept of the words it quotes is no news."""
    text, *quotes = entry.texts
    found = runs(text)
    sixes, fours = zip(found.sixes, count(place)), zip(found.fours, count(place))
    if not quotes:
        return sixes, fours
    known = runs(quotes[0])
    old_sixes, old_fours = set(known.sixes), set(known.fours)
    return (
        [each for each in sixes if each[0] not in old_sixes],
        [each for each in fours if each[0] not in old_fours],
    )


class WordFile:
    """The index in a folder. Open it, let it catch up with the log (see `catching_up`), then ask it."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; nothing is read before `opened`."""
        self._base_path = folder / "words.index"
        self._tail_path = folder / "words.tail"
        self._base = _empty(Reached())
        self._tail = _Tail(0)
        self._length = 0
        self._mapped: tuple[int, int, int] | None = None
        self._is_given_up = False
        self.reached = Reached()

    def give_up(self) -> None:
        """Let nobody wait for the files any more: whoever does gets a BlockingIOError."""
        self._is_given_up = True

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the files, and read what is whole in them; another process waits. Raises OSError."""
        descriptor = os.open(self._tail_path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, _PRIVATE)
        try:
            self._lock(descriptor)
            self._read(descriptor)
            yield
        except OSError as error:
            # A write that failed names no file.
            error.filename = error.filename or str(self._base_path)
            raise
        finally:
            os.close(descriptor)

    def add(self, entries: Iterable[Entry]) -> None:
        """Add texts at the end, within `held`. What was cut off at the end before is written over. Raises OSError."""
        data = bytearray()
        new = list(entries)
        for number, entry in enumerate(new, start=1):
            # Only the last one says how far it goes: of a tail that was cut off, the rest is added again.
            data += layout.frame(entry if number == len(new) else replace(entry, reached=self.reached))
        with self._tail_path.open("r+b") as file:
            file.truncate(self._length)
            file.seek(self._length)
            file.write(data)
        # Only what is on disk is known here: of a write that failed, all is added again.
        for entry in new:
            self._tail.take(entry)
        if new:
            self.reached = new[-1].reached
        self._length += len(data)

    def make_again(self, entries: Iterable[Entry], reached: Reached) -> None:
        """Make all of it of these texts, within `held`. Raises OSError."""
        gathered = _Gathered()
        for entry in entries:
            gathered.take(entry)
        self.reached = reached
        self._write(
            table_of(zip(gathered.sixes, gathered.sixes_at, strict=True)),
            swept(table_of(gathered.placed_fours())),
            swept(table_of(zip(gathered.sent, gathered.sent_at, strict=True))),
            table_of(gathered.pairs.items()),
            gathered.sources,
        )

    @property
    def has_long_tail(self) -> bool:
        """Tell whether the tail has grown long."""
        return len(self._tail.near) + len(self._tail.sent) > max(_SMALLEST_TAIL, self._base.words // _TAIL_SHARE)

    def discard(self) -> None:
        """Remove what is on disk. Raises OSError."""
        for path in (self._base_path, self._tail_path):
            path.unlink(missing_ok=True)
        atomic.sweep(self._base_path, 0)

    # record.borrowing.WordIndex

    def exact(self, sixes: array[int], places: Iterable[int]) -> list[tuple[int, int]]:
        """Give those of these `places` of `sixes` that a reply has, with their places among the log's words."""
        asked = [(place, sixes[place]) for place in places if place < len(sixes)]
        found = list(self._base.exact.among(asked))
        more = self._tail.exact
        if more:
            known = {place for place, _ in found}
            found += [(place, more[run]) for place, run in asked if run in more and place not in known]
        return found

    def near(self, fours: array[int]) -> dict[int, int]:
        """Give the runs of four that a reply has, in order: place in `fours`, and place among the log's words.

        For one that is made up of common pairs alone it is `~place`: it says nothing of where the rest comes from.
        """
        hits = {place: ~(said ^ _COMMON) if said & _COMMON else said for place, said in self._base.near.hits(fours)}
        more = self._tail.near
        if not more:
            return hits
        news = {place: more[run] for place, run in enumerate(fours) if run in more and place not in hits}
        return dict(sorted((hits | news).items())) if news else hits

    def reply_at(self, place: int) -> int:
        """Give the sequence number of the exchange whose reply has the word at `place`."""
        of = self._base if place < self._base.words else self._tail.sources
        return of.sequences[bisect_right(of.starts, place) - 1]

    def begins(self, place: int) -> int:
        """Give the place of the first word of what was said in one go and has the word at `place`."""
        of = self._base if place < self._base.words else self._tail.sources
        return of.starts[bisect_right(of.starts, place) - 1]

    def are_common(self, twos: array[int]) -> list[bool]:
        """Tell of each pair of words whether one source in 125 has it, and twenty at least."""
        least = _least_common(len(self._base.starts) + len(self._tail.sources.starts))
        return [(self._base.pairs.get(pair) or 0) + self._tail.pairs[pair] >= least for pair in twos]

    def sent_by(self, fours: array[int], sequence: int) -> list[bool]:
        """Tell of each run of four whether the person had sent it by the question `sequence`."""
        sent = [False] * len(fours)
        for place, by in self._base.sent.hits(fours):
            sent[place] = by <= sequence
        more = self._tail.sent
        if more:
            sent = [was or more.get(run, sequence + 1) <= sequence for was, run in zip(sent, fours, strict=True)]
        return sent

    def _lock(self, descriptor: int) -> None:
        """Wait for other processes: one may be reading all of a long log."""
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if self._is_given_up:
                    raise
                time.sleep(_WAIT_S)
            else:
                return

    def _read(self, descriptor: int) -> None:
        """Read the base where it is another one, and of its tail what was not read yet."""
        found = self._mapped_base()
        base = found or _empty(Reached())
        mark = os.pread(descriptor, _MARK_BYTES, 0)
        size = os.fstat(descriptor).st_size
        if base is not self._base or mark != base.mark or size < self._length:
            self._base, self._tail, self.reached = base, _Tail(base.words), base.reached
            self._length = _MARK_BYTES
        if mark != base.mark or not found:
            # It belongs to another base, or to none.
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, base.mark, 0)
            return
        known = self._length
        for entry, end in layout.frames(os.pread(descriptor, size - known, known)):
            self._tail.take(entry)
            self.reached = entry.reached
            self._length = known + end

    def _mapped_base(self) -> Base | None:
        """Map the file, and check it, where it is not the one that is mapped already."""
        try:
            stat = self._base_path.stat()
        except OSError:
            return None
        if not S_ISREG(stat.st_mode):
            return None
        mark = stat.st_ino, stat.st_size, stat.st_mtime_ns
        if mark == self._mapped:
            return self._base
        found = layout.mapped(self._base_path)
        self._mapped = mark if found else None
        return found

    def _write(self, exact: Table, near: Swept, sent: Swept, twos: Table, sources: _Sources) -> None:
        mark = secrets.token_bytes(_MARK_BYTES)
        made = Base(mark, self.reached, sources.words, exact, near, sent, twos, sources.starts, sources.sequences)
        self._base, self._tail = made, _Tail(made.words)
        data = layout.written(made)
        self._base_path.unlink(missing_ok=True)
        # Nobody else writes it now: what lies there is of one who was killed.
        atomic.sweep(self._base_path, 0)
        atomic.create(self._base_path, data, _PRIVATE)
        with self._tail_path.open("r+b") as file:
            file.truncate(0)
            file.write(made.mark)
        self._length = _MARK_BYTES


def _least_common(sources: int) -> int:
    """Give how many of so many sources must have a pair of words that is common."""
    return max(_FEWEST, sources // _ONE_IN)


def _empty(reached: Reached) -> Base:
    nothing = table_of(())
    none, words = swept(nothing), (array("Q"), array("I"))
    return Base(bytes(_MARK_BYTES), reached, 0, nothing, none, none, nothing, *words)
