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

BLIND: Final = "blind until you vote"
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


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
    from friend.record.levelling import levelled  # noqa: PLC0415 - who reads a log without such rounds goes without

    failed = exchange.error
    return replace(
        exchange,
        speaker=Speaker(blind.letter, f"{blind.letter}: {BLIND}", (), "none reported", None, None, is_veiled=True),
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
