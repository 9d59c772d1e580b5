"""Owns how a draft is kept as it was sent: by paragraphs, each stored once, that joined again are exactly its text.

A version is a manifest: the ids of its paragraphs, or, where that is shorter, what changed since the version before.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from friend.adapters.log.manifest import Edits, edited, edits_between
from friend.text.blank_lines import pieces
from friend.text.draft import Draft

# So many versions at most are read to know one. A file edited by hand may hold a circle.
LONGEST_CHAIN: Final = 32
_CHAIN: Final = f"""
    WITH RECURSIVE chain (depth, base, paragraphs) AS (
        SELECT 0, base, paragraphs FROM snapshot WHERE id = ?
        UNION ALL
        SELECT depth + 1, snapshot.base, snapshot.paragraphs
        FROM chain JOIN snapshot ON snapshot.id = chain.base WHERE depth < {LONGEST_CHAIN}
    )
    SELECT base, paragraphs FROM chain ORDER BY depth DESC
"""  # noqa: S608 - our own number


class IncompleteError(LookupError):
    """A version cannot be put together: a manifest was edited, or what it leans on was taken away."""


def digest_of(piece: str) -> bytes:
    """Give the digest that a paragraph is known by."""
    return hashlib.sha256(piece.encode()).digest()


@dataclass(frozen=True, slots=True)
class Version:
    """A version as it stands in the log, with what is needed to write the next one down beside it.

    `depth` is how many manifests are read to know it, `known` the ids of its paragraphs by their texts.
    """

    snapshot: int
    depth: int
    ids: Sequence[int]
    known: Mapping[str, int]


def version(connection: sqlite3.Connection, snapshot: int) -> Version:
    """Read a version. Raises IncompleteError."""
    chain = _manifests(connection, snapshot)
    ids = _joined(chain)
    texts = _texts(connection, ids)
    return Version(snapshot, len(chain), ids, {text: each for each, text in texts.items()})


def keep(connection: sqlite3.Connection, draft: Draft, base: Version | None, sequence: int) -> Version:
    """Store a draft as it is now, within the transaction under way.

    `base` is the version that it probably resembles, `sequence` the number of the question that sends it.
    """
    found = connection.execute("SELECT id FROM snapshot WHERE digest = ?", (draft.digest,)).fetchone()
    if found:
        return base if base and base.snapshot == found[0] else version(connection, int(found[0]))
    before = base.known if base else {}
    known: dict[str, int] = {}
    ids = []
    for piece in pieces(draft.text):
        if piece not in known:
            known[piece] = before.get(piece) or _paragraph(connection, piece, sequence)
        ids.append(known[piece])
    leans_on, depth, manifest = None, 1, _json(ids)
    if base and base.depth < LONGEST_CHAIN:
        changed = _json(edits_between(base.ids, ids))
        if len(changed) < len(manifest):
            leans_on, depth, manifest = base.snapshot, base.depth + 1, changed
    row = connection.execute(
        "INSERT INTO snapshot (digest, words, base, paragraphs) VALUES (?, ?, ?, ?) RETURNING id",
        (draft.digest, draft.words, leans_on, manifest),
    ).fetchone()
    return Version(int(row[0]), depth, ids, known)


def ids_of(connection: sqlite3.Connection, snapshot: int) -> list[int]:
    """Give the ids of a version's paragraphs, in order. Raises IncompleteError."""
    return _joined(_manifests(connection, snapshot))


def text_of(connection: sqlite3.Connection, snapshot: int) -> str:
    """Give the text of a version. Raises IncompleteError."""
    ids = ids_of(connection, snapshot)
    texts = _texts(connection, ids)
    try:
        return "".join(texts[each] for each in ids)
    except KeyError as missing:
        raise IncompleteError(f"paragraph {missing} of version {snapshot} is not in the log") from None


def stand_alone(connection: sqlite3.Connection, snapshot: int) -> None:
    """Write a version's manifest out, so that it leans on no other."""
    ids = _json(ids_of(connection, snapshot))
    connection.execute("UPDATE snapshot SET base = NULL, paragraphs = ? WHERE id = ?", (ids, snapshot))


def named_in(base: int | None, manifest: str) -> Iterable[int]:
    """Give the ids of the paragraphs that one manifest names itself, without what it takes from its base."""
    if base is None:
        yield from json.loads(manifest)
    else:
        for _, _, *come in json.loads(manifest):
            yield from come


_THESE: Final = "(SELECT value FROM json_each(?))"


def _manifests(connection: sqlite3.Connection, snapshot: int) -> list[tuple[int | None, str]]:
    """Give a version's manifest with those it leans on, the one that leans on nothing first."""
    return connection.execute(_CHAIN, (snapshot,)).fetchall()


def _joined(chain: Sequence[tuple[int | None, str]]) -> list[int]:
    ids: list[int] = []
    try:
        for place, (base, manifest) in enumerate(chain):
            if (place == 0) != (base is None):
                raise IncompleteError("a version that another leans on is not in the log")
            named: list[int] | Edits = json.loads(manifest)
            ids = named if base is None else edited(ids, named)  # type: ignore[assignment, arg-type]  # base tells
    except (ValueError, TypeError) as error:
        raise IncompleteError(f"a version is written in no way that can be read ({error})") from None
    if not all(isinstance(each, int) for each in ids):
        raise IncompleteError("a version names what is no paragraph")
    return ids


def _texts(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, str]:
    statement = f"SELECT id, text FROM paragraph WHERE id IN {_THESE}"  # noqa: S608 - our own words
    return dict(connection.execute(statement, (_json(ids),)))


def _paragraph(connection: sqlite3.Connection, text: str, sequence: int) -> int:
    """Store a paragraph that the version before had not, and give its id."""
    digest = digest_of(text)
    found = connection.execute("SELECT id FROM paragraph WHERE digest = ?", (digest,)).fetchone()
    if not found:
        statement = "INSERT INTO paragraph (digest, text, since) VALUES (?, ?, ?) RETURNING id"
        found = connection.execute(statement, (digest, text, sequence)).fetchone()
    return int(found[0])


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))
