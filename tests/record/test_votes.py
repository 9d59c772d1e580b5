"""Wins with their interval, by friend, kind of question and language."""

from __future__ import annotations

import pytest

from friend.record.votes import Contender, Round, interval, tables

ANN, BEN, CLEO = (Contender(name, f"openai/{name}") for name in ("ann", "ben", "cleo"))


@pytest.mark.parametrize(
    ("wins", "rounds", "low", "high"),
    # R: binom::binom.confint(x, n, methods = "wilson")
    [
        (0, 10, 0.0, 0.2775),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (1, 1, 0.2065, 1.0),
        (60, 100, 0.5020, 0.6906),
    ],
)
def test_the_interval_is_wilsons(wins: int, rounds: int, low: float, high: float) -> None:
    """The published values, to four places."""
    assert interval(wins, rounds) == pytest.approx((low, high), abs=1e-4)


def test_without_votes_anything_is_possible() -> None:
    """No rounds, no knowledge."""
    assert interval(0, 0) == (0.0, 1.0)
    assert tables([]) == []


def test_votes_are_counted_by_question_and_language() -> None:
    """All votes first, then each kind in each language; a round with one friend alone is no comparison."""
    told = [
        Round("1", (ANN, BEN), ANN, "clear", "en", "why"),
        Round("2", (ANN, BEN, CLEO), CLEO, "clear", "en", "why"),
        Round("3", (ANN, BEN), None, None, "fr", "why"),
        Round("4", (ANN,), ANN, "clear", "en", "why"),
    ]
    every, clear, free = tables(told)
    assert every.is_all
    assert {score.contender.friend: (score.wins, score.rounds) for score in every.scores} == {
        "ann": (1, 3),
        "ben": (0, 3),
        "cleo": (1, 1),
    }
    assert (clear.question, clear.language) == ("clear", "en")
    assert (free.question, free.language) == (None, "fr")
