"""Owns a review as CriticMarkup: the draft, each suggestion as markup, and a comment that names who made it.

CriticMarkup has no escape. So what would clash is split into its changes, or written as a comment; and where the draft
itself has an opening mark, an empty comment `{>><<}` parts it. `criticmarkup_reader.py` reads all of it back. Every
comment of a note begins with its number:

    {~~them~>the council~~}{>>1. Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026: Nobody to point to.<<}
    {>>2<<}a long passage {--with--}{++and++} its changes{>>2. Claude Sonnet 4 (…), …: Why.<<}
    {==words==}{>>3 instead: other words<<}{>>3. Claude Sonnet 4 (…), …: Why.<<}
    words{>>4 on: words<<}{>>4 instead: other words<<}{>>4. Claude Sonnet 4 (…), …: Why.<<}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal, NamedTuple

from friend.record.citation import signature
from friend.record.page import PlacedNote, ReviewPage
from friend.text.diff import Piece
from friend.text.words import count_words

Written = Literal["markup", "split", "mark and comment", "comment"]

OPENING: Final = re.compile(r"\{(?=\+\+|--|~~|==|>>)")
ESCAPE: Final = "\u2060"
"""A word joiner, which nobody sees; within comments it stands before what would end or break them."""
_LINES: Final = {"\n": "⏎", "\r": "␍"}
_SHORT: Final = 12
_FORBIDDEN: Final = {
    "~~": re.compile(r"[\r\n>]|~~|\A~|~\Z|\{(?:\+\+|--|~~|==|>>)"),
    "--": re.compile(r"[\r\n]|--\}|\A-|-\Z|\{(?:\+\+|--|~~|==|>>)"),
    "++": re.compile(r"[\r\n]|\+\+\}|\A\+|\+\Z|\{(?:\+\+|--|~~|==|>>)"),
    "==": re.compile(r"[\r\n]|==\}|\A=|=\Z|\{(?:\+\+|--|~~|==|>>)"),
}


@dataclass(frozen=True, slots=True)
class Marked:
    """The draft with CriticMarkup, and how each note is written in it, by number."""

    text: str
    written: dict[int, Written]


class _Part(NamedTuple):
    """A stretch of the export: the draft's own text, or markup of ours."""

    is_markup: bool
    text: str


def criticmarkup(page: ReviewPage) -> Marked:
    """Write every note that has a place."""
    parts: list[_Part] = []
    how: dict[int, Written] = {}
    text, done = page.draft.text, 0
    for note in page.notes:
        if note.span.start < done:
            # It lies in words that have their markup already.
            parts += _commented(note, note.span.of(text))
            how[note.number] = "comment"
            continue
        parts.append(_Part(is_markup=False, text=text[done : note.span.start]))
        how[note.number], more = _written(note, note.span.of(text))
        parts += more
        done = note.span.end
    parts.append(_Part(is_markup=False, text=text[done:]))
    return Marked("".join(_joined(parts)), how)


def encoded(text: str) -> str:
    """Write text so that it cannot end the comment that it stands in, on one line."""
    escaped = text.replace(ESCAPE, ESCAPE * 2).replace("<<}", f"<<{ESCAPE}}}")
    for end, sign in _LINES.items():
        escaped = escaped.replace(end, ESCAPE + sign)
    return escaped


def decoded(comment: str) -> str:
    """Read what `encoded` wrote."""
    signs = {sign: end for end, sign in _LINES.items()}
    return re.sub(f"{ESCAPE}(.)", lambda match: signs.get(match[1], match[1]), comment)


def _joined(parts: list[_Part]) -> Iterator[str]:
    for is_markup, run in groupby(parts, lambda part: part.is_markup):
        text = "".join(part.text for part in run)
        yield text if is_markup else OPENING.sub("{{>><<}", text)


def _written(note: PlacedNote, words: str) -> tuple[Written, list[_Part]]:
    instead = note.suggestion.instead
    if note.has_changed:
        return "comment", [_Part(is_markup=False, text=words), *_commented(note)]
    if instead is not None and note.diff:
        whole = _substituted(words, instead)
        split = _split(note)
        if whole and (count_words(words) <= _SHORT or not split):
            return "markup", [_markup(whole), _signed(note)]
        if split:
            return "split", [_comment(f"{note.number}"), *split, _signed(note)]
    if _fits("==", words):
        return "mark and comment" if instead is not None else "markup", [
            _markup(f"{{=={words}==}}"),
            *_instead(note),
            _signed(note),
        ]
    return "comment", [_Part(is_markup=False, text=words), *_commented(note, words)]


def _substituted(old: str, new: str) -> str | None:
    """Write one change, None where it would clash."""
    if not new:
        return f"{{--{old}--}}" if _fits("--", old) else None
    if not old:
        return f"{{++{new}++}}" if _fits("++", new) else None
    return f"{{~~{old}~>{new}~~}}" if _fits("~~", old) and _fits("~~", new) else None


def _split(note: PlacedNote) -> list[_Part] | None:
    """Write the changes one by one between the words that are kept, None where one of them would clash."""
    parts: list[_Part] = []
    for is_kept, run in groupby(note.diff, lambda piece: piece.op == "="):
        pieces = list(run)
        if is_kept:
            parts += [_Part(is_markup=False, text=piece.text) for piece in pieces]
            continue
        old, new = _side(pieces, "-"), _side(pieces, "+")
        change = _substituted(old, new)
        if change is None and _fits("--", old) and _fits("++", new):
            change = f"{{--{old}--}}{{++{new}++}}"
        if change is None:
            return None
        parts.append(_markup(change))
    return parts


def _side(pieces: list[Piece], op: str) -> str:
    return "".join(piece.text for piece in pieces if piece.op == op)


def _fits(kind: str, text: str) -> bool:
    return bool(text) and not _FORBIDDEN[kind].search(text)


def _commented(note: PlacedNote, words: str | None = None) -> list[_Part]:
    on = note.suggestion.quote if words is None else words
    return [_comment(f"{note.number} on: {encoded(on)}"), *_instead(note), _signed(note)]


def _instead(note: PlacedNote) -> list[_Part]:
    instead = note.suggestion.instead
    return [] if instead is None else [_comment(f"{note.number} instead: {encoded(instead)}")]


def _signed(note: PlacedNote) -> _Part:
    # A colon in it must not be taken for the one that ends it.
    who = encoded(signature(note.exchange, "en")).replace(": ", f":{ESCAPE} ")
    return _comment(f"{note.number}. {who}: {encoded(note.suggestion.why.strip())}")


def _comment(text: str) -> _Part:
    return _markup(f"{{>>{text}<<}}")


def _markup(text: str) -> _Part:
    return _Part(is_markup=True, text=text)
