"""Owns what a paragraph is: a top-level Markdown block, as a span of the draft.

Headings, lists (each one paragraph), block quotes, tables and footnotes count; front matter, code, HTML and rules do
not. Block maps come from markdown-it-py; lines are friend's own (see span.py), so that both count the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from friend.text.span import LINE_END, Span, line_starts
from friend.text.words import count_words

_A_SENTENCE: Final = 4
_OWN: Final = frozenset({"paragraph", "list", "table", "footnote"})
Kind = Literal["paragraph", "heading", "list", "quote", "table", "footnote", "code", "html", "rule", "front matter"]

BOM: Final = "\ufeff"

_KINDS: Final[dict[str, Kind]] = {
    "paragraph_open": "paragraph",
    "heading_open": "heading",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "blockquote_open": "quote",
    "table_open": "table",
    "footnote_reference_open": "footnote",
    "fence": "code",
    "code_block": "code",
    "html_block": "html",
    "hr": "rule",
}
_NOT_COUNTED: Final = {"code", "html", "rule", "front matter"}

_MARKDOWN: Final = MarkdownIt("commonmark").enable("table").use(footnote_plugin)
_FRONT_MATTER: Final = re.compile(r"---[ \t]*")
_FRONT_MATTER_END: Final = re.compile(r"(?:---|\.\.\.)[ \t]*")
_LINES_OF_FRONT_MATTER: Final = 1000


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A counted block: `number` from 1, its `span` without outer white space, and what `kind` of block it is."""

    number: int
    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class Block:
    """Any top-level block, counted or not. A heading has a `level`, 1 to 6, and a `title`."""

    kind: Kind
    span: Span
    level: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Parsed:
    """The tokens of a text, in lines that are numbered from 0; the first `front` lines are front matter."""

    starts: list[int]
    front: int
    tokens: list[Token]


def _front_matter(lines: list[str]) -> int:
    if not _FRONT_MATTER.fullmatch(lines[0]) or not lines[1:2] or not lines[1].strip():
        return 0
    for number, line in enumerate(lines[1:_LINES_OF_FRONT_MATTER], 2):
        if _FRONT_MATTER_END.fullmatch(line):
            return number
    return 0


def _parse(text: str) -> _Parsed:
    lines = LINE_END.split(text)
    # A BOM is the file's, not the first block's.
    lines[0] = lines[0].removeprefix(BOM)
    front = _front_matter(lines)
    lines[:front] = [""] * front
    # NUL is no character in Markdown; no other character changes the lines.
    source = "\n".join(lines).replace("\0", "\ufffd")
    tokens: list[Token] = []
    _MARKDOWN.block.parse(source, _MARKDOWN, {}, tokens)
    return _Parsed(line_starts(text), front, tokens)


def trimmed(text: str, start: int, end: int) -> Span:
    """Give start..end without outer white space (and without a BOM at the start of the text).

    All white space leaves an empty span at `start`.
    """
    if start == 0 and text.startswith(BOM) and end > 0:
        start = 1
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return Span(start, start) if left == len(piece) else Span(start + left, start + len(piece.rstrip()))


def _span(text: str, starts: list[int], first: int, last: int) -> Span:
    """Give the lines `first` to `last` (not included, from 0)."""
    return trimmed(text, starts[first], starts[last] if last < len(starts) else len(text))


def blocks(text: str) -> list[Block]:
    """Give all top-level blocks of `text`, in order; link definitions are none."""
    parsed = _parse(text)
    found: list[Block] = []
    if parsed.front:
        found.append(Block("front matter", _span(text, parsed.starts, 0, parsed.front)))
    for index, token in enumerate(parsed.tokens):
        kind = _KINDS.get(token.type)
        if token.level or kind is None or token.map is None:
            continue
        span = _span(text, parsed.starts, *token.map)
        if not len(span):
            continue
        if kind == "heading":
            found.append(Block(kind, span, int(token.tag[1:]), parsed.tokens[index + 1].content))
        else:
            found.append(Block(kind, span))
    return found


def paragraphs(text: str) -> list[Paragraph]:
    """Give the paragraphs of `text`, in order and numbered from 1."""
    counted = (block for block in blocks(text) if block.kind not in _NOT_COUNTED)
    return [Paragraph(number, block.span, block.kind) for number, block in enumerate(counted, 1)]


def paragraph_at(text: str, offset: int) -> Paragraph | None:
    """Give the paragraph whose lines hold `offset` (the place after its last character included), or None."""
    for paragraph in paragraphs(text):
        if offset <= paragraph.span.end:
            line = max(text.rfind("\n", 0, paragraph.span.start), text.rfind("\r", 0, paragraph.span.start)) + 1
            return paragraph if offset >= line else None
    return None


_NOT_OWN: Final = {"blockquote_open", "fence", "code_block", "html_block"}
_ATTRIBUTION: Final = re.compile(
    r"^(?:On\b|Le\b|Am\b|El\b|Il\b|Em\b|Op\b|\S.*<[^<>\s]+@).{4,200}?"
    r"(?:wrote|writes|a écrit|écrivait|schrieb|escribió|ha scritto|escreveu|schreef)\s?:\s*$",
    re.DOTALL,
)


@lru_cache(maxsize=2)
def not_own(text: str) -> tuple[Span, ...]:
    """Give what is in the draft and is not the person's running text: quoted mail, quotes, code, HTML, front matter.

    The line above a quote that says who wrote it belongs to the quote.
    """
    parsed = _parse(text)
    found = [_span(text, parsed.starts, 0, parsed.front)] if parsed.front else []
    before: Span | None = None
    for token in parsed.tokens:
        if token.map is None:
            continue
        span = _span(text, parsed.starts, *token.map)
        if token.type in _NOT_OWN:
            if token.type == "blockquote_open" and before and _ATTRIBUTION.match(before.of(text)):
                span = Span(before.start, span.end)
            found.append(span)
        if token.type == "paragraph_open":
            before = span
        elif token.type != "inline":
            before = None
    return tuple(found)


def block_lines(text: str) -> list[tuple[str, int, int]]:
    """Give every block, those within others after them: its type in CommonMark, its first line from 0, and its end.

    Front matter is of the type "front_matter".
    """
    parsed = _parse(text)
    front = [("front_matter", 0, parsed.front)] if parsed.front else []
    taking = ((token.type, token.map) for token in parsed.tokens if token.map and token.type != "inline")
    return [*front, *((kind, first, end) for kind, (first, end) in taking)]


def leaves(text: str) -> list[tuple[int, bool]]:
    """Give the offset of the line at which each innermost block starts, and whether it is running prose.

    A list's items are blocks of their own. Headings, the rows of a table, code, HTML, rules and front matter are no
    running prose.
    """
    parsed = _parse(text)
    found = {0: False} if parsed.front else {}
    before = ""
    for token in parsed.tokens:
        is_prose = token.type == "inline" and before == "paragraph_open"
        if token.map and (token.type == "inline" or _KINDS.get(token.type) in _NOT_COUNTED):
            found.setdefault(parsed.starts[token.map[0]], is_prose)
        before = token.type
    return sorted(found.items())


def has_own_words(text: str) -> bool:
    """Tell whether somebody wrote a sentence here: four words or more in one block that quotes nobody."""
    return any(count_words(block.span.of(text)) >= _A_SENTENCE for block in blocks(text) if block.kind in _OWN)
