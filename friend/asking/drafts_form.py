"""Owns how wording is written that copies words from the draft: as the draft writes them.

A friend copies carelessly: ' for ’, a space for a line end, no **marks**. What it left alone is none of its advice, so
there the draft's own writing stands, and a diff shows only what the friend changed.
"""

from __future__ import annotations

from friend.text.alignment import Hunk, changes
from friend.text.normalise import Folded, fold
from friend.text.tokens import tokens


def in_the_drafts_form(quote: str, instead: str, words: str) -> str:
    """Give `instead` with what it copies from `quote` written as in `words`, where the quote was found.

    Where the two are not the same words in other forms, `instead` comes back as it is.
    """
    copy, own = _Writing(quote), _Writing(words)
    if not instead or not copy.same_words(own):
        return instead
    olds, news = tokens(quote), tokens(instead)
    parts: list[str] = []
    at = done = 0
    for change in [*changes(olds, news), Hunk(len(olds), len(olds), len(news), len(news))]:
        kept = len("".join(olds[done : change.old_start]))
        parts.append(_carried(copy, own, at, at + kept))
        parts += news[change.new_start : change.new_end]
        at += kept + len("".join(olds[change.old_start : change.old_end]))
        done = change.old_end
    return "".join(parts)


class _Writing:
    """One writing of some words, folded, and the way from folded characters back to it.

    Between two folded characters there may be a gap: what folding drops, such as marks, or the space in " !".
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded: Folded = fold(text)
        self.length = len(self.folded.text)

    def same_words(self, other: _Writing) -> bool:
        """Tell whether both fold to the same, but for the case of the first letter."""
        mine, others = self.folded.text, other.folded.text
        return bool(mine) and mine[1:] == others[1:] and mine[:1].casefold() == others[:1].casefold()

    def first_of(self, place: int) -> int:
        """Give where the folded character at `place` begins: the end of the gap before it."""
        return self.folded.original(place, place + 1).start if place < self.length else len(self.text)

    def end_of(self, place: int) -> int:
        """Give where the folded character before `place` ends: the start of the gap."""
        return self.folded.original(place - 1, place).end if place else 0


def _carried(copy: _Writing, own: _Writing, start: int, end: int) -> str:
    """Give what stands for `start` to `end` of the copy in the draft's own writing."""
    if start == end:
        return ""
    first, last = copy.folded.place(start), copy.folded.place(end)
    if own.folded.splits(first) or own.folded.splits(last):
        return copy.text[start:end]
    gap = own.text[own.end_of(first) : own.first_of(first)]
    takes_gap = start == 0 or copy.first_of(first) != start or gap.isspace()
    own_start = own.end_of(first) if takes_gap else own.first_of(first)
    takes_gap = end == len(copy.text) or copy.end_of(last) != end
    own_end = own.first_of(last) if takes_gap else own.end_of(last)
    return own.text[own_start:own_end]
