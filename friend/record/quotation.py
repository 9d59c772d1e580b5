"""Owns what may be quoted: words of the raw reply, verbatim, cut only with […], and always with their speaker.

A suggestion on the desk may carry the draft's own apostrophes and line ends; what is quoted is what was said.
"""

from __future__ import annotations

from typing import Final

from friend.asking.reply import parse
from friend.record.citation import attribution
from friend.record.exchange import Exchange

CUT: Final = "[…]"


class NotTheirWordsError(ValueError):
    """The words do not stand in what the friend said; the message says so."""


def words_of(exchange: Exchange, *, suggestion: int | None = None, words: str | None = None) -> str:
    """Give the friend's words: those asked for, a suggestion's wording (from 1), or the whole answer.

    Raises NotTheirWordsError where the words were not said so, and LookupError for a suggestion that there is not.
    """
    if words is not None:
        _check(exchange, words)
        return words.strip()
    if suggestion is None:
        if not exchange.answer.strip():
            raise NotTheirWordsError("there is no answer in words to quote; name a suggestion with --suggestion")
        return exchange.answer.strip()
    advice = parse(exchange.raw).advice
    if not 1 <= suggestion <= len(advice):
        raise LookupError(f"there is no suggestion {suggestion}: this exchange has {len(advice)}")
    said = advice[suggestion - 1]
    return said.instead or said.why


def quotation(exchange: Exchange, language: str, *, suggestion: int | None = None, words: str | None = None) -> str:
    """Give the words as a Markdown block quote with its attribution line; raises as `words_of` does."""
    said = words_of(exchange, suggestion=suggestion, words=words)
    lines = [*said.splitlines(), "", attribution(exchange, language)]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _check(exchange: Exchange, words: str) -> None:
    """See that each piece between cuts was said, in this order, in one breath: the answer or one suggestion."""
    pieces = [piece.strip() for piece in words.split(CUT)]
    pieces = [piece for piece in pieces if piece]
    if not pieces:
        raise NotTheirWordsError("no words to quote")
    breaths = [exchange.answer]
    for advice in parse(exchange.raw).advice:
        breaths += [advice.instead or "", advice.why]
    if not any(_said_in_order(breath, pieces) for breath in breaths):
        raise NotTheirWordsError(f"these words are not in this exchange as quoted; cut words only with {CUT}")


def _said_in_order(breath: str, pieces: list[str]) -> bool:
    place = 0
    for piece in pieces:
        place = breath.find(piece, place)
        if place < 0:
            return False
        place += len(piece)
    return True
