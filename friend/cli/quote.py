"""`friend quote`: a friend's words, verbatim, with the one line that says whose they are."""

from __future__ import annotations

import click

from friend.adapters.log.store import SqliteLog
from friend.cli.exits import usage
from friend.cli.ondisk import the_log
from friend.cli.output import write_out
from friend.record.exchange import Exchange
from friend.record.quotation import NotTheirWordsError, quotation
from friend.text.language import language

_EPILOG = """\b
Examples:
  friend quote last
  friend quote last~1 --suggestion 2
  friend quote 12 --words "who decided […] can't tell" -o quote.md

ID is an exchange's id, the start of one, last, last~1, or its number in the log."""


@click.command(epilog=_EPILOG)
@click.argument("exchange", metavar="ID")
@click.option("--words", help="Only these words; cut with […].")
@click.option("--suggestion", type=int, metavar="N", help="The wording of the N-th suggestion.")
@click.option("-o", "--output", metavar="FILE", help="Write to a new file.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
def command(exchange: str, words: str | None, suggestion: int | None, output: str | None, *, force: bool) -> None:
    """Print a friend's words as a block quote, checked against the log, with name, exact version and date."""
    with the_log() as log:
        told = found(log, exchange)
        try:
            said = quotation(told, language(log.draft_as_sent(told.id or "")), suggestion=suggestion, words=words)
        except (NotTheirWordsError, LookupError) as error:
            raise usage(str(error.args[0])) from None
    write_out(said + "\n", output, force=force)


def found(log: SqliteLog, name: str) -> Exchange:
    """Find an exchange by name. Raises Stop (2), saying what there is."""
    try:
        return log.find(name)
    except LookupError as error:
        raise usage(str(error.args[0])) from None
