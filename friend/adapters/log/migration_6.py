"""Owns the sixth step of the schema: what answers name, whom one hears blind, and what the person says themselves."""

from __future__ import annotations

from typing import Final

STATEMENTS: Final = (
    # Under which letter the friend answered, and what the letters were dealt by; NULL where it spoke by its own name.
    "ALTER TABLE exchange ADD COLUMN letter TEXT",
    "ALTER TABLE exchange ADD COLUMN blind_seed TEXT",
    # What the person thought themselves before they saw the answer; nobody was sent it.
    "ALTER TABLE exchange ADD COLUMN reflection TEXT",
    """
    -- Authors, works, concepts and figures that an answer names, each to be verified by the person.
    CREATE TABLE lead (
        id TEXT PRIMARY KEY,
        sequence INTEGER NOT NULL REFERENCES answer (sequence),
        number INTEGER NOT NULL,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        said TEXT NOT NULL,
        UNIQUE (sequence, number)
    ) WITHOUT ROWID
    """,
    """
    -- What the person said of an answer. kind: 'vote' (choice: 'won' or 'none', words: why, detail: the draft's
    -- language), 'opened' (the vote was given up), 'lead' (about: its id, choice: its state, words: what was found,
    -- detail: where). The last row about the same counts. Once they are forgotten, salt is NULL and the words are gone.
    CREATE TABLE own_word (
        id INTEGER PRIMARY KEY,
        exchange TEXT NOT NULL,
        kind TEXT NOT NULL,
        about TEXT NOT NULL,
        choice TEXT NOT NULL,
        words TEXT NOT NULL,
        detail TEXT NOT NULL,
        salt BLOB,
        event INTEGER NOT NULL REFERENCES event (number)
    )
    """,
    "CREATE INDEX own_word_exchange ON own_word (exchange, kind)",
    "CREATE INDEX exchange_batch ON exchange (batch) WHERE letter IS NOT NULL",
)
