"""Owns how a person names a place in a text: `2`, `2.3`, `L10-L14`, a heading, or the words themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from friend.text.anchoring import find_quote
from friend.text.normalise import fold
from friend.text.passages import Block, blocks, paragraphs
from friend.text.sentences import sentences
from friend.text.span import LINE_END, Span, line_of, line_starts
from friend.text.visible import visible

_NUMBERS: Final = re.compile(r"(\d{1,9})(?:\.(\d{1,9}))?")
_LINES: Final = re.compile(r"[Ll](\d{1,9})(?:\s*[-–]\s*[Ll]?(\d{1,9}))?")
_HASHES: Final = re.compile(r"#{1,6}\s+")
_CONTEXT: Final = 24
_NAMED_AT_MOST: Final = 6


class NoSuchPassageError(ValueError):
    """No place has this name, or several have: the message says what there is, `candidates` are the places meant."""

    def __init__(self, message: str, candidates: tuple[Span, ...] = ()) -> None:
        super().__init__(message)
        self.candidates = candidates


def _counted(count: int, noun: str) -> str:
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"


def _shown(words: str) -> str:
    return f"“{visible(words if len(words) <= 2 * _CONTEXT else words[: 2 * _CONTEXT] + '…', keep_lines=False)}”"


def _some(names: Sequence[str]) -> str:
    return "; ".join([*names[:_NAMED_AT_MOST], *(["and more"] if len(names) > _NAMED_AT_MOST else [])])


def _places(text: str, candidates: Sequence[Span]) -> str:
    """Name places by line, with some of the words around each."""
    starts = line_starts(text)
    named = []
    for span in candidates:
        around = text[max(0, span.start - _CONTEXT) : min(span.start + 2 * _CONTEXT, span.end + _CONTEXT)]
        named.append(f"line {line_of(starts, span.start)} (…{visible(' '.join(around.split()))}…)")
    return _some(named)


def _lines(text: str, first: int, last: int) -> Span:
    starts = line_starts(text)
    # What follows the last line end is no line of its own where it is empty.
    count = len(starts) - (starts[-1] == len(text))
    if not 1 <= first <= last <= count:
        asked = f"is no line {first}" if first == last else f"are no lines {first} to {last}"
        raise NoSuchPassageError(f"There {asked}: this text has {_counted(count, 'line')}.")
    end = LINE_END.search(text, starts[last - 1])
    return Span(starts[first - 1], end.start() if end else len(text))


def _numbered(text: str, number: int, sentence: int | None) -> Span:
    counted = paragraphs(text)
    if not 1 <= number <= len(counted):
        raise NoSuchPassageError(
            f"There is no paragraph {number}: this text has {_counted(len(counted), 'paragraph')}."
        )
    span = counted[number - 1].span
    if sentence is None:
        return span
    within = sentences(text, span)
    if not 1 <= sentence <= len(within):
        raise NoSuchPassageError(
            f"There is no sentence {number}.{sentence}: paragraph {number} has {_counted(len(within), 'sentence')}."
        )
    return within[sentence - 1]


def _quoted(text: str, words: str) -> Span:
    anchor = find_quote(text, words)
    if anchor.span:
        return anchor.span
    if anchor.candidates:
        raise NoSuchPassageError(
            f"{_shown(words)} stands in more than one place: {_places(text, anchor.candidates)}."
            " Give more of the words around it, or a paragraph's number.",
            anchor.candidates,
        )
    raise NoSuchPassageError(
        f"{_shown(words)} is not in this text. Copy the words exactly, or give a paragraph's number (2),"
        " a sentence's (2.3) or lines (L10-L14)."
    )


def resolve(text: str, at: str) -> Span:
    """Give the place that `at` names: a paragraph, a sentence, lines, or else the words themselves.

    Raises NoSuchPassageError where there is no such place or more than one.
    """
    name = at.strip()
    if not name:
        raise NoSuchPassageError("No place was named. Give a paragraph's number, lines (L10-L14) or words of the text.")
    if numbers := _NUMBERS.fullmatch(name):
        return _numbered(text, int(numbers[1]), int(numbers[2]) if numbers[2] else None)
    if lines := _LINES.fullmatch(name):
        return _lines(text, int(lines[1]), int(lines[2] or lines[1]))
    return _quoted(text, name)


def _plain(title: str) -> str:
    return fold(title).text.strip().casefold()


def _section(text: str, headings: Sequence[Block], heading: Block) -> Span:
    """Give the text from a heading up to the next one of its level or higher, without blank lines at its end."""
    later = headings[headings.index(heading) + 1 :]
    end = next((other.span.start for other in later if other.level <= heading.level), len(text))
    return Span(heading.span.start, heading.span.start + len(text[heading.span.start : end].rstrip()))


def sections_at(text: str, span: Span) -> list[Span]:
    """Give the sections that hold `span`, each from its heading on, the innermost first."""
    headings = [block for block in blocks(text) if block.kind == "heading"]
    sections = [_section(text, headings, heading) for heading in headings]
    return [section for section in reversed(sections) if section.contains(span)]


def part(text: str, name: str) -> Span:
    """Give the part of the text that `name` names: lines, or the section under a heading.

    A heading is named by its words in any case, or by some of them where no other heading has them too. Raises
    NoSuchPassageError where there is no such part or more than one.
    """
    if lines := _LINES.fullmatch(name.strip()):
        return _lines(text, int(lines[1]), int(lines[2] or lines[1]))
    wanted = _plain(_HASHES.sub("", name.strip(), count=1))
    if not wanted:
        raise NoSuchPassageError("No part was named. Give a heading's words or lines (L10-L14).")
    headings = [block for block in blocks(text) if block.kind == "heading"]
    if not headings:
        raise NoSuchPassageError("This text has no headings. Name the part by its lines (L10-L14).")
    same = [heading for heading in headings if _plain(heading.title) == wanted]
    found = same or [heading for heading in headings if wanted in _plain(heading.title)]
    if len(found) == 1:
        return _section(text, headings, found[0])
    spans = tuple(heading.span for heading in found)
    if found:
        starts = line_starts(text)
        titled = [f"{_shown(heading.title)} (line {line_of(starts, heading.span.start)})" for heading in found]
        raise NoSuchPassageError(
            f"{_shown(name)} names more than one heading: {_some(titled)}. Give all of its words, or lines (L10-L14).",
            spans,
        )
    titles = _some([_shown(heading.title) for heading in headings])
    raise NoSuchPassageError(f"No heading has the words {_shown(name)}. There is: {titles}.")
