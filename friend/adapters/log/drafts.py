"""Owns the identity of drafts in the log: a number of their own, whatever their file is called now."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from typing import Final

from friend.adapters.log import rows, snapshots
from friend.adapters.log.chain import Value
from friend.record.identity import Likeness, likeness
from friend.text.blank_lines import pieces
from friend.text.draft import Draft

# So many drafts at most are looked at closely, those with most in common first.
_CANDIDATES: Final = 3
_SENT_IN: Final = (
    "SELECT exchange.draft, length(paragraph.text) FROM paragraph "
    "JOIN exchange ON exchange.sequence = paragraph.since WHERE paragraph.digest = ?"
)


def place_of(path: str) -> Value | bytes:
    """Give the path that a draft is known by: absolute, links resolved, as the log stores it."""
    return rows.stored(os.path.realpath(path))


def known_at(connection: sqlite3.Connection, path: str) -> int | None:
    """Give the draft whose file is at `path`."""
    found = connection.execute("SELECT id FROM draft WHERE path = ?", (place_of(path),)).fetchone()
    return int(found[0]) if found else None


def known(connection: sqlite3.Connection, draft: Draft) -> int | None:
    """Give the draft that this text is. One from standard input has no path; the very same text is the same draft."""
    if draft.path is not None:
        return known_at(connection, draft.path)
    found = connection.execute(
        "SELECT draft.id FROM exchange JOIN draft ON draft.id = exchange.draft "
        "JOIN snapshot ON snapshot.id = exchange.snapshot WHERE snapshot.digest = ? AND draft.path IS NULL",
        (draft.digest,),
    ).fetchone()
    return int(found[0]) if found else None


def begin(connection: sqlite3.Connection, path: str | None, at: str, snapshot: int) -> int:
    """Begin a draft, with its first version frozen; give its number."""
    where = None if path is None else place_of(path)
    statement = "INSERT INTO draft (path, first_at, first_snapshot) VALUES (?, ?, ?) RETURNING id"
    return int(connection.execute(statement, (where, at, snapshot)).fetchone()[0])


def newest_version(connection: sqlite3.Connection, draft: int) -> int | None:
    """Give the snapshot of the last question about a draft whose texts are there."""
    found = connection.execute(
        "SELECT snapshot FROM exchange WHERE draft = ? AND forgotten_at IS NULL ORDER BY sequence DESC LIMIT 1",
        (draft,),
    ).fetchone()
    return int(found[0]) if found else None


def resembling(connection: sqlite3.Connection, draft: Draft) -> Iterator[Likeness]:
    """Give the drafts that this one may be under a new name: their files are gone, their words are here."""
    if draft.path is None or known_at(connection, draft.path) is not None:
        return
    for found in alike(connection, draft):
        was = _path_of(connection, found.draft, apart_from=place_of(draft.path))
        # Where the old file is still there, this one is a copy: a text of its own.
        if was is not None and not os.path.lexists(was):
            yield found


def alike(connection: sqlite3.Connection, draft: Draft) -> Iterator[Likeness]:
    """Give the other drafts of the log that are most of what this one is, or the other way round.

    The path of one that came by standard input is empty.
    """
    own = None if draft.path is None else known_at(connection, draft.path)
    here = pieces(draft.text)
    shared: Counter[int] = Counter()
    for piece in here:
        for number, length in connection.execute(_SENT_IN, (snapshots.digest_of(piece),)):
            if number != own:
                shared[number] += length
    for number, _ in shared.most_common(_CANDIDATES):
        (was,) = connection.execute("SELECT path FROM draft WHERE id = ?", (number,)).fetchone()
        version = newest_version(connection, number)
        if version is None:
            continue
        there = pieces(snapshots.text_of(connection, version))
        found = likeness(number, str(rows.loaded(was) or ""), there, here)
        if found:
            yield found


def untold(connection: sqlite3.Connection) -> int:
    """Count the forgotten questions of which the log no longer knows which text they were about."""
    found = connection.execute(
        "SELECT count(*) FROM exchange JOIN draft ON draft.id = exchange.draft "
        "WHERE forgotten_at IS NOT NULL AND draft.path IS NULL"
    ).fetchone()
    return int(found[0])


def _path_of(connection: sqlite3.Connection, draft: int, *, apart_from: Value | bytes) -> str | None:
    """Give where a draft's file was, unless it has none or the person said that it is not the text at that path."""
    found = connection.execute(
        "SELECT path FROM draft WHERE id = ? AND path IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM another WHERE another.draft = draft.id AND another.path = ?)",
        (draft, apart_from),
    ).fetchone()
    return str(rows.loaded(found[0])) if found else None


def rename(connection: sqlite3.Connection, draft: int, path: str) -> None:
    """Write down where a draft's file is now."""
    connection.execute("UPDATE draft SET path = ? WHERE id = ?", (place_of(path), draft))


def tell_apart(connection: sqlite3.Connection, draft: int, path: str) -> None:
    """Write down that the file at `path` is another text."""
    connection.execute("INSERT OR IGNORE INTO another (path, draft) VALUES (?, ?)", (place_of(path), draft))
