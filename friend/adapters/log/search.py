"""Owns how exchanges are looked for: which rows are wanted, in which order, what words mean to the index.

Every word must be there, in the question, the answer or the draft; "words in quotes" stand together; word* is any word
that begins so. Nothing a person types is the index's own language.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from friend.adapters.log import drafts, own_words, rows
from friend.adapters.log.chain import Value
from friend.adapters.log.migration_3 import FOLDED
from friend.record.blind import BLIND
from friend.record.snippet import snippet
from friend.record.wanted import Entry, Hit, Wanted

_BLIND: Final = f"(letter IS NOT NULL AND NOT {own_words.IS_OPENED})"
_ENTRY: Final = f"""
    SELECT exchange.sequence, exchange.id, asked_at, coalesce(status, 'unknown'), friend, requested, served,
        exchange.path, question_name, exchange.question, coalesce(provider, asked_provider), follows,
        (SELECT count(*) FROM suggestion
            WHERE suggestion.sequence = exchange.sequence AND state = 'open' AND start IS NOT NULL),
        {_BLIND}, letter, forgotten_at IS NOT NULL, clock_went_back
    FROM exchange LEFT JOIN answer USING (sequence)
"""  # noqa: S608 - our own words
_FOUND: Final = _ENTRY.replace("FROM exchange LEFT", "FROM search JOIN exchange ON sequence = search.rowid LEFT")
_TERM: Final = re.compile(r'"([^"]*)"?(\*?)|([^\s"]+)')
_PLACES: Final = ("question", "answer", "draft")


def entries(connection: sqlite3.Connection, wanted: Wanted, limit: int, before: int | None) -> list[Entry]:
    """Give the newest exchanges that are wanted, newest first; `before` is the number to go on from."""
    where, values = _where(connection, wanted, before)
    order = f"{_ENTRY} {where} ORDER BY exchange.sequence DESC LIMIT ?"
    return [_entry(row) for row in connection.execute(order, (*values, limit))]


def search(
    connection: sqlite3.Connection, words: str, wanted: Wanted, limit: int, before: int | None, *, by_rank: bool
) -> list[Hit]:
    """Give the exchanges that hold all the words, newest first or the best match first. Raises ValueError."""
    terms = list(_terms(words))
    match = " AND ".join(f'"{term}"{star}' for term, star in terms)
    if not match:
        raise ValueError("there are no words to look for")
    where, values = _where(connection, wanted, before, "search MATCH ?")
    order = "search.rank" if by_rank else "search.rowid DESC"
    statement = f"{_FOUND} {where} ORDER BY {order} LIMIT ?"
    found = [_entry(row) for row in connection.execute(statement, (match, *values, limit))]
    texts = _texts(connection, found)
    return [_hit(entry, texts[entry.sequence], [term + star for term, star in terms]) for entry in found]


def sequences(connection: sqlite3.Connection, wanted: Wanted) -> list[int]:
    """Give the numbers of all exchanges that are wanted, oldest first."""
    where, values = _where(connection, wanted, None)
    order = f"SELECT exchange.sequence FROM exchange LEFT JOIN answer USING (sequence) {where} ORDER BY 1"  # noqa: S608
    return [sequence for (sequence,) in connection.execute(order, values)]


def first_sequences(connection: sqlite3.Connection, wanted: Wanted) -> list[int]:
    """Give the numbers of the exchanges that are wanted; where a friend said the same again, only the first of them."""
    where, values = _where(connection, wanted, None)
    order = (
        f"SELECT min(exchange.sequence) FROM exchange LEFT JOIN answer USING (sequence) {where} "  # noqa: S608 - as above
        f"GROUP BY friend, requested, letter, {_BLIND}, served, evidence, answer, raw ORDER BY 1"
    )
    return [sequence for (sequence,) in connection.execute(order, values)]


def _where(
    connection: sqlite3.Connection, wanted: Wanted, before: int | None, *first: str
) -> tuple[str, list[Value | bytes]]:
    """Give the condition and its values."""
    asked: list[tuple[str, Value | bytes]] = []
    if before is not None:
        asked.append(("exchange.sequence < ?", before))
    if wanted.draft is not None:
        asked.append(("exchange.draft = ?", drafts.known_at(connection, wanted.draft)))
    if wanted.model is not None:
        # Whoever stands under a letter is found by the letter alone.
        names = (
            f"? IN (CASE WHEN {_BLIND} THEN letter ELSE exchange.friend END, CASE WHEN NOT {_BLIND} THEN requested END)"
        )
        asked.append((names, rows.stored(wanted.model)))
    if wanted.served is not None:
        held = "EXISTS (SELECT 1 FROM json_each(answer.served) WHERE instr(lower(value), lower(?)))"
        held = f"NOT {_BLIND} AND {held}"
        asked.append((held, rows.stored(wanted.served)))
    if wanted.since is not None:
        asked.append(("exchange.asked_at >= ?", _stored_time(wanted.since)))
    if wanted.until is not None:
        asked.append(("exchange.asked_at < ?", _stored_time(wanted.until)))
    conditions = [*first, *(condition for condition, _ in asked)]
    return ("WHERE " + " AND ".join(conditions) if conditions else ""), [value for _, value in asked]


def _stored_time(when: datetime) -> str:
    """Give a time as it is compared with those in the log: UTC, to the second, without its zone."""
    return when.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()


def _entry(row: Sequence[Value | bytes]) -> Entry:
    sequence, name, asked_at, *rest, open_notes, is_blind, letter, forgotten, clock_went_back = (
        rows.loaded(value) for value in row
    )
    status, friend, requested, served, path, question_name, question, provider, follows = (
        None if value is None else str(value) for value in rest
    )
    if is_blind:
        friend, requested, served, provider = str(letter), f"{letter}: {BLIND}", None, None
    return Entry(
        int(sequence or 0),
        str(name),
        datetime.fromisoformat(str(asked_at)),
        status or "unknown",
        friend or "",
        requested or "",
        tuple(json.loads(served or "[]")),
        path,
        question_name,
        question or "",
        bool(forgotten),
        bool(clock_went_back),
        provider,
        follows,
        int(open_notes or 0),
    )


def _terms(words: str) -> Iterator[tuple[str, str]]:
    """Give each phrase with its star. A NUL or half a character is never looked for: the index has no word for it."""
    plain = words.replace("\0", " ").encode("utf-8", "ignore").decode()
    for letters, two in FOLDED:
        plain = plain.replace(letters, two)
    for phrase, star, word in _TERM.findall(plain):
        bare = word.rstrip("*")
        term, begins = (phrase, star) if phrase else (bare, "*" if bare != word else "")
        # Without a letter or a digit in it, a term says nothing.
        if any(char.isalnum() for char in term):
            yield term, begins


def _texts(connection: sqlite3.Connection, found: Sequence[Entry]) -> dict[int, list[str | None]]:
    these = json.dumps([entry.sequence for entry in found])
    told = "SELECT sequence, question, answer, draft FROM told WHERE sequence IN (SELECT value FROM json_each(?))"
    return {sequence: texts for sequence, *texts in connection.execute(told, (these,))}


def _hit(entry: Entry, texts: Sequence[str | None], words: Sequence[str]) -> Hit:
    for where, text in zip(_PLACES, texts, strict=True):
        found = snippet(text or "", words)
        if found:
            return Hit(entry, found, where)
    return Hit(entry, "", "question")
