"""Owns the words of the interface in the person's language: what is written here in English is shown in theirs.

English is the key and needs no catalogue. French is in `french.toml`, and what the other layers say in English (errors,
warnings, notes of the log) in `french_told.toml`; they are read only where French is spoken. An ordinary space before
a French sign stands there for the no-break space that belongs to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("en", "fr")
"""The languages that the interface speaks."""
MONTHS: Final = {
    "en": ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."),
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc."),
}
"""The months' short names."""
_LOCALE: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
_NO_BREAK: Final = "\u00a0"
_NARROW: Final = "\u202f"
_BEFORE: Final = re.compile(r" (?=[;!?%$])")
_GUILLEMETS: Final = re.compile(r"(?<=«) | (?=[»:])")
_SLOT: Final = re.compile(r"\{[a-z_]+\}")
_DOT: Final = " · "
_GROUPED: Final = 1000
_spoken: list[str] = ["en"]


def language_of(configured: str | None, environ: Mapping[str, str]) -> str:
    """Give the language of the interface: the one that is configured, else the locale's, else English."""
    wanted = configured or next((environ[name] for name in _LOCALE if environ.get(name)), "")
    code = wanted[:2].lower()
    return code if code in LANGUAGES and not wanted[2:3].isalpha() else "en"


def speak(language: str) -> None:
    """Show everything from here on in this language; English where it is none of `LANGUAGES`."""
    _spoken[0] = language if language in LANGUAGES else "en"


def spoken() -> str:
    """Give the language that is spoken."""
    return _spoken[0]


def tr(words: str, /, **parts: object) -> str:
    """Give these English words in the person's language, with `parts` in their {slots}.

    Whole numbers are written in the language's manner; one that names something is given as a str.
    """
    said = words if spoken() == "en" else catalogue("french.toml").get(words, words)
    return said.format(**{name: _number(part) for name, part in parts.items()}) if parts else said


def counted(count: int, one: str, many: str, /, **parts: object) -> str:
    """Give `one` or `many`, whose slot {n} is `count`. In French nothing, too, is singular."""
    singular = count == 1 or (count == 0 and spoken() == "fr")
    return tr(one if singular else many, n=count, **parts)


def percent(share: float) -> str:
    """Give a share, 1 being all, as `18%` or `18 %`."""
    return f"{share * 100:.0f}{'%' if spoken() == 'en' else _NARROW + '%'}"


def in_quotes(words: str) -> str:
    """Give words between quotation marks: “so”, or « so »."""
    return f"“{words}”" if spoken() == "en" else f"«{_NO_BREAK}{words}{_NO_BREAK}»"


def day(when: datetime, *, year: bool = False) -> str:
    """Give a day as `2 Nov` or `2 nov.`, with its year where that is asked for."""
    if spoken() == "fr":
        number = "1er" if when.day == 1 else str(when.day)
        said = f"{number} {MONTHS['fr'][when.month - 1]}"
    else:
        said = f"{when.day} {when:%b}"
    return f"{said} {when.year}" if year else said


def retold(said: object) -> str:
    """Give in the person's language what another part of friend said in English, what is in its slots included.

    It has passed a pipe or the log as bare words, so it is known by its shape. What is not known stays as it is.
    """
    words = str(said)
    return words if spoken() == "en" or not words else _retold(words)


def _retold(words: str) -> str:
    for name in ("french_told.toml", "french.toml"):
        if words in catalogue(name):
            return catalogue(name)[words]
    # A line of short things is said piece by piece; a sentence may have such a dot within what is foreign in it.
    is_line = _DOT in words and not words.endswith(".")
    for longest, shape, french in _shapes():
        found = shape.fullmatch(words) if longest in words and not (is_line and _DOT not in french) else None
        if found:
            return french.format(**{name: _retold(part) for name, part in found.groupdict().items()})
    if words[:1].isupper():
        # A sentence may begin with what stands within another elsewhere.
        small = words[0].lower() + words[1:]
        again = _retold(small)
        return again[0].upper() + again[1:] if again != small else words
    if _DOT in words:
        return _DOT.join(map(_retold, words.split(_DOT)))
    return _figures(words)


@cache
def _shapes() -> list[tuple[str, re.Pattern[str], str]]:
    """Give what is said with slots, the most words first: its longest run of words, its shape, its French."""
    made = []
    for words, french in catalogue("french_told.toml").items():
        between = _SLOT.split(words)
        if len(between) > 1:
            slots = iter([f"(?P<{slot[1:-1]}>.*?)" for slot in _SLOT.findall(words)] + [""])
            shape = re.compile("".join(re.escape(run) + next(slots) for run in between), re.DOTALL)
            made.append((max(between, key=len), shape, french))
    return sorted(made, key=lambda one: -len(one[1].pattern))


@cache
def catalogue(name: str) -> dict[str, str]:
    """Give a catalogue of this folder: the French for each English words."""
    import tomllib  # noqa: PLC0415 - only where French is spoken

    found: dict[str, str] = {}
    for table in tomllib.loads(Path(__file__).with_name(name).read_text("utf-8")).values():
        found |= {english: _set(french) for english, french in table.items()}
    return found


def _set(french: str) -> str:
    """Set the spaces before and within the signs as French does: narrow before ; ! ? % $, whole before : and in « »."""
    return _GUILLEMETS.sub(_NO_BREAK, _BEFORE.sub(_NARROW, french))


def _number(part: object) -> object:
    if spoken() == "fr" and type(part) is int and part >= _GROUPED:
        return f"{part:,}".replace(",", _NARROW)
    return part


def _figures(words: str) -> str:
    """Write a bare number, a share or a price as French does."""
    if re.fullmatch(r"\d+%", words):
        return f"{words[:-1]}{_NARROW}%"
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", words):
        return words.replace(",", _NARROW)
    price = re.fullmatch(r"\$(\d[\d,]*(?:\.\d+)?(?:–[\d.,]+)?)", words)
    return price[1].replace(",", _NARROW).replace(".", ",") + f"{_NARROW}$" if price else words
