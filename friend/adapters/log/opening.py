"""Owns how the log's file is opened: for its owner alone, durable, and never at the cost of what is in it.

A file that is damaged or no log is moved aside; one that a newer friend wrote is only read.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from friend.adapters.log.migrations import NEWEST, migrate, version_of

_PRIVATE: Final = 0o600
_OTHERS: Final = 0o077
_COMPANIONS: Final = ("", "-wal", "-shm", "-journal")
_DAMAGED: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_PAUSE_S: Final = 0.02


@dataclass(frozen=True, slots=True)
class Opened:
    """An open log: the file with that `inode`.

    `newer` is the schema's number where only a newer friend may write; `note` is for the person.
    """

    connection: sqlite3.Connection
    inode: int
    newer: int | None = None
    note: str | None = None


def open_log(path: Path, wait_s: float) -> Opened:
    """Open or begin the log at `path`. Raises sqlite3.Error and OSError; a lock is waited for `wait_s` seconds."""
    _make_private(path)
    inode = path.stat().st_ino
    try:
        return _open(path, wait_s)
    except _NotALogError as error:
        note = set_aside(path, inode, f"the log was damaged or no log at all ({error})")
    _make_private(path)
    return replace(_open(path, wait_s), note=note)


def is_damage(error: sqlite3.Error) -> bool:
    """Tell whether the file is broken, rather than held, full, not ours, or sound with a broken index."""
    return primary_code(error) in _DAMAGED and not is_index_damage(error)


def is_index_damage(error: sqlite3.Error) -> bool:
    """Tell whether only the search index is broken, which is made of the rest."""
    return getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_CORRUPT_VTAB


def primary_code(error: sqlite3.Error) -> int:
    """Give SQLite's own number for an error, without its refinements; 0 where it has none."""
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def set_aside(path: Path, inode: int, why: str) -> str | None:
    """Move a broken log and its companions away under a name of their own, and give a note that says so.

    Where the file is no longer the one with that `inode`, another process did it already: None.
    """
    if not path.exists() or path.stat().st_ino != inode:
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    aside = path.with_name(f"{path.stem}.damaged-{stamp}-{inode}{path.suffix}")
    for companion in _COMPANIONS:
        source = Path(f"{path}{companion}")
        if source.exists():
            source.rename(f"{aside}{companion}")
    return f"{why}; it is kept as {aside}, and a new one was begun"


class _NotALogError(Exception):
    """What is there cannot be used as a log."""


def _make_private(path: Path) -> None:
    """Make the file, or see that nobody else may read it; SQLite gives its companions the same mode.

    It is never opened here: to close it would drop the locks of another connection of this process.
    """
    if not path.exists():
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _PRIVATE))
    for companion in _COMPANIONS:
        each = Path(f"{path}{companion}")
        if each.is_file() and stat.S_IMODE(each.stat().st_mode) & _OTHERS:
            each.chmod(_PRIVATE)


def _open(path: Path, wait_s: float) -> Opened:
    connection = sqlite3.connect(path, timeout=wait_s, isolation_level=None, check_same_thread=False)
    try:
        version = version_of(connection)
        if version > NEWEST:
            connection.close()
            address = f"{path.absolute().as_uri()}?mode=ro"
            connection = sqlite3.connect(
                address, uri=True, timeout=wait_s, isolation_level=None, check_same_thread=False
            )
            return Opened(connection, path.stat().st_ino, version)
        _recognise(connection, version)
        _prepare(connection, wait_s)
    except sqlite3.Error as error:
        connection.close()
        if is_damage(error):
            raise _NotALogError(str(error)) from error
        raise
    except BaseException:
        connection.close()
        raise
    return Opened(connection, path.stat().st_ino)


def _recognise(connection: sqlite3.Connection, version: int) -> None:
    """Look at what every question reads, the last link and the last exchange, before anything is written."""
    if version == 0:
        if connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            raise _NotALogError("another program's database")
        return
    try:
        connection.execute("SELECT hash FROM event ORDER BY number DESC LIMIT 1").fetchone()
        connection.execute("SELECT id FROM exchange ORDER BY sequence DESC LIMIT 1").fetchone()
    except sqlite3.OperationalError as error:
        # Only here: a migration that cannot be taken leaves a sound log, which stays where it is.
        if primary_code(error) == sqlite3.SQLITE_ERROR:
            raise _NotALogError(str(error)) from error
        raise


def _prepare(connection: sqlite3.Connection, wait_s: float) -> None:
    _into_wal(connection, wait_s)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    # Nothing of the log is ever written outside its folder.
    connection.execute("PRAGMA temp_store = MEMORY")
    migrate(connection)


def _into_wal(connection: sqlite3.Connection, wait_s: float) -> None:
    """Two processes that begin a log at once: SQLite does not wait here by itself."""
    deadline = time.monotonic() + wait_s
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if primary_code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE_S)
        else:
            return
