"""Owns the options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

models: Decorator = click.option(
    "-m", "--model", "names", metavar="NAME", multiple=True, help="Which friend to ask; repeated, several at once."
)
part: Decorator = click.option(
    "--part", metavar="HEADING|LINES", help="Lend only this section: a heading's words, or lines (L10-L80)."
)
rest: Decorator = click.option("--with", "rest", metavar="FILE", help="With --part: your own summary of the rest.")
reader: Decorator = click.option("--for", "reader", metavar="WHO", help="Who the text is for.")
as_json: Decorator = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
dry_run: Decorator = click.option("--dry-run", is_flag=True, help="Print what would be sent, and send nothing.")
output: Decorator = click.option("-o", "--output", metavar="FILE", help="Write to a new file.")
force: Decorator = click.option("--force", is_flag=True, help="Overwrite the file.")
why: Decorator = click.option("--why", is_flag=True, help="Show the offline model's reasons too.")

reasoning: Decorator = click.option(
    "--reasoning", is_flag=True, help="Show what the friend thinks before it answers, too."
)
everything: Decorator = click.option(
    "--all", "everything", is_flag=True, help="Show a text that a friend wrote all the same, too."
)
blind: Decorator = click.option(
    "--blind", is_flag=True, help="Hear several friends under letters, and who they are once you have voted."
)
reflect: Decorator = click.option(
    "--reflect/--no-reflect", default=None, help="Say first what you think yourself; it is kept, and sent to nobody."
)


def asking(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command that asks the options that go with every question."""
    for option in reversed((part, rest, reader, models, as_json, dry_run, why, reasoning, everything, blind, reflect)):
        command = option(command)
    return command
