"""Owns the log as the rest of friend knows it: what is asked, answered and decided is committed before it counts.

Each event is one transaction with its rows and its link of the chain, so that two writers keep one chain.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Final

from friend.adapters.clock import SystemClock
from friend.adapters.log import opening, reading, rows, snapshots
from friend.adapters.log.chain import FIRST_PREVIOUS, Event, Kind, Value, link, salted
from friend.asking.suggestion import State
from friend.ports import Clock, LogError
from friend.record.exchange import Exchange
from friend.text.draft import Draft

_SALT_BYTES: Final = 16
_WAIT_S: Final = 5.0


class SqliteLog:
    """The log in one SQLite file, opened at the first use. It implements `ports.ExchangeLog`.

    It may be used from several threads, one at a time. `notes` holds what the person should be told about it.
    """

    def __init__(self, path: Path, clock: Clock | None = None, wait_s: float = _WAIT_S) -> None:
        """Name the file. `wait_s` is how long another program's lock is waited for, in seconds."""
        self.notes: list[str] = []
        self._path = path
        self._clock = clock or SystemClock()
        self._wait_s = wait_s
        self._lock = RLock()
        self._opened: opening.Opened | None = None

    def asked(self, exchange: Exchange, draft: Draft) -> int:
        """Commit the intent, with the draft as it is sent; give the sequence number. Raises LogError.

        The first question about a draft freezes its first version. A log that proves damaged is set aside, so that it
        does not stop anybody from asking.
        """
        try:
            return self._asked(exchange, draft)
        except _DamagedError as error:
            self._set_aside(error.what)
            return self._asked(exchange, draft)

    def answered(self, exchange: Exchange) -> None:
        """Commit what came of it. Raises LogError."""
        answer = rows.answered_row(exchange)
        suggestions = [rows.suggestion_row(each, number) for number, each in enumerate(exchange.suggestions, start=1)]
        with self._writing() as connection:
            found = connection.execute("SELECT sequence, salt FROM exchange WHERE id = ?", (exchange.id,)).fetchone()
            if not found:
                raise LogError(f"the question {exchange.id} is not in the log, so its answer cannot be")
            sequence, salt = found
            _insert(connection, "answer", {"sequence": sequence, **answer})
            for row in suggestions:
                _insert(connection, "suggestion", {"sequence": sequence, **row, "state": row["first_state"]})
            digest = salted(salt, rows.answered_record(answer, suggestions))
            self._append(connection, "answered", str(exchange.id), digest=digest)

    def decided(self, suggestion_id: str, state: State) -> None:
        """Commit what the person decided about a suggestion; the same is not said twice. Raises LogError."""
        with self._writing() as connection:
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

    def find(self, name: str) -> Exchange:
        """Find by id, unique prefix of four letters or more, `last`, `last~N` or log number.

        Raises LookupError, saying what there is, and LogError.
        """
        with self._reading() as connection:
            sequence = reading.sequence_of(connection, name.strip())
            return reading.exchanges(connection, "WHERE exchange.sequence = ?", sequence)[0]

    def recent(self, limit: int) -> Sequence[Exchange]:
        """Give the newest exchanges, newest first. Raises LogError."""
        with self._reading() as connection:
            return reading.exchanges(connection, "ORDER BY exchange.sequence DESC LIMIT ?", limit)

    def about(self, path: str) -> Sequence[Exchange]:
        """Give the exchanges about the draft at `path` (absolute), oldest first. Raises LogError."""
        with self._reading() as connection:
            where = "WHERE exchange.draft = (SELECT id FROM draft WHERE path = ?) ORDER BY exchange.sequence"
            return reading.exchanges(connection, where, rows.stored(os.path.realpath(path)))

    def draft_as_sent(self, exchange_id: str) -> str:
        """Give the text of the draft as it was when that question was asked. Raises LookupError and LogError."""
        with self._reading() as connection:
            found = connection.execute("SELECT snapshot FROM exchange WHERE id = ?", (exchange_id,)).fetchone()
            if not found:
                raise LookupError(f"there is no exchange {exchange_id} in the log")
            return snapshots.text_of(connection, found[0])

    def close(self) -> None:
        """Let go of the file, so that SQLite folds its journal into it."""
        with self._lock:
            if self._opened:
                self._opened.connection.close()
            self._opened = None

    def _asked(self, exchange: Exchange, draft: Draft) -> int:
        if exchange.id is None:
            raise ValueError("an exchange needs an id before its intent is logged")
        row = rows.asked_row(exchange)
        salt = os.urandom(_SALT_BYTES)
        with self._writing() as connection:
            snapshot = snapshots.keep(connection, draft)
            (sequence,) = connection.execute("SELECT coalesce(max(sequence), 0) + 1 FROM exchange").fetchone()
            # All of a text would be kept twice: it is in the snapshot.
            known = exchange.passage.whole and exchange.passage.span.of(draft.text) == exchange.passage.text
            kept: dict[str, Value | bytes] = {
                "sequence": sequence,
                "draft": _draft(connection, draft.path, snapshot, str(row["asked_at"])),
                "snapshot": snapshot,
                "salt": salt,
                **row,
                "passage": None if known else row["passage"],
            }
            _insert(connection, "exchange", kept)
            self._append(
                connection, "asked", exchange.id, digest=salted(salt, rows.asked_record(row)), at=str(row["asked_at"])
            )
            return int(sequence)

    def _append(
        self,
        connection: sqlite3.Connection,
        kind: Kind,
        exchange: str,
        *,
        digest: str | None = None,
        at: str | None = None,
        suggestion: str | None = None,
        state: State | None = None,
    ) -> None:
        last = connection.execute("SELECT number, hash FROM event ORDER BY number DESC LIMIT 1").fetchone()
        number, previous = last or (0, FIRST_PREVIOUS)
        event = Event(number + 1, kind, exchange, at or self._clock.now().isoformat(), suggestion, state, digest)
        values = {name: getattr(event, name) for name in event.__slots__}
        _insert(connection, "event", values | {"hash": link(previous, event)})

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the one transaction that may write: all of it is committed, or nothing."""
        with self._reading() as connection:
            if self._opened and self._opened.newer:
                wrote = f"a newer friend wrote the log {self._path} (schema {self._opened.newer})"
                raise LogError(f"{wrote}: this one only reads it. Get the newer friend, or set FRIEND_DATA elsewhere")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """Hold the open file, and say in words what goes wrong with it."""
        with self._lock:
            try:
                yield self._connection()
            except sqlite3.Error as error:
                raise self._said(error) from error

    def _connection(self) -> sqlite3.Connection:
        if self._opened is None:
            try:
                self._opened = opening.open_log(self._path, self._wait_s)
            except OSError as error:
                raise LogError(f"the log {self._path} cannot be opened: {error.strerror}") from error
            if self._opened.note:
                self.notes.append(self._opened.note)
        return self._opened.connection

    def _set_aside(self, why: str) -> None:
        with self._lock:
            inode = self._opened.inode if self._opened else 0
            self.close()
            note = opening.set_aside(self._path, inode, why)
            if note:
                self.notes.append(note)

    def _said(self, error: sqlite3.Error) -> LogError:
        if opening.is_damage(error):
            return _DamagedError(f"the log {self._path} is damaged ({error})")
        match opening.primary_code(error):
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                why = (
                    f"another program holds the log {self._path} (waited {self._wait_s:g} s); try again when it is done"
                )
            case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
                why = f"the log {self._path} cannot grow ({error}); make room on the disk and try again"
            case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
                why = f"the log {self._path} may not be written ({error}); check who owns it and its folder"
            case _:
                why = f"the log {self._path} did not take it ({error})"
        return LogError(why)


class _DamagedError(LogError):
    """The file is broken: writing to it can never work again."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}; the next question moves it aside and begins a new one")
        self.what = what


def _insert(connection: sqlite3.Connection, table: str, values: Mapping[str, Value | bytes]) -> None:
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" * len(values))
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - our own names
    connection.execute(statement, [rows.stored(value) for value in values.values()])


def _draft(connection: sqlite3.Connection, path: str | None, snapshot: int, at: str) -> int:
    """Give the draft's identity, and begin one, with its first version frozen, where it has none.

    A text from standard input has no path to be known by; the very same text is the same draft.
    """
    where = None if path is None else rows.stored(os.path.realpath(path))
    if where is None:
        found = connection.execute(
            "SELECT draft.id FROM exchange JOIN draft ON draft.id = exchange.draft "
            "WHERE exchange.snapshot = ? AND draft.path IS NULL",
            (snapshot,),
        ).fetchone()
    else:
        found = connection.execute("SELECT id FROM draft WHERE path = ?", (where,)).fetchone()
    if not found:
        statement = "INSERT INTO draft (path, first_at, first_snapshot) VALUES (?, ?, ?) RETURNING id"
        found = connection.execute(statement, (where, at, snapshot)).fetchone()
    return int(found[0])
