"""Owns what is left of an exchange when it is forgotten: when, whom and how much, and no text.

Its words go with their salt, with the paragraphs that nothing else holds, and with their places in the index. Freed
pages are overwritten (secure_delete), the file is written anew, and the journal is emptied.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Final

from friend.adapters.log import index, own_words, snapshots, verdicts

# Columns that hold words, or from which somebody who has a text could tell that it was this one.
_ASKED: Final = (
    "salt = NULL, path = NULL, draft_digest = '', passage_start = 0, passage_end = 0, passage = '', part_start = NULL, "
    "part_end = NULL, reader = NULL, question = '', reflection = NULL, asked_notes = '[]', forgotten_at = ?"
)
_ANSWERED: Final = (
    "answer = '', raw = '', reasoning = NULL, notes = '[]', request_id = NULL, "
    "error_message = CASE WHEN error_kind IS NULL THEN NULL ELSE '' END"
)
_THESE: Final = "(SELECT value FROM json_each(?))"


def forget(connection: sqlite3.Connection, sequences: Sequence[int], at: str) -> None:
    """Remove the texts of these exchanges, within the transaction under way. `at` is UTC in ISO 8601."""
    these = json.dumps(list(sequences))
    in_these = f"WHERE sequence IN {_THESE}"
    connection.execute(f"DELETE FROM suggestion {in_these}", (these,))  # noqa: S608 - our own words, here and below
    connection.execute(f"DELETE FROM lead {in_these}", (these,))  # noqa: S608
    connection.execute(f"UPDATE answer SET {_ANSWERED} {in_these}", (these,))  # noqa: S608
    connection.execute(f"UPDATE exchange SET {_ASKED} {in_these}", (at, these))  # noqa: S608
    verdicts.forget(connection, these)
    own_words.forget(connection, these)
    emptied = _unused_versions(connection, these)
    named = _emptied(connection, emptied)
    _give_away(connection, these, named)
    connection.execute(
        "UPDATE draft SET path = NULL WHERE path IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM exchange WHERE exchange.draft = draft.id AND forgotten_at IS NULL)"
    )
    connection.execute("DELETE FROM another WHERE draft IN (SELECT id FROM draft WHERE path IS NULL)")
    index.make_again(connection)


def wipe(connection: sqlite3.Connection) -> bool:
    """Leave no trace of what was forgotten in the file and its journal; outside of any transaction.

    False where another program reads the log just now, so that the journal could not be emptied.
    """
    # A B-tree that was rebalanced may keep copies of moved rows in its gaps: all pages are written anew.
    connection.execute("VACUUM")
    (busy, _, _) = connection.execute("PRAGMA wal_checkpoint (TRUNCATE)").fetchone()
    return not busy


def _unused_versions(connection: sqlite3.Connection, these: str) -> list[int]:
    found = connection.execute(
        f"SELECT DISTINCT snapshot FROM exchange WHERE sequence IN {_THESE} AND NOT EXISTS "  # noqa: S608
        "(SELECT 1 FROM exchange AS other WHERE other.snapshot = exchange.snapshot AND other.forgotten_at IS NULL)",
        (these,),
    )
    return [int(snapshot) for (snapshot,) in found]


def _emptied(connection: sqlite3.Connection, versions: Sequence[int]) -> set[int]:
    """Empty versions that nothing uses, and give the paragraphs that they held. The number of words stays."""
    held: set[int] = set()
    for version in versions:
        held.update(snapshots.ids_of(connection, version))
        for (leaning,) in connection.execute("SELECT id FROM snapshot WHERE base = ?", (version,)).fetchall():
            snapshots.stand_alone(connection, int(leaning))
    for version in versions:
        connection.execute(
            "UPDATE snapshot SET digest = 'forgotten ' || id, base = NULL, paragraphs = '[]' WHERE id = ?", (version,)
        )
    return held


def _give_away(connection: sqlite3.Connection, these: str, held: set[int]) -> None:
    """Remove the paragraphs that no version holds now; the others are found under the next question that sent them."""
    for base, manifest in connection.execute("SELECT base, paragraphs FROM snapshot").fetchall():
        held.difference_update(snapshots.named_in(base, manifest))
    connection.execute(f"DELETE FROM paragraph WHERE id IN {_THESE}", (json.dumps(sorted(held)),))  # noqa: S608
    orphans = {
        int(each)
        for (each,) in connection.execute(f"SELECT id FROM paragraph WHERE since IN {_THESE}", (these,))  # noqa: S608
    }
    if not orphans:
        return
    order = "SELECT sequence, snapshot FROM exchange WHERE forgotten_at IS NULL ORDER BY sequence"
    seen: set[int] = set()
    for sequence, snapshot in connection.execute(order).fetchall():
        if not orphans:
            break
        if snapshot in seen:
            continue
        seen.add(snapshot)
        here = orphans.intersection(snapshots.ids_of(connection, snapshot))
        connection.executemany("UPDATE paragraph SET since = ? WHERE id = ?", [(sequence, each) for each in here])
        orphans -= here
