"""Owns in which Markdown blocks a place stands: what a new line there must begin with, and what must not be cut in two.

A line in a block quote begins with its mark, one in a list item with as many spaces as the item's words are indented.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from friend.text.passages import BOM, block_lines
from friend.text.span import LINE_END, Span, line_of, line_starts

_WHOLE: Final = {
    "heading_open",
    "table_open",
    "fence",
    "code_block",
    "html_block",
    "hr",
    "front_matter",
    "footnote_reference_open",
}
_QUOTE_MARK: Final = re.compile(r"[ \t]{0,3}>[ ]?")
_ITEM_MARK: Final = re.compile(r"[ \t]*(?:[-+*]|\d{1,9}[.)])(?:[ \t]{1,4}(?![ \t])|[ \t]|$)")


@dataclass(frozen=True, slots=True)
class _Outer:
    """A quote, or an item whose words are indented by `width` (0 for a quote); `first` is the line it begins at."""

    first: int
    width: int = 0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is about a place.

    `content` is the offset at which the words of its line begin, after the marks of quotes and items; `carried` is what
    a new line begins with to stand in the same ones. `opens` says that its line is the first of the innermost of them,
    or of the text. `whole` is the heading, table, code or the like that it stands in, which is to stay in one piece.
    """

    content: int
    carried: str
    opens: bool
    whole: Span | None


def surroundings(text: str, offset: int) -> Surroundings:
    """Say what is about a place of a Markdown text."""
    starts = line_starts(text)
    lines = LINE_END.split(text)
    lines[0] = lines[0].replace(BOM, " ", 1)
    number = line_of(starts, offset) - 1
    outers: list[_Outer] = []
    whole = None
    for kind, first, end in block_lines(text):
        # What is blank down to the end of a block stands under it.
        if not first <= number < end or not any(line.strip(" \t>") for line in lines[number:end]):
            continue
        if kind in _WHOLE:
            last = next(each for each in range(end - 1, first - 1, -1) if lines[each].strip() or each == first)
            whole = Span(starts[first] + _past(lines[first], first, outers), starts[last] + len(lines[last]))
            break
        if kind == "blockquote_open":
            outer = _Outer(first)
        elif kind == "list_item_open":
            outer = _Outer(first, _width(lines[first], first, outers))
        else:
            continue
        if first == number and offset < starts[number] + _past(lines[number], number, [*outers, outer]):
            break
        outers.append(outer)
    content = starts[number] + max(_past(lines[number], number, outers), int(not number and text.startswith(BOM)))
    carried = "".join(" " * outer.width or "> " for outer in outers)
    return Surroundings(content, carried, outers[-1].first == number if outers else not number, whole)


def _past(line: str, number: int, outers: Sequence[_Outer]) -> int:
    """Give where in a line the marks end that it has because of these; `number` is the line's, from 0."""
    at = 0
    for outer in outers:
        if not outer.width:
            mark = _QUOTE_MARK.match(line, at)
        elif outer.first == number:
            mark = _ITEM_MARK.match(line, at)
        else:
            mark = re.compile(rf"[ \t]{{0,{outer.width}}}").match(line, at)
        at = mark.end() if mark else at
    return at


def _width(line: str, number: int, outers: Sequence[_Outer]) -> int:
    """Give by how much the words of an item are indented within the blocks around it; `line` is its first."""
    mark = _ITEM_MARK.match(line, _past(line, number, outers))
    if mark is None:
        return 2
    return len(mark.group().expandtabs(4)) + (not mark.group().endswith((" ", "\t")))
