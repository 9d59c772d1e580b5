"""Owns the fifth step of the schema: which exchange another one continues, and as what."""

from __future__ import annotations

from typing import Final

STATEMENTS: Final = (
    # The id of the exchange that it goes on from, and as what (a follow-up, …); NULL where it begins a thread.
    "ALTER TABLE exchange ADD COLUMN follows TEXT",
    "ALTER TABLE exchange ADD COLUMN relation TEXT",
    "CREATE INDEX exchange_follows ON exchange (follows) WHERE follows IS NOT NULL",
)
