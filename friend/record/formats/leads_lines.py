"""Owns the words in which something to verify is told: what it is, and what the person found of it."""

from __future__ import annotations

from typing import Final

from friend.asking.lead import Lead, LeadKind, LeadState

SIGNS: Final[dict[LeadState, str]] = {"to-verify": "[ ]", "verified": "[x]", "wrong": "[–]"}
_STATES: Final[dict[str, dict[LeadState, str]]] = {
    "en": {"to-verify": "to verify", "verified": "verified", "wrong": "it is not so"},
    "fr": {"to-verify": "à vérifier", "verified": "vérifié", "wrong": "ce n’est pas exact"},
}
_KINDS: Final[dict[str, dict[LeadKind, str]]] = {
    "en": {"author": "author: {}", "work": "work: {}", "concept": "concept: {}", "figure": "figure: {}"},
    "fr": {"author": "auteur : {}", "work": "œuvre : {}", "concept": "concept : {}", "figure": "chiffre : {}"},
}
_SOURCE: Final = {"en": "source: {}", "fr": "source : {}"}


def lead_line(number: str, lead: Lead) -> str:
    """Give it in a line, with the number by which it is ticked."""
    return f"{SIGNS[lead.state]} {number}  {lead_words(lead)}"


def lead_words(lead: Lead, language: str = "en") -> str:
    """Give it in a line without a number: kind, name, what was said of it, state, what was found and where."""
    spoken = language if language in _STATES else "en"
    named = lead.named
    parts = [_KINDS[spoken][named.kind].format(named.name), named.said, _STATES[spoken][lead.state], lead.found]
    parts.append(_SOURCE[spoken].format(lead.source) if lead.source else "")
    return " · ".join(part for part in parts if part)
