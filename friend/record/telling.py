"""Owns how the suggestions of an answer are told, whatever shows them: which are grouped, and the words of each label.

Suggestions that change nothing but typography are one group, after all others: none of them is worth a card of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from friend.asking.suggestion import Flag, State, Suggestion
from friend.text.diff import is_typography

ONLY_TYPOGRAPHY: Final = "only typography, no word changes"

LABELS: Final[dict[Flag, str]] = {
    "outside-passage": "outside your question",
    "adds-facts": "adds facts that are not in your text",
    "rewrites": "rewrites more than was asked",
    "quoted-text": "points at quoted text, code or front matter",
    "changes-language": "changes the language",
    "changes-meaning": "may change the meaning: a negation comes or goes",
    "unchanged": "changes nothing",
}
"""What each label of the scope guard says to the person."""


BECAME: Final[dict[State, str]] = {
    "open": "",
    "dealt-with": "dealt with",
    "dismissed": "dismissed",
    "quoted": "quoted",
}
"""What the person decided about a suggestion, in words; nothing is said of an open one."""


def is_only_typography(suggestion: Suggestion) -> bool:
    """Tell whether a suggestion belongs to the group: it changes typography alone, and nothing is to be said of it."""
    return not suggestion.flags and is_typography(suggestion.diff)


Numbered = tuple[int, Suggestion]
"""A suggestion with its number in the answer, from 1."""


def grouped(suggestions: Iterable[Numbered]) -> tuple[list[Numbered], list[Numbered]]:
    """Give those to be told one by one, and those of typography alone, each in the order they came in."""
    apart: list[Numbered] = []
    together: list[Numbered] = []
    for number, suggestion in suggestions:
        (together if is_only_typography(suggestion) else apart).append((number, suggestion))
    return apart, together
