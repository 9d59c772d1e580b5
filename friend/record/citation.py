"""Owns how a friend is named when its words are shown to others: a title, the exact version or the lack of one, a date.

`— Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026`
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from friend.record.exchange import Evidence, Exchange, Speaker
from friend.text.interface import MONTHS
from friend.text.shingles import key
from friend.text.visible import visible

_WHOLE_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_FRENCH: Final = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)
_NAMES: Final = tuple(zip(map(str.lower, _WHOLE_MONTHS), _FRENCH, strict=True))
_SHORTEST_MONTH: Final = 3
_UNSAID: Final = {
    "en": {"echo": "no more exact version reported", "none reported": "version not reported"},
    "fr": {"echo": "aucune version plus précise indiquée", "none reported": "version non indiquée"},
}
UNSAID: Final = frozenset(said for words in _UNSAID.values() for said in words.values())
"""What stands for a version that was not reported, in every language."""
_VEILED: Final = {
    "en": "a friend under the letter {} (not yet revealed)",
    "fr": "un ami sous la lettre {} (pas encore dévoilé)",
}
_NOT_YET: Final = {"en": "not yet revealed", "fr": "pas encore dévoilé"}
_AFTER_THE_VOTE: Final = {"en": "Who it was is told after the vote.", "fr": "Le vote dira qui c’était."}
_EXCERPT: Final = {"en": "about an excerpt", "fr": "à propos d’un extrait"}
_BROKEN_OFF: Final = {"en": "incomplete answer", "fr": "réponse incomplète"}
LANGUAGES: Final = tuple(MONTHS)
"""The languages in which a line can be written; any other is written in English."""
REMARKS: Final = (*_EXCERPT.values(), *_BROKEN_OFF.values())
"""What may follow the date of an attribution."""
_HOW_WE_KNOW: Final[dict[str, dict[Evidence, str]]] = {
    "en": {
        "wire": "The answer itself named its version.",
        "record": "The provider’s own record of the answer names its version.",
        "echo": "The answer only repeated the name that was asked for.",
        "file": "The model is a file on the writer’s own machine.",
        "none reported": "Nothing in the answer named a version.",
    },
    "fr": {
        "wire": "La réponse elle-même indique sa version.",
        "record": "La version vient du relevé que le fournisseur garde de la réponse.",
        "echo": "La réponse ne fait que répéter le nom demandé.",
        "file": "Le modèle est un fichier sur la machine de l’auteur du texte.",
        "none reported": "Rien dans la réponse n’indique de version.",
    },
}
# Names that are letters, a number of parameters (1.5b), a quantisation (q4_k_m).
_UPPER: Final = re.compile(r"gpt|glm|ai|\d+(?:\.\d+)?b|q\d\w*")
_DATE: Final = re.compile(r"[-@](?:\d{4}-\d{2}-\d{2}|\d{8}|\d{4}|\d{3}|latest)$")
_SHOWN_DIGEST: Final = 12


def short_date(when: datetime, language: str) -> str:
    """Give the day as `21 Nov. 2026` or `21 nov. 2026`, in UTC."""
    day = "1er" if language == "fr" and when.day == 1 else str(when.day)
    months = MONTHS.get(language, MONTHS["en"])
    return f"{day} {months[when.month - 1]} {when.year}"


def day_of(said: str) -> date | None:
    """Read a day that `short_date` wrote, in any of its languages, its month whole or cut; None where it is none."""
    day, _, rest = said.partition(" ")
    month, _, year = rest.rpartition(" ")
    name = key(month.removesuffix("."))
    meant = [number for number, names in enumerate(_NAMES, start=1) if any(each.startswith(name) for each in names)]
    if len(name) < _SHORTEST_MONTH or len(meant) != 1:
        return None
    try:
        return date(int(year), meant[0], int(day.removesuffix("er")))
    except ValueError:
        return None


def full_date(when: date) -> str:
    """Give the day as `November 21, 2026`, as American styles write it."""
    return f"{_WHOLE_MONTHS[when.month - 1]} {when.day}, {when.year}"


def title(speaker: Speaker) -> str:
    """Give the model's name as one would say it: `Claude Sonnet 4` for `anthropic/claude-sonnet-4-0`."""
    if speaker.is_veiled:
        return speaker.name
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
    unsaid = unsaid_version(speaker, language)
    if unsaid:
        return unsaid
    return ", ".join(_shortened(served) for served in speaker.served)


def unsaid_version(speaker: Speaker, language: str = "en") -> str | None:
    """Give the words that say that no (more exact) version was reported; None where one was."""
    if speaker.is_veiled:
        return _NOT_YET.get(language, _NOT_YET["en"])
    return _UNSAID.get(language, _UNSAID["en"]).get(speaker.evidence)


def spoken_by(speaker: Speaker, language: str) -> str:
    """Give `Claude Sonnet 4 (claude-sonnet-4-20250514)`, on one line and without hidden characters."""
    if speaker.is_veiled:
        return _VEILED.get(language, _VEILED["en"]).format(speaker.name)
    return visible(f"{title(speaker)} ({version(speaker, language)})", keep_lines=False)


def attribution(exchange: Exchange, language: str) -> str:
    """Give the one line that stands under a quotation: title, version, date, and what was only partial."""
    return f"— {signature(exchange, language)}"


def signature(exchange: Exchange, language: str) -> str:
    """Give an attribution without its dash."""
    said = f"{spoken_by(exchange.speaker, language)}, {short_date(exchange.asked_at, language)}"
    if exchange.part:
        said += ", " + _EXCERPT.get(language, _EXCERPT["en"])
    if exchange.status != "complete":
        said += ", " + _BROKEN_OFF.get(language, _BROKEN_OFF["en"])
    return said


def details(exchange: Exchange, language: str) -> str:
    """Give, in one line, what a whole attribution adds: provider, name asked for, question and evidence."""
    speaker = exchange.speaker
    known = how_we_know(speaker, language)
    through = f" ({speaker.sub_provider})" if speaker.sub_provider else ""
    if language == "fr":
        source = f"Fournisseur : {speaker.provider or 'inconnu'}{through}"
        said = f"{source} ; demandé sous le nom {speaker.requested}. Question : « {exchange.question.text} » {known}"
    else:
        source = f"Provider: {speaker.provider or 'unknown'}{through}"
        said = f"{source}; asked for as {speaker.requested}. Question: “{exchange.question.text}” {known}"
    return visible(said, keep_lines=False)


def how_we_know(speaker: Speaker, language: str) -> str:
    """Say in a sentence what stands behind the version that is named."""
    if speaker.is_veiled:
        return _AFTER_THE_VOTE.get(language, _AFTER_THE_VOTE["en"])
    return _HOW_WE_KNOW.get(language, _HOW_WE_KNOW["en"])[speaker.evidence]


def _shortened(served: str) -> str:
    """Cut a file's digest to what a reader can compare at a glance; the log keeps the whole."""
    name, mark, digest = served.partition("@sha256:")
    return f"{name}, sha256 {digest[:_SHOWN_DIGEST]}…" if mark else served
