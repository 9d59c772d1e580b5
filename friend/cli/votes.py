"""Owns the table of one's own blind votes, as lines and as JSON (`friend models --votes`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from friend.adapters.prompts import PromptShelf
from friend.cli.ondisk import the_log
from friend.cli.output import print_json
from friend.record.votes import Score, Table, tables
from friend.text.visible import visible


def show_votes(*, in_json: bool) -> None:
    """Tell who helped how often when one did not know who it was; from one's own votes alone."""
    with the_log() as log:
        made = tables(log.votes())
    if in_json:
        every = next((table for table in made if table.is_all), None)
        print_json(
            {"schema": 1, "interval": "Wilson, 95 %", "all": _scores(every) if every else []}
            | {
                "kinds": [
                    {"question": table.question, "language": table.language, "scores": _scores(table)}
                    for table in made
                    if not table.is_all
                ]
            }
        )
        return
    if not made:
        click.echo("no votes yet: friend ask DRAFT --blind -m NAME -m NAME, then friend vote", err=True)
        return
    for line in lines(made):
        click.echo(line)
    click.echo("Your own votes only. In brackets: where the true share lies, 95 of 100 times (Wilson).", err=True)


def lines(made: Sequence[Table]) -> list[str]:
    """Give the tables one below the other."""
    titles = {ready.name: ready.title["en"] for ready in PromptShelf().questions()}
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


def _scores(table: Table) -> list[dict[str, Any]]:
    return [
        {
            "friend": score.contender.friend,
            "requested": score.contender.requested,
            "wins": score.wins,
            "rounds": score.rounds,
            "interval": [round(score.low, 4), round(score.high, 4)],
        }
        for score in table.scores
    ]
