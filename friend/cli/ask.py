"""`friend ask`: one question about one passage of a draft."""

from __future__ import annotations

import click

from friend.cli import options
from friend.cli.asking import Asking
from friend.cli.together import run_together

_EPILOG = """\b
Examples:
  friend ask letter.md --at 2 "Is it clear for someone who wasn't there?"
  friend ask letter.md --at 2.3 wording
  friend ask letter.md --at "the day of the meeting" --for "the council"
  cat letter.md | friend ask - weakest --json
  friend ask letter.md --at 2 clear -m sonnet -m gpt
  friend ask letter.md --cross last -m gpt
  friend ask letter.md --follow last "And if I named the council?"
  friend ask letter.md --at 2 thought --blind -m sonnet -m gpt

\b
PASSAGE is a paragraph (2), a sentence of it (2.3), lines (L10-L14), or words
that stand in the draft. QUESTION is a ready question (clear, explicit, wording,
weakest, missing, tone, order, evoke, review) or your own words.
With --follow the question goes on from an exchange (an id, last, a log number):
about the same passage where --at names no other, and of the same friend.
Several -m ask several friends at once; their suggestions come at the end, where
they meet as one place, and --json prints an object a line.
Exit codes: 0 answered, 2 wrong usage, 3 nothing was sent, 4 no complete answer;
of several friends: 0 all answered, 3 nothing was sent to any, else 4."""


@click.command(epilog=_EPILOG)
@click.argument("draft")
@click.argument("question", required=False)
@click.option("--at", metavar="PASSAGE", help="The passage the question is about; without it, the whole text.")
@click.option("--follow", metavar="ID", help="Go on from an exchange: what was said there goes along.")
@click.option("--cross", metavar="ID", help="Have an answer's notes read by another friend, who is not told whose.")
@options.asking
def command(
    *,
    draft: str,
    question: str | None,
    at: str | None,
    follow: str | None,
    cross: str | None,
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
    """Ask a friend one question about one passage of DRAFT (- reads standard input).

    The whole draft goes along, so that the friend knows what it is about. Your file is never changed.
    """
    asking = Asking(
        draft,
        question,
        at,
        part,
        rest,
        reader,
        as_json=as_json,
        dry_run=dry_run,
        why=why,
        reasoning=reasoning,
        everything=everything,
        follow=follow,
        cross=cross,
        blind=blind,
        reflect=reflect,
    )
    return run_together(asking, names)
