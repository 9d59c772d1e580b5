"""Owns the log as the rest of friend knows it: what is asked, answered and decided is committed before it counts.

Each event is one transaction with its rows and its link of the chain, so that two writers keep one chain.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, TypeVar

from friend.adapters.clock import SystemClock
from friend.adapters.log import (
    drafts,
    forgetting,
    index,
    leads,
    own_words,
    reading,
    rows,
    search,
    snapshots,
    verdicts,
    verifying,
    voting,
)
from friend.adapters.log.appending import append, insert
from friend.adapters.log.chain import FIRST_PREVIOUS, Kind, Value, salted
from friend.adapters.log.held import WAIT_S, DamagedError, HeldLog, IndexDamagedError
from friend.adapters.log.verifying import Finding
from friend.asking.suggestion import State
from friend.page_ports import Clock, LogError
from friend.record.exchange import Exchange
from friend.record.identity import Likeness
from friend.record.own_word import OwnWord
from friend.record.verdict import Verdict
from friend.record.votes import Round
from friend.record.wanted import EVERYTHING, Entry, Hit, Wanted
from friend.text.draft import Draft

_SALT_BYTES: Final = 16
Done = TypeVar("Done")


class SqliteLog(HeldLog):
    """The log in one SQLite file. It implements `ports.ExchangeLog` and `ports.LogReader`."""

    def __init__(self, path: Path, clock: Clock | None = None, wait_s: float = WAIT_S) -> None:
        """Name the file. `wait_s` is how long another program's lock is waited for, in seconds."""
        super().__init__(path, wait_s)
        self._clock = clock or SystemClock()
        self._last: snapshots.Version | None = None

    def close(self) -> None:
        """Let go of the file, so that SQLite folds its journal into it."""
        super().close()
        self._last = None

    # What happens to an exchange

    def asked(self, exchange: Exchange, draft: Draft) -> int:
        """Commit the intent, with the draft as it is sent; give the sequence number. Raises LogError.

        The first question about a draft freezes its first version. A log that proves damaged is set aside, so that it
        does not stop anybody from asking.
        """
        try:
            return self._mended(lambda: self._asked(exchange, draft))
        except DamagedError as error:
            self.set_aside(error.what)
            return self._asked(exchange, draft)

    def answered(self, exchange: Exchange) -> None:
        """Commit what came of it. Raises LogError."""
        self._mended(lambda: self._answered(exchange))

    def decided(self, suggestion_id: str, state: State) -> None:
        """Commit what the person decided about a suggestion; the same is not said twice. Raises LogError."""
        with self.writing() as connection:
            found = connection.execute(
                "SELECT suggestion.state, exchange.id FROM suggestion JOIN exchange USING (sequence) "
                "WHERE suggestion.id = ?",
                (rows.stored(suggestion_id),),
            ).fetchone()
            if not found:
                raise LogError(f"the log knows no suggestion {suggestion_id}")
            if found[0] == state:
                return
            connection.execute("UPDATE suggestion SET state = ? WHERE id = ?", (state, rows.stored(suggestion_id)))
            self._append(connection, "decided", found[1], suggestion=suggestion_id, state=state)

    def judged(self, verdict: Verdict) -> None:
        """Commit what the person decided about words that a check found. Raises LogError."""
        salt = os.urandom(_SALT_BYTES)
        with self.writing() as connection:
            event = self._append(connection, "decided", verdict.exchange, digest=verdicts.digest_of(salt, verdict))
            verdicts.keep(connection, verdict, salt, event)

    def said(self, *words: OwnWord) -> None:
        """Commit what the person says of answers, all of it or nothing. Raises LogError."""
        with self.writing() as connection:
            for word in words:
                salt = os.urandom(_SALT_BYTES)
                event = self._append(connection, "decided", word.exchange, digest=own_words.digest_of(salt, word))
                own_words.keep(connection, word, salt, event)

    def votes(self) -> Sequence[Round]:
        """Give every blind round that the person voted on, oldest first. Raises LogError."""
        with self.reading() as connection:
            return voting.rounds(connection)

    def of_group(self, group: str) -> Sequence[Exchange]:
        """Give the exchanges of one group, in the order of asking. Raises LogError."""
        with self.reading() as connection:
            return reading.exchanges(connection, "WHERE exchange.batch = ? ORDER BY exchange.sequence", group)

    def verdicts(self) -> Sequence[Verdict]:
        """Give all decisions about found words, oldest first. Raises LogError."""
        with self.reading() as connection:
            return verdicts.every(connection)

    def forget(self, sequences: Sequence[int]) -> None:
        """Remove the texts of these exchanges for good, and leave that they were; an old forgetting is done again.

        Raises LogError; where it says that traces are left, they go when the same is asked again.
        """
        now = self._clock.now().isoformat()
        with self.writing() as connection:
            for sequence in sequences:
                name, forgotten = connection.execute(
                    "SELECT id, forgotten_at FROM exchange WHERE sequence = ?", (sequence,)
                ).fetchone()
                if forgotten is None:
                    self._append(connection, "forgotten", name, at=now)
            forgetting.forget(connection, sequences, now)
        again = "they are forgotten, but traces of them may be left in the file; say the same again"
        try:
            with self.reading() as connection:
                wiped = forgetting.wipe(connection)
        except LogError as error:
            raise LogError(f"{again} when this is mended: {error}") from error
        if not wiped:
            raise LogError(f"{again} when no other program reads the log {self._path}")

    # What was

    def find(self, name: str) -> Exchange:
        """Find by id, unique prefix of four letters or more, `last`, `last~N` or log number.

        Raises LookupError, saying what there is, and LogError.
        """
        with self.reading() as connection:
            sequence = reading.sequence_of(connection, name.strip())
            return reading.exchanges(connection, "WHERE exchange.sequence = ?", sequence)[0]

    def recent(self, limit: int) -> Sequence[Exchange]:
        """Give the newest exchanges, newest first. Raises LogError."""
        with self.reading() as connection:
            return reading.exchanges(connection, "ORDER BY exchange.sequence DESC LIMIT ?", limit)

    def about(self, path: str) -> Sequence[Exchange]:
        """Give the exchanges about the draft at `path` (absolute), oldest first. Raises LogError."""
        with self.reading() as connection:
            where = "WHERE exchange.draft = ? ORDER BY exchange.sequence"
            return reading.exchanges(connection, where, drafts.known_at(connection, path))

    def open_about(self, path: str) -> Sequence[tuple[Exchange, str]]:
        """Give those of `about` that have an open suggestion, each with the draft as it was sent. Raises LogError.

        What it costs does not grow with what was asked and is done with.
        """
        with self.reading() as connection:
            where = (
                "WHERE exchange.draft = ? AND EXISTS (SELECT 1 FROM suggestion "
                "WHERE suggestion.sequence = exchange.sequence AND state = 'open') ORDER BY exchange.sequence"
            )
            found = reading.exchanges(connection, where, drafts.known_at(connection, path))
            return [(each, self.draft_as_sent(str(each.id))) for each in found]

    def thread(self, exchange_id: str) -> Sequence[Exchange]:
        """Give the exchange with that id and those that it goes on from, oldest first. Raises LogError."""
        with self.reading() as connection:
            return reading.thread(connection, exchange_id)

    def threads(self, exchange_ids: Sequence[str]) -> Sequence[Exchange]:
        """Give these exchanges and all that goes on from them, or that they go on from, oldest first.

        Raises LogError.
        """
        with self.reading() as connection:
            return reading.threads(connection, exchange_ids)

    def draft_as_sent(self, exchange_id: str) -> str:
        """Give the text of the draft as it was when that question was asked; empty once it was forgotten.

        Raises LookupError and LogError.
        """
        with self.reading() as connection:
            found = connection.execute(
                "SELECT snapshot, forgotten_at FROM exchange WHERE id = ?", (exchange_id,)
            ).fetchone()
            if not found:
                raise LookupError(f"there is no exchange {exchange_id} in the log")
            if found[1] is not None:
                return ""
            return snapshots.text_of(connection, found[0])

    def entries(self, wanted: Wanted = EVERYTHING, limit: int = 20, before: int | None = None) -> Sequence[Entry]:
        """Give the newest exchanges that are wanted, newest first. Raises LogError.

        For the next page, `before` is the last entry's sequence number.
        """
        with self.reading() as connection:
            return search.entries(connection, wanted, limit, before)

    def search(
        self,
        words: str,
        wanted: Wanted = EVERYTHING,
        limit: int = 20,
        before: int | None = None,
        *,
        by_rank: bool = False,
    ) -> Sequence[Hit]:
        """Give the exchanges that hold all the words in question, answer or draft, newest or best match first.

        Accents and case do not count; "words in quotes" stand together, word* is any that begins so. Paging is as for
        `entries`, newest first. Raises ValueError where there is no word, and LogError.
        """
        return self._mended(lambda: self._search(words, wanted, limit, before, by_rank=by_rank))

    def every(self, wanted: Wanted = EVERYTHING) -> Iterator[Exchange]:
        """Give all the exchanges that are wanted, oldest first, a page at a time. Raises LogError."""
        with self.reading() as connection:
            sequences = search.sequences(connection, wanted)
        for start in range(0, len(sequences), reading.PAGE):
            with self.reading() as connection:
                page = reading.listed(connection, sequences[start : start + reading.PAGE])
            yield from page

    def findings(self) -> Sequence[Finding]:
        """Compare the texts, the digests, the index and the chain; give what does not agree. Raises LogError."""
        with self.reading() as connection:
            self.check_writable()
            return list(verifying.findings(connection))

    def chain_end(self) -> tuple[int, str]:
        """Give how many events the chain has, and the hash of the last; whoever keeps it elsewhere can compare it."""
        with self.reading() as connection:
            found = connection.execute("SELECT number, hash FROM event ORDER BY number DESC LIMIT 1").fetchone()
            return found or (0, FIRST_PREVIOUS)

    # Which text it is

    def resembling(self, draft: Draft) -> Sequence[Likeness]:
        """Give the drafts of the log that this one may be under a new name; none where its path is known."""
        with self.reading() as connection:
            return list(drafts.resembling(connection, draft))

    def alike(self, draft: Draft) -> Sequence[Likeness]:
        """Give the other drafts of the log that share most of their words with this one. Raises LogError."""
        with self.reading() as connection:
            return list(drafts.alike(connection, draft))

    def untold(self) -> int:
        """Count the forgotten questions of which it is not known any more which text they were about."""
        with self.reading() as connection:
            return drafts.untold(connection)

    def renamed(self, draft: int, path: str) -> None:
        """Take the file at `path` for this draft from now on. Raises LogError."""
        with self.writing() as connection:
            drafts.rename(connection, draft, path)

    def told_apart(self, draft: int, path: str) -> None:
        """Never take the file at `path` for this draft again. Raises LogError."""
        with self.writing() as connection:
            drafts.tell_apart(connection, draft, path)

    def _mended(self, work: Callable[[], Done]) -> Done:
        """Do something, with the search index made again where it proves to be broken: it must not stop anybody."""
        try:
            return work()
        except IndexDamagedError:
            with self.writing() as connection:
                index.make_again(connection)
            self.notes.append("the search index of the log was damaged; it has been made again")
            return work()

    def _search(self, words: str, wanted: Wanted, limit: int, before: int | None, *, by_rank: bool) -> Sequence[Hit]:
        with self.reading() as connection:
            return search.search(connection, words, wanted, limit, before, by_rank=by_rank)

    def _asked(self, exchange: Exchange, draft: Draft) -> int:
        if exchange.id is None:
            raise ValueError("an exchange needs an id before its intent is logged")
        row = rows.asked_row(exchange)
        salt = os.urandom(_SALT_BYTES)
        with self.writing() as connection:
            (sequence,) = connection.execute("SELECT coalesce(max(sequence), 0) + 1 FROM exchange").fetchone()
            known = drafts.known(connection, draft)
            version = snapshots.keep(connection, draft, self._base(connection, known), sequence)
            if known is None:
                known = drafts.begin(connection, draft.path, str(row["asked_at"]), version.snapshot)
            # All of a text would be kept twice: it is in the snapshot.
            whole = exchange.passage.whole and exchange.passage.span.of(draft.text) == exchange.passage.text
            kept: dict[str, Value | bytes] = {
                "sequence": sequence,
                "draft": known,
                "snapshot": version.snapshot,
                "salt": salt,
                **row,
                "passage": None if whole else row["passage"],
            }
            insert(connection, "exchange", kept)
            index.add(connection, sequence)
            digest = salted(salt, rows.asked_record(row))
            self._append(connection, "asked", exchange.id, digest=digest, at=str(row["asked_at"]))
        self._last = version
        return int(sequence)

    def _base(self, connection: sqlite3.Connection, draft: int | None) -> snapshots.Version | None:
        """Give the version of the last question about a draft; not read again where this process wrote it."""
        newest = None if draft is None else drafts.newest_version(connection, draft)
        if newest is None or (self._last and self._last.snapshot == newest):
            return self._last if newest else None
        try:
            return snapshots.version(connection, newest)
        except snapshots.IncompleteError:
            # Somebody edited it: the next version is written out, and verifying names the one before.
            return None

    def _answered(self, exchange: Exchange) -> None:
        answer = rows.answered_row(exchange)
        suggestions = [rows.suggestion_row(each, number) for number, each in enumerate(exchange.suggestions, start=1)]
        named = [leads.row_of(each, number) for number, each in enumerate(exchange.leads, start=1)]
        with self.writing() as connection:
            found = connection.execute("SELECT sequence, salt FROM exchange WHERE id = ?", (exchange.id,)).fetchone()
            if not found:
                raise LogError(f"the question {exchange.id} is not in the log, so its answer cannot be")
            sequence, salt = found
            if salt is None:
                raise LogError(f"the question {exchange.id} was forgotten meanwhile, so its answer is not kept")
            index.take_out(connection, sequence)
            insert(connection, "answer", {"sequence": sequence, **answer})
            for row in suggestions:
                insert(connection, "suggestion", {"sequence": sequence, **row, "state": row["first_state"]})
            for row in named:
                insert(connection, "lead", {"sequence": sequence, **row})
            index.add(connection, sequence)
            digest = salted(salt, rows.answered_record(answer, suggestions) | leads.record(named))
            self._append(connection, "answered", str(exchange.id), digest=digest)

    def _append(
        self, connection: sqlite3.Connection, kind: Kind, exchange: str, *, at: str | None = None, **more: str | None
    ) -> int:
        """Append an event, now where no time is given."""
        return append(connection, kind, exchange, at or self._clock.now().isoformat(), **more)
