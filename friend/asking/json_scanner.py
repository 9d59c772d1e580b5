"""Owns how JSON is scanned as it comes: strings piece by piece, any other value whole, and without recursion.

Nesting costs a counted depth and nothing more. Two things that models write are read although they are no JSON: line
ends inside a string, and a backslash before a sign that needs none, as in Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from friend.asking.reply_source import Source, Steps

BLANK: Final = re.compile(r"[ \t\n\r]+")
_WORD: Final = re.compile(r"[A-Za-z]+")
NULL: Final = "null"
_LITERALS: Final = frozenset({"true", "false", NULL})
_DIGITS: Final = re.compile(r"[-+.0-9eE]+")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
# A line end inside a string is no JSON, but models write it and mean it.
_CHARACTERS: Final = re.compile(r'[^"\\]+')
_HEX: Final = re.compile(r"[0-9a-fA-F]{4}")
_ANY_HALF: Final = re.compile(r"[dD][89a-fA-F][0-9a-fA-F]{2}")
_HIGH_HALF: Final = re.compile(r"[dD][89abAB][0-9a-fA-F]{2}")
_LOW_HALF: Final = re.compile(r"\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_ESCAPES: Final = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_UNICODE_ESCAPE: Final = len(r"\u0000")
_DEEPEST: Final = 64


class UnreadableError(Exception):
    """This is no JSON, or none that friend reads."""


class CutOffError(Exception):
    """The reply ended inside the object."""


class Scanner:
    """Takes JSON from a source. `odd` is called where a string holds what cannot be read as it was meant.

    Every method may raise CutOffError, and all but `here` and `string` UnreadableError.
    """

    def __init__(self, source: Source, odd: Callable[[], None]) -> None:
        self._source = source
        self._odd = odd

    def here(self) -> Steps[str]:
        """Give the next character and take nothing."""
        character = yield from self._source.wait(1)
        if not character:
            raise CutOffError
        return character

    def _expect(self, characters: str) -> Steps[str]:
        yield from self._source.run_on(BLANK)
        here = yield from self.here()
        if here not in characters:
            raise UnreadableError
        return self._source.take(1)

    def goes_on(self, end: str) -> Steps[bool]:
        """Take the comma before the next of a list, or the bracket at its end."""
        if (yield from self._expect("," + end)) == end:
            return False
        yield from self._source.run_on(BLANK)
        return True

    def key(self) -> Steps[str]:
        """Read a key, its colon and the white space behind it."""
        pieces: list[str] = []
        yield from self._expect('"')
        yield from self.string(pieces.append)
        yield from self._expect(":")
        yield from self._source.run_on(BLANK)
        return "".join(pieces)

    def string(self, emit: Callable[[str], None]) -> Steps[None]:
        """Read the rest of a string, its closing quote too; `emit` gets the text as it comes."""
        source = self._source
        while True:
            here = yield from self.here()
            if here == '"':
                source.take(1)
                return
            emit((yield from self._escape()) if here == "\\" else source.run(_CHARACTERS))

    def _escape(self) -> Steps[str]:
        source = self._source
        two = yield from source.wait(2)
        if len(two) == 1:
            source.take(1)
            raise CutOffError
        if two[1] in _ESCAPES:
            source.take(2)
            return _ESCAPES[two[1]]
        if two[1] == "u":
            six = yield from source.wait(_UNICODE_ESCAPE)
            if len(six) < _UNICODE_ESCAPE:
                source.take(_UNICODE_ESCAPE)
                raise CutOffError
            if _HEX.fullmatch(six[2:]):
                source.take(_UNICODE_ESCAPE)
                return (yield from self._character(six[2:]))
        # Models write \_ and \( in JSON as they do in Markdown: shown as it came.
        self._odd()
        return source.take(1)

    def _character(self, unit: str) -> Steps[str]:
        """Give the character of a UTF-16 unit, with the other half where it needs one; U+FFFD for a lone half."""
        if _HIGH_HALF.fullmatch(unit):
            other = yield from self._source.wait(_UNICODE_ESCAPE)
            if _LOW_HALF.fullmatch(other):
                self._source.take(_UNICODE_ESCAPE)
                return bytes.fromhex(unit + other[2:]).decode("utf-16-be")
        elif not _ANY_HALF.fullmatch(unit):
            return bytes.fromhex(unit).decode("utf-16-be")
        self._odd()
        return "\N{REPLACEMENT CHARACTER}"

    def value(self) -> Steps[str]:
        """Take any value; give the word where it is one (`null`), else ""."""
        closers: list[str] = []
        while True:
            here = yield from self.here()
            if here in "{[":
                self._source.take(1)
                closers.append("}" if here == "{" else "]")
                if len(closers) > _DEEPEST:
                    raise UnreadableError
                yield from self._source.run_on(BLANK)
                if (yield from self.here()) != closers[-1]:
                    if here == "{":
                        yield from self.key()
                    continue
            else:
                word = yield from self._scalar(here)
                if not closers:
                    return word
            if (yield from self._closes(closers)):
                return ""

    def _closes(self, closers: list[str]) -> Steps[bool]:
        """After a value: take what closes, up to the comma before the next value. True where nothing is left open."""
        while closers:
            if (yield from self.goes_on(closers[-1])):
                if closers[-1] == "}":
                    yield from self.key()
                return False
            closers.pop()
        return True

    def _scalar(self, here: str) -> Steps[str]:
        if here == '"':
            self._source.take(1)
            yield from self.string(lambda _: None)
            return ""
        number = yield from self._source.run_on(_DIGITS)
        if number:
            if not _NUMBER.fullmatch(number):
                raise UnreadableError
            return ""
        word = yield from self._source.run_on(_WORD)
        if word not in _LITERALS:
            raise UnreadableError
        return word
