"""`friend log export`: exchanges for other programs, or to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from friend.adapters.log.store import SqliteLog
from friend.cli.log_lines import narrowing, recognise, wanted
from friend.cli.ondisk import the_log
from friend.cli.output import write_out
from friend.cli.quote import found
from friend.record.exchange import Exchange
from friend.record.formats.exchange_json import json_line
from friend.record.formats.exchange_markdown import exchange_markdown

_EPILOG = """\b
Examples:
  friend log export > log.jsonl
  friend log export last last~1 --to markdown
  friend log export --draft letter.md --to markdown -o letter-log.md"""


@click.command(epilog=_EPILOG)
@click.argument("exchanges", metavar="[ID…]", nargs=-1)
@narrowing
@click.option("--to", "form", type=click.Choice(["jsonl", "markdown"]), default="jsonl", show_default=True)
@click.option("-o", "--output", metavar="FILE", help="Write to a new file.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
def command(
    exchanges: tuple[str, ...],
    form: str,
    output: str | None,
    *,
    force: bool,
    **narrowed: Any,  # noqa: ANN401 - the options of `narrowing`
) -> None:
    """Write exchanges, oldest first: those named by ID, or all that the options leave."""
    written = json_line if form == "jsonl" else exchange_markdown
    with the_log() as log:
        recognise(log, narrowed["draft"])
        # Half a character has no UTF-8; its escape is valid JSON, too.
        parts = (
            written(each).encode("utf-8", "backslashreplace").decode() for each in _chosen(log, exchanges, narrowed)
        )
        for part in parts if output is None else ["".join(parts)]:
            write_out(part, output, force=force)


def _chosen(log: SqliteLog, names: tuple[str, ...], narrowed: dict[str, Any]) -> Iterator[Exchange]:
    if not names:
        return log.every(wanted(**narrowed))
    told = {exchange.sequence or 0: exchange for exchange in (found(log, name) for name in names)}
    return iter([told[sequence] for sequence in sorted(told)])
