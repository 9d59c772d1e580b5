"""`friend export`: a draft with the friends' notes, for other people and other programs."""

from __future__ import annotations

from typing import get_args

import click

from friend.adapters.clock import SystemClock
from friend.adapters.exports import ExportFiles
from friend.cli import options
from friend.cli.drafts import location, read_draft, shown_name
from friend.cli.exits import usage
from friend.cli.ondisk import the_log
from friend.cli.output import print_json, write_out
from friend.cli.quote import found
from friend.cli.renamed import know_again
from friend.record.exchange import Exchange
from friend.record.formats.review_forms import ENDINGS, ReviewForm, exported
from friend.record.page import ReviewPage, review_page
from friend.text.draft import Draft
from friend.text.visible import visible

_EPILOG = """\b
Examples:
  friend export letter.md -o letter-notes.html
  friend export letter.md --to criticmarkup > letter.critic.md
  friend export letter.md --to rdjsonl | reviewdog -f=rdjsonl
  friend export letter.md --exchange last --to markdown

The draft is exported as it is now, with the open notes at their places in it. With --exchange, the notes of these
exchanges only, those dealt with or dismissed too. DRAFT itself is never written to."""


@click.command(epilog=_EPILOG)
@click.argument("draft")
@click.option("--exchange", "names", metavar="ID", multiple=True, help="Only this exchange; may be repeated.")
@click.option("--to", type=click.Choice(get_args(ReviewForm)), default="html", show_default=True, help="The format.")
@click.option(
    "-o", "--output", metavar="FILE|FOLDER", help="Write to a new file; in a folder it is named for the draft."
)
@options.force
@options.as_json
def command(
    draft: str, names: tuple[str, ...], to: ReviewForm, output: str | None, *, force: bool, as_json: bool
) -> None:
    """Export DRAFT with the friends' notes: a page for people, CriticMarkup, or notes for other programs."""
    read = read_draft(draft)
    target = None if output is None else _target(read, to, output)
    if force and to == "criticmarkup":
        raise usage("CriticMarkup goes to stdout or to a new file: it could be taken for the draft; leave --force out")
    page = _page(read, names)
    made = exported(page, to, shown_name(read), SystemClock().now())
    if as_json:
        print_json(
            {"schema": 1, "draft": {"path": read.path, "digest": read.digest, "words": read.words}}
            | {"to": to, "notes": len(page.notes), "lost": len(page.lost), "remarks": list(made.bent)}
            | {"text": made.text}
        )
        return
    write_out(made.text, target, force=force)
    for remark in [*made.bent, *made.remarks]:
        click.echo(remark, err=True)
    if target:
        click.echo(f"wrote {visible(target, keep_lines=False)}", err=True)


def _page(draft: Draft, names: tuple[str, ...]) -> ReviewPage:
    with the_log() as log:
        exchanges: dict[str | None, Exchange]
        if names:
            exchanges = {each.id: each for each in (found(log, name) for name in names)}
        else:
            know_again(log, draft)
            about = log.about(str(location(draft)))
            exchanges = {each.id: each for each in about if not each.forgotten}
        told = [(exchange, log.draft_as_sent(exchange.id or "")) for exchange in exchanges.values()]
    return review_page(draft, told, only_open=not names)


def _target(draft: Draft, to: ReviewForm, output: str) -> str:
    """Give the file to write. Raises Stop (2) for a name that is none, and for the draft itself."""
    own = location(draft)
    try:
        return ExportFiles().place(output, ENDINGS[to], str(own) if own else None)
    except ValueError as error:
        raise usage(str(error)) from None
