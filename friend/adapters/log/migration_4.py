"""Owns the fourth step of the schema: what a person decided about words that a check found."""

from __future__ import annotations

from typing import Final

STATEMENTS: Final = (
    """
    -- Words that a check found, as they are compared (words.key, one space between), and what the person decided.
    -- exchange is the one that said them, '' where the log knows none; the last row about the same words counts.
    CREATE TABLE verdict (
        id INTEGER PRIMARY KEY,
        exchange TEXT NOT NULL,
        words TEXT NOT NULL,
        decision TEXT NOT NULL,
        reason TEXT NOT NULL,
        salt BLOB NOT NULL,
        event INTEGER NOT NULL REFERENCES event (number)
    )
    """,
    "CREATE INDEX verdict_exchange ON verdict (exchange)",
)
