"""`friend goto`: tell the desk that stands beside a draft where the cursor of one's own editor is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import click

from friend.adapters.beside.saying import NobodyBesideError, tell, where
from friend.cli.exits import NOTHING_SENT, Stop, not_sent, usage
from friend.record.exchange import Failure
from friend.text.visible import visible
from friend.text.whereabouts import Whereabouts

_NUMBER: Final = r"([1-9]\d{0,8})"
_PLACE: Final = re.compile(rf"(?s)(.+?):{_NUMBER}(?::{_NUMBER}(?:-{_NUMBER}:{_NUMBER})?)?")


@click.command(
    epilog="""\b
Examples:
  friend goto letter.md:12
  friend goto letter.md:12:5-12:19
  friend goto letter.md:12 --unsaved
  friend goto letter.md --where

docs/beside.md has what Neovim, Vim and Emacs need to say it by themselves."""
)
@click.argument("place", metavar="DRAFT[:LINE[:COLUMN[-LINE:COLUMN]]]")
@click.option("--bytes", "in_bytes", is_flag=True, help="Columns count bytes of UTF-8, as Vim's col() does.")
@click.option("--unsaved/--saved", default=None, help="Your editor holds changes that the file does not, or no more.")
@click.option("--where", "asks_where", is_flag=True, help="Print the socket to speak to instead, for an editor.")
def command(*, place: str, in_bytes: bool, unsaved: bool | None, asks_where: bool) -> int:
    """Set the cursor of the desk that stands beside DRAFT (friend --beside DRAFT), or what is selected there.

    Lines and columns count from 1, columns in characters (code points). A selection goes from its first place up to
    the second, which is not part of it. Exits with 2 for a place that cannot be read, and with 3 where no desk stands
    beside the draft.
    """
    found = _PLACE.fullmatch(place)
    draft = found.group(1) if found else place
    if asks_where:
        return _say_where(draft)
    if found is None and unsaved is None:
        raise usage(
            f"no place in “{place}”: lines and columns are numbers from 1, as in letter.md:12 or letter.md:12:5"
        )
    line, column, last, behind = map(int, found.groups(default="0")[1:]) if found else (0, 0, 0, 0)
    said = Whereabouts(
        (line, column or 1) if line else None,
        (last, behind) if last else None,
        "byte" if in_bytes else "character",
        unsaved,
    )
    try:
        tell(draft, said)
    except NobodyBesideError:
        raise _nobody(draft) from None
    except (OSError, ValueError) as error:
        raise not_sent(Failure("beside", f"the desk beside {draft} did not take it: {error}")) from None
    return 0


def _say_where(draft: str) -> int:
    """Print where the desk listens, or would; the exit code tells which."""
    try:
        socket, is_there = where(draft)
    except NobodyBesideError:
        raise _nobody(draft) from None
    click.echo(visible(str(socket), keep_lines=False))
    return 0 if is_there else NOTHING_SENT


def _nobody(draft: str) -> Stop:
    if not Path(draft).exists():
        return usage(f"there is no file {draft}")
    return not_sent(Failure("beside", f"no desk stands beside {draft}; open one: friend --beside {draft}"))
