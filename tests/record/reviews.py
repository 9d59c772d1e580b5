"""Builders of reviews for the tests of exports: a letter, two friends, notes of every kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from friend.asking.question import Passage, Question
from friend.asking.suggestion import Suggestion
from friend.record.exchange import DraftRef, Exchange, Speaker
from friend.record.page import ReviewPage, review_page
from friend.text.diff import diff
from friend.text.draft import Draft
from friend.text.span import Span
from tests.builders import exchange, speaker

MADE = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TEXT = """# The parking in Mill Street

Dear neighbours,

I am writing because the parking. It was decided by them last month, and we were not told. The council has since put up
signs on both sides, which is to say that nobody who lives here can stop in front of their own door, not even for the
time that it takes to carry a child or a bag inside.

> “The measure is temporary.” (Council, minutes of 3 March)

What we ask for is simple:

- a meeting before the end of the month;
- a count of the cars, by day *and* by night;
- an answer in writing to <b>everybody</b>.

Yours,
Jeanne
"""


def suggestion(text: str, number: int, quote: str, instead: str | None, why: str, **changes: object) -> Suggestion:
    """Make a suggestion at the first place of `quote` in `text`."""
    start = text.index(quote)
    pieces = diff(quote, instead) if instead is not None else ()
    made = Suggestion(f"01JREVIEW.{number}", quote, Span(start, start + len(quote)), "exact", instead, why, diff=pieces)
    return replace(made, **changes)


def asked(text: str, suggestions: list[Suggestion], who: Speaker | None = None, **changes: object) -> Exchange:
    """Make an exchange about the whole of `text`."""
    draft = Draft(text, "letter.md")
    made = replace(
        exchange(),
        draft=DraftRef("letter.md", draft.digest, draft.words),
        passage=Passage(Span(0, len(text)), text, whole=True),
        question=Question("Is it clear for someone who was not there?", "clear"),
        suggestions=tuple(suggestions),
        speaker=who or speaker(),
    )
    return replace(made, **changes)


def letter() -> ReviewPage:
    """Make a review of the letter by two friends; one more note has lost its words."""
    first = asked(
        TEXT,
        [
            suggestion(TEXT, 1, "because the parking", "because of the parking", "A word is missing."),
            suggestion(TEXT, 2, "decided by them", "decided by the council", '"them" has no one to point to yet.'),
            suggestion(TEXT, 3, "which is to say that nobody", "so that nobody", "Shorter.", flags=("rewrites",)),
            suggestion(TEXT, 4, "a count of the cars", None, "Who would count them, and when?"),
        ],
        id="01JFIRST",
    )
    second = asked(
        TEXT + "One line that is no longer there.",
        [
            suggestion(TEXT, 5, "by them last month", "by the council in March", "Say when."),
            replace(
                suggestion(
                    TEXT + "One line that is no longer there.", 6, "One line that is no longer there.", "", "Dull."
                ),
                id="01JSECOND.6",
            ),
        ],
        speaker("openai/gpt-4o", "gpt-4o", evidence="echo"),
        id="01JSECOND",
        sequence=13,
        status="incomplete",
        answer="Say who decided, and when.\n\n<script>alert(1)</script>",
    )
    return review_page(Draft(TEXT, "letter.md"), [(first, TEXT), (second, TEXT + "One line that is no longer there.")])
