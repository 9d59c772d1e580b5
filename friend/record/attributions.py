"""Owns how an attribution line is read back: `— Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026`.

It is the inverse of `citation.attribution`, in every language in which that writes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date
from functools import lru_cache
from typing import Final, Literal

from friend.record.citation import LANGUAGES, REMARKS, UNSAID, day_of, spoken_by, title, version
from friend.record.exchange import Exchange, Speaker
from friend.text.visible import visible

Differs = Literal["name", "version", "date"]

_DASH: Final = r"(?:—|–|―|---?)"
_REMARKS: Final = "|".join(map(re.escape, REMARKS))
ATTRIBUTION: Final = (
    rf"{_DASH}[^\S\n]*(?P<speaker>(?P<name>[^\s(—“”«»][^\n(—“”«»]{{0,200}}?)[^\S\n]?\((?P<version>[^\n]{{1,1000}}?)\)),"
    rf"[^\S\n]*(?P<day>\d{{1,2}}(?:er)?[^\S\n]+[^\W\d_]+\.?[^\S\n]+\d{{4}})(?P<remarks>(?:,[^\S\n]*(?:{_REMARKS}))*)"
)
"""Matches an attribution in one line of text."""
_BLANK: Final = r"(?:[\s>~]|&[a-z]+;)"
ATTRIBUTION_AT_ALL: Final = re.compile(rf"\)\\?,{_BLANK}*\d{{1,2}}(?:er)?{_BLANK}+[^\W\d_]+\.?{_BLANK}+\d{{4}}")
"""Matches the end of a version and a date, in any form; a text in which it matches nowhere has no attribution."""
_LINE: Final = re.compile(rf"\s*{ATTRIBUTION}\.?\s*")
# A served version is a name without spaces, with a digit or a sign in it.
_VERSIONS: Final = re.compile(r"(?:sha256 [0-9a-f]+…|[^\s,]*[\d\-_./:@][^\s,]*)(?:, (?:sha256 [0-9a-f]+…|[^\s,]+))*")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to have spoken, in which version, on which day. `speaker` is name and version as written."""

    speaker: str
    name: str
    version: str
    day: date
    remarks: tuple[str, ...] = ()

    @property
    def names_a_model(self) -> bool:
        """Tell whether the version looks like one; "(Paris)" after a person's name does not."""
        return bool(_VERSIONS.fullmatch(self.version)) or self.version in UNSAID

    def differs(self, exchange: Exchange) -> tuple[Differs, ...]:
        """Give what it says otherwise than the log; nothing where all agrees, in any language."""
        told = _told(exchange.speaker)
        is_day = self.day == exchange.asked_at.astimezone(UTC).date()
        off: tuple[Differs, ...] = () if is_day else ("date",)
        if _plain(self.speaker) in told.speakers:
            return off
        is_version = _plain(self.version) in told.versions
        is_name = _plain(self.name) == told.name
        return (*(() if is_name else ("name",)), *(() if is_version else ("version",)), *off)


@dataclass(frozen=True, slots=True)
class _Told:
    """How a speaker is written in an attribution: both together, and each alone; in all languages."""

    speakers: frozenset[str]
    versions: frozenset[str]
    name: str


@lru_cache(maxsize=256)
def _told(speaker: Speaker) -> _Told:
    """Write it once: a log has few speakers, and a draft's quotations are held against each of their exchanges."""
    versions = (visible(version(speaker, language), keep_lines=False) for language in LANGUAGES)
    return _Told(
        frozenset(_plain(spoken_by(speaker, language)) for language in LANGUAGES),
        frozenset(map(_plain, versions)),
        _plain(visible(title(speaker), keep_lines=False)),
    )


def read_attribution(line: str) -> Attribution | None:
    """Read one line; None where it has not the shape."""
    match = _LINE.fullmatch(line)
    return attribution_of(match) if match else None


def attribution_of(match: re.Match[str]) -> Attribution | None:
    """Give what a match of `ATTRIBUTION` says; None where its day is none."""
    day = day_of(" ".join(match["day"].split()))
    if day is None:
        return None
    remarks = tuple(each.strip() for each in match["remarks"].split(",") if each.strip())
    return Attribution(
        " ".join(match["speaker"].split()), match["name"].strip(), match["version"].strip(), day, remarks
    )


def _plain(said: str) -> str:
    return " ".join(said.split())
