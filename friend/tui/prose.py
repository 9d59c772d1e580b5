"""Owns how a friend's prose is laid out: a calm subset of Markdown, line by line. What is not known stays as it is.

Each row knows which of the words it shows. They are counted in code points of the prose as `shown_prose` gives it, from
which the rows leave out marks of emphasis, list items and quotes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from rich.console import Console
from rich.style import Style
from rich.text import Text

from friend.text.span import Span
from friend.text.visible import visible
from friend.tui.looks import bullet, quote_bar

_ITEM: Final = re.compile(r"(?P<indent> *)(?P<mark>[-*+]|\d{1,3}[.)]) +(?P<words>\S.*)")
_HEADING: Final = re.compile(r"#{1,6} +(?P<words>.+?) *#*$")
_QUOTED: Final = re.compile(r"(?:> ?)+(?P<words>.*)")
_FENCE: Final = re.compile(r" {0,3}(?:```|~~~)")
_STRONG: Final = re.compile(r"\*\*(?=\S)(?P<words>.+?)(?<=\S)\*\*|(?<!\w)\*(?=[^\s*])(?P<light>[^*]+?)(?<=\S)\*(?!\w)")
_BOLD: Final = Style(bold=True)
_ITALIC: Final = Style(italic=True)
_DIM: Final = Style(dim=True)
_LONGEST: Final = 4_000
"""Characters of a line that are laid out together: of one that never ends, only the end is laid out again."""


def shown_prose(markdown: str) -> str:
    """Give the prose that is laid out: what is hidden in it made visible, without empty lines at its ends."""
    return visible(markdown.strip("\n"))


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a row that stand together in the prose as well: the column at which they begin, and their place."""

    column: int
    span: Span


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with what stands before it, on its first row and on the rows that follow.

    `places` are the places of its words in the line, in order; together they are as long as the words.
    """

    words: Text
    places: tuple[Span, ...]
    first: str = ""
    then: str = ""

    def runs(self, start: int, end: int, column: int, line_start: int) -> list[Run]:
        """Give where its words from `start` to `end` stand, the first of them at `column`."""
        found, at = [], 0
        for place in self.places:
            first, last = max(start, at), min(end, at + len(place))
            if first < last:
                begin = line_start + place.start + first - at
                found.append(Run(column + first - start, Span(begin, begin + last - first)))
            at += len(place)
        return found


class Layout:
    """Prose broken into rows of at most `width` cells. As more comes, only the line that may still grow is done again.

    `rows` are the rows, `runs` what each of them shows; `is_behind` says that there is more to lay out than they hold.
    """

    def __init__(self, width: int, console: Console) -> None:
        self.width = width
        self._console = console
        self._begin_again("")

    def _begin_again(self, markdown: str) -> None:
        self.rows: list[Text] = []
        self.runs: list[list[Run]] = []
        self.is_behind = False
        self._markdown = markdown
        self._settled_rows = 0
        self._settled_text = 0
        self._shown = 0
        self._fenced = False
        self._before: str | None = None

    def show(self, markdown: str, at_most: int) -> int:
        """Lay out `markdown`, or some `at_most` characters more of it; give how many rows, from the top, are as before.

        A line is laid out whole.
        """
        markdown = markdown.strip("\n")
        if not markdown.startswith(self._markdown):
            self._begin_again(markdown)
        self._markdown = markdown
        untouched = self._settled_rows
        del self.rows[untouched:]
        del self.runs[untouched:]
        enough = self._settled_text + at_most
        while (end := self._end(markdown)) is not None:
            at = self._settled_text
            self.is_behind = at >= enough
            if self.is_behind:
                return untouched
            whole = markdown[end - 1] == "\n"
            self._add(markdown[at : end - 1] if whole else markdown[at:end], ends=whole)
            self._settled_text, self._settled_rows = end, len(self.rows)
        self.is_behind = False
        if markdown:
            now = self._fenced, self._before, self._shown
            self._add(markdown[self._settled_text :], ends=False)
            self._fenced, self._before, self._shown = now
        return untouched

    def _end(self, markdown: str) -> int | None:
        """Give where the next piece ends that will not change: a line, or the beginning of a very long one."""
        at = self._settled_text
        end = markdown.find("\n", at, at + _LONGEST) + 1
        if end or len(markdown) - at <= _LONGEST:
            return end or None
        return markdown.rfind(" ", at, at + _LONGEST) + 1 or at + _LONGEST

    def _add(self, source: str, *, ends: bool) -> None:
        """Add the rows of a line, or of a piece of one; `ends` says that the line is over."""
        parts = visible(source.removesuffix("\r")).split("\n")
        for number, part in enumerate(parts):
            line = self._line(part)
            room = max(8, self.width - len(line.first))
            wrapped = line.words.wrap(self._console, room) if line.words.plain else [line.words]
            at = 0
            for turn, row in enumerate(wrapped):
                row.rstrip()
                before = line.then if turn else line.first
                start = max(at, line.words.plain.find(row.plain, at))
                at = start + len(row.plain)
                self.runs.append(line.runs(start, at, len(before), self._shown))
                self.rows.append(Text(no_wrap=True).append(before, _DIM).append_text(row))
            self._before = None
            self._shown += len(part) + (ends or number < len(parts) - 1)
        if not ends:
            self._before = line.then

    def _line(self, source: str) -> _Line:
        if self._before is not None:
            words, places = _literal(source) if self._fenced else _inline(source, 0)
            return _Line(words, places, self._before, self._before)
        if _FENCE.match(source):
            self._fenced = not self._fenced
            return _Line(Text(source, _DIM), (Span(0, len(source)),))
        return _code(source) if self._fenced else _line(source)


def _line(line: str) -> _Line:
    if heading := _HEADING.fullmatch(line):
        return _Line(Text(heading["words"], _BOLD), (Span(*heading.span("words")),))
    if item := _ITEM.fullmatch(line):
        mark = bullet() if item["mark"] in "-*+" else item["mark"]
        first = f"{item['indent']}{mark} "
        return _Line(*_inline(line, item.start("words")), first, " " * len(first))
    if quoted := _QUOTED.fullmatch(line):
        return _Line(*_inline(line, quoted.start("words")), quote_bar(), quote_bar())
    return _Line(*_inline(line, 0))


def _code(line: str) -> _Line:
    """Set tabs that indent as four spaces each, before the words."""
    indent = len(line) - len(line.lstrip("\t"))
    words, (place,) = _literal(line[indent:])
    before = "  " + "    " * indent
    return _Line(words, (Span(indent, indent + place.end),), before, before)


def _literal(line: str) -> tuple[Text, tuple[Span, ...]]:
    # A tab would be laid out as several spaces.
    return Text(line.replace("\t", " ")), (Span(0, len(line)),)


def _inline(line: str, start: int) -> tuple[Text, tuple[Span, ...]]:
    """Give the words from `start` without their marks of emphasis, and where they stand in the line."""
    text, places, at = Text(), [], start
    # A tab would be laid out as several spaces.
    line = line.replace("\t", " ")
    for match in _STRONG.finditer(line, start):
        group, style = ("words", _BOLD) if match["words"] else ("light", _ITALIC)
        places += [Span(at, match.start()), Span(*match.span(group))]
        text.append(line[at : match.start()]).append(match[group], style)
        at = match.end()
    return text.append(line[at:]), (*places, Span(at, len(line)))
