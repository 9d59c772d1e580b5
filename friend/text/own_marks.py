"""Owns what goes with words that become a quotation: the marks that the writer had put round them, and the full stop.

Left where it was, an opening mark would open nothing. A block quote that holds only these words goes with them.
"""

from __future__ import annotations

import re
from typing import Final

from friend.text.normalise import with_its_marks
from friend.text.span import LINE_END, Span

_PAIRS: Final = (
    *(("“", "”"), ("«", "»"), ("‹", "›"), ("„", "“"), ("‘", "’"), ('"', '"'), ("``", "''")),
    *(("**", "**"), ("__", "__"), ("*", "*"), ("_", "_")),
)
_STOPS: Final = re.compile(r"[.!?…]*")
_LAST_STOPS: Final = re.compile(r"[.!?…]+(?=\s|$)")
# « French marks » stand apart from their words.
_THIN: Final = "\u00a0\u202f "
_LOOKED_AT: Final = 4
_QUOTE: Final = re.compile(r" {0,3}> ?")


def with_own_marks(text: str, span: Span) -> Span:
    """Widen the place of some words by the marks round them and the full stop after them."""
    span = with_its_marks(text, span)
    while (wider := _in_marks(text, span)) != span:
        span = wider
    last = _LAST_STOPS.match(text, span.end)
    return _in_block_quote(text, Span(span.start, last.end()) if last else span)


def _in_marks(text: str, span: Span) -> Span:
    stop = _STOPS.match(text, span.end)
    ends = {span.end, stop.end() if stop else span.end}
    before = text[max(0, span.start - _LOOKED_AT) : span.start].rstrip(_THIN)
    gap = len(text[max(0, span.start - _LOOKED_AT) : span.start]) - len(before)
    for opening, closing in _PAIRS:
        for end in ends:
            after = text[end : end + _LOOKED_AT]
            spaces = len(after) - len(after.lstrip(_THIN))
            is_apart = gap or spaces
            if before.endswith(opening) and after[spaces:].startswith(closing) and not (is_apart and opening != "«"):
                return Span(span.start - gap - len(opening), end + spaces + len(closing))
    return span


def _in_block_quote(text: str, span: Span) -> Span:
    """Take in the mark of a block quote in which nothing else stands."""
    first = max(text.rfind("\n", 0, span.start), text.rfind("\r", 0, span.start)) + 1
    if not _QUOTE.fullmatch(text, first, span.start):
        return span
    above = LINE_END.split(text[:first])[-2:-1]
    rest = LINE_END.split(text[span.end :], maxsplit=2)
    is_alone = not any(map(_QUOTE.match, above)) and not "".join(rest[:2]).strip()
    return Span(first, span.end) if is_alone else span
