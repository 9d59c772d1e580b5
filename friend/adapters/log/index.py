"""Owns what stands in the full-text index: for each exchange its question, its answer, and the draft's new words.

A paragraph's words are found under the question that first sent it. The index is made of the view `indexed`, and can be
made again from it.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from friend.adapters.log.opening import is_index_damage

_ROW: Final = "sequence, question, answer, draft FROM indexed WHERE sequence = ?"
_ADD: Final = f"INSERT INTO search (rowid, question, answer, draft) SELECT {_ROW}"
_TAKE: Final = f"INSERT INTO search (search, rowid, question, answer, draft) SELECT 'delete', {_ROW}"


def add(connection: sqlite3.Connection, sequence: int) -> None:
    """Index an exchange as its rows are now."""
    connection.execute(_ADD, (sequence,))


def take_out(connection: sqlite3.Connection, sequence: int) -> None:
    """Take an exchange out; its rows must be as they were when it was added."""
    connection.execute(_TAKE, (sequence,))


def make_again(connection: sqlite3.Connection) -> None:
    """Make the whole index again: it then holds what the rows hold, and not a word more."""
    connection.execute("INSERT INTO search (search) VALUES ('rebuild')")


def matches(connection: sqlite3.Connection) -> bool:
    """Tell whether the index holds exactly what the rows hold."""
    try:
        connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        if not is_index_damage(error):
            raise
        return False
    return True
