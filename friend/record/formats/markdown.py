"""Owns how foreign words are put into Markdown so that they stay what they are: nothing in them breaks out.

What a friend wrote is Markdown and stays Markdown, but no HTML of its runs, no picture is fetched, no link of the draft
changes its target, and no code block swallows what follows (fault 70).
"""

from __future__ import annotations

import re
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from friend.text.span import LINE_END

_MARKDOWN: Final = MarkdownIt("commonmark").enable("table")
_SPECIAL: Final = re.compile(r"[\\`*\[\]~|^$]|<(?=[A-Za-z/!?])|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
_LINE_MARK: Final = re.compile(r"(?m)^([ \t]*)(#{1,6}(?=[ \t]|$)|[-+](?=[ \t]|$)|>|=+[ \t]*$|-+[ \t]*$)")
_NUMBERED: Final = re.compile(r"(?m)^([ \t]*\d{1,9})([.)])(?=[ \t]|$)")
# What may begin HTML, a picture that would be fetched, or code; an escape stands for itself.
_BREAKING: Final = re.compile(r"\\.|(?P<code>`+)|(?P<html><)(?=[A-Za-z/!?])|(?P<picture>!)(?=\[)", re.DOTALL)
_DEFINITION: Final = re.compile(r"(?m)^([ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*)\[(?=[^\n]*\]:)")
_INDENTED: Final = re.compile(r"\A[ \t>*+\d.)-]*\t")
_TRIES: Final = 4


def literal(text: str) -> str:
    """Escape `text`, one line, so that Markdown shows it as it stands."""
    escaped = _SPECIAL.sub(lambda match: "\\" + match.group(), text)
    escaped = _LINE_MARK.sub(r"\1\\\2", escaped)
    return _NUMBERED.sub(r"\1\\\2", escaped)


def inert(words: str) -> str:
    """Give Markdown that reads the same and cannot break out of the block that it is put into."""
    # A tab reaches less far within a block quote; what was indented code would be none.
    lines = (_INDENTED.sub(lambda match: match.group().expandtabs(4), line) for line in LINE_END.split(words))
    safe = "\n".join(lines)
    for _ in range(_TRIES):
        tokens, references = _read(safe)
        if not references and not any(_has_html(token) for token in tokens):
            return _closed(safe, tokens)
        safe = _disarmed(safe, tokens)
    # Nested so oddly that it is safer shown to the letter.
    return "\n".join(literal(line.strip()) for line in safe.split("\n"))


def _read(text: str) -> tuple[list[Token], Any]:
    env: dict[str, Any] = {}
    return _MARKDOWN.parse(text, env), env.get("references")


def _has_html(token: Token) -> bool:
    inside = {child.type for child in token.children or []}
    return token.type == "html_block" or bool(inside & {"html_inline", "image"})


def _disarmed(text: str, tokens: list[Token]) -> str:
    """Escape what begins a tag, a picture or the definition of a link, outside code."""
    lines = text.split("\n")
    is_code = [False] * len(lines)
    for token in tokens:
        if token.type in {"fence", "code_block"} and token.map:
            is_code[token.map[0] : token.map[1]] = [True] * (token.map[1] - token.map[0])
    ends = {token.map[1] for token in tokens if token.map}
    done: list[str] = []
    block: list[str] = []
    for number, line in enumerate(lines):
        if (number in ends or is_code[number]) and block:
            done.append(_escaped("\n".join(block)))
            block = []
        if is_code[number]:
            done.append(line)
        else:
            block.append(line)
    if block:
        done.append(_escaped("\n".join(block)))
    return "\n".join(done)


def _escaped(block: str) -> str:
    written: list[str] = []
    at = 0
    while match := _BREAKING.search(block, at):
        written.append(block[at : match.start()])
        at = match.end()
        if match["html"] or match["picture"]:
            written.append("\\" + match.group())
        elif match["code"]:
            close = re.compile(rf"(?<!`){match['code']}(?!`)").search(block, at)
            at = close.end() if close else at
            written.append(block[match.start() : at])
        else:
            written.append(match.group())
    return _DEFINITION.sub(r"\1\\[", "".join([*written, block[at:]]))


def _closed(text: str, tokens: list[Token]) -> str:
    """Close a code fence that was left open."""
    fences = [token for token in tokens if token.type == "fence" and not token.level]
    if not fences or not fences[-1].map:
        return text
    fence = fences[-1]
    first, end = fence.map or (0, 0)
    lines = text.split("\n")
    last = lines[end - 1].strip()
    is_open = end - first == 1 or not (last.startswith(fence.markup) and not last.strip(fence.markup[0]))
    return f"{text}\n{fence.markup}" if is_open and end >= len(text.rstrip().split("\n")) else text
