"""Owns the one open connection to the log: who may use it when, and how it is said what goes wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Final

from friend.adapters.log import opening
from friend.adapters.log.snapshots import IncompleteError
from friend.ports import LogError

WAIT_S: Final = 5.0


class DamagedError(LogError):
    """The file is broken: writing to it can never work again."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}; the next question moves it aside and begins a new one")
        self.what = what


class IndexDamagedError(LogError):
    """The file is sound and the search index in it is not; it can be made again."""


class HeldLog:
    """The log's file, opened at the first use. It may be used from several threads, one at a time.

    `notes` holds what the person should be told about it.
    """

    def __init__(self, path: Path, wait_s: float = WAIT_S) -> None:
        """Name the file. `wait_s` is how long another program's lock is waited for, in seconds."""
        self.notes: list[str] = []
        self._path = path
        self._wait_s = wait_s
        self._lock = RLock()
        self._opened: opening.Opened | None = None

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._path

    def close(self) -> None:
        """Let go of the file, so that SQLite folds its journal into it."""
        with self._lock:
            if self._opened:
                self._opened.connection.close()
            self._opened = None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the one transaction that may write: all of it is committed, or nothing. Raises LogError."""
        with self.reading() as connection:
            self.check_writable()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def check_writable(self) -> None:
        """Refuse what only the friend that knows this schema may do. Raises LogError."""
        if self._opened and self._opened.newer:
            wrote = f"a newer friend wrote the log {self._path} (schema {self._opened.newer})"
            raise LogError(f"{wrote}: this one only reads it. Get the newer friend, or set FRIEND_DATA elsewhere")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Hold the open file, and say in words what goes wrong with it. Raises LogError."""
        with self._lock:
            try:
                yield self._connection()
            except sqlite3.Error as error:
                raise self._said(error) from error
            except IncompleteError as error:
                raise LogError(f"{error}; `friend log verify` says what else is wrong") from error

    def set_aside(self, why: str) -> None:
        """Move the broken file away, so that the next use begins a new one."""
        with self._lock:
            inode = self._opened.inode if self._opened else 0
            self.close()
            note = opening.set_aside(self._path, inode, why)
            if note:
                self.notes.append(note)

    def _connection(self) -> sqlite3.Connection:
        if self._opened is None:
            try:
                self._opened = opening.open_log(self._path, self._wait_s)
            except OSError as error:
                raise LogError(f"the log {self._path} cannot be opened: {error.strerror}") from error
            if self._opened.note:
                self.notes.append(self._opened.note)
        return self._opened.connection

    def _said(self, error: sqlite3.Error) -> LogError:
        if opening.is_index_damage(error):
            return IndexDamagedError(f"the search index in the log {self._path} is damaged ({error})")
        if opening.is_damage(error):
            return DamagedError(f"the log {self._path} is damaged ({error})")
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
