"""Owns how what an answer names is kept: a row each, covered by the answer's event, and what the person found of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from friend.adapters.log import own_words, rows
from friend.adapters.log.rows import Row
from friend.asking.lead import Lead, Named

COLUMNS: Final = ("id", "number", "kind", "name", "said")


def row_of(lead: Lead, number: int) -> Row:
    """Give the columns of a lead; what was found of it stands elsewhere."""
    return {"id": lead.id, "number": number, "kind": lead.named.kind, "name": lead.named.name, "said": lead.named.said}


def record(leads: Sequence[Row]) -> Row:
    """Give what the answer's event covers of them."""
    return {f"lead {row['number']} {name}": value for row in leads for name, value in row.items()}


def rows_of(connection: sqlite3.Connection, sequence: int) -> list[Row]:
    """Read the rows of one answer, in their order."""
    found = connection.execute(
        f"SELECT {', '.join(COLUMNS)} FROM lead WHERE sequence = ? ORDER BY number",  # noqa: S608 - our own names
        (sequence,),
    )
    return [dict(zip(COLUMNS, map(rows.loaded, row), strict=True)) for row in found]


def of(connection: sqlite3.Connection, sequences: Sequence[int]) -> dict[int, tuple[Lead, ...]]:
    """Give the leads of each of these answers, as the person left them."""
    found = connection.execute(
        "SELECT lead.sequence, exchange.id, lead.id, kind, name, said FROM lead JOIN exchange USING (sequence) "
        "WHERE lead.sequence IN (SELECT value FROM json_each(?)) ORDER BY lead.sequence, number",
        (json.dumps(list(sequences)),),
    ).fetchall()
    if not found:
        return {}
    said = own_words.about_leads(connection, sorted({str(row[1]) for row in found}))
    grouped: dict[int, tuple[Lead, ...]] = {}
    for sequence, _, name, *named in found:
        values: list[Any] = [rows.loaded(value) for value in named]
        word = said.get(name)
        lead = Lead(str(name), Named(*values))
        if word:
            lead = Lead(lead.id, lead.named, word.choice, word.words, word.detail)  # type: ignore[arg-type]  # a LeadState, written by the store
        grouped[int(sequence)] = (*grouped.get(int(sequence), ()), lead)
    return grouped
