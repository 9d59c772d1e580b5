"""Owns what a check of a draft looks at: each attributed quotation, and then all the words outside of one.

A quotation that is true is left alone, and one that is not is one finding: its words are not told as borrowed too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Final, Protocol

from friend.record.attributions import ATTRIBUTION_AT_ALL
from friend.record.borrowing import Borrowed, Borrowing, without
from friend.record.exchange import Exchange
from friend.record.findings import Finding, Findings, Kind
from friend.record.quoted import Heard, Quoted, Remembered, judge, nearest, quotations_in
from friend.record.verdict import Verdict, decided
from friend.text.draft import Draft

_KIND: Final[dict[bool, Kind]] = {True: "borrowed", False: "near"}


class Memory(Protocol):
    """The exchanges of the log, as a check needs them."""

    def numbered(self, sequences: Collection[int]) -> Sequence[Exchange]:
        """Give the exchanges with these sequence numbers."""
        ...

    def on(self, day: date) -> Sequence[Exchange]:
        """Give the exchanges of a day, in UTC; where a friend said the same again, only the first of them."""
        ...


def check(draft: Draft, borrowing: Borrowing, memory: Memory, verdicts: Iterable[Verdict]) -> Findings:
    """Check a draft; nothing of it is changed, and nothing leaves the machine."""
    judged = list(_quotations(draft.text, borrowing, memory))
    found = _found(draft.text, judged, borrowing, memory, verdicts)
    return Findings(draft.digest, draft.words, found, sum(finding is None for _, finding in judged))


def found_in(text: str, borrowing: Borrowing, memory: Memory, verdicts: Iterable[Verdict]) -> tuple[Finding, ...]:
    """Give the findings of a text in the order of their places; its words are not counted."""
    return _found(text, list(_quotations(text, borrowing, memory)), borrowing, memory, verdicts)


def _found(
    text: str,
    judged: Sequence[tuple[Quoted, Finding | None]],
    borrowing: Borrowing,
    memory: Memory,
    verdicts: Iterable[Verdict],
) -> tuple[Finding, ...]:
    outside = without(text, [quoted.span for quoted, _ in judged])
    borrowed = borrowing.in_text(outside)
    told = {each.sequence: each for each in memory.numbered({each.sequence for each in borrowed})}
    found = [finding for _, finding in judged if finding]
    found += [_finding(text, each, told[each.sequence]) for each in borrowed]
    known = list(verdicts)
    return tuple(decided(each, known) for each in sorted(found, key=lambda each: each.span))


def _finding(text: str, borrowed: Borrowed, exchange: Exchange) -> Finding:
    kind = _KIND[borrowed.exact]
    return Finding(borrowed.span, borrowed.span.of(text), kind, exchange, borrowed.said, borrowed.similarity)


def _quotations(text: str, borrowing: Borrowing, memory: Memory) -> Iterable[tuple[Quoted, Finding | None]]:
    """Hold the quotations against the log; those of people who are in no log are left out."""
    if not ATTRIBUTION_AT_ALL.search(text):
        return
    quotations = quotations_in(text)
    sayers = [borrowing.sayers(quoted.words) for quoted in quotations]
    told = {each.sequence: each for each in memory.numbered({number for some in sayers for number in some})}
    days: dict[date, Sequence[Exchange]] = {}
    heard = Heard()
    for quoted, numbers in zip(quotations, sayers, strict=True):
        said = [told[number] for number in sorted(numbers) if number in told]
        verdict = judge(quoted, Remembered(said), heard)
        if verdict is None or verdict.kind != "verbatim":
            # Who said it last is looked for too, and who said something else that day.
            day = quoted.attribution.day
            if day not in days:
                days[day] = memory.on(day)
            exchanges = {each.id: each for each in (*days[day], *said)}
            verdict = judge(quoted, Remembered(list(exchanges.values())), heard)
            if verdict and verdict.kind == "unattributed":
                verdict = nearest(quoted, said) or verdict
        if verdict is None:
            continue
        if verdict.kind == "verbatim":
            yield quoted, None
            continue
        where = quoted.words_span
        finding = Finding(where, where.of(text), verdict.kind, verdict.exchange, verdict.said, verdict.similarity)
        yield quoted, finding
