"""Builders of values for tests: an ordinary exchange, to be changed with `dataclasses.replace`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from friend.asking.question import Passage, Question
from friend.asking.suggestion import Suggestion
from friend.record.exchange import DraftRef, Exchange, PromptRef, Speaker, Usage
from friend.text.diff import Piece
from friend.text.draft import Draft
from friend.text.span import Span

if TYPE_CHECKING:
    from friend.tui.room import Furnish
    from friend.tui.services import Services

LETTER = Draft(
    "Dear neighbours,\n\nI am writing because the parking. It was decided by them last month.\n", "letter.md"
)
RAW = """Mostly. The weakest point is who decided: a reader can't tell.

<suggestion>
<quote>because the parking</quote>
<instead>because of the parking</instead>
<why>A word is missing.</why>
</suggestion>
"""
PARAGRAPH = Span(18, 86)


def speaker(requested: str = "anthropic/claude-sonnet-4-0", *served: str, evidence: str = "wire") -> Speaker:
    """Make a speaker; by default the dated version answered for an alias."""
    named = served or ("claude-sonnet-4-20250514",)
    served_by = named if evidence != "none reported" else ()
    return Speaker("sonnet", requested, served_by, evidence, "Anthropic", None, request_id="msg_01")


def exchange() -> Exchange:
    """Make a complete exchange about the letter's second paragraph, with one suggestion."""
    start = LETTER.text.index("because")
    suggestion = Suggestion(
        id="01JEXCHANGE.1",
        quote="because the parking",
        span=Span(start, start + len("because the parking")),
        anchor="exact",
        instead="because of the parking",
        why="A word is missing.",
        changed=1 / 3,
        diff=(Piece("=", "because "), Piece("+", "of "), Piece("=", "the parking")),
    )
    return Exchange(
        id="01JEXCHANGE",
        sequence=12,
        group=None,
        status="complete",
        asked_at=datetime(2026, 11, 21, 10, 0, 0, tzinfo=UTC),
        speaker=speaker(),
        prompt=PromptRef("review.v1", "sha256:00"),
        draft=DraftRef("letter.md", LETTER.digest, LETTER.words),
        passage=Passage(PARAGRAPH, PARAGRAPH.of(LETTER.text)),
        question=Question("Is it clear?", "clear"),
        answer="Mostly. The weakest point is who decided: a reader can't tell.",
        raw=RAW,
        suggestions=(suggestion,),
        usage=Usage(512, 90, 0.0029, "litellm 1.106.2 map", cached_tokens=384),
        finish="stop",
        reasoning="Who is “them”?",
        thought_s=1.5,
    )


def at_hand(services: Services) -> Furnish:
    """Give a desk what asking needs without a wait."""

    async def furnish() -> Services:
        return services

    return furnish
