"""Owns how two wordings differ: words, spaces and punctuation as tokens, merged so that a person can read it.

As few tokens as possible change. Then, for reading, each lone insertion or deletion slides to where a word begins, and
changes that only a few kept tokens part become one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import Final, Literal, NamedTuple

from friend.text.alignment import Hunk, changes
from friend.text.span import LINE_END
from friend.text.tokens import tokens
from friend.text.words import count_words

# How good a place between two tokens is for a change to begin or end.
_TEXT_EDGE: Final = 4
_LINE_EDGE: Final = 3
_WORD_START: Final = 2
_BEFORE_SPACE: Final = 1

# Two words with the spaces around and between them.
_KEPT_AT_MOST: Final = 5


class Piece(NamedTuple):
    """A run of the diff: kept, taken out, or put in. `text` is never empty."""

    op: Literal["=", "-", "+"]
    text: str


def _edge(side: Sequence[str], place: int) -> int:
    if place in {0, len(side)}:
        return _TEXT_EDGE
    if side[place].isspace():
        return _BEFORE_SPACE
    before = side[place - 1]
    if before.isspace():
        return _LINE_EDGE if LINE_END.search(before) else _WORD_START
    return 0


def _slid(hunk: Hunk, side: Sequence[str], start: int, end: int, room: tuple[int, int]) -> Hunk:
    """Slide a lone insertion or deletion, `start` to `end` of `side`, to the best place within `room`."""
    length = end - start
    low = 0
    while low > -min(length, start - room[0]) and side[start + low - 1] == side[end + low - 1]:
        low -= 1
    high = 0
    while high < min(length, room[1] - end) and side[start + high] == side[end + high]:
        high += 1
    best = max(range(low, high + 1), key=lambda by: _edge(side, start + by) + _edge(side, end + by))
    return hunk.moved(best)


def _slide(hunks: Sequence[Hunk], old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    slid: list[Hunk] = []
    for index, hunk in enumerate(hunks):
        before = slid[-1] if slid else Hunk(0, 0, 0, 0)
        after = hunks[index + 1] if index + 1 < len(hunks) else Hunk(len(old), len(old), len(new), len(new))
        if hunk.old_start == hunk.old_end:
            room = (before.new_end, after.new_start)
            slid.append(_slid(hunk, new, hunk.new_start, hunk.new_end, room))
        elif hunk.new_start == hunk.new_end:
            room = (before.old_end, after.old_start)
            slid.append(_slid(hunk, old, hunk.old_start, hunk.old_end, room))
        else:
            slid.append(hunk)
    return slid


def _reads_as_one(first: Hunk, second: Hunk, old: Sequence[str]) -> bool:
    """Tell whether what is kept between two changes is so little that they read better as one.

    It is less than each of them, two words at the most, and no blank line: there a new paragraph begins.
    """
    kept = old[first.old_end : second.old_start]
    return len(kept) <= min(first.size, second.size, _KEPT_AT_MOST) and not any(
        len(LINE_END.findall(token)) > 1 for token in kept
    )


def _merge(hunks: Iterable[Hunk], old: Sequence[str]) -> list[Hunk]:
    merged: list[Hunk] = []
    for hunk in hunks:
        last = hunk
        while merged and _reads_as_one(merged[-1], last, old):
            last = merged.pop().joined(last)
        merged.append(last)
    return merged


def _trimmed(hunk: Hunk, old: Sequence[str], new: Sequence[str]) -> Hunk:
    """Leave out what a joined change begins or ends with on both sides."""
    old_start, old_end, new_start, new_end = hunk
    while old_start < old_end and new_start < new_end and old[old_start] == new[new_start]:
        old_start, new_start = old_start + 1, new_start + 1
    while old_start < old_end and new_start < new_end and old[old_end - 1] == new[new_end - 1]:
        old_end, new_end = old_end - 1, new_end - 1
    return Hunk(old_start, old_end, new_start, new_end)


def diff(old: str, new: str) -> tuple[Piece, ...]:
    """Give the pieces that lead from `old` to `new`.

    "=" and "-" joined are `old`, "=" and "+" joined are `new`; cuts fall between tokens only; "-" comes before "+".
    """
    olds, news = tokens(old), tokens(new)
    merged = _merge(_slide(changes(olds, news), olds, news), olds)
    hunks = [_trimmed(hunk, olds, news) for hunk in merged]
    pieces: list[Piece] = []
    for before, hunk in pairwise([Hunk(0, 0, 0, 0), *hunks, Hunk(len(olds), len(olds), len(news), len(news))]):
        runs = (
            Piece("=", "".join(olds[before.old_end : hunk.old_start])),
            Piece("-", "".join(olds[hunk.old_start : hunk.old_end])),
            Piece("+", "".join(news[hunk.new_start : hunk.new_end])),
        )
        pieces += [piece for piece in runs if piece.text]
    return tuple(pieces)


def words_changed(pieces: Iterable[Piece]) -> tuple[int, int]:
    """Count the words changed, and the words of the old wording.

    A change counts the words that it takes out or puts in, whichever is more; so the first may exceed the second.
    """
    changed = of = 0
    for is_kept, run in groupby(pieces, lambda piece: piece.op == "="):
        counts = {"=": 0, "-": 0, "+": 0}
        for piece in run:
            counts[piece.op] += count_words(piece.text)
        of += counts["="] + counts["-"]
        changed += 0 if is_kept else max(counts["-"], counts["+"])
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
