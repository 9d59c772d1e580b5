"""`friend notes`: the notes on a draft, open ones or all, at their places in it as it is now."""

from __future__ import annotations

from typing import Any, Final

import click

from friend.cli import options
from friend.cli.drafts import location, read_draft
from friend.cli.hands import hand_for_stdout
from friend.cli.ondisk import the_log
from friend.cli.output import print_json, shown
from friend.cli.renamed import know_again
from friend.record.formats.annotated import suggestion_lines
from friend.record.formats.exchange_json import suggestion_as_json
from friend.record.formats.vimgrep import vimgrep
from friend.record.notes import Note, open_notes
from friend.record.telling import BECAME
from friend.text.draft import Draft
from friend.text.span import line_of, line_starts

_EPILOG = """\b
Examples:
  friend notes letter.md
  friend notes letter.md --all
  vim -q <(friend notes letter.md --vimgrep)
  friend notes letter.md --json"""


_CHANGED: Final = "these words were changed since"


@click.command(epilog=_EPILOG)
@click.argument("draft")
@click.option("--vimgrep", "for_vim", is_flag=True, help="One line a note, for quickfix.")
@click.option("--all", "every", is_flag=True, help="Those dealt with, dismissed and quoted too.")
@options.as_json
def command(draft: str, *, for_vim: bool, every: bool, as_json: bool) -> None:
    """Show the open notes on DRAFT; notes whose words are gone are counted, not shown."""
    read = read_draft(draft)
    notes = _every_note(read) if every else _notes(read)
    if as_json:
        print_json(
            {"schema": 1, "draft": {"path": draft, "digest": read.digest, "words": read.words}}
            | {"notes": [_as_json(note, read.text) for note in notes]}
        )
        return
    if for_vim:
        for line in vimgrep(notes, read.text, draft):
            click.echo(shown(line))
        return
    _show(notes, read, draft, nothing="no notes" if every else "no open notes")


def _notes(draft: Draft) -> list[Note]:
    with the_log() as log:
        know_again(log, draft)
        return open_notes(log.open_about(str(location(draft))), draft.text)


def _every_note(draft: Draft) -> list[Note]:
    with the_log() as log:
        know_again(log, draft)
        about = [exchange for exchange in log.about(str(location(draft))) if not exchange.forgotten]
        told = [(exchange, log.draft_as_sent(exchange.id or "")) for exchange in about]
        return open_notes(told, draft.text, only_open=False)


def _show(notes: list[Note], draft: Draft, name: str, *, nothing: str) -> None:
    placed = [note for note in notes if note.anchor.span]
    hand = hand_for_stdout()
    for note in placed:
        lines = suggestion_lines(note.suggestion, note.number, draft.text, name, hand, at=note.anchor.span)
        said = [_CHANGED if note.anchor.is_changed else "", BECAME[note.suggestion.state]]
        lines += [f"   {hand.quiet(words)}" for words in said if words]
        click.echo("\n".join([*lines, f"   {note.exchange.speaker.name}, exchange {note.exchange.sequence}", ""]))
    lost = len(notes) - len(placed)
    if lost:
        click.echo(f"{lost} more: the words they point to are no longer there, or stand in several places", err=True)
    if not notes:
        click.echo(nothing, err=True)


def _as_json(note: Note, text: str) -> dict[str, Any]:
    """Give a note: its suggestion, placed in the draft as it is now."""
    span = note.anchor.span
    return suggestion_as_json(note.suggestion) | {
        "exchange": note.exchange.id,
        "number": note.number,
        "friend": note.exchange.speaker.name,
        "served": list(note.exchange.speaker.served),
        "start": span.start if span else None,
        "end": span.end if span else None,
        "anchor": note.anchor.kind,
        "line": line_of(line_starts(text), span.start) if span else None,
    }
