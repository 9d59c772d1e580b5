"""`friend export`: a draft with the friends' notes, for other people and other programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

import click

from friend.adapters.clock import SystemClock
from friend.cli import options
from friend.cli.drafts import location, read_draft, shown_name
from friend.cli.exits import usage
from friend.cli.ondisk import the_log
from friend.cli.output import print_json, write_out
from friend.cli.quote import found
from friend.cli.renamed import know_again
from friend.record.exchange import Exchange
from friend.record.formats.annotated_markdown import annotated_markdown
from friend.record.formats.criticmarkup import Written, criticmarkup
from friend.record.formats.html_page import html_page
from friend.record.formats.names import file_name
from friend.record.formats.rdjsonl import rdjsonl
from friend.record.formats.webannotation import web_annotations
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

_To = Literal["html", "markdown", "criticmarkup", "webannotation", "rdjsonl"]
_ENDINGS: Final[dict[_To, str]] = {
    "html": ".html",
    "markdown": ".notes.md",
    "criticmarkup": ".critic.md",
    "webannotation": ".jsonld",
    "rdjsonl": ".rdjsonl",
}
_HOW: Final[dict[Written, str]] = {
    "split": "split into its changes",
    "mark and comment": "written as a mark with a comment",
    "comment": "written as a comment",
}


@dataclass(frozen=True, slots=True)
class _Export:
    """What is written, and what the person should know of it."""

    text: str
    remarks: tuple[str, ...] = ()


@click.command(epilog=_EPILOG)
@click.argument("draft")
@click.option("--exchange", "names", metavar="ID", multiple=True, help="Only this exchange; may be repeated.")
@click.option("--to", type=click.Choice(get_args(_To)), default="html", show_default=True, help="The format.")
@click.option(
    "-o", "--output", metavar="FILE|FOLDER", help="Write to a new file; in a folder it is named for the draft."
)
@options.force
@options.as_json
def command(draft: str, names: tuple[str, ...], to: _To, output: str | None, *, force: bool, as_json: bool) -> None:
    """Export DRAFT with the friends' notes: a page for people, CriticMarkup, or notes for other programs."""
    read = read_draft(draft)
    target = None if output is None else _target(read, to, output)
    if force and to == "criticmarkup":
        raise usage("CriticMarkup goes to stdout or to a new file: it could be taken for the draft; leave --force out")
    page = _page(read, names)
    made = _export(page, to, shown_name(read))
    if as_json:
        print_json(
            {"schema": 1, "draft": {"path": read.path, "digest": read.digest, "words": read.words}}
            | {"to": to, "notes": len(page.notes), "lost": len(page.lost), "remarks": list(made.remarks)}
            | {"text": made.text}
        )
        return
    write_out(made.text, target, force=force)
    for remark in [*made.remarks, *_remarks(page)]:
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


def _export(page: ReviewPage, to: _To, name: str) -> _Export:
    match to:
        case "html":
            return _Export(html_page(page, Path(name).name, SystemClock().now()))
        case "markdown":
            return _Export(annotated_markdown(page))
        case "criticmarkup":
            marked = criticmarkup(page)
            return _Export(marked.text, (*_told(marked.written), *_left_out(page)))
        case "webannotation":
            return _Export(json.dumps(web_annotations(page, name), ensure_ascii=False, indent=2) + "\n")
        case "rdjsonl":
            return _Export("".join(line + "\n" for line in rdjsonl(page, name)))


def _told(written: dict[int, Written]) -> Iterator[str]:
    """Say which notes CriticMarkup could not hold as they are."""
    for number, how in written.items():
        if how in _HOW:
            yield f"note {number} is {_HOW[how]}"


def _left_out(page: ReviewPage) -> Iterator[str]:
    if page.leads:
        yield f"what the answers name ({len(page.leads)}) is not in CriticMarkup, which only marks words of the draft"


def _remarks(page: ReviewPage) -> Iterator[str]:
    if not page.notes and not page.lost and not page.leads:
        yield "no notes to export"
    why = Counter("stand in several places" if note.anchor.kind == "ambiguous" else "are gone" for note in page.lost)
    for reason, count in why.items():
        yield f"{count} more: the words that they point to {reason}"


def _target(draft: Draft, to: _To, output: str) -> str:
    """Give the file to write. Raises Stop (2) for a name that is none, and for the draft itself."""
    if "\0" in output or not output:
        raise usage("-o needs the name of a file")
    path, own = Path(output), location(draft)
    try:
        if path.is_dir() or output.endswith("/"):
            path = path / file_name(draft.path, _ENDINGS[to])
        if own and path.exists() and path.samefile(own):
            raise usage(f"{path} is the draft itself, which friend never writes to; give another name")
    except OSError as error:
        raise usage(f"{output} cannot be written: {error.strerror}") from None
    return str(path)
