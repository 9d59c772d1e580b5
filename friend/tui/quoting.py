"""Owns how words of an exchange become an attributed quotation at the desk: those selected, a suggestion, or all."""

from __future__ import annotations

from friend.record.exchange import Exchange
from friend.record.quotation import quotation
from friend.text.anchoring import find_quote
from friend.tui.services import Services


def quoted(services: Services, exchange: Exchange, *, words: str | None = None, suggestion: str | None = None) -> str:
    """Give the quotation of `words` as the answer has them, of the suggestion with that id, or of the whole answer.

    Raises ValueError or LookupError, saying what cannot be quoted.
    """
    language = services.language
    if words is not None:
        anchor = find_quote(exchange.answer, words)
        said = anchor.span.of(exchange.answer) if anchor.span else words
        return quotation(exchange, language, words=said)
    if suggestion is None:
        return quotation(exchange, language)
    ids = [each.id for each in exchange.suggestions]
    return quotation(exchange, language, suggestion=ids.index(suggestion) + 1)
