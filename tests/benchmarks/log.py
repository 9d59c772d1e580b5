"""The log: how big it grows beside whole drafts, what a question costs, what a search takes; against peers.

`python -m tests.benchmarks.log` prints tables as Markdown, in some six minutes; see corpus.py for the text.
"""
# ruff: noqa: T201 - a script that prints

from __future__ import annotations

import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import zstandard

from friend.adapters.clock import new_id
from friend.adapters.log.store import SqliteLog
from friend.asking.question import Passage, Question
from friend.asking.suggestion import Suggestion
from friend.record.exchange import DraftRef, Exchange, PromptRef, Speaker, Usage
from friend.text.diff import Piece
from friend.text.draft import Draft
from friend.text.span import Span
from tests.benchmarks.corpus import draft, paragraphs

_SEED = 5
_WORDS = 20_000
_EXCHANGES = 3_000
_MANY = 100_000
_STARTS = 15
_NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def _edited(text: str, chance: random.Random, words: list[str]) -> str:
    """Change three words of one paragraph, as somebody does between two questions."""
    pieces = text.split("\n\n")
    at = chance.randrange(len(pieces))
    said = pieces[at].split(" ")
    for _ in range(3):
        said[chance.randrange(len(said))] = chance.choice(words)
    pieces[at] = " ".join(said)
    return "\n\n".join(pieces)


def _versions() -> Iterator[str]:
    chance = random.Random(_SEED)  # noqa: S311 - the same each time
    text = draft("en", _WORDS)
    words = sorted(set(text.split()))
    for _ in range(_EXCHANGES):
        yield text
        text = _edited(text, chance, words)


def _exchange(number: int, text: Draft, passage: Passage, said: str) -> Exchange:
    """Make an answered question with one suggestion, of ordinary size."""
    at = _NOON + timedelta(minutes=number)
    quote = passage.text[:60]
    return Exchange(
        id=new_id(at),
        sequence=None,
        group=None,
        status="complete",
        asked_at=at,
        speaker=Speaker(
            "sonnet", "anthropic/claude-sonnet-4-0", ("claude-sonnet-4-20250514",), "wire", "Anthropic", "a.example"
        ),
        prompt=PromptRef("review.v1", "sha256:" + "0" * 64),
        draft=DraftRef(text.path, text.digest, text.words),
        passage=passage,
        question=Question("Is it clear for somebody who was not there?", "clear"),
        answer=said,
        raw=f"{said}\n<suggestion><quote>{quote}</quote><instead>They</instead><why>Who?</why></suggestion>",
        suggestions=(
            Suggestion(
                id=f"{number}.1",
                quote=quote,
                span=Span(passage.span.start, passage.span.start + len(quote)),
                anchor="exact",
                instead="They",
                why="Who?",
                diff=(Piece("-", quote), Piece("+", "They")),
            ),
        ),
        usage=Usage(30_000, 120, 0.09, "litellm 1.106.2 map"),
        finish="stop",
    )


def _answers() -> list[str]:
    """Give short texts of some 60 words in other words than the draft's."""
    return [" ".join(paragraph.split()[:60]) for paragraph in paragraphs("en")[-400:]]


def _peer(path: Path) -> sqlite3.Connection:
    """Open what is measured against: each draft whole, compressed by zstd, committed as durably."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE snapshot (id INTEGER PRIMARY KEY, text BLOB NOT NULL)")
    connection.execute("CREATE TABLE tiny (a)")
    return connection


def growth(folder: Path) -> list[str]:
    """Ask about a draft that is edited between the questions; the peer keeps the draft alone, whole."""
    ours, theirs, bare = [], [], []
    log, peer, plain = (
        SqliteLog(folder / "log.sqlite3"),
        _peer(folder / "zstd.sqlite3"),
        SqliteLog(folder / "plain.sqlite3"),
    )
    said = _answers()
    note = Draft("A note.\n", str(folder / "note.md"))
    for number, text in enumerate(_versions()):
        version = Draft(text, str(folder / "draft.md"))
        span = Span(0, min(400, len(text)))
        exchange = _exchange(number, version, Passage(span, span.of(text)), said[number % len(said)])
        theirs.append(_seconds(lambda: peer.execute("INSERT INTO snapshot (text) VALUES (?)", (_whole(text),))))  # noqa: B023
        ours.append(_seconds(lambda: log.asked(exchange, version)))  # noqa: B023 - called at once, as the others
        bare.append(_seconds(lambda: peer.execute("INSERT INTO tiny VALUES (0)")))
        log.answered(exchange)
        plain.asked(exchange, note)
        plain.answered(exchange)
    for each in (log, peer, plain):
        each.close()
    size, whole, rest = ((folder / f"{name}.sqlite3").stat().st_size / 1e6 for name in ("log", "zstd", "plain"))
    return [
        "| | the log | whole zstd snapshots | ratio | to reach |",
        "|---|---|---|---|---|",
        _row(f"drafts, {_EXCHANGES:,} versions of {_WORDS:,} words, searchable", size - rest, whole),
        _row("all of the log's file, with questions, answers, suggestions", size, whole),
        f"| FULL insert of a question, median | {_ms(ours)} | {_ms(theirs)} | {_ratio(ours, theirs)} | 0.2 |",
        f"| an empty row committed as durably, median | {_ms(bare)} | {_ms(theirs)} | {_ratio(bare, theirs)} | |",
        "",
        "The file without versions (the same exchanges about one short note) is taken off in the first row.",
        "",
        *_by_table(folder / "log.sqlite3"),
    ]


def _row(what: str, ours: float, theirs: float) -> str:
    return f"| {what} | {ours:.2f} MB | {theirs:.1f} MB | {ours / theirs:.3f} | 0.05 |"


def many(folder: Path) -> list[str]:
    """Fill a log with short exchanges, look for words in it, and start programs beside it."""
    data = folder / "data"
    data.mkdir()
    log = SqliteLog(data / "log.sqlite3")
    with log.reading() as connection:
        connection.execute("PRAGMA synchronous = OFF")  # it is only being filled
    chance = random.Random(_SEED)  # noqa: S311 - the same each time
    said = _answers()
    for number in range(_MANY):
        text = Draft(f"{chance.choice(said)}\n", str(folder / f"draft{number % 500}.md"))
        span = Span(0, min(60, len(text.text)))
        exchange = _exchange(number, text, Passage(span, span.of(text.text)), chance.choice(said))
        log.asked(exchange, text)
        log.answered(exchange)
    rows = ["| search | newest first | by rank | ratio | to reach |", "|---|---|---|---|---|"]
    for words in ("they", "server", "server network", '"the system"', "confi*"):
        newest, ranked = (_best(lambda: log.search(words, by_rank=by_rank)) for by_rank in (False, True))  # noqa: B023
        with log.reading() as connection:
            counted = "SELECT count(*) FROM search WHERE search MATCH ?"
            (count,) = connection.execute(counted, (words,)).fetchone()
        rows.append(
            f"| {words}, in {count:,} of {_MANY:,} | {newest:.2f} ms | {ranked:.1f} ms | {newest / ranked:.4f} | 0.05 |"
        )
    rows += ["", "| other | |", "|---|---|"]
    rows.append(f"| the newest 20 entries | {_best(log.entries):.2f} ms |")
    notes = _best(lambda: log.open_about(str(folder / "draft7.md")))
    rows.append(f"| open notes on a draft with {_MANY // 500} exchanges, all open | {notes:.0f} ms |")
    rows.append(f"| verify all | {_seconds(log.findings):.0f} s |")
    rows.append(f"| forget one | {_seconds(lambda: log.forget([_MANY // 2])):.0f} s |")
    log.close()
    rows.append(f"| file | {(data / 'log.sqlite3').stat().st_size / 1e6:.0f} MB |")
    empty = folder / "empty"
    empty.mkdir()
    version, listed, listed_empty = _started(("--version", data), ("log list", data), ("log list", empty))
    return [
        *rows,
        "",
        "| started | median | beside --version | to reach |",
        "|---|---|---|---|",
        f"| friend --version | {_ms(version)} | 1 | |",
        f"| friend log list, {_MANY:,} exchanges | {_ms(listed)} | {_ratio(listed, version)} | 1.3 |",
        f"| friend log list, empty log | {_ms(listed_empty)} | {_ratio(listed_empty, version)} | |",
    ]


def _started(*runs: tuple[str, Path]) -> list[list[float]]:
    """Start programs in turn, so that what else the machine does falls on all of them."""
    times: list[list[float]] = [[] for _ in runs]
    for _ in range(_STARTS):
        for mine, (words, data) in zip(times, runs, strict=True):
            command = [sys.executable, "-m", "friend", *words.split()]
            environ = {**os.environ, "FRIEND_DATA": str(data)}
            mine.append(_seconds(lambda: subprocess.run(command, env=environ, capture_output=True, check=True)))  # noqa: B023
    return times


def _by_table(path: Path) -> list[str]:
    """Say what takes the room; SQLite may be built without the table that knows."""
    query = "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 8"
    with closing(sqlite3.connect(path)) as connection:
        try:
            found = connection.execute(query).fetchall()
        except sqlite3.OperationalError:
            return []
    return ["| part of the log | MB |", "|---|---|", *(f"| {name} | {size / 1e6:.2f} |" for name, size in found)]


def _whole(text: str) -> bytes:
    return zstandard.compress(text.encode())


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _best(work: Callable[[], object]) -> float:
    """Give milliseconds, of five."""
    return min(_seconds(work) for _ in range(5)) * 1e3


def _ms(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) * 1e3:.2f} ms"


def _ratio(ours: list[float], theirs: list[float]) -> str:
    return f"{statistics.median(ours) / statistics.median(theirs):.2f}"


def main() -> None:
    """Print the tables. $FRIEND_LOG_FOLDER names where the logs are made, else a folder of the system's."""
    for table in (growth, many):
        with tempfile.TemporaryDirectory(dir=os.environ.get("FRIEND_LOG_FOLDER")) as name:
            print("\n".join(table(Path(name))), end="\n\n")


if __name__ == "__main__":
    main()
