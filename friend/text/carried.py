"""Owns where a place of an older version of a text went in a newer one, where nobody followed the edits between."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from friend.text.diff import rewrites
from friend.text.following import Change, followed
from friend.text.span import Span


def carried(span: Span, old: str, new: str) -> Span:
    """Give where what stands at `span` of `old` is in `new`, in code points; an empty place where it was taken out."""
    # From the end: a change leaves the places of those before it as they were.
    for change in reversed(list(_edits(old, new))):
        span = followed(span, change)
    return span


def _edits(old: str, new: str) -> Iterator[Change]:
    """Give the edits that lead from `old` to `new`, each in places of `old`, in order."""
    for rewrite in rewrites(old, new):
        at = rewrite.old.start
        for is_kept, run in groupby(rewrite.pieces, lambda piece: piece.op == "="):
            pieces = list(run)
            length = sum(len(piece.text) for piece in pieces if piece.op != "+")
            if not is_kept:
                yield Change(at, length, sum(len(piece.text) for piece in pieces if piece.op == "+"))
            at += length
