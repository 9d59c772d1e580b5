"""Owns the third step of the schema: versions by what changed, words that are found, texts that are forgotten."""

from __future__ import annotations

from typing import Final

# Letters that are written as one or as two; the index holds two, so that both find both. It folds accents itself.
FOLDED: Final = (("œ", "oe"), ("Œ", "Oe"), ("æ", "ae"), ("Æ", "Ae"))


def _folded(column: str) -> str:
    for letter, two in FOLDED:
        column = f"replace({column}, '{letter}', '{two}')"
    return column


STATEMENTS: Final = (
    # The question that first sent a paragraph; under it the paragraph's words are found.
    "ALTER TABLE paragraph ADD COLUMN since INTEGER",
    """
    UPDATE paragraph SET since = sent.sequence
    FROM (
        SELECT place.value AS id, min(exchange.sequence) AS sequence
        FROM exchange JOIN snapshot ON snapshot.id = exchange.snapshot, json_each(snapshot.paragraphs) AS place
        GROUP BY place.value
    ) AS sent
    WHERE sent.id = paragraph.id
    """,
    "CREATE INDEX paragraph_since ON paragraph (since)",
    # Where base is not NULL, paragraphs holds what changed since that snapshot: [[start, gone, id, ...], ...].
    "ALTER TABLE snapshot ADD COLUMN base INTEGER REFERENCES snapshot (id)",
    "CREATE INDEX snapshot_base ON snapshot (base) WHERE base IS NOT NULL",
    # When its texts were removed, NULL where they are there. What is left is no text: when, whom, how much.
    "ALTER TABLE exchange ADD COLUMN forgotten_at TEXT",
    """
    -- Paths that the person said are another text than the draft they look like.
    CREATE TABLE another (
        path TEXT NOT NULL,
        draft INTEGER NOT NULL REFERENCES draft (id),
        PRIMARY KEY (path, draft)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX suggestion_open ON suggestion (sequence) WHERE state = 'open'",
    """
    -- What words an exchange has: a draft's are told by the question that first sent them.
    CREATE VIEW told AS
    SELECT
        exchange.sequence,
        exchange.question,
        answer.answer || coalesce((
            SELECT group_concat(char(10) || why || char(10) || coalesce(instead, ''), '')
            FROM (SELECT why, instead FROM suggestion WHERE sequence = exchange.sequence ORDER BY number)
        ), '') AS answer,
        (
            SELECT group_concat(text, char(10))
            FROM (SELECT text FROM paragraph WHERE since = exchange.sequence ORDER BY id)
        ) AS draft
    FROM exchange LEFT JOIN answer USING (sequence)
    """,
    f"""
    -- What the index is made of.
    CREATE VIEW indexed AS
    SELECT sequence, {_folded("question")} AS question, {_folded("answer")} AS answer, {_folded("draft")} AS draft
    FROM told
    """,  # noqa: S608 - our own words
    """
    -- Words without accents; every apostrophe parts them, so that "auteur" finds "l'auteur".
    CREATE VIRTUAL TABLE search USING fts5 (
        question, answer, draft,
        content = 'indexed', content_rowid = 'sequence', tokenize = "unicode61 remove_diacritics 2 separators 'ʼ'"
    )
    """,
    "INSERT INTO search (search) VALUES ('rebuild')",
)
