"""Owns how a command comes to a draft's findings: the log's words caught up with, and the decisions of before."""

from __future__ import annotations

import click

from friend.adapters import paths
from friend.adapters.log.store import SqliteLog
from friend.adapters.words.checking import DraftCheck
from friend.cli.exits import in_the_way
from friend.record.findings import Findings
from friend.text.draft import Draft


def findings_in(log: SqliteLog, draft: Draft) -> Findings:
    """Check a draft against the log. Raises LogError, and Stop (3) where the index cannot be kept on disk."""
    try:
        return DraftCheck(paths.data_dir(), log).now(
            draft, lambda: click.echo("reading what your friends said, once …", err=True)
        )
    except OSError as error:
        raise in_the_way(error, "nothing was checked") from None
