"""`friend cite`: a friend's answers as references for a bibliography."""

from __future__ import annotations

from typing import Any

import click

from friend.adapters.clock import SystemClock
from friend.adapters.csl import NoStyleError, rendered
from friend.adapters.gateway.modelmap import ModelMap
from friend.cli import options
from friend.cli.exits import usage
from friend.cli.ondisk import the_log
from friend.cli.output import print_json, write_out
from friend.cli.quote import found_to_quote
from friend.record.formats.csl_json import csl_json
from friend.record.formats.styles import STYLES
from friend.record.work import works

_EPILOG = """\b
Examples:
  friend cite last
  friend cite 12 14 --style biblatex -o friends.bib
  friend cite last --csl ieee

ID is an exchange's id, the start of one, last, last~1, or its number in the log. A version that was not reported is
said so, never guessed."""


@click.command(epilog=_EPILOG)
@click.argument("exchanges", metavar="ID...", nargs=-1, required=True)
@click.option("--style", type=click.Choice(list(STYLES)), default="apa", show_default=True, help="The style.")
@click.option("--csl", metavar="STYLE", help="Any CSL style by name, or a .csl file (needs the extra “citations”).")
@options.output
@options.force
@options.as_json
def command(
    exchanges: tuple[str, ...], style: str, csl: str | None, output: str | None, *, force: bool, as_json: bool
) -> None:
    """Cite friends' answers, sorted; the exact version that was reported stands in each."""
    with the_log() as log:
        told = [found_to_quote(log, name) for name in exchanges]
    known, today = ModelMap(), SystemClock().now().date()
    cited = works(told, lambda exchange: known.retired_on(exchange.speaker, today))
    text = _rendered(csl_json(cited), csl) if csl else STYLES[style](cited)
    if as_json:
        print_json({"schema": 1, "style": csl or style, "text": text, "items": csl_json(cited)})
        return
    write_out(text + "\n", output, force=force)
    if csl:
        for line in sorted(
            {f"{work.title}: {work.unsaid}; CSL styles have no place to say so" for work in cited if work.unsaid}
        ):
            click.echo(line, err=True)


def _rendered(items: list[dict[str, Any]], style: str) -> str:
    try:
        return "\n".join(rendered(items, style))
    except NoStyleError as error:
        raise usage(str(error)) from None
