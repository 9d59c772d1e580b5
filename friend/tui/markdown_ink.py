"""Owns which characters of a line are Markdown's signs and not words: these are dim, titles are bold.

Only lines that are on the screen are looked at, one at a time; those within a code fence are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal

Ink = Literal["dim", "bold", "italic"]

_TITLE: Final = re.compile(r"( {0,3}#{1,6}[ \t]+)\S")
_BEFORE: Final = re.compile(r"[ \t]*(?:>[ \t]?)+|[ \t]*(?:[-*+]|\d{1,9}[.)])(?=[ \t]\S)")
_ALL_SIGN: Final = re.compile(r"[ \t]*(?:(?:[-*_][ \t]*){3,}|`{3,}[^`]*|~{3,}.*|[=-]{3,})")
_INLINE: Final = re.compile(
    r"(?P<code>`+)(?P<coded>[^`]+)(?P=code)"
    r"|(?P<strong>\*\*|__)(?=\S)(?P<bold>[^*_]{1,400}?)(?<=\S)(?P=strong)"
    r"|(?<![\w*])(?P<em>[*_])(?=[^\s*_])(?P<italic>[^*_]{1,400}?)(?<=\S)(?P=em)(?![\w*])"
    r"|\[[^\[\]]{1,400}(?P<link>\]\([^()\s]{0,2000}\))"
)
_SIGN: Final = re.compile(r"[`*_\[]")
"""What each of these begins with: nothing else of a long line is tried."""
_LONGEST: Final = 20_000


def inked(line: str) -> tuple[tuple[int, int, Ink], ...]:
    """Give the stretches of a line that are inked: first column, column after the last, ink."""
    return _inked_once(line) if len(line) <= _LONGEST else ()


@lru_cache(maxsize=128)
def _inked_once(line: str) -> tuple[tuple[int, int, Ink], ...]:
    if _ALL_SIGN.fullmatch(line):
        return ((0, len(line), "dim"),)
    return tuple(_inked(line))


def _inked(line: str) -> Iterator[tuple[int, int, Ink]]:
    if title := _TITLE.match(line):
        yield 0, title.end(1), "dim"
        yield title.end(1), len(line), "bold"
    elif before := _BEFORE.match(line):
        yield 0, before.end(), "dim"
    at = 0
    for sign in _SIGN.finditer(line):
        match = _INLINE.match(line, sign.start()) if sign.start() >= at else None
        if match is None:
            continue
        at, kind = match.end(), match.lastgroup
        if kind == "link":
            yield match.start(), match.start() + 1, "dim"
            yield match.start("link"), match.end("link"), "dim"
        elif kind == "coded":
            yield match.start(), match.end("code"), "dim"
            yield match.end("coded"), match.end(), "dim"
        else:
            inner = "bold" if match["bold"] else "italic"
            yield match.start(), match.start(inner), "dim"
            yield match.start(inner), match.end(inner), "bold" if inner == "bold" else "italic"
            yield match.end(inner), match.end(), "dim"
