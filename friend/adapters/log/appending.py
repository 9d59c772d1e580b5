"""Owns how an event is put at the end of the chain, and a row into a table, within the transaction under way."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from friend.adapters.log import rows
from friend.adapters.log.chain import FIRST_PREVIOUS, Event, Kind, Value, link


def append(
    connection: sqlite3.Connection,
    kind: Kind,
    exchange: str,
    at: str,
    *,
    digest: str | None = None,
    suggestion: str | None = None,
    state: str | None = None,
) -> int:
    """Append an event, bound to the one before it; give its number. `at` is UTC in ISO 8601."""
    last = connection.execute("SELECT number, hash FROM event ORDER BY number DESC LIMIT 1").fetchone()
    number, previous = last or (0, FIRST_PREVIOUS)
    event = Event(number + 1, kind, exchange, at, suggestion, state, digest)
    values = {name: getattr(event, name) for name in event.__slots__}
    insert(connection, "event", values | {"hash": link(previous, event)})
    return event.number


def insert(connection: sqlite3.Connection, table: str, values: Mapping[str, Value | bytes]) -> None:
    """Insert a row."""
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" * len(values))
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - our own names
    connection.execute(statement, [rows.stored(value) for value in values.values()])
