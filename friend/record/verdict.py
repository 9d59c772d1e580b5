"""Owns when a decision about found words holds: for these words of that reply, and for any part of them.

Owned words are owned wherever they stand. That words were quoted once is remembered and excuses no other place, nor
this one when the quotation is taken out again: a true quotation is seen by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from friend.record.findings import Decision, Finding
from friend.text.shingles import key, pattern


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the person decided about words that `exchange` said; it is "" where the log knows nobody who did."""

    exchange: str
    words: str
    decision: Decision
    reason: str


def verdict_on(finding: Finding, decision: Decision, reason: str) -> Verdict:
    """Make the verdict on a finding."""
    return Verdict(_exchange(finding), compared(finding.text), decision, reason)


def decided(finding: Finding, verdicts: Iterable[Verdict]) -> Finding:
    """Give the finding with what was decided last about its words; as it is where nothing was."""
    exchange, words = _exchange(finding), f" {compared(finding.text)} "
    last = None
    for verdict in verdicts:
        if verdict.decision == "owned" and verdict.exchange == exchange and words in f" {verdict.words} ":
            last = verdict
    return replace(finding, decision=last.decision, reason=last.reason) if last else finding


def compared(text: str) -> str:
    """Give the words of a text as they are compared, one space between."""
    return " ".join(map(key, pattern(text).findall(text)))


def _exchange(finding: Finding) -> str:
    return (finding.exchange.id or "") if finding.exchange else ""
