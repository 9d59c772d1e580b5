"""Owns what is compared when the log is verified: texts with digests, digests with the chain, rows with each other.

It finds what was changed by hand. Somebody who changes everything that leans on a text, to the last hash, is not found.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from friend.adapters.log import index, leads, own_words, rows, snapshots, verdicts
from friend.adapters.log.chain import FIRST_PREVIOUS, Event, Value, link, salted
from friend.text.draft import Draft

_EVENTS: Final = "SELECT number, kind, exchange, at, suggestion, state, digest, hash FROM event ORDER BY number"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not agree: the row, as one would look it up, and what is wrong with it."""

    row: str
    what: str


def findings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Compare everything, in one view of the file; nothing is written."""
    connection.execute("BEGIN")
    try:
        broken = list(_file(connection))
        yield from broken
        if any(finding.row == "the file" for finding in broken):
            return
        events = [Event(*row) for row in connection.execute(_EVENTS)]
        yield from _chain(events)
        yield from _exchanges(connection, events)
        yield from _drafts(connection)
        for number in verdicts.changed(connection):
            yield Finding(f"verdict {number}", "it is not what was decided: a column was changed")
        for number in own_words.changed(connection):
            yield Finding(f"own_word {number}", "it is not what was said: a column was changed")
    finally:
        connection.execute("ROLLBACK")
    if not index.matches(connection):
        yield Finding("search", "the index does not hold the words that the rows hold")


def _file(connection: sqlite3.Connection) -> Iterator[Finding]:
    # The index has a check of its own, and can be made again: it is no part of the file's soundness.
    for (told,) in connection.execute("PRAGMA integrity_check"):
        if told != "ok":
            yield Finding("the file", str(told))
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield Finding(f"{table} {row}", f"it belongs to a row of {parent} that is not there")


def _chain(events: list[Event]) -> Iterator[Finding]:
    """Check each link against the one before it as it stands, so that one break is one finding."""
    previous = FIRST_PREVIOUS
    for expected, event in enumerate(events, start=1):
        if event.number != expected:
            yield Finding(f"event {expected}", "it is missing from the chain")
            return
        if event.hash != link(previous, event):
            yield Finding(f"event {event.number}", f"its hash is not that of what it says ({event.kind})")
        previous = event.hash


@dataclass(frozen=True, slots=True)
class _Told:
    """What the chain says: of each exchange its events by kind, the order of asking, each suggestion's last state."""

    of: dict[str, dict[str, Event]]
    order: list[str]
    states: dict[str, str]


def _told(events: list[Event]) -> _Told:
    told = _Told({}, [], {})
    for event in events:
        told.of.setdefault(event.exchange, {})[event.kind] = event
        if event.kind == "asked":
            told.order.append(event.exchange)
        if event.suggestion is not None and event.state is not None:
            told.states[event.suggestion] = event.state
    return told


def _exchanges(connection: sqlite3.Connection, events: list[Event]) -> Iterator[Finding]:
    """Check the rows of each exchange against what the chain says of it."""
    told = _told(events)
    read = _text_reader(connection)
    seen = []
    for sequence, name, salt, snapshot, forgotten, *values in connection.execute(_select("exchange", rows.ASKED)):
        seen.append(name)
        row = f"exchange {sequence} ({name})"
        said = told.of.get(name, {})
        if "asked" not in said:
            wrong: Iterator[str] = iter(["the chain does not know it"])
        elif "forgotten" in said:
            wrong = _forgotten(connection, sequence, is_empty=salt is None and forgotten is not None)
        elif salt is None or forgotten is not None:
            wrong = iter(["its salt is gone, and the chain does not say that it was forgotten"])
        else:
            wrong = _asked(_row(rows.ASKED, values), salt, partial(read, snapshot), said["asked"])
            yield from (Finding(row, what) for what in wrong)
            wrong = _answer(connection, sequence, salt, said.get("answered"))
            yield from _states(connection, sequence, told.states)
        yield from (Finding(row, what) for what in wrong)
    yield from _missing(seen, told.order)


def _asked(asked: rows.Row, salt: bytes, read: Callable[[], str], event: Event) -> Iterator[str]:
    text = ""
    try:
        text = read()
    except snapshots.IncompleteError as error:
        yield f"its draft cannot be put together: {error}"
    else:
        if _digest(text) != asked["draft_digest"]:
            yield "the draft is not what was sent"
    if asked["passage"] is None:
        asked["passage"] = text[int(asked["passage_start"] or 0) : int(asked["passage_end"] or 0)]
    if salted(salt, rows.asked_record(asked)) != event.digest:
        yield "the question is not what was asked: a column was changed"


def _missing(seen: list[str], order: list[str]) -> Iterator[Finding]:
    asked, there = set(order), set(seen)
    for name in sorted(asked - there):
        yield Finding(f"exchange {name}", "the chain knows it, and its row is not there")
    if [name for name in order if name in there] != [name for name in seen if name in asked]:
        yield Finding("exchange", "the numbers are not in the order of asking")


def _forgotten(connection: sqlite3.Connection, sequence: int, *, is_empty: bool) -> Iterator[str]:
    words = connection.execute("SELECT question, answer, draft FROM told WHERE sequence = ?", (sequence,)).fetchone()
    if not is_empty or any(words):
        yield "the chain says that it was forgotten, and it holds something"


def _answer(connection: sqlite3.Connection, sequence: int, salt: bytes, event: Event | None) -> Iterator[str]:
    answers = connection.execute(_select("answer", rows.ANSWERED, "WHERE sequence = ?"), (sequence,)).fetchall()
    if event is None or not answers:
        if answers:
            yield "it has an answer that the chain does not know"
        if event:
            yield "the chain knows an answer, and its row is not there"
        return
    each = _select("suggestion", rows.SUGGESTED, "WHERE sequence = ? ORDER BY number")
    suggestions = [_row(rows.SUGGESTED, values) for values in connection.execute(each, (sequence,))]
    record = rows.answered_record(_row(rows.ANSWERED, answers[0]), suggestions)
    if salted(salt, record | leads.record(leads.rows_of(connection, sequence))) != event.digest:
        yield "the answer is not what came: a column of it, of its suggestions or of what it names was changed"


def _states(connection: sqlite3.Connection, sequence: int, last: Mapping[str, str]) -> Iterator[Finding]:
    found = connection.execute("SELECT id, state, first_state FROM suggestion WHERE sequence = ?", (sequence,))
    for name, state, first in found.fetchall():
        if state != last.get(name, first):
            yield Finding(f"suggestion {name}", f"it is “{state}”, and the chain says “{last.get(name, first)}”")


def _drafts(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Check paragraphs and versions against their digests; a version that was emptied has none."""
    texts = connection.execute("SELECT id, digest, text FROM paragraph")
    for number, digest, text in texts:
        if snapshots.digest_of(text) != digest:
            yield Finding(f"paragraph {number}", "its text is not that of its digest")
    read = _text_reader(connection)
    for number, digest in connection.execute("SELECT id, digest FROM snapshot ORDER BY id").fetchall():
        if digest == f"forgotten {number}":
            continue
        try:
            is_sound = digest == _digest(read(number))
        except snapshots.IncompleteError:
            is_sound = False
        if not is_sound:
            yield Finding(f"snapshot {number}", "its paragraphs are not those of its digest")


def _text_reader(connection: sqlite3.Connection) -> Callable[[int], str]:
    """Read versions one after the other; the last is kept, since the next question is often about the same."""
    last: tuple[int, str] = (0, "")

    def read(snapshot: int) -> str:
        nonlocal last
        if last[0] != snapshot:
            last = (snapshot, snapshots.text_of(connection, snapshot))
        return last[1]

    return read


def _select(table: str, names: tuple[str, ...], rest: str = "ORDER BY sequence") -> str:
    first = "sequence, id, salt, snapshot, forgotten_at, " if table == "exchange" else ""
    columns = ", ".join(f'"{name}"' for name in names)
    return f"SELECT {first}{columns} FROM {table} {rest}"  # noqa: S608 - our own names


def _digest(text: str) -> str:
    return Draft(text).digest


def _row(names: tuple[str, ...], values: list[Value | bytes]) -> rows.Row:
    return dict(zip(names, map(rows.loaded, values), strict=True))
