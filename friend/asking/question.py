"""Owns what is asked: one question, about one passage, for one reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from friend.text.span import Span

Wants = Literal["suggestions", "comments", "ideas"]


@dataclass(frozen=True, slots=True)
class Question:
    """What the person asks.

    `name` is a ready question's name, None for free words. A question about meaning wants "comments": prose and
    pointed remarks, no wording. One that explores a thought wants "ideas": comments, and who and what it names listed,
    to be verified.
    """

    text: str
    name: str | None = None
    wants: Wants = "suggestions"

    @property
    def is_about_meaning(self) -> bool:
        """Tell whether wording is no answer to it."""
        return self.wants != "suggestions"


@dataclass(frozen=True, slots=True)
class Passage:
    """The place that the question is about. `whole` says that it is all of what was lent."""

    span: Span
    text: str
    whole: bool = False
