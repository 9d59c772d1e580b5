"""Owns how two wordings differ: words, spaces and punctuation as tokens, merged so that a person can read it.

As few tokens as possible change; `reading.py` then makes the changes readable. In long texts whole paragraphs are told
apart first, and only those that differ are cut into words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import Final, Literal, NamedTuple

from friend.text.alignment import Hunk, changes
from friend.text.paragraphs import changed_paragraphs
from friend.text.reading import readable
from friend.text.span import Span
from friend.text.tokens import tokens
from friend.text.typography import same_but_typography
from friend.text.words import count_words

# Code points of both wordings together, from which whole paragraphs are compared first.
_LONG: Final = 40_000


class Piece(NamedTuple):
    """A run of the diff: kept, taken out, or put in. `text` is never empty."""

    op: Literal["=", "-", "+"]
    text: str


def diff(old: str, new: str) -> tuple[Piece, ...]:
    """Give the pieces that lead from `old` to `new`.

    "=" and "-" joined are `old`, "=" and "+" joined are `new`; cuts fall between tokens only; "-" comes before "+".
    """
    if len(old) + len(new) < _LONG:
        return tuple(_word_by_word(old, new))
    pieces: list[Piece] = []
    at = 0
    for before, after in changed_paragraphs(old, new):
        pieces += [Piece("=", old[at : before.start]), *_word_by_word(before.of(old), after.of(new))]
        at = before.end
    return tuple(_merged([*pieces, Piece("=", old[at:])]))


class Rewrite(NamedTuple):
    """One or more neighbouring paragraphs that two versions of a text have in different words.

    `old` and `new` are their places in the two versions, in code points; one is empty where paragraphs came or went.
    """

    old: Span
    new: Span
    pieces: tuple[Piece, ...]


def rewrites(old: str, new: str) -> Iterator[Rewrite]:
    """Give what differs between two versions of a text, in order, paragraph by paragraph; all else is the same.

    The pieces of each are `diff` of its words, and computed when it is asked for.
    """
    for before, after in changed_paragraphs(old, new):
        yield Rewrite(before, after, tuple(_word_by_word(before.of(old), after.of(new))))


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Make one of neighbours alike, and leave out what is empty."""
    for op, run in groupby((piece for piece in pieces if piece.text), lambda piece: piece.op):
        yield Piece(op, "".join(piece.text for piece in run))


def _word_by_word(old: str, new: str) -> Iterator[Piece]:
    olds, news = tokens(old), tokens(new)
    hunks = readable(changes(olds, news), olds, news)
    for before, hunk in pairwise([Hunk(0, 0, 0, 0), *hunks, Hunk(len(olds), len(olds), len(news), len(news))]):
        runs = (
            Piece("=", "".join(olds[before.old_end : hunk.old_start])),
            Piece("-", "".join(olds[hunk.old_start : hunk.old_end])),
            Piece("+", "".join(news[hunk.new_start : hunk.new_end])),
        )
        yield from (piece for piece in runs if piece.text)


def is_typography(pieces: Iterable[Piece]) -> bool:
    """Tell whether there are changes and all are of typography alone: quotes, dashes, ellipses, white space."""
    pieces = tuple(pieces)
    return any(piece.op != "=" for piece in pieces) and same_but_typography(*_wordings(pieces))


def _wordings(pieces: Iterable[Piece]) -> tuple[str, str]:
    """Give the old and the new wording."""
    old = new = ""
    for piece in pieces:
        old += piece.text if piece.op != "+" else ""
        new += piece.text if piece.op != "-" else ""
    return old, new


def words_changed(pieces: Iterable[Piece]) -> tuple[int, int]:
    """Count the words changed, and the words of the old wording.

    A change counts the words that it takes out or puts in, whichever is more; so the first may exceed the second. A
    change of typography alone counts none.
    """
    changed = of = 0
    for is_kept, run in groupby(pieces, lambda piece: piece.op == "="):
        old, new = _wordings(run)
        going = count_words(old)
        of += going
        if not is_kept and not same_but_typography(old, new):
            changed += max(going, count_words(new))
    return changed, of


def changed_share(pieces: Iterable[Piece]) -> float:
    """Give the share of the old words that change, 0 to 1; an insertion counts too."""
    changed, of = words_changed(pieces)
    return min(1.0, changed / max(of, 1))


def first_change(pieces: Iterable[Piece]) -> tuple[int, int] | None:
    """Give where the first change begins in the old wording and how much of it goes, in code points; None for none.

    An insertion takes nothing out: its length is 0.
    """
    offset = 0
    for piece in pieces:
        if piece.op != "=":
            return offset, len(piece.text) if piece.op == "-" else 0
        offset += len(piece.text)
    return None
