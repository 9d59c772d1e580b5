"""Owns an exchange as JSON (DESIGN §4.5). Field names are a contract: they are added to, never changed.

Schema 2 adds to schema 1: `clock_went_back`, the friend's `sub_provider` and `request_id`, `reasoning` and `thought_s`,
and the usage's `cached_tokens`. Schema 3 adds `follows` and `relation`.
"""

from __future__ import annotations

import json
from typing import Any, Final

from friend.asking.lead import Lead
from friend.asking.suggestion import Suggestion
from friend.record.exchange import Blind, Exchange, Failure

SCHEMA: Final = 3


def as_json(exchange: Exchange) -> dict[str, Any]:
    """Give the object that `--json` prints. What is not known is None."""
    speaker, usage = exchange.speaker, exchange.usage
    notes = list(exchange.notes)
    if exchange.part:
        notes.insert(0, f"an excerpt was lent: {exchange.part.start}..{exchange.part.end} of the draft")
    if exchange.forgotten:
        notes.insert(0, "the texts of this exchange were removed from the log")
    return {
        "schema": SCHEMA,
        "exchange": exchange.id,
        "status": exchange.status,
        "asked_at": exchange.asked_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "clock_went_back": exchange.clock_went_back,
        "sequence": exchange.sequence,
        "group": exchange.group,
        "follows": exchange.follows,
        "relation": exchange.relation,
        "friend": {
            "name": speaker.name,
            "requested": speaker.requested,
            "served": list(speaker.served),
            "evidence": speaker.evidence,
            "provider": speaker.provider,
            "host": speaker.host,
            "fingerprint": speaker.fingerprint,
            "sub_provider": speaker.sub_provider,
            "request_id": speaker.request_id,
        },
        "prompt": {"name": exchange.prompt.name, "digest": exchange.prompt.digest},
        "draft": {"path": exchange.draft.path, "digest": exchange.draft.digest, "words": exchange.draft.words},
        "passage": {
            "start": exchange.passage.span.start,
            "end": exchange.passage.span.end,
            "text": exchange.passage.text,
        },
        "question": {"name": exchange.question.name, "text": exchange.question.text},
        "reasoning": exchange.reasoning or None,
        "thought_s": exchange.thought_s,
        "answer": exchange.answer,
        "raw": exchange.raw,
        "suggestions": [suggestion_as_json(suggestion) for suggestion in exchange.suggestions],
        "usage": {
            "input_tokens": usage.input_tokens,
            "cached_tokens": usage.cached_tokens,
            "output_tokens": usage.output_tokens,
            "cost_usd": usage.cost_usd,
            "price_source": usage.price_source,
            "co2e_g": list(usage.co2e_g) if usage.co2e_g else None,
            "co2e_source": usage.co2e_source,
        },
        "reflection": exchange.reflection,
        "blind": blind_as_json(exchange.blind),
        "to_verify": [lead_as_json(lead) for lead in exchange.leads],
        "finish": exchange.finish,
        "error": failure_as_json(exchange.error),
        "notes": notes,
    }


def json_line(exchange: Exchange) -> str:
    """Give the object on a line of its own, as `friend log export` writes it."""
    return json.dumps(as_json(exchange), ensure_ascii=False) + "\n"


def suggestion_as_json(suggestion: Suggestion) -> dict[str, Any]:
    """Give one suggestion; `start` and `end` are code points in the draft as it was sent, None when not placed."""
    return {
        "id": suggestion.id,
        "quote": suggestion.quote,
        "start": suggestion.span.start if suggestion.span else None,
        "end": suggestion.span.end if suggestion.span else None,
        "anchor": suggestion.anchor,
        "instead": suggestion.instead,
        "why": suggestion.why,
        "flags": list(suggestion.flags),
        "changed": None if suggestion.changed is None else round(suggestion.changed, 4),
        "diff": [[piece.op, piece.text] for piece in suggestion.diff],
        "state": suggestion.state,
    }


def lead_as_json(lead: Lead) -> dict[str, Any]:
    """Give something that the answer names, and what the person found of it."""
    return {
        "id": lead.id,
        "kind": lead.named.kind,
        "name": lead.named.name,
        "said": lead.named.said or None,
        "state": lead.state,
        "found": lead.found or None,
        "source": lead.source or None,
    }


def blind_as_json(blind: Blind | None) -> dict[str, Any] | None:
    """Give the letter, and the seed once it may be known; None where the friend spoke under its own name."""
    if blind is None:
        return None
    return {"letter": blind.letter, "opened": blind.opened, "seed": blind.seed if blind.opened else None}


def failure_as_json(failure: Failure | None) -> dict[str, Any] | None:
    """Give the error object, or None."""
    if failure is None:
        return None
    return {"kind": failure.kind, "message": failure.message, "retry_after_s": failure.retry_after_s}
