"""Owns what a check of a draft found: words that stand there and that the log says somebody else said first.

`friend check` makes a `Findings`; `friend disclose` counts it. It knows which text was checked (`digest`), so that a
statement about another version of the draft can be refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from friend.record.exchange import Exchange
from friend.text.span import Span

Kind = Literal["borrowed", "near", "misquoted", "unattributed", "wrong-version"]
"""borrowed: the model's words in their order. near: nearly its words. The rest is about attributed quotations: words
changed inside the marks; no such words of such a friend in the log; another name, version or day than the log's."""
Decision = Literal["quoted", "owned"]

KINDS: Final[tuple[Kind, ...]] = ("borrowed", "near", "misquoted", "unattributed", "wrong-version")
REASONS: Final = ("a common phrase", "I had said so before", "accepted help")
"""The ready reasons for owning words; others may be given in free words. A disclosure counts "accepted help"."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Words of the draft at `span`, and who said them first.

    `exchange` is None where the log knows nobody. `said` are the words as the friend said them, "" where unknown;
    `similarity` is the share of agreeing words, 0 to 1. `decision` is None until the person decides; `reason` says why
    words are owned.
    """

    span: Span
    text: str
    kind: Kind
    exchange: Exchange | None
    said: str
    similarity: float
    decision: Decision | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """All findings of one text, in the order of their places. `digest` and `words` are those of the checked draft.

    `true_quotations` counts the attributed ones that the log bears out to the word: they are no finding.
    """

    digest: str
    words: int
    all: tuple[Finding, ...]
    true_quotations: int = 0

    def undecided(self, kinds: Collection[Kind] = KINDS) -> tuple[Finding, ...]:
        """Give those of these kinds that nobody has decided about."""
        return tuple(each for each in self.all if each.kind in kinds and each.decision is None)

    @property
    def passages(self) -> tuple[Finding, ...]:
        """Those outside of quotations: a friend's words, or nearly."""
        return tuple(each for each in self.all if each.kind in {"borrowed", "near"})

    @property
    def false_quotations(self) -> int:
        """Count the attributed quotations that the log does not bear out."""
        return len(self.all) - len(self.passages)

    def counts(self) -> Counter[tuple[Kind, Decision | None, str | None]]:
        """Count by kind, decision and reason; an undecided finding has neither of the last two."""
        return Counter((each.kind, each.decision, each.reason) for each in self.all)
