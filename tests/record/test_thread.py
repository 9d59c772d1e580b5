"""How exchanges hang together: what the next question tells of them, and where their places are now."""

from __future__ import annotations

from dataclasses import replace

import pytest

from friend.asking.friend import Friend
from friend.asking.question import Passage
from friend.record.thread import advice_in_words, part_now, passage_now, turns_of
from friend.text import address
from friend.text.draft import Draft
from friend.text.span import Span
from tests.builders import LETTER, exchange

SONNET = Friend("sonnet", "anthropic/claude-sonnet-4-0")
REPORT = "# One\n\nFirst words.\n\n# Two\n\nSecond words.\n"


def test_what_was_said_is_told_in_plain_words() -> None:
    """The prose and each suggestion as one would say it; the friend who is asked now is "you"."""
    told = replace(exchange(), draft=replace(exchange().draft, digest=LETTER.digest))
    (turn,) = turns_of([told], LETTER, SONNET)
    assert turn.answer.endswith(
        "can't tell.\nOn “because the parking”: rather “because of the parking”. A word is missing."
    )
    assert (turn.another, turn.passage, turn.is_this_text, turn.is_whole) == (None, told.passage.text, True, True)


def test_another_friend_another_text_and_a_broken_answer_are_told_apart() -> None:
    """No friend is taken for another (R5), and no old text for the new one."""
    (turn,) = turns_of([replace(exchange(), status="incomplete")], Draft("Else.\n"), Friend("gpt", "openai/gpt-4o"))
    assert (turn.another, turn.is_this_text, turn.is_whole) == ("sonnet", False, False)


def test_what_was_forgotten_or_never_answered_is_not_told() -> None:
    """There is nothing to tell."""
    nothing = replace(exchange(), answer="", suggestions=())
    assert turns_of([nothing, replace(exchange(), forgotten=True)], LETTER, SONNET) == ()


@pytest.mark.parametrize(
    ("instead", "said"),
    [
        (None, "On “because the parking”: A word is missing."),
        ("", "On “because the parking”: these words could go. A word is missing."),
        ("of it", "On “because the parking”: rather “of it”. A word is missing."),
    ],
)
def test_a_suggestion_is_said_with_or_without_wording(instead: str | None, said: str) -> None:
    """A comment, words to take out, other words."""
    assert advice_in_words(replace(exchange().suggestions[0], instead=instead)) == said


def test_the_passage_is_found_where_it_stands_now() -> None:
    """Moved words are found again, the whole stays the whole, and words that are gone are not looked for elsewhere."""
    told, moved = exchange(), "One more line.\n\n" + LETTER.text
    passage = passage_now(told, LETTER.text, moved)
    assert passage
    assert (passage.text, passage.span.of(moved)) == (told.passage.text, told.passage.text)
    assert passage_now(told, LETTER.text, "Nothing of it is left here.\n") is None
    whole = replace(told, passage=Passage(Span(0, len(LETTER.text)), LETTER.text, whole=True))
    assert passage_now(whole, LETTER.text, moved) == Passage(Span(0, len(moved)), moved, whole=True)


def test_a_part_is_found_by_its_heading_and_no_more_is_lent_than_before() -> None:
    """Where the section grew, all of it is the part; where its heading is gone, there is none."""
    part = address.part(REPORT, "Two")
    told = replace(exchange(), part=part, passage=Passage(part, part.of(REPORT), whole=True))
    grown = REPORT.replace("Second words.", "Second words.\n\nAnd more of them.")
    now = part_now(told, REPORT, grown)
    assert now
    assert now.of(grown) == "# Two\n\nSecond words.\n\nAnd more of them."
    passage = passage_now(told, REPORT, grown)
    assert passage
    assert passage.span == now
    assert part_now(told, REPORT, "# One\n\nFirst words.\n") is None
    assert passage_now(told, REPORT, "# One\n\nFirst words.\n") is None
