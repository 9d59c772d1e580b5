"""Owns notes as rdjsonl (Reviewdog Diagnostic Format), a JSON object a line, for editors and CI.

Never with its `suggestions` field: tools make an accept button of it. The wording stands in the message (fault 71).
Source: github.com/reviewdog/reviewdog, proto/rdf. Lines and columns count from 1, columns in bytes of UTF-8.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from friend.record.citation import signature
from friend.record.exchange import Exchange
from friend.record.formats.annotated import BRACKETED, diff_line, labels
from friend.record.formats.leads_lines import lead_words
from friend.record.page import PlacedNote, ReviewPage
from friend.text.offsets import Lines
from friend.text.span import Span
from friend.text.visible import visible


def rdjsonl(page: ReviewPage, path: str) -> Iterator[str]:
    """Give a line for each note that has a place, and for what is to be verified, at the passage that was asked about.

    `path` is what the reader calls the draft.
    """
    lines = Lines(page.draft.text)
    for note in page.notes:
        yield _line_of(message(note), location(lines, note.span, path), note.exchange, page.language)
    for asked, _, lead in page.leads:
        if asked.span:
            said = _line(lead_words(lead, page.language))
            yield _line_of(said, location(lines, asked.span, path), asked.exchange, page.language)


def _line_of(said: str, where: dict[str, Any], exchange: Exchange, language: str) -> str:
    told = {"message": said, "location": where, "severity": "INFO"}
    return json.dumps(told | {"source": {"name": f"friend: {signature(exchange, language)}"}}, ensure_ascii=False)


def location(lines: Lines, span: Span, path: str) -> dict[str, Any]:
    """Give where a span is."""
    start, end = (
        {"line": line, "column": column}
        for line, column in (lines.line_and_byte(offset) for offset in (span.start, span.end))
    )
    return {"path": path, "range": {"start": start, "end": end}}


def message(note: PlacedNote) -> str:
    """Give a note in one line: the annotated diff, the reason, the labels."""
    advice = note.suggestion
    said = [diff_line(note.diff, BRACKETED) if note.diff else "", _line(advice.why)]
    if note.has_changed:
        said.append("the words have changed since")
        said.append(f"instead of “{_line(advice.quote)}”: “{_line(advice.instead)}”" if advice.instead else "")
    return " — ".join(part for part in [*said, *labels(advice)] if part) or "see here"


def _line(text: str) -> str:
    return visible(text.strip(), keep_lines=False)
