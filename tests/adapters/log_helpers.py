"""Owns how a test of the log makes exchanges and reads the file behind the store's back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from friend.adapters.clock import new_id
from friend.adapters.log.chain import Event
from friend.adapters.log.store import SqliteLog
from friend.asking.question import Passage, Question
from friend.asking.suggestion import Suggestion
from friend.record.exchange import DraftRef, Exchange, PromptRef, Speaker, Usage
from friend.text.diff import Piece
from friend.text.draft import Draft
from friend.text.span import Span

NOW = datetime(2026, 11, 21, 10, 0, 0, 123456, UTC)


@contextmanager
def opened(path: Path, wait_s: float = 5.0) -> Iterator[SqliteLog]:
    """Open a log, and close it at the end."""
    log = SqliteLog(path, wait_s=wait_s)
    try:
        yield log
    finally:
        log.close()


def question_about(draft: Draft, text: str = "Is it clear?") -> Exchange:
    """Make the intent of a question about the first word of a draft."""
    span = Span(0, len(draft.text.split()[0]))
    return Exchange(
        id=new_id(datetime.now(UTC)),
        sequence=None,
        group=None,
        status="unknown",
        asked_at=NOW,
        speaker=Speaker("sonnet", "anthropic/claude", (), "none reported", "Anthropic", "api.anthropic.com"),
        prompt=PromptRef("review.v1", "sha256:0"),
        draft=DraftRef(draft.path, draft.digest, draft.words),
        passage=Passage(span, span.of(draft.text)),
        question=Question(text, "clear"),
    )


def answer_to(exchange: Exchange, raw: str = "Mostly.") -> Exchange:
    """Make a complete answer with one suggestion."""
    suggestion = Suggestion(
        id=f"{exchange.id}.1",
        quote=exchange.passage.text,
        span=exchange.passage.span,
        anchor="exact",
        instead="Hello",
        why="Warmer.",
        flags=("rewrites",),
        changed=1.0,
        diff=(Piece("-", exchange.passage.text), Piece("+", "Hello")),
    )
    return replace(
        exchange,
        status="complete",
        speaker=replace(
            exchange.speaker,
            served=("claude-sonnet-4-20250514",),
            evidence="wire",
            sub_provider="Amazon",
            request_id="req_1",
        ),
        answer=raw,
        raw=raw,
        suggestions=(suggestion,),
        usage=Usage(512, 90, 0.0029, "litellm 1.106.2 map", (0.2, 0.9), "a source", 384),
        finish="stop",
        notes=("a note",),
        reasoning="Who decided?",
        thought_s=1.5,
    )


def rows(path: Path, statement: str, *values: object) -> list[tuple[object, ...]]:
    """Read the file with SQLite alone."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(statement, values).fetchall()


def events(path: Path) -> list[Event]:
    """Read the chain."""
    every = "SELECT number, kind, exchange, at, suggestion, state, digest, hash FROM event ORDER BY number"
    return [Event(*row) for row in rows(path, every)]  # type: ignore[arg-type]
