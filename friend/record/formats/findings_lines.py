"""Owns how a finding is told to a person: where, what it is, whose words, and what can be done."""

from __future__ import annotations

from typing import Final

from friend.record.citation import signature
from friend.record.findings import Finding, Kind
from friend.text.span import line_of, line_starts
from friend.text.visible import visible

WHAT: Final[dict[Kind, str]] = {
    "borrowed": "a friend's words",
    "near": "nearly a friend's words",
    "misquoted": "a quotation that was changed",
    "unattributed": "a quotation that the log does not know",
    "wrong-version": "a quotation with another name, version or day than the log's",
}
"""What each kind of finding is, in a few words."""
_DO: Final[dict[Kind, str]] = {
    "borrowed": "quote them, reword them, or own them",
    "near": "quote them, reword them, or own them",
    "misquoted": "put back what was said, or mark what you cut with […]",
    "unattributed": "check whose words they are; the log that knows them may be on another machine",
    "wrong-version": "put the attribution right: friend quote gives it",
}
_SHOWN: Final = 300


def lines(number: int, finding: Finding, text: str, name: str) -> list[str]:
    """Give a finding in a few lines for a terminal or a pipe."""
    line = line_of(line_starts(text), finding.span.start)
    told = [f"{name}:{line}: {number}. {WHAT[finding.kind]}", f"   “{_short(finding.text)}”"]
    if finding.exchange:
        told.append(f"   — {signature(finding.exchange, 'en')}, exchange {finding.exchange.sequence}{_like(finding)}")
    if finding.said and finding.said != finding.text:
        told.append(f"   as said: “{_short(finding.said)}”")
    if finding.decision:
        told.append(f"   {finding.decision}: {_short(finding.reason or '')}")
    else:
        told.append(f"   {_DO[finding.kind]}")
    return told


def said_of(finding: Finding) -> str:
    """Give a finding in one line, without its place."""
    said = f"{WHAT[finding.kind]}: “{_short(finding.text)}”"
    if finding.exchange:
        said += f" — {signature(finding.exchange, 'en')}"
    return f"{said}; {_DO[finding.kind]}"


def _like(finding: Finding) -> str:
    return f", {finding.similarity:.0%} alike" if finding.similarity < 1 else ""


def _short(text: str) -> str:
    one = " ".join(visible(text, keep_lines=False).split())
    return one if len(one) <= _SHOWN else f"{one[:_SHOWN]}…"
