"""Owns how a draft is known again under a new name: the person is asked once, where somebody can answer."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from friend.adapters.log.store import SqliteLog
from friend.cli.drafts import location
from friend.ports import LogError
from friend.record.identity import Likeness
from friend.text.draft import Draft
from friend.text.visible import visible


def know_again(log: SqliteLog, draft: Draft) -> None:
    """Take a file that the log does not know for the draft that it was before its name changed, if it is one.

    On a terminal the person says so, once for each name. Elsewhere a single likeness is taken, several are not, and
    the log's notes say which. A log that cannot be written changes nothing here: asking says why.
    """
    place = location(draft)
    if place is None:
        return
    path = str(place)
    try:
        likely = log.resembling(draft)
        if sys.stdin.isatty() and sys.stderr.isatty():
            _ask(log, likely, path)
        elif len(likely) == 1:
            log.renamed(likely[0].draft, path)
            log.notes.append(f"{draft.path} is taken for {likely[0].path} under a new name: {_common(likely[0])}")
        elif likely:
            names = ", ".join(each.path for each in likely)
            log.notes.append(f"{draft.path} may be one of {names} under a new name: a terminal is needed to say which")
    except LogError:
        return


def _ask(log: SqliteLog, likely: Sequence[Likeness], path: str) -> None:
    for each in likely:
        said = f"This text looks like {each.path}, which is gone: {_common(each)}."
        click.echo(visible(said, keep_lines=False), err=True)
        if click.confirm("Is it the same text under a new name?", default=True, err=True):
            log.renamed(each.draft, path)
            return
        log.told_apart(each.draft, path)


def _common(likeness: Likeness) -> str:
    return f"{likeness.common} of its {likeness.words} words stand here in the same paragraphs"
