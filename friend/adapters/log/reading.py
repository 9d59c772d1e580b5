"""Owns how an exchange is found by what people call it, and read with its suggestions in two statements."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from friend.adapters.log import leads, own_words, rows, snapshots
from friend.adapters.log.chain import Value
from friend.asking.lead import Lead
from friend.record.blind import shown
from friend.record.exchange import Exchange

PAGE: Final = 200
_SHORTEST_PREFIX: Final = 4
_CANDIDATES: Final = 5
_LAST: Final = re.compile(r"last(?:~(?P<back>[0-9]{1,9}))?")
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,17}")
_COLUMNS: Final = ", ".join(
    [
        "exchange.sequence",
        "exchange.snapshot",
        "exchange.forgotten_at",
        f"exchange.letter IS NOT NULL AND {own_words.IS_OPENED}",
        *(f"exchange.{name}" for name in rows.ASKED),
        *(f"answer.{name}" for name in rows.ANSWERED),
    ]
)
_SELECT: Final = f"SELECT {_COLUMNS} FROM exchange LEFT JOIN answer USING (sequence)"  # noqa: S608 - our own names
_SUGGESTED: Final = ", ".join(f'"{name}"' for name in rows.SUGGESTED)


def sequence_of(connection: sqlite3.Connection, name: str) -> int:
    """Give the log number of the exchange that `name` means. Raises LookupError."""
    last = _LAST.fullmatch(name)
    if last:
        back = int(last["back"] or 0)
        order = "SELECT sequence FROM exchange ORDER BY sequence DESC LIMIT 1 OFFSET ?"
        found = connection.execute(order, (back,)).fetchall()
    else:
        found = connection.execute("SELECT sequence FROM exchange WHERE id = ?", (rows.stored(name),)).fetchall()
    if not found and _NUMBER.fullmatch(name):
        found = connection.execute("SELECT sequence FROM exchange WHERE sequence = ?", (int(name),)).fetchall()
    if not found and not last and len(name) >= _SHORTEST_PREFIX and name.isascii():
        prefix = name.upper()
        found = connection.execute(
            "SELECT sequence, id FROM exchange WHERE id >= ? AND id < ? ORDER BY sequence DESC LIMIT ?",
            (prefix, prefix + "\U0010ffff", _CANDIDATES + 1),
        ).fetchall()
    if len(found) > 1:
        some = ", ".join(str(row[1]) for row in found[:_CANDIDATES])
        more = ", …" if len(found) > _CANDIDATES else ""
        raise LookupError(f"{name} may be any of {some}{more}: give more of its letters")
    if not found:
        raise LookupError(_nothing_called(connection, name))
    return int(found[0][0])


def _nothing_called(connection: sqlite3.Connection, name: str) -> str:
    count, newest = connection.execute("SELECT count(*), max(sequence) FROM exchange").fetchone()
    if not count:
        return "the log is empty: nothing was asked yet"
    return f"there is no exchange {name}; the log holds {count}, the newest is number {newest}"


def exchanges(connection: sqlite3.Connection, rest: str, value: Value | bytes) -> list[Exchange]:
    """Read exchanges with their suggestions: two statements, however many there are."""
    found = connection.execute(f"{_SELECT} {rest}", (value,)).fetchall()
    advice = _suggestions(connection, [row[0] for row in found])
    named = leads.of(connection, [row[0] for row in found])
    texts: dict[int, str] = {}
    told = (_exchange(connection, row, advice.get(row[0], []), texts) for row in found)
    return [_as_it_may_be_told(each, named.get(row[0], ()), row[3]) for each, row in zip(told, found, strict=True)]


def _as_it_may_be_told(exchange: Exchange, named: tuple[Lead, ...], opened: Value | bytes) -> Exchange:
    """Keep who stands under a letter from whoever reads, until the person has voted."""
    blind = replace(exchange.blind, opened=bool(opened)) if exchange.blind else None
    return shown(replace(exchange, leads=named, blind=blind))


def listed(connection: sqlite3.Connection, sequences: Sequence[int]) -> list[Exchange]:
    """Read the exchanges of these numbers, in the order of their numbers."""
    where = "WHERE exchange.sequence IN (SELECT value FROM json_each(?)) ORDER BY exchange.sequence"
    return exchanges(connection, where, json.dumps(list(sequences)))


def thread(connection: sqlite3.Connection, name: str) -> list[Exchange]:
    """Read the exchange with the id `name` and those that it goes on from, oldest first."""
    found = connection.execute(
        "WITH RECURSIVE thread (sequence, follows) AS ("
        "SELECT sequence, follows FROM exchange WHERE id = ? "
        # UNION, not UNION ALL: rows that were edited by hand into a ring end, too.
        "UNION SELECT exchange.sequence, exchange.follows FROM exchange JOIN thread ON exchange.id = thread.follows"
        ") SELECT sequence FROM thread",
        (rows.stored(name),),
    )
    return listed(connection, [int(sequence) for (sequence,) in found])


def threads(connection: sqlite3.Connection, names: Sequence[str]) -> list[Exchange]:
    """Read the exchanges with these ids and all that goes on from them, or that they go on from, oldest first."""
    found = connection.execute(
        "WITH RECURSIVE thread (sequence, id, follows) AS ("
        "SELECT sequence, id, follows FROM exchange WHERE id IN (SELECT value FROM json_each(?)) "
        "UNION SELECT other.sequence, other.id, other.follows "
        "FROM exchange AS other JOIN thread ON other.id = thread.follows "
        "UNION SELECT other.sequence, other.id, other.follows "
        "FROM exchange AS other JOIN thread ON other.follows = thread.id"
        ") SELECT sequence FROM thread",
        (json.dumps(list(names)),),
    )
    return listed(connection, [int(sequence) for (sequence,) in found])


def _exchange(
    connection: sqlite3.Connection,
    row: tuple[Value | bytes, ...],
    advice: list[tuple[rows.Row, str]],
    texts: dict[int, str],
) -> Exchange:
    sequence, snapshot, forgotten = int(row[0] or 0), int(row[1] or 0), row[2] is not None
    values = [rows.loaded(value) for value in row[4:]]
    asked = dict(zip(rows.ASKED, values, strict=False))
    answered = dict(zip(rows.ANSWERED, values[len(rows.ASKED) :], strict=True))
    passage = asked["passage"]
    if passage is None:
        if snapshot not in texts:
            texts[snapshot] = snapshots.text_of(connection, snapshot)
        passage = texts[snapshot][int(asked["passage_start"] or 0) : int(asked["passage_end"] or 0)]
    if answered["status"] is None:
        # An answer that is committed between the two statements is read the next time, whole.
        return rows.exchange_of(sequence, asked, None, [], str(passage), forgotten=forgotten)
    return rows.exchange_of(sequence, asked, answered, advice, str(passage), forgotten=forgotten)


def _suggestions(connection: sqlite3.Connection, sequences: list[int]) -> dict[int, list[tuple[rows.Row, str]]]:
    statement = (
        f"SELECT sequence, state, {_SUGGESTED} FROM suggestion "  # noqa: S608 - our own names
        "WHERE sequence IN (SELECT value FROM json_each(?)) ORDER BY sequence, number"
    )
    grouped: dict[int, list[tuple[rows.Row, str]]] = {}
    for sequence, state, *values in connection.execute(statement, (json.dumps(sequences),)):
        row = dict(zip(rows.SUGGESTED, map(rows.loaded, values), strict=True))
        grouped.setdefault(sequence, []).append((row, state))
    return grouped
