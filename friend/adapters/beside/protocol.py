"""Owns the lines that an editor and friend exchange, as docs/beside.md tells them: one JSON object a line, in UTF-8."""

from __future__ import annotations

from typing import Annotated, Final

import msgspec

from friend.text.whereabouts import Unit, Whereabouts

LONGEST_LINE: Final = 4096
"""Bytes of a line, its end included."""

_Count = Annotated[int, msgspec.Meta(ge=1, le=1_000_000_000)]


class _Said(msgspec.Struct, frozen=True):
    """What an editor says. What is not known here is ignored, so that an editor may say more to a later friend."""

    at: tuple[_Count, _Count] | None = None
    to: tuple[_Count, _Count] | None = None
    unit: Unit = "character"
    unsaved: bool | None = None
    server: Annotated[str, msgspec.Meta(max_length=1024)] | None = None
    buffer: _Count | None = None


class Reply(msgspec.Struct, frozen=True, omit_defaults=True):
    """What friend answers to each line: `ok`, or why not."""

    ok: bool
    error: str | None = None


_decode: Final = msgspec.json.Decoder(_Said).decode
_decode_reply: Final = msgspec.json.Decoder(Reply).decode


def said(line: bytes) -> Whereabouts:
    """Read a line of an editor's. Raises ValueError, saying what is wrong with it; the line itself is not repeated."""
    try:
        read = _decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"not understood: {error}") from None
    if read.to is not None and read.at is None:
        raise ValueError("not understood: a selection that ends and begins nowhere")
    return Whereabouts(read.at, read.to, read.unit, read.unsaved, read.server, read.buffer)


def line_of(told: Whereabouts | Reply) -> bytes:
    """Write a line."""
    if isinstance(told, Whereabouts):
        told_of = _Said(told.at, told.to, told.unit, told.unsaved, told.server, told.buffer)
        return msgspec.json.encode(told_of) + b"\n"
    return msgspec.json.encode(told) + b"\n"


def reply(line: bytes) -> Reply:
    """Read friend's answer. Raises ValueError."""
    try:
        return _decode_reply(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise ValueError("friend's answer was not understood") from None
