"""`friend log forget`: the texts of exchanges, gone for good."""

from __future__ import annotations

import sys

import click

from friend.adapters import paths
from friend.adapters.words.index import WordFile
from friend.cli.exits import usage
from friend.cli.log_lines import line
from friend.cli.ondisk import the_log
from friend.cli.quote import found
from friend.record.wanted import entry_of
from friend.text.visible import visible

_EPILOG = """\b
Examples:
  friend log forget last
  friend log forget 12 13 --yes

Question, answer, suggestions, the draft's name and every paragraph that no other exchange holds are
overwritten in the file, its journal and its index. That there was an exchange, when, with whom and at
what cost stays, and the chain still verifies. What you quoted, exported or saved elsewhere is not
touched, nor are copies that your backups or your disk may keep."""


@click.command(epilog=_EPILOG)
@click.argument("exchanges", metavar="ID…", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask first.")
def command(exchanges: tuple[str, ...], *, yes: bool) -> None:
    """Remove the texts of exchanges for good, and leave that they were."""
    with the_log() as log:
        told = {exchange.sequence or 0: exchange for exchange in (found(log, name) for name in exchanges)}
        for exchange in told.values():
            click.echo(line(entry_of(exchange)), err=True)
        if not yes:
            _ask(len(told))
        try:
            log.forget(sorted(told))
        finally:
            WordFile(paths.data_dir()).discard()  # it is made again without their words
        click.echo(f"forgotten: {len(told)}", err=True)
    aside = sorted(paths.log_file().parent.glob(f"{paths.log_file().stem}.damaged-*"))
    if aside:
        names = ", ".join(map(str, aside))
        click.echo(visible(f"note: logs that were moved aside may hold the same words: {names}"), err=True)


def _ask(count: int) -> None:
    """Ask before it is done; where nobody can answer, it is not done. Raises Stop (2) and Abort."""
    if not sys.stdin.isatty():
        raise usage("nothing was forgotten: nobody can be asked here; --yes does it without asking")
    what = "this exchange" if count == 1 else f"these {count} exchanges"
    click.confirm(f"Remove the texts of {what} for good?", abort=True, err=True)
