"""Owns what is told of answers whose friends stand under letters: the words, and nothing that says who speaks.

Names, versions, hosts, times, tokens, prices and thoughts are left out, and the house style of the prose is levelled
(`levelling.py`). All of it comes back once the person has voted, or gave the vote up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from friend.record.exchange import Blind, Exchange, Failure, PromptRef, Speaker, Usage
from friend.record.levelling import levelled
from friend.text.sentences import sentences
from friend.text.span import Span
from friend.text.words import count_words

BLIND: Final = "blind until you vote"
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CUT: Final = "[… the rest comes once you have voted]"
_SHORTEST_CUT: Final = 80
_MUCH_LONGER: Final = 1.25


def shuffled(names: Sequence[str], seed: str) -> dict[str, Blind]:
    """Give each name its letter. The same seed always gives the same order, which no name can be read from."""
    order = sorted(names, key=lambda name: hashlib.sha256(f"{seed}\0{name}".encode()).digest())
    return {name: Blind(LETTERS[place], seed) for place, name in enumerate(order)}


def is_blind(exchange: Exchange) -> bool:
    """Tell whether nobody may be told yet who speaks."""
    return exchange.blind is not None and not exchange.blind.opened


def shown(exchange: Exchange) -> Exchange:
    """Give the exchange as it may be told now: as it is, or without what says who speaks."""
    blind = exchange.blind
    if blind is None or blind.opened:
        return exchange
    failed = exchange.error
    return replace(
        exchange,
        speaker=Speaker(blind.letter, f"{blind.letter}: {BLIND}", (), "none reported", None, None),
        prompt=PromptRef(BLIND, ""),
        answer=levelled(exchange.answer),
        raw=levelled(exchange.raw),
        suggestions=tuple(replace(each, why=levelled(each.why)) for each in exchange.suggestions),
        usage=Usage(),
        error=Failure(failed.kind, "this friend gave no answer") if failed else None,
        notes=(BLIND,),
        reasoning="",
        thought_s=None,
    )


def alike_in_length(answers: Sequence[str]) -> list[str]:
    """Give levelled answers, the long ones cut at a sentence, so that their length says nothing of who wrote them."""
    counts = [count_words(answer) for answer in answers if answer.strip()]
    limit = max(_SHORTEST_CUT, int(min(counts, default=0) * _MUCH_LONGER))
    return [_cut(answer, limit) for answer in answers]


def _cut(answer: str, limit: int) -> str:
    if count_words(answer) <= limit:
        return answer
    end = words = 0
    for sentence in sentences(answer, Span(0, len(answer))):
        words += count_words(sentence.of(answer))
        if words > limit and end:
            break
        end = sentence.end
    return answer if end >= len(answer.rstrip()) else f"{answer[:end].rstrip()} {CUT}"
