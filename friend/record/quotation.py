"""Owns what may be quoted: words of the raw reply, verbatim, cut only with […], and always with their speaker.

A suggestion on the desk may carry the draft's own apostrophes and line ends; what is quoted is what was said.
"""

from __future__ import annotations

import re
from typing import Final

from friend.asking.reply import parse
from friend.record.citation import attribution, details
from friend.record.exchange import Exchange
from friend.record.formats.quotations import Form, Quotation, written
from friend.text.anchoring import find_quote
from friend.text.normalise import fold

CUT: Final = "[…]"
CUTS: Final = re.compile(r"\[\s?(?:…|\.\.\.)\s?\]")
"""Matches a cut, however it is typed."""
# What people type for a cut when they have no […] at hand.
_LOOSE_CUTS: Final = re.compile(r"\[?(?:…|\.\.\.)\]?")


class NotTheirWordsError(ValueError):
    """The words do not stand in what the friend said; the message says so."""


def breaths(exchange: Exchange) -> list[str]:
    """Give what the friend said, piece by piece: the answer, then each suggestion's wording and reason.

    A quotation stays within one of them.
    """
    said = [exchange.answer]
    for advice in parse(exchange.raw).advice:
        said += [advice.instead or "", advice.why]
    return [each for each in said if each.strip()]


def words_of(exchange: Exchange, *, suggestion: int | None = None, words: str | None = None) -> str:
    """Give the friend's words: those asked for, a suggestion's wording (from 1), or the whole answer.

    What comes back is the friend's own writing, even where `words` has another typography; an ellipsis that the friend
    did not write is a cut, […]. Raises NotTheirWordsError where the words were not said so, and LookupError for a
    suggestion that there is not.
    """
    if words is not None:
        return _as_said(exchange, words)
    if suggestion is None:
        if not exchange.answer.strip():
            raise NotTheirWordsError("there is no answer in words to quote; name a suggestion with --suggestion")
        return exchange.answer.strip()
    advice = parse(exchange.raw).advice
    if not 1 <= suggestion <= len(advice):
        raise LookupError(f"there is no suggestion {suggestion}: this exchange has {len(advice)}")
    said = advice[suggestion - 1]
    chosen = (said.instead or said.why).strip()
    if not chosen:
        raise NotTheirWordsError(f"suggestion {suggestion} has no words of its own: it only takes words out")
    return chosen


def quoted(
    exchange: Exchange,
    language: str,
    *,
    suggestion: int | None = None,
    words: str | None = None,
    full: bool = False,
) -> Quotation:
    """Give the words with their attribution, and with its details where it is to be `full`; raises as `words_of`."""
    said = words_of(exchange, suggestion=suggestion, words=words)
    more = details(exchange, language) if full else None
    return Quotation(said, attribution(exchange, language), language, more)


def quotation(
    exchange: Exchange,
    language: str,
    *,
    suggestion: int | None = None,
    words: str | None = None,
    form: Form = "markdown",
) -> str:
    """Give the words with their attribution line in one of the forms; raises as `words_of` does."""
    return written(quoted(exchange, language, suggestion=suggestion, words=words), form)


def _as_said(exchange: Exchange, words: str) -> str:
    """Find the runs between cuts, in this order, in one breath: the answer or one suggestion."""
    for cuts in (CUTS, _LOOSE_CUTS):
        runs = [run.strip() for run in cuts.split(words)]
        if not any(runs):
            raise NotTheirWordsError("no words to quote")
        for breath in breaths(exchange):
            found = _in_order(breath, [run for run in runs if run])
            if found:
                ends = [CUT] * (not runs[0]), [CUT] * (not runs[-1])
                return f" {CUT} ".join([*ends[0], *found, *ends[1]]).replace(f"{CUT} {CUT}", CUT)
    raise NotTheirWordsError(f"these words are not in this exchange as quoted; cut words only with {CUT}")


def _in_order(breath: str, runs: list[str]) -> list[str]:
    """Give the runs as `breath` has them, one after the other; nothing where one of them is not there."""
    place = 0
    found: list[str] = []
    for run in runs:
        anchor = find_quote(breath[place:], run)
        spans = (anchor.span,) if anchor.span else anchor.candidates
        said = spans[0].of(breath[place:]) if spans else ""
        # A damaged copy is found as well; it is no quotation.
        if not said or fold(said).text.strip().casefold() != fold(run).text.strip().casefold():
            return []
        found.append(said)
        place += spans[0].end
    return found
