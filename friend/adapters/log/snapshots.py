"""Owns how a draft is kept as it was sent: by paragraphs, each stored once, that joined again are exactly its text."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from itertools import pairwise
from typing import Final

from friend.text.draft import Draft

# Line ends are taken whole: a CRLF is one of them, never a blank line.
_BLANK_LINES: Final = re.compile(r"(?>\r\n|\n|\r)(?:[ \t]*+(?>\r\n|\n|\r))+")


def pieces(text: str) -> list[str]:
    """Cut a text after its blank lines. Joined, the pieces are the text; none is empty."""
    cuts = sorted({0, *(match.end() for match in _BLANK_LINES.finditer(text)), len(text)})
    return [text[start:end] for start, end in pairwise(cuts)]


def keep(connection: sqlite3.Connection, draft: Draft) -> int:
    """Store a draft as it is now, within the transaction under way; give the snapshot's id."""
    found = connection.execute("SELECT id FROM snapshot WHERE digest = ?", (draft.digest,)).fetchone()
    if found:
        return int(found[0])
    paragraphs = [_paragraph(connection, piece) for piece in pieces(draft.text)]
    row = connection.execute(
        "INSERT INTO snapshot (digest, words, paragraphs) VALUES (?, ?, ?) RETURNING id",
        (draft.digest, draft.words, json.dumps(paragraphs, separators=(",", ":"))),
    ).fetchone()
    return int(row[0])


def text_of(connection: sqlite3.Connection, snapshot: int) -> str:
    """Give the text of a snapshot."""
    rows = connection.execute(
        "SELECT paragraph.text FROM snapshot, json_each(snapshot.paragraphs) AS place "
        "JOIN paragraph ON paragraph.id = place.value WHERE snapshot.id = ? ORDER BY place.key",
        (snapshot,),
    )
    return "".join(text for (text,) in rows)


def _paragraph(connection: sqlite3.Connection, text: str) -> int:
    digest = hashlib.sha256(text.encode()).digest()
    found = connection.execute("SELECT id FROM paragraph WHERE digest = ?", (digest,)).fetchone()
    if not found:
        found = connection.execute(
            "INSERT INTO paragraph (digest, text) VALUES (?, ?) RETURNING id", (digest, text)
        ).fetchone()
    return int(found[0])
