"""Owns which paragraphs of two versions of a text differ; what did not change is compared as a whole and never cut.

Most edits change a paragraph in its place, put one in, or take one out: while they do, the two texts are walked through
side by side, and the next paragraph that both have is looked for nearby. Where it is far, the rest is aligned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, islice
from typing import Final

from friend.text.alignment import changes
from friend.text.characters import CLINGING, LEADING
from friend.text.span import Span

# How many code points are compared first, then twice as many each time.
_FIRST_STEP: Final = 256
# How many paragraphs ahead the next one that both have is looked for.
_AHEAD: Final = 5

# A blank line with a token's end before it and a token's start behind it: cut there, both sides keep their tokens.
_BLANK: Final = {
    blank: re.compile(rf"{blank}(?=[^\W{CLINGING}])(?<=[^\s{LEADING}]{blank})") for blank in ("\n\n", "\r\n\r\n")
}

_Stretch = tuple[Span, Span]


def changed_paragraphs(old: str, new: str) -> Iterator[_Stretch]:
    """Give the stretches of whole paragraphs that differ, in order, as spans of `old` and of `new`, in code points.

    Between two of them both texts are the same, and their tokens are those that the whole texts have there. A paragraph
    that only moved is taken out at one place and put in at the other.
    """
    # One character is looked for many times faster than two.
    blank = "\r\n\r\n" if any("\r" in text and "\r\n" in text for text in (old, new)) else "\n\n"
    cut = _BLANK[blank]
    at, to = 0, 0
    while at < len(old) or to < len(new):
        same = _alike(old, new, at, to)
        if at + same == len(old) and to + same == len(new):
            return
        back = _last_cut(old, new, at, to, same=same, blank=blank)
        at, to = at + back, to + back
        stretch = _in_step(old, new, at, to, cut)
        if stretch is None:
            yield from _aligned(old, new, at, to, blank)
            return
        yield stretch
        at, to = stretch[0].end, stretch[1].end


def _alike(old: str, new: str, at: int, to: int) -> int:
    """Count the code points that are the same from `at` and `to` on; long stretches are compared at once."""
    start, step = at, _FIRST_STEP
    while at < len(old) and old[at : at + step] == new[to : to + step]:
        at, to, step = at + step, to + step, 2 * step
    while step > 1:
        step //= 2
        if old[at : at + step] == new[to : to + step]:
            at, to = at + step, to + step
    return min(at, len(old)) - start


def _last_cut(old: str, new: str, at: int, to: int, *, same: int, blank: str) -> int:
    """Give how far from `at` and `to` the last paragraph begins that both have, of the `same` code points there."""
    end = at + same
    while (found := old.rfind(blank, at, end)) >= 0:
        if _BLANK[blank].match(old, found) and _BLANK[blank].match(new, found - at + to):
            return found + len(blank) - at
        end = found + len(blank) - 1
    return 0


def _in_step(old: str, new: str, at: int, to: int, cut: re.Pattern[str]) -> _Stretch | None:
    """Give what changed, came or went from `at` and `to` to the next paragraph that both have; None if it is far."""
    olds, news = _next_cuts(old, at, cut), _next_cuts(new, to, cut)
    for both in range(1, len(olds) + len(news)):
        pairs = zip(range(both + 1), range(both, -1, -1), strict=True)
        inside = [(left, right) for left, right in pairs if left + 1 < len(olds) and right + 1 < len(news)]
        found = [
            (olds[left], news[right])
            for left, right in inside
            if old[olds[left] : olds[left + 1]] == new[news[right] : news[right + 1]]
        ]
        if found:
            # Of two places as near, the one after which more is the same.
            end = found[0] if len(found) == 1 else max(found, key=lambda pair: _alike(old, new, *pair))
            return Span(at, end[0]), Span(to, end[1])
    return None


def _next_cuts(text: str, at: int, cut: re.Pattern[str]) -> list[int]:
    """Give `at` and where the next few paragraphs begin."""
    return [at, *(match.end() for match in islice(cut.finditer(text, at), _AHEAD + 1))]


def _aligned(old: str, new: str, at: int, to: int, blank: str) -> Iterator[_Stretch]:
    """Align what is left of both texts so that as few paragraphs as possible differ."""
    olds, news = _BLANK[blank].split(old[at:]), _BLANK[blank].split(new[to:])
    old_starts = list(accumulate((len(each) + len(blank) for each in olds), initial=at))
    new_starts = list(accumulate((len(each) + len(blank) for each in news), initial=to))
    for hunk in changes(olds, news):
        back = forth = 0
        if hunk.old_end == len(olds) or hunk.new_end == len(news):
            # No blank line follows the last paragraph: the one before it comes or goes in its stead.
            back, forth = (len(blank) if hunk.old_start else 0), len(blank)
        yield (
            Span(old_starts[hunk.old_start] - back, old_starts[hunk.old_end] - forth),
            Span(new_starts[hunk.new_start] - back, new_starts[hunk.new_end] - forth),
        )
