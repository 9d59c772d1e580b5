"""Owns how a friend's prose is laid out: a calm subset of Markdown, line by line. What is not known stays as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from rich.console import Console
from rich.style import Style
from rich.text import Text

from friend.text.visible import visible

_ITEM: Final = re.compile(r"(?P<indent> *)(?P<mark>[-*+]|\d{1,3}[.)]) +(?P<words>\S.*)")
_HEADING: Final = re.compile(r"#{1,6} +(?P<words>.+?) *#*$")
_QUOTED: Final = re.compile(r"(?:> ?)+(?P<words>.*)")
_FENCE: Final = re.compile(r" {0,3}(?:```|~~~)")
_STRONG: Final = re.compile(r"\*\*(?=\S)(?P<words>.+?)(?<=\S)\*\*|(?<!\w)\*(?=[^\s*])(?P<light>[^*]+?)(?<=\S)\*(?!\w)")
_BOLD: Final = Style(bold=True)
_ITALIC: Final = Style(italic=True)
_DIM: Final = Style(dim=True)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with what stands before it, on its first row and on the rows that follow."""

    words: Text
    first: str = ""
    then: str = ""


def lay_out(markdown: str, width: int, console: Console) -> Text:
    """Give the prose broken into rows of at most `width` cells."""
    rows: list[Text] = []
    for line in _lines(visible(markdown.strip("\n"))):
        room = max(8, width - len(line.first))
        wrapped = line.words.wrap(console, room) if line.words.plain else [line.words]
        for number, row in enumerate(wrapped):
            row.rstrip()
            rows.append(Text(no_wrap=True).append(line.then if number else line.first, _DIM).append_text(row))
    return Text("\n").join(rows)


def _lines(text: str) -> list[_Line]:
    lines, fenced = [], False
    for line in text.split("\n"):
        if _FENCE.match(line):
            fenced = not fenced
            lines.append(_Line(Text(line, _DIM)))
        elif fenced:
            lines.append(_Line(Text(line), "  ", "  "))
        else:
            lines.append(_line(line))
    return lines


def _line(line: str) -> _Line:
    if heading := _HEADING.fullmatch(line):
        return _Line(Text(heading["words"], _BOLD))
    if item := _ITEM.fullmatch(line):
        mark = "•" if item["mark"] in "-*+" else item["mark"]
        first = f"{item['indent']}{mark} "
        return _Line(_inline(item["words"]), first, " " * len(first))
    if quoted := _QUOTED.fullmatch(line):
        return _Line(_inline(quoted["words"]), "│ ", "│ ")
    return _Line(_inline(line))


def _inline(line: str) -> Text:
    text, at = Text(), 0
    for match in _STRONG.finditer(line):
        text.append(line[at : match.start()])
        text.append(match["words"] or match["light"], _BOLD if match["words"] else _ITALIC)
        at = match.end()
    return text.append(line[at:])
