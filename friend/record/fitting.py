"""Owns how a quotation stands in a draft: on lines of its own, apart from what is about it, in the draft's own form.

It gives a place and what to put there, and changes nothing. The words are as the forms write them: what is hidden in
them comes as a mark that one can see (`friend.record.formats.quotations`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from friend.record.formats.quotations import Form, Quotation, written
from friend.text.passages import BOM
from friend.text.span import LINE_END, Span
from friend.text.surroundings import Surroundings, surroundings
from friend.text.tokens import cuts_a_word

_LOOKED_AT: Final = 100_000
"""Code points on either side that are read to know what a place stands in: a book would take seconds."""
_FORMS: Final[dict[str, Form]] = {
    "": "markdown",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".mkd": "markdown",
    ".mdx": "markdown",
    ".qmd": "markdown",
    ".rmd": "markdown",
    ".html": "html",
    ".htm": "html",
    ".tex": "latex",
}
_APART: Final = re.compile(r"(?>\r\n|\n|\r)[ \t]*(?>\r\n|\n|\r)(?=[^\s>])")
_BLANK: Final = " \t"


class NoPlaceError(ValueError):
    """Words cannot be put where they were to go; the message says why."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """What is to be put in the place of `span` (of the whole draft). The cursor belongs after it."""

    span: Span
    words: str


def form_of(path: str | None) -> Form:
    """Give the form for a draft by its name; a text without a name is Markdown, an unknown kind is plain text."""
    return _FORMS.get(PurePath(path).suffix.lower(), "text") if path else "markdown"


def fitted(text: str, place: Span, quotation: Quotation, form: Form, newline: str) -> Fitted:
    """Fit a quotation in the place of `place`, which may be empty, with lines that end in `newline`.

    An empty place within a word is taken to be after it, one in a heading, a table, code or the like after that. Raises
    NoPlaceError where words in one of these were to be replaced.
    """
    begin = _window(text, place.start)
    near = text[begin : place.end + _LOOKED_AT]
    put = _fitted(near, Span(place.start - begin, place.end - begin), written(quotation, form).split("\n"), form)
    words = newline.join(put.words.split("\n"))
    return Fitted(Span(put.span.start + begin, put.span.end + begin), words)


def _window(text: str, start: int) -> int:
    """Give where to begin reading: at the text's start, or after a blank line far enough above."""
    if start <= _LOOKED_AT:
        return 0
    apart = _APART.search(text, start - _LOOKED_AT, start)
    return apart.end() if apart else start - _LOOKED_AT


def _fitted(text: str, place: Span, lines: list[str], form: Form) -> Fitted:
    about = surroundings(text, place.start) if form == "markdown" else _plain(text, place.start)
    if about.whole and place.start > about.whole.start:
        if len(place):
            raise NoPlaceError("these words stand in a heading, a table, code or a note: no quotation can stand there")
        place = Span(about.whole.end, about.whole.end)
    while not len(place) and cuts_a_word(text, place.start):
        place = Span(place.start + 1, place.start + 1)
    start = max(_back(text, place.start), about.content)
    end = max(start, _on(text, place.end))
    before, start = _before(text, start, about)
    after, end = _after(text, end, about.carried)
    inner = f"\n{about.carried}".join(lines)
    block = "\n".join(line.rstrip(_BLANK) for line in f"{before}{inner}".split("\n"))
    return Fitted(Span(start, end), block + after)


def _plain(text: str, offset: int) -> Surroundings:
    """Give what is about a place where no marks count."""
    start = _line_start(text, offset)
    return Surroundings(start, "", not text[:start].strip(BOM), None)


def _before(text: str, start: int, about: Surroundings) -> tuple[str, int]:
    """Give what comes before the first line, and where it begins: one blank line parts it from what is above."""
    carried = about.carried
    if start > about.content:
        return f"\n{carried}\n{carried}", start
    first = _line_start(text, start)
    above = LINE_END.split(text[:first])[-2:-1]
    if about.opens or not "".join(above).strip(_BLANK + ">" * (">" in carried)):
        return "", start
    return f"{carried}\n{carried}", first


def _after(text: str, end: int, carried: str) -> tuple[str, int]:
    """Give what comes after the last line, and where it ends: one blank line, and the cursor's line."""
    blank = carried.rstrip(_BLANK)
    line = f"\n{blank}\n{carried}"
    stop = _line_end(text, end)
    if text[end:stop].strip(_BLANK):
        return line, end
    below = _next_line(text, stop)
    if below is None:
        return line, stop
    stop = _line_end(text, below)
    if text[below:stop].strip(_BLANK + ">" * (">" in carried)):
        end = below
    elif (end := _next_line(text, stop) or -1) < 0:
        return line, stop
    is_within = text.startswith(carried, end)
    return f"\n{blank}\n{carried * is_within}", end + len(carried) * is_within


def _back(text: str, offset: int) -> int:
    return offset - (len(text[:offset]) - len(text[:offset].rstrip(_BLANK)))


def _on(text: str, offset: int) -> int:
    match = re.compile(f"[{_BLANK}]*").match(text, offset)
    return match.end() if match else offset


def _line_start(text: str, offset: int) -> int:
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    return start + (not start and text.startswith(BOM))


def _line_end(text: str, offset: int) -> int:
    end = LINE_END.search(text, offset)
    return end.start() if end else len(text)


def _next_line(text: str, line_end: int) -> int | None:
    end = LINE_END.match(text, line_end)
    return end.end() if end else None
