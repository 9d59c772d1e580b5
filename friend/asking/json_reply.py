"""Owns how a reply is read that came as JSON: `{"answer": str, "suggestions": [{"quote", "instead", "why"}]}`.

The answer is shown as it streams, a suggestion once its object closes. What came before a fault stands; what the fault
made unreadable is shown as it came, with a note.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from friend.asking.json_scanner import BLANK, NULL, CutOffError, Scanner, UnreadableError
from friend.asking.reply_page import Page
from friend.asking.reply_parts import (
    JSON_CUT_OFF,
    MALFORMED,
    PARTS,
    UNCLOSED,
    UNKNOWN,
    UNREADABLE,
    advice_of,
    enough,
)
from friend.asking.reply_source import Source, Steps

_FIRST_KEY: Final = re.compile(r'"(answer|suggestions)"')
_LONGEST_KEY: Final = len('"suggestions"')
_BEGINS_LIKE_JSON: Final = re.compile(
    r"\s*+(?:(?:`{3,}+|~{3,}+)[^\n]*+\n\s*+)?(?:\{\s*+[\"'}]|\[\s*+[\[{])",
)


def begins_like_json(raw: str) -> bool:
    """Tell whether a reply seems meant as JSON, for the note where it could not be read as such."""
    return bool(_BEGINS_LIKE_JSON.match(raw))


def read_object(source: Source, page: Page, note: Callable[[str], None]) -> Steps[str | None]:
    """Read the object that begins at the "{" here, and say None.

    Where it does not begin as a reply does, nothing is shown and what was taken (no tag, no fence) is given back.
    """
    source.take(1)
    yield from source.run_on(BLANK)
    first = _FIRST_KEY.match((yield from source.wait(_LONGEST_KEY)))
    if not first:
        return source.release()
    source.take(first.end())
    yield from source.run_on(BLANK)
    if (yield from source.wait(1)) != ":":
        return source.release()
    source.take(1)
    yield from source.run_on(BLANK)
    value = yield from source.wait(1)
    if value == NULL[0]:
        value = yield from source.wait(len(NULL))
    if value not in {NULL, '"' if first[1] == "answer" else "["}:
        return source.release()
    page.drop_fence()
    page.separate()
    page.layout(source.release())
    yield from _Reader(source, page, note).rest(first[1])
    return None


@dataclass(slots=True)
class _Entry:
    """One suggestion while it comes. `fits` says that all of it so far is of the right type."""

    parts: dict[str, str | None] = field(default_factory=dict)
    unfinished: str | None = None
    fits: bool = True


class _Reader:
    """Reads the members of the object. The methods are named for what stands here."""

    def __init__(self, source: Source, page: Page, note: Callable[[str], None]) -> None:
        self._source = source
        self._page = page
        self._note = note
        self._scan = Scanner(source, lambda: note(UNREADABLE))

    def rest(self, key: str) -> Steps[None]:
        """Read from the value of the first member to the object's end, or to the fault."""
        try:
            yield from self._members(key)
            self._page.layout(self._source.release())
            self._page.separate()
        except UnreadableError:
            self._note(UNREADABLE)
            self._page.separate()
            self._page.text(self._source.release())
        except CutOffError:
            self._note(JSON_CUT_OFF)
            self._page.layout(self._source.release())

    def _members(self, key: str) -> Steps[None]:
        seen: set[str] = set()
        while True:
            if key in seen:
                raise UnreadableError
            seen.add(key)
            here = yield from self._scan.here()
            if key == "answer" and here == '"':
                yield from self._answer()
            elif key == "suggestions" and here == "[":
                yield from self._suggestions()
            else:
                yield from self._unknown(key)
            if not (yield from self._scan.goes_on("}")):
                return
            self._page.layout(self._source.release())
            key = yield from self._scan.key()

    def _answer(self) -> Steps[None]:
        self._source.take(1)
        self._page.layout(self._source.release())
        yield from self._scan.string(self._show)
        self._page.layout(self._source.release())

    def _show(self, text: str) -> None:
        source = self._source.release()
        if source == text:
            self._page.text(source)
        else:
            self._page.decoded(source, text)

    def _suggestions(self) -> Steps[None]:
        self._source.take(1)
        self._page.layout(self._source.release())
        yield from self._source.run_on(BLANK)
        if (yield from self._scan.here()) == "]":
            self._source.take(1)
            return
        while True:
            self._page.layout(self._source.release())
            if (yield from self._scan.here()) == "{":
                yield from self._suggestion()
            else:
                yield from self._misfit(MALFORMED)
            if not (yield from self._scan.goes_on("]")):
                return

    def _suggestion(self) -> Steps[None]:
        entry = _Entry()
        try:
            yield from self._parts(entry)
        except CutOffError:
            if entry.fits and enough(entry.parts, entry.unfinished) and (advice := advice_of(entry.parts)):
                self._note(UNCLOSED)
                self._page.suggestion(self._source.release(), advice)
            else:
                self._page.apart(self._source.release())
            raise
        if entry.fits and (advice := advice_of(entry.parts)):
            self._page.suggestion(self._source.release(), advice)
        else:
            self._note(MALFORMED)
            self._page.apart(self._source.release())

    def _parts(self, entry: _Entry) -> Steps[None]:
        """Read the members of a suggestion."""
        self._source.take(1)
        yield from self._source.run_on(BLANK)
        if (yield from self._scan.here()) == "}":
            self._source.take(1)
            return
        while True:
            key = yield from self._scan.key()
            if key in entry.parts:
                raise UnreadableError
            if (yield from self._scan.here()) == '"' and key in PARTS:
                yield from self._part(entry, key)
            else:
                word = yield from self._scan.value()
                entry.parts[key] = None
                entry.fits &= word == NULL and key in {"instead", "why"}
            if not (yield from self._scan.goes_on("}")):
                return

    def _part(self, entry: _Entry, key: str) -> Steps[None]:
        self._source.take(1)
        pieces: list[str] = []
        entry.unfinished = key
        try:
            yield from self._scan.string(pieces.append)
        finally:
            entry.parts[key] = "".join(pieces)
        entry.unfinished = None

    def _unknown(self, key: str) -> Steps[None]:
        if key in {"answer", "suggestions"} and (yield from self._source.wait(len(NULL))) == NULL:
            yield from self._scan.value()
        else:
            yield from self._misfit(UNKNOWN)

    def _misfit(self, why: str) -> Steps[None]:
        """Show a value that friend has no use for, and the key that was taken before it."""
        self._note(why)
        try:
            yield from self._scan.value()
        except CutOffError:
            self._page.apart(self._source.release())
            raise
        self._page.apart(self._source.release())
