"""Owns where one event of a body ends and the next begins: server-sent events, JSON lines, or one JSON value for all.

A host may ignore that a stream was asked for: a body that begins like JSON is then one value, read when it is over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, Protocol

_LONGEST_LINE: Final = 1_000_000
_LONGEST_BODY: Final = 8_000_000
_SHOWN: Final = 200
_OTHER_FIELDS: Final = frozenset({b"event", b"id", b"retry", b""})  # without a name: a comment


@dataclass(frozen=True, slots=True)
class Frame:
    """A piece of a body.

    "event" is a whole event, "whole" the whole body, "rest" what stood at the end without its mark of an end, and
    "damage" the beginning of what is none of these.
    """

    kind: Literal["event", "whole", "rest", "damage"]
    data: bytes


class Frames(Protocol):
    """Cuts a body into frames; a line may be cut anywhere by the network. Never raises, and its memory is bounded."""

    def feed(self, data: bytes) -> list[Frame]:
        """Take the next bytes."""
        ...

    def close(self) -> list[Frame]:
        """Say that the body is over."""
        ...


class _Lines:
    """Cuts bytes into lines."""

    def __init__(self, longest: int = _LONGEST_LINE) -> None:
        self.rest = bytearray()
        self._longest = longest

    def cut(self, data: bytes) -> list[bytes]:
        self.rest += data
        if b"\n" not in data:
            return []
        *lines, rest = bytes(self.rest).split(b"\n")
        self.rest = bytearray(rest)
        return [line.removesuffix(b"\r") for line in lines]

    def overlong(self) -> list[Frame]:
        if len(self.rest) <= self._longest:
            return []
        shown = bytes(self.rest[:_SHOWN])
        self.rest.clear()
        return [Frame("damage", shown)]

    def last(self) -> bytes:
        rest = bytes(self.rest).strip()
        self.rest.clear()
        return rest


class ServerSentEvents:
    """Server-sent events, whose data may spread over lines; or a whole JSON body in their place."""

    def __init__(self) -> None:
        self._whole: bool | None = None
        self._lines = _Lines()
        self._data: list[bytes] = []

    def feed(self, data: bytes) -> list[Frame]:
        """Take the next bytes."""
        if self._whole is None:
            data = bytes(self._lines.rest) + data
            self._lines.rest.clear()
            begin = data.lstrip()[:1]
            if begin:
                self._whole = begin in {b"{", b"["}
                self._lines = _Lines(_LONGEST_BODY if self._whole else _LONGEST_LINE)
        if self._whole is False:
            frames = [frame for line in self._lines.cut(data) for frame in self._line(line)]
        else:
            self._lines.rest += data
            frames = []
        return frames + self._lines.overlong()

    def close(self) -> list[Frame]:
        """Give what is left. An event without its empty line is a rest."""
        last = self._lines.last()
        if self._whole:
            return [Frame("whole", last)] if last else []
        frames = self._line(last) if last else []
        if self._data:
            frames.append(Frame("rest", b"\n".join(self._data)))
            self._data.clear()
        return frames

    def _line(self, line: bytes) -> list[Frame]:
        if not line:
            if not self._data:
                return []
            data = b"\n".join(self._data)
            self._data.clear()
            return [Frame("event", data)]
        field, _, value = line.partition(b":")
        if field == b"data":
            self._data.append(value.strip())
        elif field not in _OTHER_FIELDS:
            return [Frame("damage", line[:_SHOWN])]
        return []


class JsonLines:
    """One JSON value a line. A host that does not stream gives one line."""

    def __init__(self) -> None:
        self._lines = _Lines()

    def feed(self, data: bytes) -> list[Frame]:
        """Take the next bytes."""
        frames = [Frame("event", line) for line in self._lines.cut(data) if line.strip()]
        return frames + self._lines.overlong()

    def close(self) -> list[Frame]:
        """Give what is left: a JSON value says itself where it ends, so the last line needs no end of line."""
        last = self._lines.last()
        return [Frame("event", last)] if last else []
