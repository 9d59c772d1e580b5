"""Owns where found words stand while the text changes: a finding whose words were changed is none any more.

It reads the text and never writes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from friend.record.findings import Finding, Findings
from friend.record.verdict import Verdict, compared, decided
from friend.text.following import Change, followed
from friend.text.span import Span


@dataclass(slots=True, eq=False)
class Place:
    """A finding, its number in the list (from 1), and where its words stand now. `is_gone` once they were changed."""

    number: int
    finding: Finding
    span: Span
    is_gone: bool = False
    words: str = field(init=False)

    def __post_init__(self) -> None:
        self.words = compared(self.finding.text)

    @property
    def is_open(self) -> bool:
        """Tell whether something is to be decided."""
        return not self.is_gone and self.finding.decision is None


class Places:
    """The findings of one check, on the text as it is now."""

    def __init__(self) -> None:
        self.all: list[Place] = []

    @property
    def open(self) -> list[Place]:
        """Those to decide about, in the order of the text."""
        return sorted((each for each in self.all if each.is_open), key=lambda each: each.span)

    def know(self, findings: Findings, since: Iterable[Change], text: Callable[[], str]) -> None:
        """Take the findings of a check; `since` are the edits since the text that was checked."""
        self.all = [Place(number, each, each.span) for number, each in enumerate(findings.all, start=1)]
        for change in since:
            self.heard(change, text)

    def heard(self, change: Change, text: Callable[[], str]) -> bool:
        """Follow one edit, and tell whether a finding went away. The text is read where the edit touches one."""
        went = False
        for each in self.all:
            if change.start > each.span.end:
                continue
            touches = change.end >= each.span.start
            each.span = followed(each.span, change)
            if touches and not each.is_gone and compared(each.span.of(text())) != each.words:
                each.is_gone = went = True
        return went

    def judged(self, verdict: Verdict) -> None:
        """Let a decision hold for all findings that it is about."""
        for each in self.all:
            each.finding = decided(each.finding, [verdict]) if each.finding.decision is None else each.finding

    def neighbour(self, offset: int, by: int) -> Place | None:
        """Give the next (1) or the previous (-1) open one from `offset` in the text, round the end."""
        some = self.open if by > 0 else self.open[::-1]
        beyond = (each for each in some if (each.span.start - offset) * by > 0)
        return next(beyond, some[0] if some else None)
