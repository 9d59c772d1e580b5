"""Owns the words in which something to verify is told: what it is, and what the person found of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from friend.asking.leads import Lead, LeadState

SIGNS: Final[dict[LeadState, str]] = {"to-verify": "[ ]", "verified": "[x]", "wrong": "[–]"}
STATES: Final[dict[LeadState, str]] = {"to-verify": "to verify", "verified": "verified", "wrong": "it is not so"}


def lead_line(number: str, lead: Lead) -> str:
    """Give it in a line, with the number by which it is ticked."""
    return f"{SIGNS[lead.state]} {number}  {lead_words(lead)}"


def lead_words(lead: Lead) -> str:
    """Give it in a line without a number: kind, name, what was said of it, state, what was found and where."""
    named = lead.named
    parts = [f"{named.kind}: {named.name}", named.said, STATES[lead.state], lead.found]
    parts.append(f"source: {lead.source}" if lead.source else "")
    return " · ".join(part for part in parts if part)


def unverified(leads: Iterable[Lead]) -> list[Lead]:
    """Give those that nobody has looked up."""
    return [lead for lead in leads if lead.state == "to-verify"]
