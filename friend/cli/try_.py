"""`friend try`: from nothing to a first answer, on an example draft."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from friend.adapters import paths
from friend.adapters.examples import examples
from friend.asking.friend import Friend
from friend.cli.asking import Asking, run_asking
from friend.cli.choose import chosen
from friend.cli.offer import embedded_offer, offered, taken
from friend.cli.ondisk import read_configuration

_EXAMPLE = "letter-parking.md"
_UNCLEAR = "3"
_QUESTION = "clear"

_EPILOG = """\b
Examples:
  friend try
  friend try --yes --print"""


@click.command(epilog=_EPILOG)
@click.option("--yes", is_flag=True, help="Take the offline model without asking.")
@click.option("--print", "printed", is_flag=True, help="Print the answer instead of opening the desk.")
def command(*, yes: bool, printed: bool) -> int:
    """Ask about an example draft; where there is nobody to ask yet, choose a friend first."""
    config = read_configuration()
    offer = embedded_offer()
    friend = taken(offer, config) if yes else chosen(config, None) or offered(config)
    draft = _example()
    if printed or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return run_asking(Asking(str(draft), _QUESTION, _UNCLEAR), friend.name)
    return _at_the_desk(draft, friend)


def _at_the_desk(draft: Path, friend: Friend) -> int:
    from friend.cli.desk import open_desk  # noqa: PLC0415 - Textual is not loaded to print an answer

    return open_desk(draft, friend.name, at=_UNCLEAR, question=_QUESTION)


def _example() -> Path:
    """Give the person's own copy of the example, which they may change; the shipped one stays as it is."""
    mine = paths.private_folder(paths.data_dir() / "examples") / _EXAMPLE
    if not mine.exists():
        mine.write_bytes(shipped_example().read_bytes())
    return mine


def shipped_example() -> Path:
    """Say where this installation keeps the example."""
    return examples() / _EXAMPLE
