"""Owns how an Exchange becomes rows and comes back equal, and which of its words the chain covers.

Words are plain TEXT, for whoever opens the file with the sqlite3 shell. Only what SQLite cannot hold as TEXT, half a
character, is stored as bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from friend.adapters.log.chain import Value
from friend.asking.question import Passage, Question
from friend.asking.suggestion import Suggestion
from friend.record.exchange import Blind, DraftRef, Exchange, Failure, PromptRef, Speaker, Usage
from friend.text.diff import Piece
from friend.text.span import Span

ASKED: Final = (
    "id",
    "batch",
    "asked_at",
    "path",
    "draft_digest",
    "draft_words",
    "friend",
    "requested",
    "asked_provider",
    "asked_host",
    "prompt",
    "prompt_digest",
    "passage_start",
    "passage_end",
    "passage",
    "whole",
    "part_start",
    "part_end",
    "reader",
    "question",
    "question_name",
    "wants",
    "asked_notes",
    "clock_went_back",
    "follows",
    "relation",
    "letter",
    "blind_seed",
    "reflection",
)
ANSWERED: Final = (
    "status",
    "served",
    "evidence",
    "provider",
    "host",
    "fingerprint",
    "answer",
    "raw",
    "input_tokens",
    "output_tokens",
    "cost_usd",
    "price_source",
    "co2e_low_g",
    "co2e_high_g",
    "co2e_source",
    "finish",
    "error_kind",
    "error_message",
    "retry_after_s",
    "notes",
    "sub_provider",
    "request_id",
    "cached_tokens",
    "reasoning",
    "thought_s",
)
SUGGESTED: Final = (
    "id",
    "number",
    "quote",
    "start",
    "end",
    "anchor",
    "instead",
    "why",
    "flags",
    "changed",
    "diff",
    "candidates",
    "first_state",
)

_LATER: Final = frozenset(
    {
        *("clock_went_back", "sub_provider", "request_id", "cached_tokens", "reasoning", "thought_s"),
        *("follows", "relation", "letter", "blind_seed", "reflection"),
    }
)
"""Columns that schema 1 had not. A digest covers them where they hold something, so that older digests still hold."""

Row = dict[str, Value]


def asked_row(exchange: Exchange) -> Row:
    """Give what is known when the question is asked: the columns ASKED of `exchange`."""
    return {
        "id": exchange.id,
        "batch": exchange.group,
        "asked_at": exchange.asked_at.astimezone(UTC).isoformat(),
        "path": exchange.draft.path,
        "draft_digest": exchange.draft.digest,
        "draft_words": exchange.draft.words,
        "friend": exchange.speaker.name,
        "requested": exchange.speaker.requested,
        "asked_provider": exchange.speaker.provider,
        "asked_host": exchange.speaker.host,
        "prompt": exchange.prompt.name,
        "prompt_digest": exchange.prompt.digest,
        "passage_start": exchange.passage.span.start,
        "passage_end": exchange.passage.span.end,
        "passage": exchange.passage.text,
        "whole": int(exchange.passage.whole),
        "part_start": exchange.part.start if exchange.part else None,
        "part_end": exchange.part.end if exchange.part else None,
        "reader": exchange.reader,
        "question": exchange.question.text,
        "question_name": exchange.question.name,
        "wants": exchange.question.wants,
        "asked_notes": _json(exchange.notes),
        "clock_went_back": 1 if exchange.clock_went_back else None,
        "follows": exchange.follows,
        "relation": exchange.relation,
        "letter": exchange.blind.letter if exchange.blind else None,
        "blind_seed": exchange.blind.seed if exchange.blind else None,
        "reflection": exchange.reflection,
    }


def answered_row(exchange: Exchange) -> Row:
    """Give what came of it: the columns ANSWERED of `answer`."""
    speaker, usage, error = exchange.speaker, exchange.usage, exchange.error
    low, high = usage.co2e_g or (None, None)
    return {
        "status": exchange.status,
        "served": _json(speaker.served),
        "evidence": speaker.evidence,
        "provider": speaker.provider,
        "host": speaker.host,
        "fingerprint": speaker.fingerprint,
        "answer": exchange.answer,
        "raw": exchange.raw,
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "cost_usd": _real(usage.cost_usd),
        "price_source": usage.price_source,
        "co2e_low_g": _real(low),
        "co2e_high_g": _real(high),
        "co2e_source": usage.co2e_source,
        "finish": exchange.finish,
        "error_kind": error.kind if error else None,
        "error_message": error.message if error else None,
        "retry_after_s": _real(error.retry_after_s) if error else None,
        "notes": _json(exchange.notes),
        "sub_provider": speaker.sub_provider,
        "request_id": speaker.request_id,
        "cached_tokens": usage.cached_tokens,
        "reasoning": exchange.reasoning or None,
        "thought_s": _real(exchange.thought_s),
    }


def suggestion_row(suggestion: Suggestion, number: int) -> Row:
    """Give one suggestion: the columns SUGGESTED of `suggestion`. Its state may change later; the first is kept."""
    return {
        "id": suggestion.id,
        "number": number,
        "quote": suggestion.quote,
        "start": suggestion.span.start if suggestion.span else None,
        "end": suggestion.span.end if suggestion.span else None,
        "anchor": suggestion.anchor,
        "instead": suggestion.instead,
        "why": suggestion.why,
        "flags": _json(suggestion.flags),
        "changed": _real(suggestion.changed),
        "diff": _json([list(piece) for piece in suggestion.diff]),
        "candidates": _json([[span.start, span.end] for span in suggestion.candidates]),
        "first_state": suggestion.state,
    }


def asked_record(asked: Row) -> Row:
    """Give all that one "asked" event covers, as one record."""
    return _covered(asked)


def answered_record(answer: Row, suggestions: Sequence[Row]) -> Row:
    """Give all that one "answered" event covers, as one record."""
    record = _covered(answer)
    for row in suggestions:
        record |= {f"suggestion {row['number']} {name}": value for name, value in row.items()}
    return record


def exchange_of(
    sequence: int,
    asked: Row,
    answered: Row | None,
    suggestions: Sequence[tuple[Row, str]],
    text: str,
    *,
    forgotten: bool = False,
) -> Exchange:
    """Put an exchange together again. `suggestions` come with their present state, `text` is the passage's."""
    row: Mapping[str, Any] = asked
    came: Mapping[str, Any] = answered or {}
    provider, host = ("provider", "host") if answered else ("asked_provider", "asked_host")
    both = {**row, **came}
    return Exchange(
        id=row["id"],
        sequence=sequence,
        group=row["batch"],
        status=came.get("status", "unknown"),
        asked_at=datetime.fromisoformat(row["asked_at"]),
        speaker=Speaker(
            row["friend"],
            row["requested"],
            tuple(json.loads(came.get("served", "[]"))),
            came.get("evidence", "none reported"),
            both[provider],
            both[host],
            came.get("fingerprint"),
            came.get("sub_provider"),
            came.get("request_id"),
        ),
        prompt=PromptRef(row["prompt"], row["prompt_digest"]),
        draft=DraftRef(row["path"], row["draft_digest"], row["draft_words"]),
        passage=Passage(Span(row["passage_start"], row["passage_end"]), text, bool(row["whole"])),
        question=Question(row["question"], row["question_name"], row["wants"]),
        part=_span(row["part_start"], row["part_end"]),
        reader=row["reader"],
        answer=came.get("answer", ""),
        raw=came.get("raw", ""),
        suggestions=tuple(_suggestion(each, state) for each, state in suggestions),
        usage=_usage(came),
        finish=came.get("finish"),
        error=_failure(came),
        notes=tuple(json.loads(came.get("notes", row["asked_notes"]))),
        reasoning=came.get("reasoning") or "",
        thought_s=came.get("thought_s"),
        clock_went_back=bool(row["clock_went_back"]),
        follows=row["follows"],
        relation=row["relation"],
        forgotten=forgotten,
        reflection=row["reflection"],
        blind=Blind(row["letter"], row["blind_seed"]) if row["letter"] else None,
    )


def stored(value: Value | bytes) -> Value | bytes:
    """Give a value as SQLite takes it: half a character has no UTF-8, so such words are kept as bytes."""
    if not isinstance(value, str):
        return value
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogatepass")
    return value


def loaded(value: Value | bytes) -> Value:
    """Give back what `stored` was given."""
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value


def _suggestion(given: Row, state: str) -> Suggestion:
    row: Mapping[str, Any] = given
    return Suggestion(
        id=row["id"],
        quote=row["quote"],
        span=_span(row["start"], row["end"]),
        anchor=row["anchor"],
        instead=row["instead"],
        why=row["why"],
        flags=tuple(json.loads(row["flags"])),
        changed=row["changed"],
        diff=tuple(Piece(op, text) for op, text in json.loads(row["diff"])),
        state=state,  # type: ignore[arg-type]  # written by this module from a State
        candidates=tuple(Span(start, end) for start, end in json.loads(row["candidates"])),
    )


def _usage(row: Mapping[str, Any]) -> Usage:
    if not row:
        return Usage()
    co2e = None if row["co2e_low_g"] is None else (row["co2e_low_g"], row["co2e_high_g"])
    return Usage(
        row["input_tokens"],
        row["output_tokens"],
        row["cost_usd"],
        row["price_source"],
        co2e,
        row["co2e_source"],
        row["cached_tokens"],
    )


def _failure(row: Mapping[str, Any]) -> Failure | None:
    if row.get("error_kind") is None:
        return None
    return Failure(row["error_kind"], row["error_message"], row["retry_after_s"])


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


def _covered(row: Row) -> Row:
    return {name: value for name, value in row.items() if value is not None or name not in _LATER}


def _json(value: Sequence[object]) -> str:
    return json.dumps(list(value), ensure_ascii=False, separators=(",", ":"))


def _real(value: float | None) -> float | None:
    """Give a number as SQLite gives it back: a float, and one zero only."""
    return None if value is None else float(value) + 0.0
