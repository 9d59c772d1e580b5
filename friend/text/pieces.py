"""Owns how a text is cut for its index: into paragraphs or so, each read by itself and kept while its words stand.

A cut lies at a line end where nothing is lost by it: what the pieces fold to, joined by spaces, is what the text folds
to (normalise.py), and no word reaches over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from friend.text.normalise import UNSEEN, Folded, fold
from friend.text.span import LINE_END, Span
from friend.text.words import WORD

# A piece begins with a letter, a digit, or a mark that means the same at the start of a text as within it.
_BREAK: Final = re.compile(r"[\r\n]\s*+")
_BEGINS: Final = re.compile(r"[^\W_]|[>#*_\"“(\[-]")
_WITHIN: Final = re.compile(r"(?:[*_`~][*_`~]++|[\[)])(?=[^\W_])")
_STOP: Final = re.compile(r"[.!?] (?=[^\W_])")
_SHORTEST: Final = 200
_LONGEST: Final = 4_000
_BEFORE: Final = 64


class Piece:
    """A paragraph or so. `keys` are its words as `words.key` writes them; `hides` is what `hides` says.

    `number` is its place among the pieces, `start` its offset in the text, `first` the number of its first word.
    """

    __slots__ = ("__dict__", "first", "hides", "keys", "number", "start", "text")

    def __init__(self, text: str, keys: tuple[str, ...], *, hides: bool) -> None:
        self.text = text
        # A tuple of strings: the garbage collector need not look at it again and again, as it would at a list.
        self.keys = keys
        self.hides = hides
        self.number = self.start = self.first = 0

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.start + len(self.text)

    @cached_property
    def spans(self) -> list[Span]:
        """Where each word stands within the piece."""
        return [Span(*match.span()) for match in WORD.finditer(self.text)]

    @cached_property
    def folded(self) -> Folded:
        """What the piece has in common with a careless copy of it."""
        return fold(self.text)


def hides(text: str) -> bool:
    """Tell whether `fold` may make one word of what are several here.

    So do characters that nobody sees (but a BOM at the start) and marks within a word, as in "un**believ**able".
    """
    if not text.isascii() and UNSEEN.search(text, 1):
        return True
    return any(mark.start() and not text[mark.start() - 1].isspace() for mark in _WITHIN.finditer(text))


def cut(text: str) -> Iterator[str]:
    """Cut `text`; the pieces, joined, are `text` again. A blank text is one piece."""
    done = 0
    for match in _BREAK.finditer(text):
        start, end = match.span()
        if not _BEGINS.match(text, end):
            continue
        is_blank = end - start > 1 and len(LINE_END.findall(text, start, end)) > 1
        if (is_blank or end - done >= _SHORTEST) and text[max(done, start - _BEFORE) : start].rstrip()[-1:] != "«":
            yield from _long(text[done:end])
            done = end
    yield from _long(text[done:])


def _long(piece: str) -> Iterator[str]:
    """Cut a long line after a stop."""
    done = 0
    while len(piece) - done > _LONGEST and (stop := _STOP.search(piece, done + _LONGEST // 2)):
        yield piece[done : stop.end()]
        done = stop.end()
    yield piece[done:]
