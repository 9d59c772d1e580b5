"""Owns what is remembered of an exchange: who was asked what about which text, and who answered what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from friend.record.failure import Failure as Failure  # noqa: PLC0414 - it is part of what came of a question

if TYPE_CHECKING:
    from datetime import datetime

    from friend.asking.friend import Friend
    from friend.asking.lead import Lead
    from friend.asking.question import Passage, Question
    from friend.asking.suggestion import Suggestion
    from friend.text.span import Span

Status = Literal["complete", "incomplete", "cancelled", "failed", "refused", "unknown"]
Evidence = Literal["wire", "record", "echo", "file", "none reported"]
Finish = Literal["stop", "length", "content_filter"]
Relation = Literal["follow-up", "resolves", "cross-reading"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who was asked and who answered.

    `served` are the versions that the answer itself named, in order, each once; empty where none was reported.
    `evidence` says how we know (DESIGN §4.5); `host` is where the question went, `sub_provider` who answered for a
    host that passes questions on, and `request_id` the host's own name for the request. `is_veiled` says that `name` is
    a letter, and that it may not be told yet who stands under it.
    """

    name: str
    requested: str
    served: tuple[str, ...]
    evidence: Evidence
    provider: str | None
    host: str | None
    fingerprint: str | None = None
    sub_provider: str | None = None
    request_id: str | None = None
    is_veiled: bool = False


@dataclass(frozen=True, slots=True)
class PromptRef:
    """Which of the released prompts was the rule: its name and the digest of its text."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class DraftRef:
    """Which text was sent."""

    path: str | None
    digest: str
    words: int


@dataclass(frozen=True, slots=True)
class Usage:
    """What it took: tokens, US dollars, grams of CO2e as a range. What is not known is None, never 0.

    `cached_tokens` of the input were in the provider's cache from before, at a lower price.
    """

    input_tokens: int | None = None
    output_tokens: int | None = None
    cost_usd: float | None = None
    price_source: str = "unknown"
    co2e_g: tuple[float, float] | None = None
    co2e_source: str | None = None
    cached_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Blind:
    """Under which letter a friend answered; `seed` is what the letters were dealt by.

    `opened` once the person has voted, or gave the vote up: then it may be told who it was.
    """

    letter: str
    seed: str
    opened: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and what came of it. `id` and `sequence` are None where no intent was logged.

    `reasoning` is what the model thought before it answered, no part of the answer; `thought_s` for how many seconds.
    `clock_went_back` says that the question before this one is dated later; the order is that of `sequence`.
    `follows` is the id of the exchange that this one continues, `relation` as what: a follow-up question, "does this
    resolve your point?", or a friend's reading of another's answer; both are None where it begins a thread.
    `forgotten` says that its texts were removed from the log: the question, the answer and the draft are empty.
    `leads` are what the answer names and is to be verified. `reflection` is what the person thought themselves before
    they saw the answer; nobody was sent it. `blind` is None where the friend spoke under its own name.
    """

    id: str | None
    sequence: int | None
    group: str | None
    status: Status
    asked_at: datetime
    speaker: Speaker
    prompt: PromptRef
    draft: DraftRef
    passage: Passage
    question: Question
    part: Span | None = None
    reader: str | None = None
    answer: str = ""
    raw: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    usage: Usage = Usage()
    finish: Finish | None = None
    error: Failure | None = None
    notes: tuple[str, ...] = ()
    reasoning: str = ""
    thought_s: float | None = None
    clock_went_back: bool = False
    forgotten: bool = False
    follows: str | None = None
    relation: Relation | None = None
    leads: tuple[Lead, ...] = ()
    reflection: str | None = None
    blind: Blind | None = None


def requested_of(friend: Friend) -> Speaker:
    """Name the friend before it has spoken: nothing is served yet."""
    return Speaker(friend.name, friend.model, (), "none reported", None, None)
