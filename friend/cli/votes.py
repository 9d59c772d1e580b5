"""Owns the table of one's own blind votes, as lines and as JSON (`friend models --votes`)."""

from __future__ import annotations

from typing import Any

import click

from friend.adapters.prompts import PromptShelf
from friend.cli.ondisk import the_log
from friend.cli.output import print_json
from friend.record.formats.votes_lines import FOOT, votes_lines
from friend.record.votes import Table, tables


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
    titles = {ready.name: ready.title["en"] for ready in PromptShelf().questions()}
    for line in votes_lines(made, titles):
        click.echo(line)
    click.echo(FOOT, err=True)


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
