"""`friend vote`: which of the answers heard blind helped, and why; then it is told who was who."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import click

from friend.adapters.log.store import SqliteLog
from friend.cli import options
from friend.cli.blindly import NONE, give_up, keep_vote, revealed_lines
from friend.cli.exits import usage
from friend.cli.ondisk import the_log
from friend.cli.output import print_json
from friend.cli.quote import found
from friend.record.exchange import Exchange
from friend.record.formats.exchange_json import as_json as exchange_as_json

_EPILOG = """\b
Examples:
  friend vote A --why "it saw the gap in the second sentence"
  friend vote none --why "neither saw what is wrong"
  friend vote B --in 12 --why "shorter, and right"
  friend vote --reveal

The round is the last one that you have not voted on; --in names another by any of its exchanges."""

_LOOKED_AT: Final = 200
"""Exchanges: a round further back is named with --in."""


@click.command(epilog=_EPILOG)
@click.argument("choice", metavar="[LETTER|none]", required=False)
@click.option("--why", metavar="WORDS", help="Why it helped: a few words.")
@click.option("--in", "name", metavar="ID", help="An exchange of the round.")
@click.option("--reveal", is_flag=True, help="Give the vote up, and tell who was who.")
@options.as_json
def command(*, choice: str | None, why: str | None, name: str | None, reveal: bool, as_json: bool) -> None:
    """Say which answer of a blind round helped and why; then see who was who."""
    if reveal == (choice is not None):
        raise usage("name the letter that helped (or none), or give the vote up with --reveal")
    if not reveal and not (why or "").strip():
        raise usage("say why, in a few words: --why “…”")
    with the_log() as log:
        heard = _waiting(log, name)
        if reveal:
            give_up(log, heard)
        else:
            keep_vote(log, heard, _chosen(choice or "", heard), (why or "").strip())
        told = log.of_group(str(heard[0].group))
    if as_json:
        for each in told:
            print_json(exchange_as_json(each))
        return
    for line in revealed_lines(told):
        click.echo(line)


def _waiting(log: SqliteLog, name: str | None) -> Sequence[Exchange]:
    """Give the answers of the round that is voted on. Raises Stop (2) where there is none that waits for it."""
    if name is None:
        one = next((each for each in log.recent(_LOOKED_AT) if each.blind and not each.blind.opened), None)
        if one is None:
            raise usage("no blind round waits for your vote; ask one with friend ask DRAFT --blind -m NAME -m NAME")
    else:
        one = found(log, name)
        if one.blind is None:
            raise usage(f"exchange {one.sequence} was not heard blind")
        if one.blind.opened:
            raise usage(f"who answered in exchange {one.sequence} is told already; a vote on it would not be blind")
    return log.of_group(str(one.group))


def _chosen(choice: str, heard: Sequence[Exchange]) -> Exchange | None:
    """Give the exchange under that letter, None for none. Raises Stop (2)."""
    if choice.casefold() == NONE:
        return None
    letters = {each.blind.letter: each for each in heard if each.blind and each.raw}
    if choice.upper() not in letters:
        raise usage(f"there is no answer {choice}; there is {', '.join(sorted(letters))}, or none")
    return letters[choice.upper()]
