"""`friend quote`: a friend's words, verbatim, with the one line that says whose they are."""

from __future__ import annotations

from typing import Any, get_args

import click

from friend.adapters.log.store import SqliteLog
from friend.cli import options
from friend.cli.exits import usage
from friend.cli.ondisk import the_log
from friend.cli.output import print_json, write_out
from friend.record.blind import is_blind
from friend.record.exchange import Exchange
from friend.record.formats.exchange_json import lead_as_json
from friend.record.formats.leads_lines import lead_words
from friend.record.formats.quotations import Form, Quotation, written
from friend.record.quotation import NotTheirWordsError, quoted
from friend.text.language import language
from friend.text.visible import visible

_EPILOG = """\b
Examples:
  friend quote last
  friend quote last~1 --suggestion 2 --as latex
  friend quote 12 --words "who decided […] can't tell" -o quote.md

ID is an exchange's id, the start of one, last, last~1, or its number in the log."""


@click.command(epilog=_EPILOG)
@click.argument("exchange", metavar="ID")
@click.option("--words", help="Only these words; cut with […].")
@click.option("--suggestion", type=int, metavar="N", help="The wording of the N-th suggestion.")
@click.option(
    "--as", "form", type=click.Choice(get_args(Form)), default="markdown", show_default=True, help="The form."
)
@click.option("--full", is_flag=True, help="Add the provider, the question, and how the version is known.")
@options.output
@options.force
@options.as_json
def command(
    exchange: str,
    words: str | None,
    suggestion: int | None,
    form: Form,
    output: str | None,
    *,
    full: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Print a friend's words as a quotation, checked against the log, with name, exact version and date."""
    if words is not None and suggestion is not None:
        raise usage("--words and --suggestion do not go together")
    with the_log() as log:
        told = found_to_quote(log, exchange)
        spoken = language(log.draft_as_sent(told.id or ""))
    try:
        said = quoted(told, spoken, suggestion=suggestion, words=words, full=full)
    except (NotTheirWordsError, LookupError) as error:
        raise usage(str(error.args[0])) from None
    named = [lead for lead in told.leads if lead.named.name.casefold() in said.words.casefold()]
    if as_json:
        print_json(_as_json(told, said, form) | {"to_verify": [lead_as_json(lead) for lead in named]})
        return
    write_out(written(said, form) + "\n", output, force=force)
    for lead in named:
        click.echo(visible(f"note: {lead_words(lead)}", keep_lines=False), err=True)


def found(log: SqliteLog, name: str) -> Exchange:
    """Find an exchange by name. Raises Stop (2), saying what there is."""
    try:
        return log.find(name)
    except LookupError as error:
        raise usage(str(error.args[0])) from None


def found_to_quote(log: SqliteLog, name: str) -> Exchange:
    """Find an exchange that can be quoted by name. Raises Stop (2) also while it is blind."""
    exchange = found(log, name)
    if is_blind(exchange):
        raise usage(f"exchange {exchange.sequence} is blind until you vote: friend vote LETTER --why “…”")
    return exchange


def _as_json(exchange: Exchange, said: Quotation, form: Form) -> dict[str, Any]:
    speaker = exchange.speaker
    return {
        "schema": 1,
        "exchange": exchange.id,
        "status": exchange.status,
        "asked_at": exchange.asked_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "friend": {
            "name": speaker.name,
            "requested": speaker.requested,
            "served": list(speaker.served),
            "evidence": speaker.evidence,
            "provider": speaker.provider,
        },
        "question": {"name": exchange.question.name, "text": exchange.question.text},
        "language": said.language,
        "words": said.words,
        "attribution": said.attribution,
        "as": form,
        "text": written(said, form),
    }
