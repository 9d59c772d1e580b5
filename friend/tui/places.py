"""Owns how a place follows the text: what is typed before it moves it, what is typed in it stretches it."""

from __future__ import annotations

from collections.abc import Iterable

from friend.text.span import Span
from friend.tui.document import Change


def follow(span: Span, change: Change) -> Span:
    """Give where `span` stands after one edit.

    Typing at its start moves it, typing at its end leaves it; an empty span takes in what is typed there. What
    replaces the span exactly becomes the span; an edit that swallows it leaves what came instead.
    """
    before, after = change.start, change.start + change.removed
    shift = change.added - change.removed
    is_taken_in = before == after == span.start == span.end
    if not is_taken_in and after <= span.start:
        return Span(span.start + shift, span.end + shift)
    if not is_taken_in and before >= span.end:
        return span
    if before <= span.start and after >= span.end:
        return Span(before, before + change.added)
    start = before + change.added if before < span.start else span.start
    end = before if after > span.end else span.end + shift
    return Span(start, end)


def follow_all(span: Span, changes: Iterable[Change]) -> Span:
    """Give where `span` stands after several edits, in order."""
    for change in changes:
        span = follow(span, change)
    return span
