"""Owns how answers heard blind are made alike in length, so that it says nothing of who wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from friend.record.blind import is_blind, shown
from friend.record.exchange import Exchange
from friend.text.sentences import sentences
from friend.text.span import Span
from friend.text.words import count_words

CUT: Final = "[… the rest comes once you have voted]"
_SHORTEST_CUT: Final = 80
_MUCH_LONGER: Final = 1.25


def alike_in_length(answers: Sequence[str]) -> list[str]:
    """Give levelled answers, the long ones cut at a sentence, so that their length says nothing of who wrote them."""
    counts = [count_words(answer) for answer in answers if answer.strip()]
    limit = max(_SHORTEST_CUT, int(min(counts, default=0) * _MUCH_LONGER))
    return [_cut(answer, limit) for answer in answers]


def as_long_as_the_others(exchange: Exchange, group: Sequence[Exchange]) -> Exchange:
    """Give an exchange with its prose no longer than that of the others under letters; `group` holds all of them."""
    if not is_blind(exchange):
        return exchange
    proses = alike_in_length([shown(each).answer for each in group])
    cut = next((prose for each, prose in zip(group, proses, strict=True) if each.id == exchange.id), "")
    return replace(exchange, answer=cut, raw=cut)


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
