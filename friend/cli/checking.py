"""Owns how a command comes to a draft's findings: the log's words caught up with, and the decisions of before."""

from __future__ import annotations

import click

from friend.adapters import paths
from friend.adapters.log.store import SqliteLog
from friend.adapters.words.catching_up import LoggedReplies, catch_up
from friend.adapters.words.index import WordFile
from friend.cli.exits import in_the_way
from friend.record.borrowing import Borrowing
from friend.record.checking import check
from friend.record.findings import Findings
from friend.text.draft import Draft


def findings_in(log: SqliteLog, draft: Draft) -> Findings:
    """Check a draft against the log. Raises LogError, and Stop (3) where the index cannot be kept on disk."""
    index = WordFile(paths.data_dir())
    try:
        catch_up(index, log, lambda: click.echo("reading what your friends said, once …", err=True))
    except OSError as error:
        raise in_the_way(error) from None
    replies = LoggedReplies(log)
    return check(draft, Borrowing(index, replies), replies, log.verdicts())
