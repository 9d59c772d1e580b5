"""Owns how what changed between two versions of a text is read one by one: each paragraph against what became of it.

Where many neighbouring paragraphs changed they are one stretch to `changed_paragraphs`. Here each is told for itself,
where it can be seen which became which: they are as many as before, and each has kept half of its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Final

from friend.text.blank_lines import pieces as paragraphs_of
from friend.text.diff import Piece, Rewrite, diff
from friend.text.following import enough_remains
from friend.text.paragraphs import changed_paragraphs
from friend.text.span import Span

# Code points of both versions of a stretch from which it is seen first whether they are one text at all, and the share
# of threes of words that says so: to align two long texts that have nothing in common takes seconds and tells nothing.
_LONG: Final = 60_000
_SAME_TEXT: Final = 0.1


def rewritten(old: str, new: str) -> Iterator[Rewrite]:
    """Give what differs between `old` and `new`, in order, each with its places and its word diff.

    One at a time is compared, when it is asked for.
    """
    for before, after in changed_paragraphs(old, new):
        for one, other in _pairs(old, before, new, after):
            was, is_now = one.of(old), other.of(new)
            if _is_another_text(was, is_now):
                yield Rewrite(one, other, (Piece("-", was), Piece("+", is_now)))
            elif was != is_now:
                yield from _cut(Rewrite(one, other, diff(was, is_now)))


def _is_another_text(was: str, is_now: str) -> bool:
    if len(was) + len(is_now) < _LONG:
        return False
    olds, news = (set(zip(words, words[1:], words[2:], strict=False)) for words in (was.split(), is_now.split()))
    return bool(olds and news) and len(olds & news) < _SAME_TEXT * min(len(olds), len(news))


def _pairs(old: str, before: Span, new: str, after: Span) -> list[tuple[Span, Span]]:
    """Set each paragraph of a stretch against what became of it; the whole stretch where that is not to be seen."""
    olds, news = _paragraphs(old, before), _paragraphs(new, after)
    pairs = list(zip(olds, news, strict=False))
    if len(olds) == len(news) and all(enough_remains(one.of(old), other.of(new)) for one, other in pairs):
        return pairs
    return [(before, after)]


def _paragraphs(text: str, stretch: Span) -> list[Span]:
    ends = accumulate((len(piece) for piece in paragraphs_of(stretch.of(text))), initial=stretch.start)
    return [Span(start, end) for start, end in pairwise(ends)]


def _cut(rewrite: Rewrite) -> Iterator[Rewrite]:
    """Cut a stretch of several paragraphs where both versions have the same blank line; leave out what is the same."""
    starts = at = (rewrite.old.start, rewrite.new.start)
    run: list[Piece] = []
    for piece in rewrite.pieces:
        for part in paragraphs_of(piece.text) if piece.op == "=" else [piece.text]:
            run.append(Piece(piece.op, part))
            at = at[0] + len(part) * (piece.op != "+"), at[1] + len(part) * (piece.op != "-")
            if piece.op == "=" and part != part.rstrip("\r\n"):
                yield from _one(starts, at, run)
                starts, run = at, []
    yield from _one(starts, at, run)


def _one(starts: tuple[int, int], ends: tuple[int, int], run: list[Piece]) -> Iterator[Rewrite]:
    if any(piece.op != "=" for piece in run):
        yield Rewrite(Span(starts[0], ends[0]), Span(starts[1], ends[1]), tuple(run))
