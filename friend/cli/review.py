"""`friend review`: the whole text, the weakest point first."""

from __future__ import annotations

import click

from friend.cli import options
from friend.cli.asking import Asking
from friend.cli.together import run_together

_EPILOG = """\b
Examples:
  friend review letter.md
  friend review essay.md --for "a reader who knows nothing of it" -m sonnet
  friend review book.md --part "Chapter 3" --with summary.md"""


@click.command(epilog=_EPILOG)
@click.argument("draft")
@options.asking
def command(
    *,
    draft: str,
    part: str | None,
    rest: str | None,
    reader: str | None,
    names: tuple[str, ...],
    as_json: bool,
    dry_run: bool,
    why: bool,
    reasoning: bool,
    everything: bool,
    blind: bool,
    reflect: bool | None,
) -> int:
    """Ask for a review of all of DRAFT: its weakest point, then at most seven places that need another look."""
    asking = Asking(
        draft,
        "review",
        None,
        part,
        rest,
        reader,
        as_json=as_json,
        dry_run=dry_run,
        why=why,
        reasoning=reasoning,
        everything=everything,
        blind=blind,
        reflect=reflect,
    )
    return run_together(asking, names)
