"""`friend check`: words in a draft that a friend said first, and quotations that are not true."""

from __future__ import annotations

import click

from friend.adapters.log.store import SqliteLog
from friend.cli import options
from friend.cli.checking import findings_in
from friend.cli.drafts import read_draft, shown_name
from friend.cli.exits import FOUND, usage
from friend.cli.ondisk import the_log
from friend.cli.output import print_json, shown
from friend.record.findings import KINDS, REASONS, Findings, Kind
from friend.record.formats import findings_json
from friend.record.formats.findings_lines import lines
from friend.record.verdict import verdict_on
from friend.text.draft import Draft

_EPILOG = f"""\b
Examples:
  friend check letter.md
  friend check letter.md --fail-on borrowed --fail-on near
  friend check letter.md --own 2 --reason "{REASONS[0]}"
  friend check letter.md --json

Only your own log is looked at, and nothing leaves the machine. Words are found in runs of six or
more that a reply said first, outside of an attributed quotation, and so are nearly the same words;
what you had sent before that reply is yours. Your draft is never changed.
Reasons: “{REASONS[0]}”, “{REASONS[1]}”, “{REASONS[2]}” (which the disclosure counts), or your own
words. Exit code 1: with --fail-on, such a finding is there and nothing is decided about it."""


@click.command(epilog=_EPILOG)
@click.argument("drafts", metavar="DRAFT…", nargs=-1, required=True)
@click.option(
    "--fail-on", "kinds", type=click.Choice(KINDS), multiple=True, help="Exit with 1 on an open finding of this kind."
)
@click.option("--own", "owned", type=int, multiple=True, metavar="N", help="Own the words of finding N.")
@click.option("--reason", metavar="WHY", help="With --own: why they are yours.")
@click.option("--rdjsonl", "as_rdjsonl", is_flag=True, help="Print one line of rdjsonl for each open finding.")
@options.as_json
@click.pass_context
def command(
    context: click.Context,
    drafts: tuple[str, ...],
    kinds: tuple[Kind, ...],
    owned: tuple[int, ...],
    reason: str | None,
    *,
    as_rdjsonl: bool,
    as_json: bool,
) -> None:
    """Find the words in DRAFT that a friend said first; each is to be quoted, reworded or owned."""
    if bool(owned) != bool(reason and reason.strip()):
        raise usage("--own needs --reason, and --reason needs --own")
    if owned and len(drafts) > 1:
        raise usage("--own goes with one draft: the numbers are those of its findings")
    if as_json and as_rdjsonl:
        raise usage("--json and --rdjsonl do not go together")
    read = [read_draft(name) for name in drafts]
    with the_log() as log:
        if reason:
            _own(log, read[0], owned, reason.strip())
        found = [findings_in(log, draft) for draft in read]
        knows_nothing = not log.entries(limit=1)
    for draft, findings in zip(read, found, strict=True):
        _tell(draft, findings, as_json=as_json, as_rdjsonl=as_rdjsonl)
    if knows_nothing:
        click.echo("note: friend's log is empty here: no words of an answer are known that could be found", err=True)
    if any(findings.undecided(kinds) for findings in found):
        context.exit(FOUND)


def _own(log: SqliteLog, draft: Draft, numbers: tuple[int, ...], reason: str) -> None:
    """Remember why the words of these findings are the person's. Raises Stop (2) where there is no such finding."""
    findings = findings_in(log, draft).all
    for number in numbers:
        if not 1 <= number <= len(findings):
            raise usage(f"nothing was owned: there is no finding {number}, there are {len(findings)}")
    for number in numbers:
        log.judged(verdict_on(findings[number - 1], "owned", reason))


def _tell(draft: Draft, findings: Findings, *, as_json: bool, as_rdjsonl: bool) -> None:
    if as_json:
        print_json(findings_json.as_json(draft, findings))
    elif as_rdjsonl:
        for line in findings_json.rdjsonl(draft, findings, shown_name(draft)):
            click.echo(shown(line))
    else:
        _show(draft, findings)


def _show(draft: Draft, findings: Findings) -> None:
    for number, each in enumerate(findings.all, start=1):
        click.echo("\n".join([*(shown(line) for line in lines(number, each, draft.text, shown_name(draft))), ""]))
    undecided = len(findings.undecided())
    if not findings.all:
        click.echo(f"{shown(shown_name(draft))}: nothing found", err=True)
    else:
        click.echo(f"{shown(shown_name(draft))}: {len(findings.all)} found, {undecided} to decide", err=True)
