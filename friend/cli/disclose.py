"""`friend disclose`: a true statement of the help that a draft had, from the log alone."""

from __future__ import annotations

from typing import get_args

import click

from friend.adapters.log.store import SqliteLog
from friend.adapters.prompts import PromptShelf
from friend.cli import options
from friend.cli.drafts import location, read_draft
from friend.cli.exits import usage
from friend.cli.ondisk import the_log
from friend.cli.output import write_out
from friend.cli.renamed import know_again
from friend.record.disclosure import Account, account
from friend.record.formats.disclosures import Form, Language, disclosed
from friend.text.draft import Draft
from friend.text.language import language
from friend.text.visible import visible

_EPILOG = """\b
Examples:
  friend disclose letter.md
  friend disclose letter.md --as prose --lang fr
  friend disclose paper.md --as card -o card.tex
  git commit --trailer "$(friend disclose notes.md --as git-trailer)"

What the log does not hold is said, or left out; nothing is guessed. It knows nothing of other programs."""


@click.command(epilog=_EPILOG)
@click.argument("draft")
@click.option(
    "--as",
    "form",
    type=click.Choice(get_args(Form)),
    default="sentence",
    show_default=True,
    help="A sentence of at most 40 words, prose, an AI Usage Card in LaTeX, a Git trailer, or JSON.",
)
@click.option("--lang", type=click.Choice(get_args(Language)), help="The language; without it, the draft's own.")
@options.output
@options.force
@options.as_json
def command(draft: str, form: Form, lang: Language | None, output: str | None, *, force: bool, as_json: bool) -> None:
    """State what friend's log shows of the help that DRAFT had."""
    read = read_draft(draft)
    if read.path is None:
        raise usage("give the draft's file: the log knows a text by its file, and standard input has none")
    with the_log() as log:
        told = _account(log, read)
    spoken = lang or language(read.text)
    titles = {ready.name: ready.title.get(spoken, ready.title["en"]) for ready in PromptShelf().questions()}
    write_out(disclosed(told, "json" if as_json else form, spoken, titles), output, force=force)
    for kin in told.kin:
        name = visible(kin.path, keep_lines=False) or "a text from standard input"
        click.echo(
            f"note: {kin.common} of its words also stand in {name}; its questions are not counted here", err=True
        )
    if form == "git-trailer" and not told.voices:
        click.echo("no trailer: friend's log holds no answer about this text", err=True)


def _account(log: SqliteLog, draft: Draft) -> Account:
    know_again(log, draft)
    exchanges = log.about(str(location(draft)))
    last = next((each for each in reversed(exchanges) if not each.forgotten), None)
    sent = log.draft_as_sent(last.id or "") if last else None
    return account(draft, exchanges, sent, untold=log.untold(), kin=log.alike(draft))
