"""Owns how what the person says of an answer is kept: a vote, its giving up, what they found of a name.

Each is a row with an event of the chain that covers it. What was said is forgotten with its exchange; that somebody
voted, and for whom, is no text and stays.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from typing import Final

from friend.adapters.log import rows
from friend.adapters.log.chain import salted
from friend.record.own_word import OwnWord

COLUMNS: Final = "exchange, kind, about, choice, words, detail"

IS_OPENED: Final = (
    # Told once for all rows, from the few words to their exchanges: else each row would read the whole log.
    "coalesce(exchange.batch IN (SELECT voted.batch FROM own_word CROSS JOIN exchange AS voted "
    "ON voted.id = own_word.exchange WHERE own_word.kind IN ('vote', 'opened') AND voted.batch IS NOT NULL), 0)"
)
"""Whether it may be told who stands under the letters of `exchange`'s group."""


def digest_of(salt: bytes, word: OwnWord) -> str:
    """Give what the chain holds of it."""
    return salted(salt, dict(zip(COLUMNS.split(", "), astuple(word), strict=True)))


def keep(connection: sqlite3.Connection, word: OwnWord, salt: bytes, event: int) -> None:
    """Store it, within the transaction under way."""
    connection.execute(
        f"INSERT INTO own_word ({COLUMNS}, salt, event) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own names
        (*map(rows.stored, astuple(word)), salt, event),
    )


def about_leads(connection: sqlite3.Connection, exchanges: Sequence[str]) -> dict[str, OwnWord]:
    """Give what was said last of each lead of these exchanges, by the lead's id."""
    these = "exchange IN (SELECT value FROM json_each(?))"
    found = connection.execute(
        f"SELECT {COLUMNS} FROM own_word WHERE kind = 'lead' AND {these} ORDER BY id",  # noqa: S608 - our own names
        (json.dumps(list(exchanges)),),
    )
    words = (OwnWord(*map(str, map(rows.loaded, row))) for row in found)
    return {word.about: word for word in words}


def forget(connection: sqlite3.Connection, these: str) -> None:
    """Remove the words about these exchanges; `these` are their numbers as JSON. That there was a vote stays."""
    of_these = "WHERE exchange IN (SELECT id FROM exchange WHERE sequence IN (SELECT value FROM json_each(?)))"
    connection.execute(f"DELETE FROM own_word {of_these} AND kind = 'lead'", (these,))  # noqa: S608 - our own words
    connection.execute(f"UPDATE own_word SET words = '', salt = NULL {of_these}", (these,))  # noqa: S608


def changed(connection: sqlite3.Connection) -> Iterator[int]:
    """Give the rows that are not what the chain says was said, and those without a salt that nobody forgot."""
    found = connection.execute(
        "SELECT own_word.id, own_word.exchange, own_word.kind, about, choice, words, detail, own_word.salt, digest, "
        "exchange.forgotten_at IS NOT NULL FROM own_word "
        "LEFT JOIN event ON event.number = own_word.event AND event.exchange = own_word.exchange "
        "LEFT JOIN exchange ON exchange.id = own_word.exchange"
    )
    for number, *columns, salt, digest, forgotten in found.fetchall():
        if salt is None:
            is_sound = bool(forgotten) and not columns[4]
        else:
            is_sound = digest_of(salt, OwnWord(*map(str, map(rows.loaded, columns)))) == digest
        if not is_sound:
            yield int(number)
