"""Owns how the log is narrowed down on the command line, and the line that an exchange is listed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import click

from friend.adapters.log.store import SqliteLog
from friend.record.blind import BLIND
from friend.record.retirement import retired
from friend.record.wanted import Entry, Wanted
from friend.text.visible import visible

_QUESTION_SHOWN: Final = 60
_DAY: Final = click.DateTime(["%Y-%m-%d"])


def narrowing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that narrow the log down; they come as keywords for `wanted`."""
    for option in (
        click.option("--until", type=_DAY, metavar="DATE", help="Asked on this day or before (UTC)."),
        click.option("--since", type=_DAY, metavar="DATE", help="Asked on this day or later (UTC)."),
        click.option("--served", metavar="VERSION", help="Answered by this version, or a part of its name."),
        click.option("-m", "--model", metavar="NAME", help="A friend's name, or the model that was asked for."),
        click.option(
            "--draft",
            "--file",
            "draft",
            metavar="FILE",
            help="About this draft, also from before its file was renamed.",
        ),
    ):
        command = option(command)
    return command


def wanted(
    *, draft: str | None, model: str | None, served: str | None, since: datetime | None, until: datetime | None
) -> Wanted:
    """Give what the options narrow it down to; a day is a day in UTC, and both days are in."""
    return Wanted(
        str(Path(draft).absolute()) if draft else None,
        model,
        served,
        since.replace(tzinfo=UTC) if since else None,
        until.replace(tzinfo=UTC) + timedelta(days=1) if until else None,
    )


def recognise(log: SqliteLog, draft: str | None) -> None:
    """See that a file named with `--draft` is known under its present name, where it is there to be read."""
    if draft is not None and Path(draft).is_file():
        from friend.cli.drafts import read_draft  # noqa: PLC0415 - a list of all goes without
        from friend.cli.renamed import know_again  # noqa: PLC0415

        know_again(log, read_draft(draft))


def line(entry: Entry) -> str:
    """Tell an exchange in a line; a version is marked that friend's own table knows to be retired."""
    served = ", ".join(entry.served) or "version not reported"
    if entry.requested.endswith(BLIND):
        served = BLIND
    gone = retired(entry.provider, (*entry.served, entry.requested), datetime.now(UTC).date())
    if gone:
        served += f", {gone.words(gone.on)}"
    asked = entry.question_name or entry.question[:_QUESTION_SHOWN]
    if entry.forgotten:
        asked = f"{asked} (forgotten)".lstrip()
    back = " (clock set back)" if entry.clock_went_back else ""
    said = (
        f"{entry.sequence:>4}  {entry.asked_at:%Y-%m-%d %H:%M}{back}  {entry.status:<10}  "
        f"{entry.friend} ({served})  {entry.path or '-'}  {asked}"
    )
    return visible(said, keep_lines=False)
