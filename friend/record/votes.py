"""Owns what one's own blind votes come to: wins of how many, with an interval, by friend, question and language.

Only rounds in which the person said which answer helped count, and only those in which two friends or more answered.
The interval is Wilson's score interval at 95 % (E. B. Wilson, "Probable Inference, the Law of Succession, and
Statistical Inference", Journal of the American Statistical Association 22, 1927, p. 209-212): with few votes it is
wide, and it says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Final

_Z: Final = 1.959964


@dataclass(frozen=True, slots=True)
class Contender:
    """Who was heard blind: the friend's name and the model that was asked for."""

    friend: str
    requested: str


@dataclass(frozen=True, slots=True)
class Round:
    """One blind question that was voted on. `winner` is None where none of the answers helped more.

    `question` is the ready question's name, None for free words; `language` the draft's; `why` what the person said.
    """

    group: str
    contenders: tuple[Contender, ...]
    winner: Contender | None
    question: str | None
    language: str
    why: str


@dataclass(frozen=True, slots=True)
class Score:
    """A contender's wins among `rounds`, and between which shares the true one lies (95 %)."""

    contender: Contender
    wins: int
    rounds: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Table:
    """The scores for one kind of question in one language; both None for all together."""

    question: str | None
    language: str | None
    is_all: bool
    scores: tuple[Score, ...]


def interval(wins: int, rounds: int) -> tuple[float, float]:
    """Give Wilson's interval for a share; (0, 1) where there is nothing to go by."""
    if not rounds:
        return 0.0, 1.0
    share, z2 = wins / rounds, _Z * _Z
    middle = share + z2 / (2 * rounds)
    half = _Z * sqrt(share * (1 - share) / rounds + z2 / (4 * rounds * rounds))
    whole = 1 + z2 / rounds
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


def tables(rounds: Iterable[Round]) -> list[Table]:
    """Give the table of all votes, then one for each kind of question in each language, the most voted first."""
    told = [each for each in rounds if len(each.contenders) > 1]
    if not told:
        return []
    kinds: dict[tuple[str | None, str], list[Round]] = {}
    for each in told:
        kinds.setdefault((each.question, each.language), []).append(each)
    ordered = sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0][0] or "", item[0][1]))
    made = [Table(question, language, is_all=False, scores=_scores(some)) for (question, language), some in ordered]
    return [Table(None, None, is_all=True, scores=_scores(told)), *made]


def _scores(rounds: list[Round]) -> tuple[Score, ...]:
    met = dict.fromkeys(contender for each in rounds for contender in each.contenders)
    scores = []
    for contender in met:
        wins = sum(each.winner == contender for each in rounds)
        many = sum(contender in each.contenders for each in rounds)
        scores.append(Score(contender, wins, many, *interval(wins, many)))
    return tuple(sorted(scores, key=lambda score: (-score.wins / score.rounds, -score.rounds, score.contender.friend)))
