"""Owns how the index learns what the log has: by the chain's events since it last looked, or all anew.

Nothing is written when somebody asks or is answered: a check catches up first. Where something was forgotten, where the
log is another one, or where the files are damaged, all is made again, so that no forgotten word leaves a trace.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from typing import Final

from friend.adapters.log import reading, rows, search, snapshots
from friend.adapters.log.chain import Value
from friend.adapters.log.store import SqliteLog
from friend.adapters.words.index import WordFile
from friend.adapters.words.layout import SAID, SENT, Entry, Reached
from friend.record.borrowing import Breath
from friend.record.exchange import Exchange
from friend.record.wanted import Wanted
from friend.text.mended import LONGEST
from friend.text.shingles import hashes

_MUCH: Final = 200
_THESE: Final = "IN (SELECT value FROM json_each(?))"


def catch_up(index: WordFile, log: SqliteLog, anew: Callable[[], None] = lambda: None) -> None:
    """Let the index know what the log knows; `anew` is called where all is to be read. Raises LogError and OSError."""
    with index.held(), log.reading() as connection:
        connection.execute("BEGIN")
        try:
            end = _end(connection)
            news = _news(connection, index.reached)
            if news is None or (news and index.has_long_tail):
                anew()
                index.make_again(_entries(connection, None, end), end)
            elif news:
                index.add(_entries(connection, news, end))
        finally:
            connection.execute("ROLLBACK")


def is_far_behind(index: WordFile, log: SqliteLog) -> bool:
    """Tell whether catching up would hold up a person who types meanwhile. Raises LogError and OSError."""
    with index.held(), log.reading() as connection:
        news = _news(connection, index.reached)
        if news is None:
            (count,) = connection.execute("SELECT count(*) FROM exchange").fetchone()
            return int(count) > _MUCH
        return len(news) > _MUCH or index.has_long_tail


class LoggedReplies:
    """What the log's replies said. It implements `record.borrowing.Replies` and `record.checking.Memory`."""

    def __init__(self, log: SqliteLog) -> None:
        """Read from this log."""
        self._log = log

    def said(self, sequences: Collection[int]) -> Mapping[int, Sequence[Breath]]:
        """Give what these replies said. Raises LogError."""
        if not sequences:
            return {}
        with self._log.reading() as connection:
            return _said(connection, json.dumps(sorted(sequences)))

    def asked_about(self, sequence: int) -> str:
        """Give the passage that a question was about; "" where that is long. Raises LogError."""
        with self._log.reading() as connection:
            asked = "SELECT passage, passage_start, passage_end, snapshot FROM exchange WHERE sequence = ?"
            passage, start, end, snapshot = connection.execute(asked, (sequence,)).fetchone()
            if end - start > LONGEST:
                return ""
            return snapshots.text_of(connection, snapshot)[start:end] if passage is None else str(rows.loaded(passage))

    def numbered(self, sequences: Collection[int]) -> Sequence[Exchange]:
        """Give the exchanges with these sequence numbers. Raises LogError."""
        with self._log.reading() as connection:
            return reading.listed(connection, sorted(sequences)) if sequences else []

    def on(self, day: date) -> Sequence[Exchange]:
        """Give the exchanges of a day, in UTC; where a friend said the same again, only the first. Raises LogError."""
        begins = datetime.combine(day, time(), UTC)
        with self._log.reading() as connection:
            these = search.first_sequences(connection, Wanted(since=begins, until=begins + timedelta(days=1)))
            return reading.listed(connection, these)


def _end(connection: sqlite3.Connection) -> Reached:
    found = connection.execute("SELECT number, hash FROM event ORDER BY number DESC LIMIT 1").fetchone()
    return Reached(*found) if found else Reached()


def _news(connection: sqlite3.Connection, reached: Reached) -> list[int] | None:
    """Give the questions that were asked or answered since; None where all is to be made again."""
    if reached.number:
        known = connection.execute("SELECT hash FROM event WHERE number = ?", (reached.number,)).fetchone()
        if not known or known[0] != reached.hash:
            return None
    elif connection.execute("SELECT 1 FROM event LIMIT 1").fetchone():
        return None
    events = connection.execute(
        "SELECT event.kind, exchange.sequence FROM event JOIN exchange ON exchange.id = event.exchange "
        "WHERE event.number > ? ORDER BY event.number",
        (reached.number,),
    ).fetchall()
    if any(kind == "forgotten" for kind, _ in events):
        return None
    return sorted({int(sequence) for kind, sequence in events if kind in {"asked", "answered"}})


def _entries(connection: sqlite3.Connection, sequences: list[int] | None, reached: Reached) -> Iterator[Entry]:
    """Give what was sent and said, oldest first; the same words said again are no news."""
    every = [int(each) for (each,) in connection.execute("SELECT sequence FROM exchange ORDER BY sequence")]
    wanted = every if sequences is None else sequences
    seen: set[bytes] = set()
    for start in range(0, len(wanted), 100):
        page = wanted[start : start + 100]
        these = json.dumps(page)
        for sequence, text in _sent(connection, these):
            yield Entry(reached, sequence, SENT, (hashes(text),))
        for sequence, breaths in _said(connection, these).items():
            for breath in breaths:
                texts = tuple(hashes(each) for each in (breath.text, breath.quote) if each)
                key = blake2b(b"\0".join(each.tobytes() for each in texts), digest_size=16).digest()
                if key not in seen:
                    seen.add(key)
                    yield Entry(reached, sequence, SAID, texts)


def _sent(connection: sqlite3.Connection, these: str) -> Iterator[tuple[int, str]]:
    found = connection.execute(
        f"SELECT since, text FROM paragraph WHERE since {_THESE} UNION ALL "  # noqa: S608 - our own words, here and below
        f"SELECT sequence, question FROM exchange WHERE sequence {_THESE} UNION ALL "
        f"SELECT sequence, reader FROM exchange WHERE sequence {_THESE} AND reader IS NOT NULL UNION ALL "
        f"SELECT sequence, reflection FROM exchange WHERE sequence {_THESE} AND reflection IS NOT NULL",
        (these,) * 4,
    )
    yield from ((int(sequence), str(rows.loaded(text))) for sequence, text in found)


def _said(connection: sqlite3.Connection, these: str) -> dict[int, list[Breath]]:
    found: dict[int, list[Breath]] = {}
    answers = f"SELECT sequence, answer FROM answer WHERE sequence {_THESE} ORDER BY sequence"  # noqa: S608
    for sequence, answer in connection.execute(answers, (these,)):
        found[int(sequence)] = _breaths((answer, ""))
    advice = f"SELECT sequence, quote, instead, why FROM suggestion WHERE sequence {_THESE} ORDER BY sequence, number"  # noqa: S608
    for sequence, quote, instead, why in connection.execute(advice, (these,)):
        found[int(sequence)] += _breaths((instead, quote), (why, ""))
    return found


def _breaths(*said: tuple[Value | bytes, Value | bytes]) -> list[Breath]:
    loaded = ((str(rows.loaded(text) or ""), str(rows.loaded(quote))) for text, quote in said)
    return [Breath(text, quote) for text, quote in loaded if text.strip()]
