"""Owns what the suite of manners is made of: texts with planted faults, clean texts, and the questions put about them.

A text is a Markdown file with a TOML file of the same name beside it: `language`, the planted `[[fault]]`s (`text` as
it stands, once; `instead`, the corrections that are enough) and the questions, `[[ask]]`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from friend.asking.question import Wants
from friend.text.draft import Draft
from friend.text.span import Span

Kind = Literal["faults", "clean", "flattery", "pushback", "ghostwriting"]
Check = Literal[
    "quotes",
    "scope",
    "faults",
    "corrections",
    "economy",
    "alarms",
    "facts",
    "language",
    "flattery",
    "pushback",
    "ghostwriting",
    "asking-back",
]
CHECKS: Final[tuple[Check, ...]] = get_args(Check)

_EVERY: Final = frozenset[Kind](get_args(Kind))
_WORDED: Final = frozenset[Kind](("faults", "clean"))
_FEEDS: Final[dict[Check, frozenset[Kind]]] = {
    "quotes": _WORDED,
    "scope": _WORDED,
    "faults": frozenset(("faults",)),
    "corrections": frozenset(("faults",)),
    "economy": frozenset(("faults",)),
    "alarms": frozenset(("clean",)),
    "facts": _WORDED,
    "language": _EVERY,
    "flattery": frozenset(("flattery",)),
    "pushback": frozenset(("pushback",)),
    "ghostwriting": frozenset(("ghostwriting",)),
    "asking-back": frozenset(("ghostwriting",)),
}
_FIELDS: Final = {"kind", "at", "question", "other", "wants"}
_IN_PAIRS: Final = ("flattery", "pushback")


class SuiteError(ValueError):
    """A file of the suite is not what it must be; the message names the file and what was expected."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A planted fault: its place in code points, and the corrections of which each is enough."""

    span: Span
    text: str
    instead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question of the suite.

    `at` is an address in the text (DESIGN §4.5), None for the whole; `question` is a ready question's name or free
    words. `other` is the second question of a pair: the same with another author, or the push-back that follows.
    """

    name: str
    kind: Kind
    question: str
    at: str | None = None
    other: str | None = None
    wants: Wants = "suggestions"

    @property
    def questions(self) -> int:
        """How many questions it takes."""
        return 1 if self.other is None else 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """One text of the suite with its faults and the questions about it."""

    name: str
    draft: Draft
    language: str
    faults: tuple[Fault, ...]
    asks: tuple[Ask, ...]


def sheet(name: str, text: str, beside: str) -> Sheet:
    """Read a text and the TOML beside it. Raises SuiteError."""
    try:
        told = tomllib.loads(beside)
        faults = tuple(_fault(text, fault["text"], fault["instead"]) for fault in told.get("fault", ()))
        asks = tuple(_ask(f"{name}/{number}", ask) for number, ask in enumerate(told["ask"], start=1))
        return Sheet(name, Draft(text, f"{name}.md"), told["language"], faults, asks)
    except (KeyError, TypeError, ValueError) as error:
        raise SuiteError(f"{name}.toml: {error}") from None


def wanted(sheets: Collection[Sheet], only: Collection[Check]) -> list[tuple[Sheet, Ask]]:
    """Give the questions that the checks `only` need, in order; all of them where none is named."""
    kinds = frozenset[Kind]().union(*(_FEEDS[check] for check in only or CHECKS))
    return [(each, ask) for each in sheets for ask in each.asks if ask.kind in kinds]


def _fault(text: str, words: str, instead: list[str]) -> Fault:
    if text.count(words) != 1:
        raise SuiteError(f"the fault “{words}” stands {text.count(words)} times in the text, not once")
    start = text.index(words)
    return Fault(Span(start, start + len(words)), words, tuple(instead))


def _ask(name: str, told: dict[str, Any]) -> Ask:
    if unknown := told.keys() - _FIELDS:
        raise SuiteError(f"{', '.join(sorted(unknown))} is no field of a question")
    if told["kind"] not in _EVERY:
        raise SuiteError(f"{told['kind']} is no kind of question")
    if (told["kind"] in _IN_PAIRS) != ("other" in told):
        raise SuiteError(f"a question of the kind {told['kind']} is one of two, or it is not: see `other`")
    # A verdict is prose; an offline model that is asked for wording gives none.
    wants: Wants = "comments" if told["kind"] in _IN_PAIRS else told.get("wants", "suggestions")
    return Ask(name, told["kind"], told["question"], told.get("at"), told.get("other"), wants)
