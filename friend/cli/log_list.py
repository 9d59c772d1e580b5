"""`friend log list`: the newest exchanges, a line each. It loads no more than a line needs."""

from __future__ import annotations

from typing import Any

import click

from friend.cli.log_lines import line, narrowing, recognise, wanted
from friend.cli.ondisk import the_log
from friend.cli.output import print_json

_EPILOG = """\b
Examples:
  friend log list -n 5
  friend log list --draft letter.md --since 2026-11-01
  friend log list --model sonnet --json"""


@click.command(epilog=_EPILOG)
@narrowing
@click.option("-n", "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many.")
@click.option("--json", "in_json", is_flag=True, help="One JSON object a line.")
def command(limit: int, *, in_json: bool, **narrowed: Any) -> None:  # noqa: ANN401 - the options of `narrowing`
    """List the newest exchanges, newest first."""
    with the_log() as log:
        recognise(log, narrowed["draft"])
        entries = log.entries(wanted(**narrowed), limit)
        if in_json:
            from friend.record.formats.exchange_json import as_json  # noqa: PLC0415 - a list in lines goes without

            for entry in entries:
                print_json(as_json(log.find(entry.id)))
            return
        for entry in entries:
            click.echo(line(entry))
        if not entries:
            click.echo("no such exchange in the log", err=True)
