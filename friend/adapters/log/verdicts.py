"""Owns how decisions about found words are kept: a row with the words, and an event of the chain that covers it.

What was said is forgotten with its verdicts; the chain still says that something was decided.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from friend.adapters.log import rows
from friend.adapters.log.chain import salted
from friend.record.verdict import Verdict


def digest_of(salt: bytes, verdict: Verdict) -> str:
    """Give what the chain holds of a verdict."""
    return salted(salt, {"words": verdict.words, "decision": verdict.decision, "reason": verdict.reason})


def keep(connection: sqlite3.Connection, verdict: Verdict, salt: bytes, event: int) -> None:
    """Store a verdict, within the transaction under way."""
    connection.execute(
        "INSERT INTO verdict (exchange, words, decision, reason, salt, event) VALUES (?, ?, ?, ?, ?, ?)",
        (
            rows.stored(verdict.exchange),
            rows.stored(verdict.words),
            verdict.decision,
            rows.stored(verdict.reason),
            salt,
            event,
        ),
    )


def every(connection: sqlite3.Connection) -> list[Verdict]:
    """Give all verdicts, oldest first."""
    found = connection.execute("SELECT exchange, words, decision, reason FROM verdict ORDER BY id")
    return [Verdict(*map(rows.loaded, row)) for row in found]  # type: ignore[arg-type]  # written by `keep`


def forget(connection: sqlite3.Connection, these: str) -> None:
    """Remove the verdicts about what these exchanges said; `these` are their numbers as JSON."""
    connection.execute(
        "DELETE FROM verdict WHERE exchange IN "
        "(SELECT id FROM exchange WHERE sequence IN (SELECT value FROM json_each(?)))",
        (these,),
    )


def changed(connection: sqlite3.Connection) -> Iterator[int]:
    """Give the rows that are not what the chain says was decided."""
    found = connection.execute(
        "SELECT verdict.id, verdict.exchange, words, decision, reason, salt, digest "
        "FROM verdict LEFT JOIN event ON event.number = verdict.event AND event.exchange = verdict.exchange"
    )
    for number, *columns, salt, digest in found.fetchall():
        if digest_of(salt, Verdict(*map(rows.loaded, columns))) != digest:  # type: ignore[arg-type]
            yield int(number)
