"""Owns where in a draft quotations stand: words in one of our forms, and under or after them an attribution line.

A block quote (nested, in a list), words between quotation marks, a LaTeX `quote`, an HTML `blockquote`. What stands in
a block of code is shown, not quoted.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from markdown_it import MarkdownIt

from friend.record.attributions import ATTRIBUTION, Attribution, attribution_of, read_attribution
from friend.record.formats import latex
from friend.record.formats.quotations import MARKS, Form
from friend.text.span import LINE_END, Span, line_starts

_MARKDOWN: Final = MarkdownIt("commonmark").enable("table")
_MARK: Final = re.compile(r"[ \t]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*>[ ]?")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_DASHED: Final = re.compile(r"\s*[*_]{0,3}(?:\\?-|—|–|―)")
_EMPHASIS: Final = "*_"
# The first line of a block quote that some editors show as its title.
_CALLOUT: Final = re.compile(r"\s*\[!\w[\w-]*\][+-]?(?:\s|$)")
# Lines over which an editor may have wrapped an attribution.
_WRAPPED: Final = 4
_BELOW: Final = _WRAPPED + 2
_OPENINGS: Final = {after.strip(): before.strip() for before, after in MARKS} | {'"': '"'}
_INLINE: Final = re.compile(
    rf"(?P<close>[{''.join(map(re.escape, _OPENINGS))}])[^\S\n]*\n{{0,2}}[^\S\n]*(?P<line>{ATTRIBUTION})"
)
_LONGEST: Final = 50_000
_LATEX: Final = re.compile(r"\\(?:(?P<open>begin)|end)\{(?:quote|quotation|displayquote)\}")
_LATEX_LAYOUT: Final = re.compile(r"\\hspace\*\{\\fill\}|\\hfill\b|\\par\b|\\\\|\\noindent\b|\\raggedleft\b")
_HTML: Final = re.compile(r"<(?:(?P<open>blockquote)\b[^<>]*|/blockquote)>", re.IGNORECASE)
_FIGURE: Final = re.compile(r"<figure\b[^<>]*>\s*\Z", re.IGNORECASE)
_CAPTION: Final = re.compile(
    r"\s*<figcaption\b[^<>]*>(?P<caption>.{0,5000}?)</figcaption>(?:\s*</figure>)?", re.DOTALL | re.IGNORECASE
)
_FIGURE_LOOKED_BACK: Final = 300
_BREAK: Final = re.compile(r"<br\b[^>]*>\n?", re.IGNORECASE)
_BLOCK_END: Final = re.compile(r"</(?:p|div|li|footer|h[1-6])\s*>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-zA-Z!][^>]*>")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation in a draft: all of it (`span`), its words, where these stand, and whose they are said to be."""

    form: Form
    span: Span
    words: str
    words_span: Span
    attribution: Attribution


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without the marks of the block that it stands in, and where it stands in the draft."""

    text: str
    span: Span


def quotations_in(text: str) -> list[Quoted]:
    """Give the quotations that stand in `text` in one of our forms, in order."""
    lines = LINE_END.split(text)
    starts = line_starts(text)
    quotes, code = _blocks(lines)
    shown = [_lines_span(lines, starts, *each) for each in code]
    others = chain(_between_marks(text), _in_html(text), _in_latex(text))
    outside = (each for each in others if not any(block.start <= each.span.start < block.end for block in shown))
    found: list[Quoted] = []
    for each in chain(outside, _in_block_quotes(lines, starts, quotes)):
        if all(_apart(each.span, other.span) for other in found):
            found.append(each)
    return sorted(found, key=lambda each: each.span)


def _apart(one: Span, other: Span) -> bool:
    """Tell whether two places are two quotations: side by side, or one within the words of the other."""
    if not one.overlaps(other):
        return True
    return one.end != other.end and (one.contains(other) or other.contains(one))


def _blocks(lines: list[str]) -> tuple[list[tuple[int, int, int]], list[tuple[int, int]]]:
    """Give the block quotes (first line, end, depth from 1) and the blocks of code, as lines from 0."""
    depth = 0
    quotes: list[tuple[int, int, int]] = []
    code: list[tuple[int, int]] = []
    for token in _MARKDOWN.parse("\n".join(lines).replace("\0", "\ufffd")):
        if token.type == "blockquote_open":
            depth += 1
            first, end = token.map or [0, 0]
            quotes.append((first, end, depth))
        elif token.type == "blockquote_close":
            depth -= 1
        elif token.type == "fence" and token.map:
            code.append((token.map[0], token.map[1]))
    return quotes, code


def _lines_span(lines: list[str], starts: list[int], first: int, end: int) -> Span:
    last = max(first, end - 1)
    return Span(starts[first], starts[last] + len(lines[last]))


def _in_block_quotes(lines: list[str], starts: list[int], quotes: list[tuple[int, int, int]]) -> Iterator[Quoted]:
    for first, end, depth in quotes:
        inner = [_stripped(lines[number], starts[number], depth) for number in range(first, end)]
        if _CALLOUT.match(inner[0].text):
            inner[0] = _Line("", inner[0].span)
        said = _attributed(inner)
        if said:
            count, attribution = said
            last = _lines_span(lines, starts, first, end)
        else:
            after = [
                _Line(lines[number], Span(starts[number], starts[number]))
                for number in range(end, min(end + _BELOW, len(lines)))
            ]
            below = _attribution_below(after)
            if below is None:
                continue
            count, attribution = len(inner), below[1]
            last = _lines_span(lines, starts, first, end + below[0])
        words = [line for line in inner[:count] if line.text.strip()]
        if words:
            shown = "\n".join(line.text for line in inner[:count]).strip("\n")
            where = Span(words[0].span.start, words[-1].span.end)
            yield Quoted("markdown", Span(starts[first], last.end), shown, where, attribution)


def _stripped(line: str, start: int, depth: int) -> _Line:
    at = 0
    for _ in range(depth):
        mark = _MARK.match(line, at)
        if mark is None:
            break
        at = mark.end()
    return _Line(line[at:], Span(start + at, start + len(line)))


def _attributed(lines: list[_Line], *, in_markdown: bool = True) -> tuple[int, Attribution] | None:
    """Find the last attribution: how many lines stand before it, and what it says."""
    for number in range(len(lines) - 1, 0, -1):
        found = _attribution_from(lines, number, in_markdown=in_markdown)
        if found:
            return number, found[1]
    return None


def _attribution_below(lines: list[_Line]) -> tuple[int, Attribution] | None:
    """Find an attribution right under a block quote; give the number of lines down to its end."""
    for number, line in enumerate(lines[:2]):
        if line.text.strip():
            found = _attribution_from(lines, number)
            return (number + found[0], found[1]) if found else None
    return None


def _attribution_from(lines: list[_Line], number: int, *, in_markdown: bool = True) -> tuple[int, Attribution] | None:
    """Read an attribution that begins at a line; give how many lines it takes."""
    if not _DASHED.match(lines[number].text):
        return None
    said = ""
    for count, line in enumerate(lines[number : number + _WRAPPED], start=1):
        if not line.text.strip():
            return None
        said = f"{said} {line.text.strip()}"
        found = read_attribution(_ESCAPED.sub(r"\1", said.strip().strip(_EMPHASIS)) if in_markdown else said)
        if found:
            return count, found
    return None


def _between_marks(text: str) -> Iterator[Quoted]:
    # A single line end is a space, so that a wrapped line reads as one; offsets stay.
    flat = re.sub(r"(?<![\n])\n(?!\s*\n)", " ", text.replace("\r\n", " \n").replace("\r", "\n"))
    for match in map(_latest, _INLINE.finditer(flat)):
        attribution = attribution_of(match)
        close = match.start("close")
        before = _opening(text, close)
        if attribution and before is not None and text[before + 1 : close].strip():
            where = Span(before + 1, close)
            yield Quoted("text", Span(before, match.end()), where.of(text).strip(), where, attribution)


def _latest(match: re.Match[str]) -> re.Match[str]:
    """Give the last match that ends here: the words themselves may look like the start of one."""
    while True:
        later = _INLINE.search(match.string, match.start() + 1, match.end())
        if later is None or later.end() != match.end():
            return match
        match = later


def _opening(text: str, close: int) -> int | None:
    """Find the mark that belongs to the closing one, over pairs that stand between them."""
    after = text[close]
    before = _OPENINGS[after]
    if before == after:
        at = text.rfind(before, max(0, close - _LONGEST), close)
        return at if at >= 0 else None
    depth = 1
    for at in range(close - 1, max(-1, close - _LONGEST), -1):
        depth += (text[at] == after) - (text[at] == before)
        if not depth:
            return at
    return None


def _in_latex(text: str) -> Iterator[Quoted]:
    for whole, words in _pairs(_LATEX, text):
        inner = _LATEX_LAYOUT.sub("", words.of(text))
        for written, sign in (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”")):
            inner = inner.replace(written, sign)
        yield from _from_plain("latex", whole, words, latex.read(inner))


def _in_html(text: str) -> Iterator[Quoted]:
    for quote, words in _pairs(_HTML, text):
        before = max(0, quote.start - _FIGURE_LOOKED_BACK)
        figure = _FIGURE.search(text[before : quote.start])
        caption = _CAPTION.match(text, quote.end)
        whole = Span(before + figure.start() if figure else quote.start, caption.end() if caption else quote.end)
        said = _seen(caption["caption"]) if caption else ""
        yield from _from_plain("html", whole, words, f"{_seen(words.of(text))}\n\n{said}")


def _pairs(marks: re.Pattern[str], text: str) -> Iterator[tuple[Span, Span]]:
    """Give what stands from an opening mark to the closing one that belongs to it: with the marks, and without."""
    opened: list[re.Match[str]] = []
    for mark in marks.finditer(text):
        if mark["open"]:
            opened.append(mark)
        elif opened:
            begun = opened.pop()
            yield Span(begun.start(), mark.end()), Span(begun.end(), mark.start())


def _seen(markup: str) -> str:
    """Give the text of HTML, as it was escaped."""
    lines = _BLOCK_END.sub("\n\n", _BREAK.sub("\n", markup))
    return html.unescape(_TAG.sub("", lines))


def _from_plain(form: Form, whole: Span, where: Span, inner: str) -> Iterator[Quoted]:
    lines = [_Line(line, Span(0, 0)) for line in inner.split("\n")]
    said = _attributed(lines, in_markdown=False)
    words = "\n".join(line.text for line in lines[: said[0]]).strip() if said else ""
    if said and words:
        yield Quoted(form, whole, words, where, said[1])
