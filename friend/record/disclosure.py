"""Owns what can be told, from friend's log alone, of the help that a text had: counts, versions, dates, and the gaps.

It never says more than the log shows. What the log does not hold is a field of its own, so that every form can say so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from friend.record.citation import title
from friend.record.exchange import Exchange, Speaker
from friend.record.findings import Findings
from friend.record.identity import Likeness
from friend.text.draft import Draft
from friend.text.span import LINE_END
from friend.text.words import count_words

_ANSWERING: Final = frozenset({"complete", "incomplete", "cancelled"})


@dataclass(frozen=True, slots=True)
class First:
    """The text as it stood when the first question was asked: the time (UTC) and its words."""

    when: datetime
    words: int


@dataclass(frozen=True, slots=True)
class Voice:
    """One version of one model that answered: how many answers, and from when to when (UTC)."""

    speaker: Speaker
    answers: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Advice:
    """Suggestions by what the person decided about them."""

    made: int = 0
    dealt_with: int = 0
    dismissed: int = 0
    quoted: int = 0

    @property
    def undecided(self) -> int:
        """Those that nobody decided about."""
        return self.made - self.dealt_with - self.dismissed - self.quoted


@dataclass(frozen=True, slots=True)
class Lookups:
    """What the answers named, by what the person found of it."""

    to_verify: int = 0
    verified: int = 0
    wrong: int = 0

    @property
    def named(self) -> int:
        """All of it."""
        return self.to_verify + self.verified + self.wrong


@dataclass(frozen=True, slots=True)
class Account:
    """What the log shows of one text.

    `asked` counts all questions, `unanswered` those that brought no word, `forgotten` those whose texts were removed
    from the log, `excerpts` those that lent a part only. `kinds` are the ready questions by name, None for free words,
    and how often; a forgotten question keeps its kind. `unread` are the words in paragraphs written or changed since
    the last question, None where no version is left to compare. `check` is None unless one was made of this very text;
    it also says how many quotations of models agree with the log. `untold` counts questions whose texts were removed
    and of which it is not known which text they were about. `kin` are other drafts of the log that share paragraphs
    with this one. `lookups` counts authors, works, concepts and figures that the answers named.
    """

    draft: Draft
    asked: int = 0
    unanswered: int = 0
    forgotten: int = 0
    excerpts: int = 0
    first: First | None = None
    last: datetime | None = None
    voices: tuple[Voice, ...] = ()
    kinds: tuple[tuple[str | None, int], ...] = ()
    advice: Advice = Advice()
    unread: int | None = None
    check: Findings | None = None
    untold: int = 0
    kin: tuple[Likeness, ...] = ()
    clock_went_back: bool = False
    lookups: Lookups = Lookups()

    @property
    def answered(self) -> int:
        """Questions that brought an answer, or a part of one."""
        return self.asked - self.unanswered


def account(
    draft: Draft,
    exchanges: Sequence[Exchange],
    sent: str | None,
    *,
    findings: Findings | None = None,
    untold: int = 0,
    kin: Iterable[Likeness] = (),
) -> Account:
    """Give what the log shows of `draft`. `exchanges` are those about it, oldest first.

    `sent` is the last version that was sent; None where there is none. `findings` of another version of the text are
    left aside.
    """
    check = findings if findings and findings.digest == draft.digest else None
    told = Account(draft, check=check, untold=untold, kin=tuple(kin))
    if not exchanges:
        return told
    answered = [each for each in exchanges if _has_answered(each)]
    return replace(
        told,
        asked=len(exchanges),
        unanswered=len(exchanges) - len(answered),
        forgotten=sum(each.forgotten for each in exchanges),
        excerpts=sum(each.part is not None for each in exchanges),
        first=First(exchanges[0].asked_at, exchanges[0].draft.words),
        last=exchanges[-1].asked_at,
        voices=_voices(answered),
        kinds=tuple(Counter(each.question.name for each in exchanges).most_common()),
        advice=_advice(answered),
        unread=None if sent is None else _unread(draft.text, sent),
        clock_went_back=any(each.clock_went_back for each in exchanges),
        lookups=_lookups(answered),
    )


def _has_answered(exchange: Exchange) -> bool:
    """Tell whether any word came. Of a forgotten answer only the status is left."""
    return exchange.status in _ANSWERING and (exchange.forgotten or bool(exchange.raw.strip()))


def _voices(answered: Iterable[Exchange]) -> tuple[Voice, ...]:
    """Give each version once, in the order in which they first answered."""
    met: dict[tuple[object, ...], Voice] = {}
    for each in answered:
        speaker, when = each.speaker, each.asked_at
        known_as = (title(speaker), speaker.served, speaker.evidence, speaker.provider, speaker.host)
        before = met.get(known_as)
        met[known_as] = (
            replace(before, answers=before.answers + 1, first=min(before.first, when), last=max(before.last, when))
            if before
            else Voice(speaker, 1, when, when)
        )
    return tuple(met.values())


def _advice(answered: Iterable[Exchange]) -> Advice:
    states = Counter(suggestion.state for each in answered for suggestion in each.suggestions)
    return Advice(states.total(), states["dealt-with"], states["dismissed"], states["quoted"])


def _lookups(answered: Iterable[Exchange]) -> Lookups:
    states = Counter(lead.state for each in answered for lead in each.leads)
    return Lookups(states["to-verify"], states["verified"], states["wrong"])


def _unread(text: str, sent: str) -> int:
    """Count the words of the lines that the last version did not have; white space around a line does not count."""
    known = {line.strip() for line in LINE_END.split(sent)}
    return sum(count_words(line) for line in LINE_END.split(text) if line.strip() not in known)
