"""Owns where a line is broken into rows, and which of its breaks still hold after an edit within it.

The breaks are those that Textual's `compute_wrap_offsets` gives: a word stays with the white space behind it, and goes
to the next row where both do not fit; a word wider than a row is cut. Here a row is found from its start alone, so that
a key in a paragraph of a megabyte breaks again the rows that it changes, and no others.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Final

from rich.cells import get_character_cell_size
from textual._cells import cell_len
from textual._wrap import compute_wrap_offsets

_CHUNK: Final = re.compile(r"\S*\s*")
"""A word, or the rest of one, with the white space behind it."""
_NARROWEST: Final = 2
"""The cells of the widest character. In narrower rows nothing is kept, and Textual breaks all."""
_SURE: Final = 2
"""Rows before an edit whose own ends it may still move: a word that is shortened may fit on the row above."""
_ROWS_PAST_TAB: Final = 4


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the breaks of a line before an edit within it.

    `before` are the breaks of the line that its first `kept` code points come from, `after` those of the line that its
    last `left` come from; there they stood `moved` columns further left.
    """

    before: list[int]
    kept: int
    after: list[int]
    left: int
    moved: int


_NOTHING: Final = Known([], 0, [], 0, 0)


def breaks_of(line: str, width: int, tab_width: int, known: Known = _NOTHING) -> list[int]:
    """Give the columns where the rows of a line begin, but the first. `width` is in cells."""
    if width < _NARROWEST:
        return compute_wrap_offsets(line, width, tab_width)
    found = known.before[: _sure(line, known)]
    at = found[-1] if found else 0
    tab = line.rfind("\t", at)
    if tab >= 0:
        # How wide a tab is depends on all before it.
        past = _past_tab(line, width, tab_width, tab)
        if past is None:
            return compute_wrap_offsets(line, width, tab_width)
        found, at = past, past[-1]
    after, moved = known.after, known.moved
    # From a break on that both have, in what was left as it was, all rows are alike.
    alike = bisect_right(after, max(len(line) - known.left, at) - moved)
    while (at := _row_end(line, at, width)) < len(line):
        alike = bisect_left(after, at - moved, alike)
        if alike < len(after) and after[alike] == at - moved:
            return found + (after[alike:] if not moved else [column + moved for column in after[alike:]])
        found.append(at)
    return found


def _sure(line: str, known: Known) -> int:
    """Give how many of the breaks before an edit hold, whatever it is."""
    before, kept = known.before, known.kept
    count = max(0, bisect_right(before, kept) - _SURE)
    near = line[before[count - 1] : kept] if count else ""
    if "\u200d" in near or "\ufe0f" in near:
        # A word with these is narrower or wider than its characters: only whole words are sure.
        while count and not (_begins_word(line, before[count - 1]) and _chunk_end(line, before[count - 1]) < kept):
            count -= 1
    return count


def _past_tab(line: str, width: int, tab_width: int, tab: int) -> list[int] | None:
    """Give the breaks up to the first one behind the last tab; None where there is none soon."""
    head = line[: _chunk_end(line, min(len(line), tab + _ROWS_PAST_TAB * width))]
    found = compute_wrap_offsets(head, width, tab_width)
    count = bisect_right(found, tab) + 1
    return found[:count] if count <= len(found) else None


def _row_end(line: str, at: int, width: int) -> int:
    """Give the column where the row that begins at `at` ends; from there on the line holds no tab."""
    row = line[at : at + width + 1]
    if not row.isascii() and set(map(get_character_cell_size, row)) != {1}:
        return _row_end_by_words(line, at, width)
    if len(row) <= width:
        return len(line)
    if row[-2].isspace() and not row[-1].isspace():
        return at + width
    # The last word begun on the row goes to the next, unless it has the row for itself.
    words = row[:-1].rstrip()
    begin = len(words) - len(words.rsplit(None, 1)[-1]) if words else 0
    return at + (begin or width)


def _row_end_by_words(line: str, at: int, width: int) -> int:
    """Do the same where a character may take no cell or two."""
    end = _chunk_end(line, at)
    cells = cell_len(line[at:end])
    if cells > width or (at and not _begins_word(line, at)):
        full = _full(line, at, end, width)
        if full < end:
            return full
    while end < len(line):
        begin, end = end, _chunk_end(line, end)
        cells += cell_len(line[begin:end])
        if cells > width:
            return begin
    return end


def _full(line: str, at: int, end: int, width: int) -> int:
    """Give the first column from `at` on, `end` at most, whose character a row of `width` cells does not take."""
    cells = 0
    for column in range(at, end):
        cells += get_character_cell_size(line[column])
        if cells > width:
            return column
    return end


def _begins_word(line: str, at: int) -> bool:
    return line[at - 1].isspace() and not line[at].isspace()


def _chunk_end(line: str, at: int) -> int:
    found = _CHUNK.match(line, at)
    return found.end() if found else at
