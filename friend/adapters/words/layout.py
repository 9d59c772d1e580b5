"""Owns the bytes of the index: one file that is mapped and never changed, and a tail that grows by whole frames.

Both can be thrown away: what they hold is made again from the log. So a file that is cut off, damaged, of another
machine or of another log is no error, it is nothing.
"""

from __future__ import annotations

import mmap
import struct
import sys
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from friend.adapters.words.table import Swept, Table

_MAGIC: Final = f"friend words 4 {sys.byteorder[0]}".encode()
_HEADER: Final = struct.Struct("<16s 8s Q 64s Q 16Q I")
_FRAME: Final = struct.Struct("<II")
_ENTRY: Final = struct.Struct("<Q 64s I B 3x")
_COUNT: Final = struct.Struct("<I")
SAID: Final = 0
SENT: Final = 1
_KINDS: Final = "QII" * 4 + "QI" + "BB"
_BYTES: Final = {"Q": 8, "I": 4, "B": 1}


@dataclass(frozen=True, slots=True)
class Reached:
    """How far into the log's chain an index goes: the number of the last event, and its hash."""

    number: int = 0
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Base:
    """The mapped file. Source i begins at word `starts[i]` and is the reply to the question `sequences[i]`.

    `exact`, `near` and `sent` say where a run was said or when it was sent first, `pairs` how many sources have a pair.
    """

    mark: bytes
    reached: Reached
    words: int
    exact: Table
    near: Swept
    sent: Swept
    pairs: Table
    starts: memoryview[int] | array[int]
    sequences: memoryview[int] | array[int]

    @property
    def parts(self) -> list[memoryview[int] | array[int] | bytes]:
        """The arrays, in the order in which they lie in the file; see `_KINDS`."""
        tables = (self.exact, self.near.table, self.sent.table, self.pairs)
        arrays = [part for table in tables for part in (table.hashes, table.values, table.starts)]
        return [*arrays, self.starts, self.sequences, self.near.bits, self.sent.bits]


@dataclass(frozen=True, slots=True)
class Entry:
    """One text that was said in answer to, or sent with, the question `sequence`; after the event `reached`.

    `texts` are the hashes of its words, and for a wording those of the words that it quotes.
    """

    reached: Reached
    sequence: int
    kind: int
    texts: tuple[array[int], ...]


def written(base: Base) -> bytes:
    """Give the bytes of the mapped file."""
    body = b"".join(_padded(bytes(part)) for part in base.parts)
    counts = [len(part) for part in base.parts]
    head = (_MAGIC.ljust(16), base.mark, base.reached.number, base.reached.hash.encode(), base.words, *counts)
    check = zlib.crc32(body, zlib.crc32(_HEADER.pack(*head, 0)))
    return _padded(_HEADER.pack(*head, check)) + body


def mapped(path: Path) -> Base | None:
    """Map the file; None where there is none, or none that is whole."""
    try:
        with path.open("rb") as file:
            data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):
        return None
    if len(data) < _HEADER.size:
        return None
    *head, check = _HEADER.unpack_from(data)
    body = data[-(-_HEADER.size // 8) * 8 :]
    if bytes(head[0]).rstrip() != _MAGIC or zlib.crc32(body, zlib.crc32(_HEADER.pack(*head, 0))) != check:
        return None
    parts: list[memoryview[int]] = []
    place = 0
    for count, kind in zip(head[5:], _KINDS, strict=True):
        size = count * _BYTES[kind]
        parts.append(body[place : place + size].cast(kind))  # type: ignore[call-overload]  # all kinds of B, I, Q
        place += -(-size // 8) * 8
    exact, near, sent, pairs = (Table(*parts[first : first + 3]) for first in (0, 3, 6, 9))
    # A copy: bytes are looked up in half the time of a view of them.
    swept = (Swept(near, bytes(parts[14])), Swept(sent, bytes(parts[15])))
    reached = Reached(head[2], bytes(head[3]).rstrip(b"\0").decode("ascii", "replace"))
    return Base(bytes(head[1]), reached, head[4], exact, *swept, pairs, parts[12], parts[13])


def frame(entry: Entry) -> bytes:
    """Give the bytes of one entry of the tail."""
    head = _ENTRY.pack(entry.reached.number, entry.reached.hash.encode(), entry.sequence, entry.kind)
    body = b"".join([head, *(_COUNT.pack(len(each)) + each.tobytes() for each in entry.texts)])
    return _FRAME.pack(len(body), zlib.crc32(body)) + body


def frames(data: bytes) -> Iterator[tuple[Entry, int]]:
    """Give the entries of a tail that are whole, each with the place where it ends; what follows them is damaged."""
    place = 0
    while place + _FRAME.size <= len(data):
        length, check = _FRAME.unpack_from(data, place)
        body = data[place + _FRAME.size : place + _FRAME.size + length]
        if len(body) != length or length < _ENTRY.size or zlib.crc32(body) != check:
            return
        place += _FRAME.size + length
        number, hashed, sequence, kind = _ENTRY.unpack_from(body)
        texts = []
        at = _ENTRY.size
        while at < len(body):
            (count,) = _COUNT.unpack_from(body, at)
            texts.append(array("Q", body[at + _COUNT.size : at + _COUNT.size + 8 * count]))
            at += _COUNT.size + 8 * count
        reached = Reached(number, hashed.rstrip(b"\0").decode("ascii", "replace"))
        yield Entry(reached, sequence, kind, tuple(texts)), place


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 8)
