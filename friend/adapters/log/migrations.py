"""Owns the schema of the log: numbered steps, each taken once, in order. A step that was released is never edited."""

from __future__ import annotations

import sqlite3
from typing import Final

from friend.adapters.log import migration_3, migration_4, migration_5, migration_6

_VERSION_1: Final = (
    """
    -- A paragraph of any draft, with the blank lines after it; its digest is the SHA-256 of its UTF-8 bytes.
    CREATE TABLE paragraph (
        id INTEGER PRIMARY KEY,
        digest BLOB NOT NULL UNIQUE,
        text TEXT NOT NULL
    )
    """,
    """
    -- A draft at one moment: the ids of its paragraphs in order, as JSON. Joined, they are exactly its text.
    CREATE TABLE snapshot (
        id INTEGER PRIMARY KEY,
        digest TEXT NOT NULL UNIQUE,
        words INTEGER NOT NULL,
        paragraphs TEXT NOT NULL
    )
    """,
    """
    -- A text that somebody writes, whatever its file is called now; path is the last known, NULL for standard input.
    CREATE TABLE draft (
        id INTEGER PRIMARY KEY,
        path TEXT,
        first_at TEXT NOT NULL,
        first_snapshot INTEGER NOT NULL REFERENCES snapshot (id)
    )
    """,
    "CREATE UNIQUE INDEX draft_path ON draft (path) WHERE path IS NOT NULL",
    "CREATE INDEX draft_first_snapshot ON draft (first_snapshot)",
    """
    CREATE TRIGGER first_draft_is_frozen BEFORE UPDATE OF first_at, first_snapshot ON draft
    BEGIN SELECT RAISE(ABORT, 'the first draft of a text is frozen'); END
    """,
    """
    -- What was asked. passage is NULL where it is all of the text between passage_start and passage_end.
    CREATE TABLE exchange (
        sequence INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        batch TEXT,
        asked_at TEXT NOT NULL,
        draft INTEGER NOT NULL REFERENCES draft (id),
        snapshot INTEGER NOT NULL REFERENCES snapshot (id),
        salt BLOB,
        path TEXT,
        draft_digest TEXT NOT NULL,
        draft_words INTEGER NOT NULL,
        friend TEXT NOT NULL,
        requested TEXT NOT NULL,
        asked_provider TEXT,
        asked_host TEXT,
        prompt TEXT NOT NULL,
        prompt_digest TEXT NOT NULL,
        passage_start INTEGER NOT NULL,
        passage_end INTEGER NOT NULL,
        passage TEXT,
        whole INTEGER NOT NULL,
        part_start INTEGER,
        part_end INTEGER,
        reader TEXT,
        question TEXT NOT NULL,
        question_name TEXT,
        wants TEXT NOT NULL,
        asked_notes TEXT NOT NULL
    )
    """,
    "CREATE INDEX exchange_draft ON exchange (draft, sequence)",
    "CREATE INDEX exchange_snapshot ON exchange (snapshot)",
    """
    -- What came of it. An exchange without a row here was sent, or was about to be, and nothing is known of it.
    CREATE TABLE answer (
        sequence INTEGER PRIMARY KEY REFERENCES exchange (sequence),
        status TEXT NOT NULL,
        served TEXT NOT NULL,
        evidence TEXT NOT NULL,
        provider TEXT,
        host TEXT,
        fingerprint TEXT,
        answer TEXT NOT NULL,
        raw TEXT NOT NULL,
        input_tokens INTEGER,
        output_tokens INTEGER,
        cost_usd REAL,
        price_source TEXT NOT NULL,
        co2e_low_g REAL,
        co2e_high_g REAL,
        co2e_source TEXT,
        finish TEXT,
        error_kind TEXT,
        error_message TEXT,
        retry_after_s REAL,
        notes TEXT NOT NULL
    )
    """,
    """
    -- The friend's suggestions. flags, diff and candidates are JSON; state is what the last event about it says.
    CREATE TABLE suggestion (
        id TEXT PRIMARY KEY,
        sequence INTEGER NOT NULL REFERENCES answer (sequence),
        number INTEGER NOT NULL,
        quote TEXT NOT NULL,
        start INTEGER,
        "end" INTEGER,
        anchor TEXT NOT NULL,
        instead TEXT,
        why TEXT NOT NULL,
        flags TEXT NOT NULL,
        changed REAL,
        diff TEXT NOT NULL,
        candidates TEXT NOT NULL,
        first_state TEXT NOT NULL,
        state TEXT NOT NULL,
        UNIQUE (sequence, number)
    ) WITHOUT ROWID
    """,
    """
    -- The chain. Nothing here is ever changed or taken away.
    CREATE TABLE event (
        number INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        exchange TEXT NOT NULL,
        at TEXT NOT NULL,
        suggestion TEXT,
        state TEXT,
        digest TEXT,
        hash TEXT NOT NULL
    )
    """,
    "CREATE INDEX event_exchange ON event (exchange)",
    """
    CREATE TRIGGER event_is_not_edited BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'events are only ever appended'); END
    """,
    """
    CREATE TRIGGER event_is_not_taken_away BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'events are only ever appended'); END
    """,
)

_VERSION_2: Final = (
    # 1 where the question before it is dated later: the clock of the machine was set back.
    "ALTER TABLE exchange ADD COLUMN clock_went_back INTEGER",
    # Who answered for a host that passes questions on, and the host's own name for the request.
    "ALTER TABLE answer ADD COLUMN sub_provider TEXT",
    "ALTER TABLE answer ADD COLUMN request_id TEXT",
    # Of the input tokens, those that the host still had from before.
    "ALTER TABLE answer ADD COLUMN cached_tokens INTEGER",
    # What the model thought before it answered, apart from the answer, and for how many seconds; NULL where unknown.
    "ALTER TABLE answer ADD COLUMN reasoning TEXT",
    "ALTER TABLE answer ADD COLUMN thought_s REAL",
)

MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (
    _VERSION_1,
    _VERSION_2,
    migration_3.STATEMENTS,
    migration_4.STATEMENTS,
    migration_5.STATEMENTS,
    migration_6.STATEMENTS,
)
NEWEST: Final = len(MIGRATIONS)


def version_of(connection: sqlite3.Connection) -> int:
    """Give the schema's number; 0 for an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Take the steps that are left. Each is committed whole; of two processes, one takes it and the other waits."""
    while version_of(connection) < NEWEST:
        connection.execute("BEGIN IMMEDIATE")
        try:
            reached = version_of(connection)
            if reached < NEWEST:
                for statement in MIGRATIONS[reached]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {reached + 1}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
