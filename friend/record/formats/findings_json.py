"""Owns findings as JSON (DESIGN §4.6) and as rdjsonl. Field names are a contract: they are added to, never changed.

Added to the contract: each finding's `number`, its `line`, and the date and log number of its exchange.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from friend.record.citation import signature
from friend.record.findings import Finding, Findings
from friend.record.formats.findings_lines import said_of
from friend.record.formats.rdjsonl import location
from friend.text.draft import Draft
from friend.text.offsets import Lines
from friend.text.span import line_of, line_starts


def as_json(draft: Draft, findings: Findings) -> dict[str, Any]:
    """Give the object that `check --json` prints."""
    starts = line_starts(draft.text)
    return {
        "schema": 1,
        "draft": {"path": draft.path, "digest": findings.digest, "words": findings.words},
        "words": findings.words,
        "findings": [
            {
                "number": number,
                "start": each.span.start,
                "end": each.span.end,
                "line": line_of(starts, each.span.start),
                "text": each.text,
                "kind": each.kind,
                "exchange": each.exchange.id if each.exchange else None,
                "sequence": each.exchange.sequence if each.exchange else None,
                "asked_at": each.exchange.asked_at.strftime("%Y-%m-%dT%H:%M:%SZ") if each.exchange else None,
                "served": list(each.exchange.speaker.served) if each.exchange else [],
                "said": each.said,
                "similarity": round(each.similarity, 4),
                "decision": each.decision,
                "reason": each.reason,
            }
            for number, each in enumerate(findings.all, start=1)
        ],
    }


def rdjsonl(draft: Draft, findings: Findings, path: str) -> Iterator[str]:
    """Give a line for each finding that is not decided; `path` is what the reader calls the draft."""
    lines = Lines(draft.text)
    for each in findings.undecided():
        yield json.dumps(
            {
                "message": said_of(each),
                "location": location(lines, each.span, path),
                "severity": "WARNING",
                "source": {"name": _source(each)},
                "code": {"value": each.kind},
            },
            ensure_ascii=False,
        )


def _source(finding: Finding) -> str:
    return f"friend: {signature(finding.exchange, 'en')}" if finding.exchange else "friend"
