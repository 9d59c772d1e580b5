"""`friend log search`: exchanges by their words."""

from __future__ import annotations

from typing import Any

import click

from friend.cli.exits import usage
from friend.cli.log_lines import line, narrowing, recognise, wanted
from friend.cli.ondisk import the_log
from friend.cli.output import print_json
from friend.record.formats.exchange_json import as_json
from friend.text.visible import visible

_EPILOG = """\b
Examples:
  friend log search council parking
  friend log search '"who decided"' --file letter.md
  friend log search neighb* --served claude --since 2026-11-01

All the words must be there; "words in quotes" stand together; word* is any that begins so. Accents and
capitals do not count. A draft's words are found with the question that first sent them."""


@click.command(epilog=_EPILOG)
@click.argument("words", nargs=-1, required=True)
@narrowing
@click.option("--by-rank", is_flag=True, help="The best match first, instead of the newest.")
@click.option("-n", "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many.")
@click.option("--json", "in_json", is_flag=True, help="One JSON object a line.")
def command(words: tuple[str, ...], limit: int, *, by_rank: bool, in_json: bool, **narrowed: Any) -> None:  # noqa: ANN401
    """Find the exchanges that hold all WORDS in question, answer or draft, newest first."""
    with the_log() as log:
        recognise(log, narrowed["draft"])
        try:
            hits = log.search(" ".join(words), wanted(**narrowed), limit, by_rank=by_rank)
        except ValueError as error:
            raise usage(str(error)) from None
        for hit in hits:
            if in_json:
                found = {"where": hit.where, "snippet": hit.snippet}
                print_json(as_json(log.find(hit.entry.id)) | {"found": found})
            else:
                click.echo(f"{line(hit.entry)}\n      {hit.where}: {visible(hit.snippet, keep_lines=False)}")
        if not hits:
            click.echo("nothing in the log holds these words", err=True)
