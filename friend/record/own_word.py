"""Owns what a person says of answers in their own words: which helped and why, and what they found of a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from friend.asking.lead import Lead, LeadState
from friend.record.exchange import Exchange
from friend.text.language import language


@dataclass(frozen=True, slots=True)
class OwnWord:
    """What the person said of `exchange`, of one `kind`.

    "vote": `choice` is "won" for the exchange that helped, or "none"; `words` say why, `detail` the draft's language.
    "opened": there is no vote, and it may be told who was who. "lead": `about` is the lead's id, `choice` its state,
    `words` what was found, `detail` where.
    """

    exchange: str
    kind: str
    about: str = ""
    choice: str = ""
    words: str = ""
    detail: str = ""


def vote(heard: Sequence[Exchange], winner: Exchange | None, why: str, sent: str) -> OwnWord:
    """Vote on the answers of a blind round: for the `winner`, or for none. `sent` is the draft as it was sent."""
    chosen, choice = (winner, "won") if winner else (heard[0], "none")
    return OwnWord(str(chosen.id), "vote", choice=choice, words=why, detail=language(sent))


def no_vote(heard: Sequence[Exchange]) -> OwnWord:
    """Give the vote on a blind round up."""
    return OwnWord(str(heard[0].id), "opened")


def looked_up(exchange: Exchange, lead: Lead, state: LeadState, found: str = "", source: str = "") -> OwnWord:
    """Say what became of something that an answer names."""
    return OwnWord(str(exchange.id), "lead", lead.id, state, found.strip(), source.strip())
