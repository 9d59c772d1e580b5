"""Owns how exchanges hang together: what was said before, as the next question tells it, and its place now."""

from __future__ import annotations

from collections.abc import Sequence

from friend.asking.earlier import Turn
from friend.asking.friend import Friend
from friend.asking.question import Passage
from friend.asking.suggestion import Suggestion
from friend.record.exchange import Exchange, Relation
from friend.text import address
from friend.text.anchoring import find_selector
from friend.text.draft import Draft
from friend.text.selector import select
from friend.text.span import Span
from friend.text.word_index import WordIndex


def turns_of(
    earlier: Sequence[Exchange], draft: Draft, friend: Friend, relation: Relation | None = None
) -> tuple[Turn, ...]:
    """Give what is told of a thread to `friend`, asked about `draft`; what was forgotten or never answered is not.

    In a cross-reading nobody is named, so that a friend judges the notes and not whose they are.
    """
    turns = []
    for exchange in earlier:
        said = spoken(exchange)
        if exchange.forgotten or not said:
            continue
        speaker = exchange.speaker
        is_the_same = (speaker.name, speaker.requested) == (friend.name, friend.model)
        turns.append(
            Turn(
                exchange.question.text,
                said,
                None if exchange.passage.whole else exchange.passage.text,
                "" if relation == "cross-reading" else None if is_the_same else speaker.name,
                exchange.draft.digest == draft.digest,
                exchange.status == "complete",
            )
        )
    return tuple(turns)


def spoken(exchange: Exchange) -> str:
    """Give an answer in plain words: its prose, then each suggestion in a line."""
    return "\n".join(filter(None, [exchange.answer.strip(), *map(advice_in_words, exchange.suggestions)]))


def advice_in_words(suggestion: Suggestion) -> str:
    """Give a suggestion as one would say it."""
    quote, why = suggestion.quote.strip(), suggestion.why.strip()
    if suggestion.instead is None:
        return f"On “{quote}”: {why}"
    if not suggestion.instead.strip():
        return f"On “{quote}”: these words could go. {why}".rstrip()
    return f"On “{quote}”: rather “{suggestion.instead.strip()}”. {why}".rstrip()


def passage_now(exchange: Exchange, sent: str, text: str | WordIndex) -> Passage | None:
    """Give the passage that an exchange was about in the text as it is now; None where it is not there any more.

    `sent` is the draft as it was sent.
    """
    now = text.text if isinstance(text, WordIndex) else text
    if exchange.passage.whole:
        part = part_now(exchange, sent, now)
        if exchange.part and part is None:
            return None
        span = part or Span(0, len(now))
        return Passage(span, span.of(now), whole=True)
    span_now = find_selector(text, select(sent, exchange.passage.span)).span
    return Passage(span_now, span_now.of(now)) if span_now else None


def part_now(exchange: Exchange, sent: str, text: str) -> Span | None:
    """Give the part that was lent in the text as it is now, by its heading or its words; None where there is none."""
    if exchange.part is None:
        return None
    first = exchange.part.of(sent).lstrip().partition("\n")[0].strip()
    if first.startswith("#"):
        try:
            return address.part(text, first)
        except address.NoSuchPassageError:
            return None
    return find_selector(text, select(sent, exchange.part)).span
