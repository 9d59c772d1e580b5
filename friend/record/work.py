"""Owns what a bibliography is told of an exchange, whatever its style; sorted, each under a key of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from friend.record.citation import full_date, title, unsaid_version, version
from friend.record.exchange import Exchange
from friend.record.makers import maker
from friend.text.visible import visible

GENRE: Final = "Large language model"
_LONGEST_PROMPT: Final = 200


@dataclass(frozen=True, slots=True)
class Work:
    """One answer of one model as a source.

    `version` is what was reported, shortened for reading, and `versions` whole; where nothing (more exact) was
    reported, `version` is None and `unsaid` says so. `remarks` are what a reader must know besides.
    """

    key: str
    author: str | None
    title: str
    version: str | None
    versions: tuple[str, ...]
    unsaid: str | None
    when: datetime
    url: str | None
    question: str
    remarks: tuple[str, ...]

    @property
    def version_said(self) -> str:
        """The version, or that there is none."""
        return self.version or self.unsaid or ""


Retired = Callable[[Exchange], date | None]
"""Tells the last day of the model that answered, None where it is not known to have one."""


def works(exchanges: Iterable[Exchange], retired: Retired | None = None) -> list[Work]:
    """Give the works by author, title, version and time; keys are unique."""
    distinct = {each.id: each for each in exchanges}.values()
    in_turn = sorted(distinct, key=lambda each: (each.sequence or 0, each.id or ""))
    made = [_work(exchange, retired(exchange) if retired else None) for exchange in in_turn]
    made.sort(
        key=lambda work: (_sorted_as(work.author or work.title), _sorted_as(work.title), work.versions, work.when)
    )
    taken: set[str] = set()
    keyed = []
    for work in made:
        key, number = work.key, 1
        while key in taken:
            number += 1
            key = f"{work.key}-{number}"
        taken.add(key)
        keyed.append(replace(work, key=key))
    return keyed


def _work(exchange: Exchange, retired: date | None) -> Work:
    speaker = exchange.speaker
    made_by = maker(speaker)
    unsaid = unsaid_version(speaker)
    name = _line(title(speaker))
    return Work(
        key=_key(made_by.name if made_by else name, exchange),
        author=made_by.name if made_by else None,
        title=name,
        version=None if unsaid else _line(version(speaker, "en")),
        versions=() if unsaid else tuple(map(_line, speaker.served)),
        unsaid=unsaid,
        when=exchange.asked_at,
        url=made_by.url if made_by else None,
        question=_prompt(exchange.question.text),
        remarks=tuple(_remarks(exchange, retired)),
    )


def _remarks(exchange: Exchange, retired: date | None) -> Iterable[str]:
    if exchange.part:
        yield "about an excerpt"
    if exchange.status != "complete":
        yield "incomplete answer"
    if retired:
        yield f"retired {full_date(retired)}"


def _key(name: str, exchange: Exchange) -> str:
    """Give a key that stays the same whatever it is cited with: the log's number makes it unique."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    word = re.sub(r"[^a-z0-9]+", "", plain) or "model"
    number = exchange.sequence if exchange.sequence is not None else exchange.id
    return f"{word}{exchange.asked_at.year}-{number}"


def _prompt(text: str) -> str:
    said = _line(" ".join(text.split()))
    if len(said) <= _LONGEST_PROMPT:
        return said
    return said[:_LONGEST_PROMPT].rsplit(" ", 1)[0] + " […]"


def _line(text: str) -> str:
    return visible(text, keep_lines=False)


def _sorted_as(text: str) -> str:
    return unicodedata.normalize("NFKD", text).casefold()
