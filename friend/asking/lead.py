"""Owns what a lead is: an author, a work, a concept or a figure that an answer names, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LeadKind = Literal["author", "work", "concept", "figure"]
LeadState = Literal["to-verify", "verified", "wrong"]


@dataclass(frozen=True, slots=True)
class Named:
    """Something that an answer names; `said` is what it says of it, "" where that is the prose around it."""

    kind: LeadKind
    name: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """Something that an answer names, and what became of it: `found` is what the person found, `source` where."""

    id: str
    named: Named
    state: LeadState = "to-verify"
    found: str = ""
    source: str = ""
