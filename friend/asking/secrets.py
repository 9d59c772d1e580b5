"""Owns what in a text looks like a secret that should not leave the machine: where it stands and of what kind.

It is a look, not a proof: shapes that the issuers publish, and lines that say "password: …". The secret itself is never
part of a message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from friend.text.span import Span


@dataclass(frozen=True, slots=True)
class Secret:
    """What looks like a secret: its place in code points, and its kind in words ("an Anthropic key")."""

    span: Span
    kind: str


_PRIVATE_KEY: Final = re.compile(
    r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----"
    r"(?:.{0,12000}?-----END (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----)?",
    re.DOTALL,
)

# From the exact to the general: the first that fits names the kind.
_SHAPES: Final = (
    ("an Anthropic key", r"sk-ant-[A-Za-z0-9_-]{20,}"),
    ("an OpenRouter key", r"sk-or-v1-[0-9a-f]{32,}"),
    ("a Stripe key", r"[sr]k_live_[A-Za-z0-9]{16,}"),
    ("an OpenAI key", r"sk-(?=[A-Za-z0-9_-]*\d)(?=[a-z0-9_-]*[A-Z]|[a-f0-9]{32})[A-Za-z0-9_-]{20,}"),
    ("an AWS key", r"(?:AKIA|ASIA)[A-Z2-7]{16}"),
    ("a GitHub token", r"gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,}"),
    ("a GitLab token", r"glpat-[A-Za-z0-9_-]{20,}"),
    ("a Slack token", r"xox[abeoprs]-(?=[A-Za-z0-9-]*\d)[A-Za-z0-9-]{10,}"),
    ("a Google key", r"AIza[A-Za-z0-9_-]{35}"),
    ("a Groq or xAI key", r"(?:gsk_|xai-)[A-Za-z0-9]{40,}"),
    ("a Hugging Face token", r"hf_[A-Za-z0-9]{30,}"),
    ("a signed token (JWT)", r"eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}"),
)
_TOKEN: Final = re.compile(
    "".join((r"(?<![A-Za-z0-9_-])(?:", "|".join(f"({shape})" for _, shape in _SHAPES), r")(?![A-Za-z0-9_-])"))
)

# A whole line that is a label and one word. English, French, German, Spanish, Italian, Portuguese, Dutch.
_LABEL: Final = (
    r"pass ?(?:word|phrase|code)|passwd|pwd|api[ _-]?key|secret[ _-]?key|mot de passe|mdp|phrase secrète|cl[ée] api"
    r"|passwort|kennwort|contraseña|senha|palavra-passe|parola d['’]ordine|wachtwoord"
)
_PASSWORD: Final = re.compile(
    rf"\b(?:{_LABEL})[*_`]*[^\S\n]*[:=][*_`]*[^\S\n]*[*_`\"'“«]*(?P<value>[^\s*_`\"'”»|]{{4,}})[*_`\"'”»|\t ]*$",
    re.IGNORECASE | re.MULTILINE,
)
_BEFORE_LABEL: Final = re.compile(r"\s*(?:[-*+>#|•]+\s*)*(?:[\w'’.()-]+ ){0,3}[*_`]*")

# One word after the label that tells no password: a state of it, or a place for one.
_NO_PASSWORD: Final = re.compile(
    r"[<{\[$%(].*|.*[.,;:!?…]|[x•…#.\-]+|(?:your|my|the|votre|mon|ihr)[\w-]*"
    r"|none|unknown|required|optional|forgotten|changed|reset|hidden|secret|empty|blank|same|string|password|true|false"
    r"|null|needed|missing|later|below|above|aucune?|inconnue?|oubliée?|requise?|obligatoire|facultati(?:f|ve)|modifiée?"
    r"|changée?|secrète?|vide|identique|perdue?|keine?s?|unbekannt|vergessen|erforderlich|geheim|leer|ninguna|olvidada",
    re.IGNORECASE,
)


def find_secrets(text: str) -> tuple[Secret, ...]:
    """Find what looks like a secret, in the order of the text; places never overlap."""
    found: list[Secret] = []
    for secret in sorted(_all(text), key=lambda one: (one.span.start, -one.span.end)):
        if not found or secret.span.start >= found[-1].span.end:
            found.append(secret)
    return tuple(found)


def _all(text: str) -> Iterator[Secret]:
    for match in _PRIVATE_KEY.finditer(text):
        yield Secret(Span(*match.span()), "a private key")
    for match in _TOKEN.finditer(text):
        yield Secret(Span(*match.span()), _SHAPES[(match.lastindex or 1) - 1][0])
    for match in _PASSWORD.finditer(text):
        before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if _BEFORE_LABEL.fullmatch(before) and not _NO_PASSWORD.fullmatch(match["value"]):
            yield Secret(Span(*match.span("value")), "a password line")
