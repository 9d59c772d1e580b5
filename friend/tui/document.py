"""Owns the draft while it is edited: every line keeps its own ending, so that what was not touched saves byte for byte.

Lines end at LF, CRLF or a lone CR and at nothing else (friend.text.span). Two faces of each line are kept: the exact
one, which `text` is made of, and the one for the screen, where hostile characters are replaced one for one. Columns
mean the same in both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from operator import add
from time import perf_counter
from typing import Final, Literal, cast, overload

from textual._cells import cell_len
from textual.document._document import DocumentBase, EditResult, Location
from textual.geometry import Size

from friend.text.following import Change
from friend.text.span import LINE_END, Span
from friend.text.visible import visible_line, visible_line_again
from friend.text.words import count_words, words_gained
from friend.tui.tally import Tally

_FEW: Final = 8
"""Edits in different places that are put into the known text one by one; with more of them it is joined anew."""
_INDENTED: Final = 4
"""Spaces before a line that make it code by themselves (CommonMark 0.31, 4.4)."""

_MOST_COUNTED: Final = 200_000
"""Code points of a change whose words are counted while a key waits."""
_LONG: Final = 1_000
"""Code points from which a line is not shown anew as a whole after a key in it."""

LineEnd = Literal["\r\n", "\n", "\r"]


@dataclass(frozen=True, slots=True)
class NewLines:
    """Lines that came in the place of others: `removed` went from `first` on, and so many came as there are `lengths`.

    The first that came begins with `kept` code points of the first that went; the last ends with `left` of the last
    that went, which stood there `moved` columns further left.
    """

    first: int
    removed: int
    lengths: list[int]
    kept: int
    left: int
    moved: int


class DraftDocument(DocumentBase):
    """The text under the cursor. `listener` hears of every change, undo and redo included, after it was made.

    `lines_listener` hears before it which lines came in the place of which.
    """

    def __init__(self, text: str) -> None:
        self._exact, self._ends = _split(text)
        # What the screen shows is made of a line when it is first looked at.
        self._shown: list[str | None] = [None] * len(self._exact)
        self._newline = _prevailing(self._ends)
        self._text: str | None = text
        self._since: list[tuple[int, int, str]] = []
        self._starts = Tally(list(map(add, map(len, self._exact), map(len, self._ends))))
        self._fences = Tally(list(map(_is_fence, self._exact)))
        self._words = 0
        self._counted = 0
        self.listener: Callable[[Change], None] | None = None
        self.lines_listener: Callable[[NewLines], None] | None = None

    @property
    def text(self) -> str:
        """The draft, exactly as a save would write it. What changed since the last look is put in, not all joined."""
        if self._text is None:
            self._text = "".join(part for line in zip(self._exact, self._ends, strict=True) for part in line)
        for start, removed, put_in in self._since:
            self._text = "".join((self._text[:start], put_in, self._text[start + removed :]))
        self._since.clear()
        return self._text

    def _remember(self, start: int, removed: int, put_in: str) -> None:
        """Remember an edit for `text`. One that touches the last one is one with it, as in typing."""
        if self._text is None:
            return
        if self._since:
            first, gone, there = self._since[-1]
            if start <= first + len(there) and start + removed >= first:
                left, right = max(0, first - start), max(0, start + removed - first - len(there))
                rest = there[max(0, start + removed - first) :]
                put_in = "".join((there[: max(0, start - first)], put_in, rest))
                self._since[-1] = (min(first, start), gone + left + right, put_in)
                return
        self._since.append((start, removed, put_in))
        if len(self._since) > _FEW:
            self._text = None
            self._since.clear()

    @property
    def length(self) -> int:
        """How many code points the draft has."""
        return self._starts.total

    def lengths(self) -> list[int]:
        """Give how many code points each line has, its end left out."""
        return list(map(len, self._exact))

    @property
    def newline(self) -> LineEnd:
        """The line end that new lines take: the one that most lines had when the draft was opened, LF by default."""
        return self._newline

    @property
    def lines(self) -> list[str]:
        """All lines as the screen shows them."""
        return [self.get_line(index) for index in range(len(self._exact))]

    @property
    def line_count(self) -> int:
        """How many lines there are; at least one."""
        return len(self._exact)

    @property
    def is_empty(self) -> bool:
        """Tell whether there is no character at all."""
        return len(self._exact) == 1 and not self._exact[0]

    @property
    def words(self) -> int:
        """How many words there are; counted once, then kept up with what changes."""
        self.count(None)
        return self._words

    @property
    def counted(self) -> int | None:
        """How many words there are, None while they are still being counted."""
        return self._words if self._counted == len(self._exact) else None

    def count(self, seconds: float | None) -> bool:
        """Count words for about so long, or to the end; tell whether all are counted."""
        begun = perf_counter()
        while self._counted < len(self._exact):
            self._words += count_words(self._exact[self._counted])
            self._counted += 1
            if seconds is not None and perf_counter() - begun > seconds:
                break
        return self._counted == len(self._exact)

    def _recount(self, first: int, old: list[str], new: list[str], kept: int, left: int) -> None:
        """Count the lines `new`, which come in the place of `old` from `first` on, where those were counted.

        They share their first `kept` and their last `left` code points. After a change of most of a book all is to be
        counted again.
        """
        if sum(map(len, old)) + sum(map(len, new)) - 2 * (kept + left) > _MOST_COUNTED:
            self._words = self._counted = 0
        elif first + len(old) <= self._counted:
            self._words += words_gained(old, new, kept, left)
            self._counted += len(new) - len(old)
        elif first < self._counted:
            self._words -= sum(map(count_words, old[: self._counted - first]))
            self._counted = first

    @property
    def start(self) -> Location:
        """The first place."""
        return (0, 0)

    @property
    def end(self) -> Location:
        """The last place."""
        return (len(self._exact) - 1, len(self._exact[-1]))

    def get_line(self, index: int) -> str:
        """Give a line as the screen shows it."""
        shown = self._shown[index]
        if shown is None:
            shown = self._shown[index] = visible_line(self._exact[index])
        return shown

    @overload
    def __getitem__(self, line_index: int) -> str: ...

    @overload
    def __getitem__(self, line_index: slice) -> list[str]: ...

    def __getitem__(self, line_index: int | slice) -> str | list[str]:
        """Give lines as the screen shows them."""
        if isinstance(line_index, slice):
            return [self.get_line(index) for index in range(*line_index.indices(len(self._exact)))]
        return self.get_line(line_index)

    def is_code(self, index: int) -> bool:
        """Tell whether a line stands within a code fence, so that nothing in it is Markdown; the fences do not."""
        return self._fences.before(index) % 2 == 1 and not self._fences[index]

    def get_size(self, indent_width: int) -> Size:
        """Give the widest line in cells, and the number of lines."""
        return Size(max(cell_len(line.expandtabs(indent_width)) for line in self.lines), len(self._exact))

    def get_text_range(self, start: Location, end: Location) -> str:
        """Give the exact text between two places, with the line ends that it has."""
        (top, left), (bottom, right) = sorted((self._clamp(start), self._clamp(end)))
        if top == bottom:
            return self._exact[top][left:right]
        middle = (part for row in range(top + 1, bottom) for part in (self._exact[row], self._ends[row]))
        return "".join((self._exact[top][left:], self._ends[top], *middle, self._exact[bottom][:right]))

    def replace_range(self, start: Location, end: Location, text: str) -> EditResult:
        """Put `text`, taken literally, where something stood between two places. Every edit comes through here."""
        top, bottom = sorted((self._clamp(start), self._clamp(end)))
        replaced = self.get_text_range(top, bottom)
        change = Change(self.offset_of(top), len(replaced), len(text))
        lines, ends = _split(text)
        end_column = len(lines[-1]) if len(lines) > 1 else top[1] + len(lines[0])
        rows = slice(top[0], bottom[0] + 1)
        old, shown = self._exact[rows], self._shown[rows]
        kept, left = top[1], len(old[-1]) - bottom[1]
        if len(lines) == 1:
            lines[0] = "".join((old[0][:kept], lines[0], old[-1][bottom[1] :]))
        else:
            lines[0] = old[0][:kept] + lines[0]
            lines[-1] += old[-1][bottom[1] :]
        ends[-1] = self._ends[bottom[0]]
        self._recount(rows.start, old, lines, kept, left)
        self._exact[rows] = lines
        self._ends[rows] = ends
        self._shown[rows] = _shown_again(lines, old, shown, kept, left)
        self._starts.splice(rows.start, rows.stop, list(map(add, map(len, lines), map(len, ends))))
        self._fences.splice(rows.start, rows.stop, list(map(_is_fence, lines)))
        self._remember(change.start, change.removed, text)
        if self.lines_listener is not None:
            moved = len(lines[-1]) - len(old[-1])
            self.lines_listener(NewLines(rows.start, len(old), list(map(len, lines)), kept, left, moved))
        if self.listener is not None:
            self.listener(change)
        return EditResult((top[0] + len(lines) - 1, end_column), replaced)

    def offset_of(self, location: Location) -> int:
        """Give the code point of the draft's text at a place."""
        row, column = self._clamp(location)
        return self._starts.before(row) + column

    def location_of(self, offset: int) -> Location:
        """Give the place of a code point; within a line end it is the end of that line."""
        row, begin = self._starts.at(max(0, offset))
        return row, max(0, min(offset - begin, len(self._exact[row])))

    def locations_of(self, span: Span) -> tuple[Location, Location]:
        """Give the places of both ends of a span."""
        return self.location_of(span.start), self.location_of(span.end)

    def _clamp(self, location: Location) -> Location:
        row, column = location
        if row >= len(self._exact):
            return self.end
        return max(0, row), max(0, min(column, len(self._exact[row])))


def _is_fence(line: str) -> int:
    """Give 1 for a line that opens or closes a code fence, else 0. How long the fence is does not matter here."""
    return len(line) - len(line.lstrip(" ")) < _INDENTED and line.lstrip(" ").startswith(("```", "~~~"))


def _shown_again(lines: list[str], old: list[str], shown: list[str | None], kept: int, left: int) -> list[str | None]:
    """Give how `lines` are shown as far as `old` tells, where the long ones are known; the rest waits until it is seen.

    They share their first `kept` and their last `left` code points.
    """
    found: list[str | None] = [None] * len(lines)
    first, last = shown[0], shown[-1]
    plain, plain_last = first is old[0], last is old[-1]
    if len(lines) == 1:
        if first is not None and last is not None and len(lines[0]) >= _LONG:
            if len(old) > 1:
                first = first[:kept] + last[len(last) - left :]
            found[0] = visible_line_again(lines[0], first, kept, left, as_it_is=plain and plain_last)
        return found
    if first is not None and len(lines[0]) >= _LONG:
        found[0] = visible_line_again(lines[0], first[:kept], kept, 0, as_it_is=plain)
    if last is not None and len(lines[-1]) >= _LONG:
        found[-1] = visible_line_again(lines[-1], last[len(last) - left :], 0, left, as_it_is=plain_last)
    return found


def _split(text: str) -> tuple[list[str], list[str]]:
    """Give the lines without their ends, and the ends; the last line has none."""
    if "\r" not in text:
        lines = text.split("\n")
        return lines, ["\n"] * (len(lines) - 1) + [""]
    lines, ends, at = [], [], 0
    for match in LINE_END.finditer(text):
        lines.append(text[at : match.start()])
        ends.append(match.group())
        at = match.end()
    return [*lines, text[at:]], [*ends, ""]


def _prevailing(ends: list[str]) -> LineEnd:
    counted = Counter(ends[:-1])
    return cast("LineEnd", max(("\n", "\r\n", "\r"), key=lambda end: counted[end]))
