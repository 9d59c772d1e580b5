"""Owns how a friend is named when its words are shown to others: a title, the exact version or the lack of one, a date.

`— Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026`
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from friend.record.exchange import Exchange, Speaker

_MONTHS: Final = {
    "en": ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."),
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc."),
}
_UNSAID: Final = {
    "en": {"echo": "no more exact version reported", "none reported": "version not reported"},
    "fr": {"echo": "aucune version plus précise indiquée", "none reported": "version non indiquée"},
}
_EXCERPT: Final = {"en": "about an excerpt", "fr": "à propos d’un extrait"}
_BROKEN_OFF: Final = {"en": "incomplete answer", "fr": "réponse incomplète"}
# Names that are letters, a number of parameters (1.5b), a quantisation (q4_k_m).
_UPPER: Final = re.compile(r"gpt|glm|ai|\d+(?:\.\d+)?b|q\d\w*")
_DATE: Final = re.compile(r"[-@](?:\d{4}-\d{2}-\d{2}|\d{8}|\d{4}|\d{3}|latest)$")
_SHOWN_DIGEST: Final = 12


def short_date(when: datetime, language: str) -> str:
    """Give the day as `21 Nov. 2026` or `21 nov. 2026`, in UTC."""
    months = _MONTHS.get(language, _MONTHS["en"])
    return f"{when.day} {months[when.month - 1]} {when.year}"


def title(speaker: Speaker) -> str:
    """Give the model's name as one would say it: `Claude Sonnet 4` for `anthropic/claude-sonnet-4-0`."""
    name = speaker.served[0].split("@")[0] if speaker.evidence == "file" and speaker.served else speaker.requested
    bare = name.split("/")[-1].split(":")[0].removesuffix(".gguf")
    bare = _DATE.sub("", bare)
    if bare.startswith("claude-"):
        bare = bare.removesuffix("-0")
    words = bare.split("-")
    said = [word.upper() if _UPPER.fullmatch(word) else word[:1].upper() + word[1:] for word in words]
    if said[0] in {"GPT", "GLM"} and len(said) > 1:
        return f"{said[0]}-{words[1]}" + "".join(f" {word}" for word in words[2:])
    return " ".join(said)


def version(speaker: Speaker, language: str) -> str:
    """Give what stands for the version in a citation: what was served, or that nothing (more exact) was reported."""
    unsaid = _UNSAID.get(language, _UNSAID["en"]).get(speaker.evidence)
    if unsaid:
        return unsaid
    return ", ".join(_shortened(served) for served in speaker.served)


def attribution(exchange: Exchange, language: str) -> str:
    """Give the one line that stands under a quotation: title, version, date, and what was only partial."""
    said = f"— {title(exchange.speaker)} ({version(exchange.speaker, language)}), "
    said += short_date(exchange.asked_at, language)
    if exchange.part:
        said += ", " + _EXCERPT.get(language, _EXCERPT["en"])
    if exchange.status != "complete":
        said += ", " + _BROKEN_OFF.get(language, _BROKEN_OFF["en"])
    return said


def _shortened(served: str) -> str:
    """Cut a file's digest to what a reader can compare at a glance; the log keeps the whole."""
    name, mark, digest = served.partition("@sha256:")
    return f"{name}, sha256 {digest[:_SHOWN_DIGEST]}…" if mark else served
