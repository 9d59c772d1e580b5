"""Owns what makes a diff readable: changes slide to where a word begins, and those that little parts become one.

diff-match-patch's semantic clean-up decides, on one sign a token, so that no word or grapheme is ever cut. Each sign is
of its token's kind (letter, white space, line end, other), since the clean-up weighs these. Two words between changes
may be given up to make one of them, never more, and only amid long rewordings: a correction here and one there stay
two. A blank line never is given up: there a new paragraph begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from diff_match_patch import diff_match_patch

from friend.text.alignment import Hunk
from friend.text.span import LINE_END

_KEEP: Final = 0
_TAKE_OUT: Final = -1
_PUT_IN: Final = 1

# Two words with the spaces around and between them: changes that more than this parts are read one by one.
_TOGETHER: Final = 5
# Kept words are given up where so many times more are reworded on either side: a person who corrects marks it so.
_OUTWEIGHS: Final = 3
# The clean-up's time grows with the square of what changes: so many tokens are read at once, and more are left alone.
_AT_ONCE: Final = 2_000
# The most tokens that a change may slide over; the clean-up's time grows with them.
_REACH: Final = 64

# More letters than so many tokens can need; for `str.isalnum` Han and Hangul are letters in every Python.
_LETTERS: Final = (range(0x4E00, 0x9FD0), range(0xAC00, 0xD7A4))
_SPACES: Final = " \t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LINE_ENDS: Final = "\n\r"
_OTHERS: Final = range(0xF0000, 0xFFFFE)

_Change = tuple[int, str]


class _Signs(dict[str, str]):
    """Gives each token a sign of its own; the same token always has the same one."""

    def __init__(self) -> None:
        self._letters: Iterator[str] = map(chr, chain(*_LETTERS))
        self._spaces = iter(_SPACES)
        self._line_ends = iter(_LINE_ENDS)
        self._others: Iterator[str] = map(chr, _OTHERS)

    def __missing__(self, token: str) -> str:
        """Choose the sign of a token that was not met before."""
        if token[0].isalnum():
            kind = self._letters
        elif LINE_END.search(token):
            kind = self._line_ends
        elif token.isspace():
            kind = self._spaces
        else:
            kind = self._others
        # There are few kinds of white space: more of them than that are only other signs.
        sign = self[token] = next(kind, None) or next(self._others)
        return sign

    def of(self, tokens: Sequence[str]) -> str:
        """Write tokens as signs."""
        return "".join(map(self.__getitem__, tokens))


def is_blank_line(token: str) -> bool:
    """Tell whether a paragraph ends at this token of white space."""
    return token.isspace() and len(LINE_END.findall(token)) > 1


def _words(tokens: Sequence[str]) -> int:
    return sum(token[0].isalnum() for token in tokens)


def _outweighs(run: Sequence[Hunk], words: int, old: Sequence[str], new: Sequence[str]) -> bool:
    """Tell whether a run of changes puts words for words, and so many that the `words` kept beside it are few."""
    going = _words(old[run[0].old_start : run[-1].old_end])
    coming = _words(new[run[0].new_start : run[-1].new_end])
    return min(going, coming) > 0 and max(going, coming) > _OUTWEIGHS * words


def _is_white(hunk: Hunk, old: Sequence[str], new: Sequence[str]) -> bool:
    """Tell whether a change is of white space alone."""
    return "".join((*old[hunk.old_start : hunk.old_end], *new[hunk.new_start : hunk.new_end])).isspace()


def _runs(hunks: Sequence[Hunk], old: Sequence[str], new: Sequence[str]) -> Iterator[list[Hunk]]:
    """Put together the changes with no word and no blank line kept between them, as many as are read at once."""
    run: list[Hunk] = []
    size = 0
    for hunk in hunks:
        size += hunk.size
        if run:
            kept = old[run[-1].old_end : hunk.old_start]
            if (
                size > _AT_ONCE
                or len(kept) > _TOGETHER
                or _words(kept)
                or any(map(is_blank_line, kept))
                or _is_white(run[-1], old, new)
                or _is_white(hunk, old, new)
            ):
                yield run
                run, size = [], hunk.size
        run.append(hunk)
    if run:
        yield run


def _stretches(hunks: Sequence[Hunk], old: Sequence[str], new: Sequence[str]) -> Iterator[list[Hunk]]:
    """Part the changes where what is kept between two of them is to stay."""
    stretch: list[Hunk] = []
    last: list[Hunk] = []
    size = 0
    for run in _runs(hunks, old, new):
        size += sum(hunk.size for hunk in run)
        if stretch:
            kept = old[stretch[-1].old_end : run[0].old_start]
            words = _words(kept)
            if (
                size > _AT_ONCE
                or len(kept) > _TOGETHER
                or any(map(is_blank_line, kept))
                or not (_outweighs(last, words, old, new) and _outweighs(run, words, old, new))
            ):
                yield stretch
                stretch, size = [], sum(hunk.size for hunk in run)
        stretch = stretch + run
        last = run
    if stretch:
        yield stretch


def _one_sided(hunk: Hunk, old: Sequence[str], new: Sequence[str]) -> tuple[Sequence[str], int, int] | None:
    """Give the tokens, and where in them a change stands that only takes out or only puts in: only these can slide."""
    if hunk.old_start == hunk.old_end:
        return new, hunk.new_start, hunk.new_end
    return (old, hunk.old_start, hunk.old_end) if hunk.new_start == hunk.new_end else None


def _stays(stretch: Sequence[Hunk], old: Sequence[str], new: Sequence[str]) -> bool:
    """Tell whether there is nothing to clean up: one change alone, which cannot slide."""
    if len(stretch) > 1:
        return False
    if not (one := _one_sided(stretch[0], old, new)):
        return True
    side, start, end = one
    return (not start or side[start - 1] != side[end - 1]) and (end == len(side) or side[start] != side[end])


def _slide(hunk: Hunk, old: Sequence[str], new: Sequence[str]) -> int:
    """Count the tokens that a change could slide over to its right."""
    count = 0
    if one := _one_sided(hunk, old, new):
        side, start, end = one
        while count < _REACH and end + count < len(side) and side[start + count] == side[end + count]:
            count += 1
    return count


def _around(stretch: Sequence[Hunk], old: Sequence[str], new: Sequence[str], room: tuple[int, int]) -> tuple[int, int]:
    """Give where the kept tokens begin and end that a stretch may slide over, in the old tokens, and one more.

    To the left a change slides over no more tokens than it holds. The one more is kept whatever happens, for the
    clean-up likes the end of a text best, and would take a nearer end for one.
    """
    start, end = stretch[0].old_start, stretch[-1].old_end
    lowest = max(room[0], start - min(_REACH, stretch[0].size + 1))
    first = start
    while first > lowest and not is_blank_line(old[first - 1]):
        first -= 1
    highest = min(room[1], end + _slide(stretch[-1], old, new) + 1)
    last = end
    while last < highest and not is_blank_line(old[last]):
        last += 1
    # A blank line itself may be slid over, so that a whole paragraph is put in before or after it.
    return max(room[0], first - 1), min(room[1], last + 1)


def _as_changes(stretch: Sequence[Hunk], old: str, new: str, around: tuple[int, int]) -> list[_Change]:
    """Write a stretch in the clean-up's form; `old` and `new` begin at the start of `around`."""
    old_at, new_at = around[0], stretch[0].new_start - (stretch[0].old_start - around[0])
    old_from, new_from, done = old_at, new_at, old_at
    found: list[_Change] = []
    for hunk in stretch:
        found += [
            (_KEEP, old[done - old_from : hunk.old_start - old_from]),
            (_TAKE_OUT, old[hunk.old_start - old_from : hunk.old_end - old_from]),
            (_PUT_IN, new[hunk.new_start - new_from : hunk.new_end - new_from]),
        ]
        done = hunk.old_end
    found.append((_KEEP, old[done - old_from : around[1] - old_from]))
    return [change for change in found if change[1]]


def _as_hunks(found: Sequence[_Change], old_at: int, new_at: int) -> Iterator[Hunk]:
    """Read the clean-up's form back."""
    start = Hunk(old_at, old_at, new_at, new_at)
    for op, signs in [*found, (_KEEP, "")]:
        if op == _TAKE_OUT:
            old_at += len(signs)
        elif op == _PUT_IN:
            new_at += len(signs)
        elif signs or (old_at, new_at) != (start.old_end, start.new_end):
            if (old_at, new_at) != (start.old_start, start.new_start):
                yield Hunk(start.old_start, old_at, start.new_start, new_at)
            old_at, new_at = old_at + len(signs), new_at + len(signs)
            start = Hunk(old_at, old_at, new_at, new_at)


def _cleaned(stretch: list[Hunk], old: Sequence[str], new: Sequence[str], room: tuple[int, int]) -> list[Hunk]:
    if stretch[0].size > _AT_ONCE or _stays(stretch, old, new):
        return stretch
    around = _around(stretch, old, new, room)
    new_at = stretch[0].new_start - (stretch[0].old_start - around[0])
    new_end = stretch[-1].new_end + (around[1] - stretch[-1].old_end)
    signs = _Signs()
    olds, news = signs.of(old[around[0] : around[1]]), signs.of(new[new_at:new_end])
    found = _as_changes(stretch, olds, news, around)
    diff_match_patch().diff_cleanupSemantic(found)
    return list(_as_hunks(found, around[0], new_at))


def _trimmed(hunk: Hunk, old: Sequence[str], new: Sequence[str]) -> Hunk:
    """Leave out what a joined change begins or ends with on both sides."""
    old_start, old_end, new_start, new_end = hunk
    while old_start < old_end and new_start < new_end and old[old_start] == new[new_start]:
        old_start, new_start = old_start + 1, new_start + 1
    while old_start < old_end and new_start < new_end and old[old_end - 1] == new[new_end - 1]:
        old_end, new_end = old_end - 1, new_end - 1
    return Hunk(old_start, old_end, new_start, new_end)


def readable(hunks: Sequence[Hunk], old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """Give the changes between two lists of tokens as they read best; they still lead from `old` to `new`."""
    found: list[Hunk] = []
    stretches = list(_stretches(hunks, old, new))
    for index, stretch in enumerate(stretches):
        start = found[-1].old_end if found else 0
        end = stretches[index + 1][0].old_start if index + 1 < len(stretches) else len(old)
        for hunk in _cleaned(stretch, old, new, (start, end)):
            bare = _trimmed(hunk, old, new)
            if bare.old_start == bare.old_end and bare.new_start == bare.new_end:
                continue
            if found and found[-1].old_end == bare.old_start and found[-1].new_end == bare.new_start:
                found[-1] = found[-1].joined(bare)
            else:
                found.append(bare)
    return found
