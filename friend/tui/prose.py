"""Owns how a friend's prose is laid out: a calm subset of Markdown, line by line. What is not known stays as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from rich.console import Console
from rich.style import Style
from rich.text import Text

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


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with what stands before it, on its first row and on the rows that follow."""

    words: Text
    first: str = ""
    then: str = ""


class Layout:
    """Prose broken into rows of at most `width` cells. As more comes, only the line that may still grow is done again.

    `rows` are the rows; `is_behind` says that there is more to lay out than they hold.
    """

    def __init__(self, width: int, console: Console) -> None:
        self.width = width
        self._console = console
        self._begin_again("")

    def _begin_again(self, markdown: str) -> None:
        self.rows: list[Text] = []
        self.is_behind = False
        self._markdown = markdown
        self._settled_rows = 0
        self._settled_text = 0
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
            fenced, before = self._fenced, self._before
            self._add(markdown[self._settled_text :], ends=False)
            self._fenced, self._before = fenced, before
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
        for part in visible(source.removesuffix("\r")).split("\n"):
            line = self._line(part)
            room = max(8, self.width - len(line.first))
            wrapped = line.words.wrap(self._console, room) if line.words.plain else [line.words]
            for number, row in enumerate(wrapped):
                row.rstrip()
                self.rows.append(Text(no_wrap=True).append(line.then if number else line.first, _DIM).append_text(row))
            self._before = None
        if not ends:
            self._before = line.then

    def _line(self, source: str) -> _Line:
        if self._before is not None:
            return _Line(Text(source) if self._fenced else _inline(source), self._before, self._before)
        if _FENCE.match(source):
            self._fenced = not self._fenced
            return _Line(Text(source, _DIM))
        return _Line(Text(source), "  ", "  ") if self._fenced else _line(source)


def _line(line: str) -> _Line:
    if heading := _HEADING.fullmatch(line):
        return _Line(Text(heading["words"], _BOLD))
    if item := _ITEM.fullmatch(line):
        mark = bullet() if item["mark"] in "-*+" else item["mark"]
        first = f"{item['indent']}{mark} "
        return _Line(_inline(item["words"]), first, " " * len(first))
    if quoted := _QUOTED.fullmatch(line):
        return _Line(_inline(quoted["words"]), quote_bar(), quote_bar())
    return _Line(_inline(line))


def _inline(line: str) -> Text:
    text, at = Text(), 0
    for match in _STRONG.finditer(line):
        text.append(line[at : match.start()])
        text.append(match["words"] or match["light"], _BOLD if match["words"] else _ITALIC)
        at = match.end()
    return text.append(line[at:])
