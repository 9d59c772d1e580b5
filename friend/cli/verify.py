"""`friend verify`: the authors, works, concepts and figures that friends named, and what one found of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from friend.adapters.log.store import SqliteLog
from friend.asking.lead import Lead, LeadState
from friend.cli import options
from friend.cli.drafts import location, read_draft
from friend.cli.exits import usage
from friend.cli.ondisk import the_log
from friend.cli.output import print_json
from friend.cli.quote import found
from friend.cli.renamed import know_again
from friend.record.exchange import Exchange
from friend.record.formats.exchange_json import lead_as_json
from friend.record.formats.leads_lines import lead_line
from friend.record.own_word import looked_up
from friend.text.visible import visible

_EPILOG = """\b
Examples:
  friend verify essay.md                          what is still to be verified
  friend verify last.2 --source "p. 31 of the 1957 edition"
  friend verify 12.3 --found "she wrote it in 1943" --source https://…
  friend verify 12.4 --wrong --found "there is no such book"
  friend verify 12.4 --again

A thing is named by its exchange and its number in it. (friend log verify checks the log itself.)"""
_ONE: Final = re.compile(r"(?P<exchange>.+)\.(?P<number>[1-9][0-9]{0,3})")


@click.command(epilog=_EPILOG)
@click.argument("what", metavar="DRAFT|ID.N")
@click.option("--found", "words", metavar="WORDS", help="What you found.")
@click.option("--source", metavar="URL|WORDS", help="Where you found it.")
@click.option("--wrong", is_flag=True, help="It is not so, or there is no such thing.")
@click.option("--again", is_flag=True, help="It is to be verified after all.")
@click.option("--all", "everything", is_flag=True, help="List what you have verified, too.")
@options.as_json
def command(
    *,
    what: str,
    words: str | None,
    source: str | None,
    wrong: bool,
    again: bool,
    everything: bool,
    as_json: bool,
) -> None:
    """List what friends named about DRAFT and nobody verified yet, or tick one of it: ID.N."""
    one = _ONE.fullmatch(what)
    if one and not Path(what).exists():
        if wrong and again:
            raise usage("--wrong and --again do not go together")
        state: LeadState = "wrong" if wrong else "to-verify" if again else "verified"
        with the_log() as log:
            exchange, lead = _named(log, one["exchange"], int(one["number"]))
            log.said(looked_up(exchange, lead, state, words or "", source or ""))
            told = log.find(exchange.id or "")
        _show_ticked(told, int(one["number"]), as_json=as_json)
        return
    if words is not None or source is not None or wrong or again:
        raise usage("name what you verified by its exchange and number: friend verify last.1 --source …")
    with the_log() as log:
        read = read_draft(what)
        know_again(log, read)
        about = log.about(str(location(read)))
    _list(about, what, everything=everything, as_json=as_json)


def _named(log: SqliteLog, name: str, number: int) -> tuple[Exchange, Lead]:
    """Give what the exchange called `name` names in this place, from 1. Raises Stop (2)."""
    exchange = found(log, name)
    if not exchange.leads:
        raise usage(f"exchange {exchange.sequence} names nothing that is to be verified")
    if number > len(exchange.leads):
        raise usage(f"exchange {exchange.sequence} names {len(exchange.leads)} to verify; there is no {number}")
    return exchange, exchange.leads[number - 1]


def _show_ticked(exchange: Exchange, number: int, *, as_json: bool) -> None:
    lead = exchange.leads[number - 1]
    if as_json:
        print_json({"schema": 1, **_as_json(exchange, number, lead)})
    else:
        click.echo(visible(lead_line(f"{exchange.sequence}.{number}", lead), keep_lines=False))


def _list(about: Sequence[Exchange], draft: str, *, everything: bool, as_json: bool) -> None:
    numbered = [
        (exchange, number, lead)
        for exchange in about
        for number, lead in enumerate(exchange.leads, start=1)
        if everything or lead.state == "to-verify"
    ]
    if as_json:
        print_json({"schema": 1, "draft": {"path": draft}, "to_verify": [_as_json(*each) for each in numbered]})
        return
    for exchange, number, lead in numbered:
        click.echo(visible(lead_line(f"{exchange.sequence}.{number}", lead), keep_lines=False))
    if not numbered:
        click.echo("nothing is to be verified", err=True)


def _as_json(exchange: Exchange, number: int, lead: Lead) -> dict[str, Any]:
    return {
        "exchange": exchange.id,
        "sequence": exchange.sequence,
        "number": number,
        "friend": exchange.speaker.name,
        "served": list(exchange.speaker.served),
    } | lead_as_json(lead)
