"""Owns how the table of one's own blind votes reads: wins of how many, and between which shares the true one lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from friend.record.votes import Score, Table
from friend.text.visible import visible

FOOT: Final = "Your own votes only. In brackets: where the true share lies, 95 of 100 times (Wilson)."


def votes_lines(made: Sequence[Table], titles: Mapping[str, str]) -> list[str]:
    """Give the tables one below the other; `titles` are the ready questions' by name."""
    told: list[str] = []
    for table in made:
        told += [""] if told else []
        asked = titles.get(table.question, table.question) if table.question else "questions in your own words"
        told.append("all votes" if table.is_all else f"{asked} ({table.language})")
        told += [f"  {_line(score)}" for score in table.scores]
    return [visible(line, keep_lines=False) for line in told]


def _line(score: Score) -> str:
    contender = score.contender
    return (
        f"{contender.friend} ({contender.requested})  {score.wins} of {score.rounds}  "
        f"[{score.low:.0%} to {score.high:.0%}]"
    )
