"""What several friends say about the same words, lined up as one place."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.asking.placing import place
from friend.asking.question import Passage
from friend.asking.suggestion import Advice, Suggestion
from friend.record.opinions import Opinion, opinions_of, places, relation
from friend.text.span import Span
from tests.builders import exchange, speaker

FIXTURE = tomllib.loads((Path(__file__).parents[1] / "fixtures" / "opinions" / "pairs.toml").read_text("utf-8"))
PAIRS: list[dict[str, Any]] = FIXTURE["pair"]
LETTER: str = FIXTURE["texts"]["letter"]


def said(text: str, words: list[str], name: str = "x.1", why: str = "") -> Suggestion:
    """Place a quote and its wording, as a reply's would be."""
    advice = Advice(words[0], words[1] if words[1:] else None, why)
    return place(advice, text, Passage(Span(0, len(text)), text, whole=True), name)[0]


def by(friend: str, *suggestions: list[str], text: str = LETTER) -> list[Opinion]:
    """Give what a friend says about a text."""
    placed = tuple(said(text, words, f"{friend}.{number}") for number, words in enumerate(suggestions, 1))
    answer = replace(exchange(), id=friend, speaker=replace(speaker(), name=friend), suggestions=placed)
    return opinions_of([answer])


def test_sixty_pairs_are_lined_up_as_a_reader_does() -> None:
    """Of sixty hand-made pairs, English and French, 95 % and more are told as a person tells them, in either order."""
    assert len(PAIRS) == 60
    wrong = []
    for pair in PAIRS:
        one, other = (said(FIXTURE["texts"][pair["text"]], pair[side]) for side in ("one", "other"))
        assert one.span, pair
        assert other.span, pair
        told = relation(one, other)
        assert told == relation(other, one)
        if told != pair["want"]:
            wrong.append((told, pair))
    assert len(wrong) <= 0.05 * len(PAIRS), wrong


def test_who_agrees_who_differs_and_who_saw_it_alone() -> None:
    """Places come in the order of the text; the wording that most share comes first, remarks after it."""
    found = places(
        [
            *by("a", ["thursday", "Thursday"], ["decided by them", "decided by the mayor"]),
            *by("b", ["decided by them", "decided by the council"]),
            *by("c", ["by them last month", "by the council last month"], ["them"]),
        ]
    )
    assert [place.span.of(LETTER) for place in found if place.span] == ["decided by them last month", "thursday"]
    council, thursday = found
    assert [[opinion.friend for opinion in group] for group in council.wordings] == [["b", "c"], ["a"]]
    assert [opinion.friend for opinion in council.remarks] == ["c"]
    assert council.friends == ("b", "c", "a")
    assert thursday.friends == ("a",)


def test_words_without_a_place_come_last_and_meet_only_when_quoted_alike() -> None:
    """What is not in the text, or in it twice, is never lined up by guessing."""
    one, two = by("a", ["the moon", "the sun"], ["because the parking", "for"]), by("b", ["the moon", "the sun"])
    found = places([*two, *one, *by("c", ["the", "a"])])
    assert [place.span is None for place in found] == [False, True, True]
    assert sorted(place.friends for place in found[1:]) == [("a", "b"), ("c",)]


WORDS = LETTER.split(" ")


@st.composite
def suggestions(draw: st.DrawFn) -> list[str]:
    """Make a quote of the letter, and maybe a wording that changes a few of its words."""
    start = draw(st.integers(0, len(WORDS) - 1))
    quote = WORDS[start : start + draw(st.integers(1, 8))]
    if draw(st.booleans()):
        return [" ".join(quote)]
    changed = [draw(st.sampled_from([word, word, word, "", "other", f"{word} too"])) for word in quote]
    return [" ".join(quote), " ".join(filter(None, changed))]


friends = st.lists(st.lists(suggestions(), max_size=4), min_size=1, max_size=4)


@given(friends, st.randoms(use_true_random=False))
def test_each_suggestion_is_in_one_place_whoever_is_told_first(told: list[list[list[str]]], random: Any) -> None:  # noqa: ANN401 - Hypothesis gives a Random
    """Nothing is lost or told twice, and the places do not depend on the order of the friends."""
    opinions = [opinion for number, each in enumerate(told) for opinion in by(f"f{number}", *each)]
    found = places(opinions)
    ids = Counter(opinion.suggestion.id for place in found for opinion in place.opinions)
    assert ids == Counter(opinion.suggestion.id for opinion in opinions)
    starts = [place.span.start for place in found if place.span]
    assert starts == sorted(starts)
    random.shuffle(opinions)

    def sets(places_found: list[Any]) -> set[frozenset[str]]:
        return {frozenset(opinion.suggestion.id for opinion in place.opinions) for place in places_found}

    assert sets(places(opinions)) == sets(found)


@given(suggestions())
def test_a_suggestion_agrees_with_itself(words: list[str]) -> None:
    """The same words twice are the same place, and agree where they change anything."""
    one = said(LETTER, words)
    if one.span:
        assert relation(one, one) == ("agrees" if any(piece.op != "=" for piece in one.diff) else "remarks")


@given(friends)
def test_in_a_place_all_are_about_the_same_words(told: list[list[list[str]]]) -> None:
    """No two opinions of one place are apart, and those of one wording agree."""
    for place_found in places([o for number, each in enumerate(told) for o in by(f"f{number}", *each)]):
        every = [opinion.suggestion for opinion in place_found.opinions]
        assert all(relation(one, other) != "apart" for one in every for other in every if one is not other)
        for group in place_found.wordings:
            assert all(relation(one.suggestion, two.suggestion) == "agrees" for one in group for two in group)


def test_a_diff_that_is_empty_is_a_remark() -> None:
    """A wording that changes nothing says no more than a remark does."""
    assert (
        relation(said(LETTER, ["decided by them", "decided by them"]), said(LETTER, ["decided by them"])) == "remarks"
    )


@pytest.mark.parametrize("typed", ["nobody's", "nobody’s"])
def test_typography_is_no_difference(typed: str) -> None:
    """Another apostrophe is the same wording."""
    assert relation(said(LETTER, ["them", typed]), said(LETTER, ["by them", "by nobody's"])) == "agrees"
