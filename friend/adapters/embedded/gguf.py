"""Owns what friend reads of a GGUF file's header: that it is one, and the window that its model was trained for."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

_MAGIC = b"GGUF"
_STRING, _ARRAY = 8, 9
_WIDTHS = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
_INTEGERS = {0, 2, 4, 10}
# More than any model has; a longer one is damage, and is not read to its end.
_MOST_KEYS = 100_000
_LONGEST_KEY = 65_535


class NotGgufError(ValueError):
    """The file is no GGUF model, or its header cannot be read; the message says which."""


def window_of(path: Path) -> int | None:
    """Give the window in tokens, None where the header names none. Raises NotGgufError and OSError."""
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise NotGgufError("it does not begin with GGUF")
        size = path.stat().st_size
        try:
            _version, _tensors, keys = struct.unpack("<IQQ", _exactly(file, 20, size))
            for _ in range(min(keys, _MOST_KEYS)):
                name = _string(file, size, _LONGEST_KEY)
                value = _value(file, size)
                if name.endswith(b".context_length") and isinstance(value, int):
                    return value
        except (struct.error, KeyError):
            raise NotGgufError("its header is damaged") from None
    return None


def _value(file: BinaryIO, size: int) -> int | None:
    """Read past one value; give it where it is an unsigned integer."""
    (kind,) = struct.unpack("<I", _exactly(file, 4, size))
    if kind == _STRING:
        _skip(file, _length(file, size), size)
        return None
    if kind == _ARRAY:
        of, count = struct.unpack("<IQ", _exactly(file, 12, size))
        if of == _STRING:
            for _ in range(count):
                _skip(file, _length(file, size), size)
        else:
            _skip(file, _WIDTHS[of] * count, size)
        return None
    data = _exactly(file, _WIDTHS[kind], size)
    return int.from_bytes(data, "little") if kind in _INTEGERS else None


def _length(file: BinaryIO, size: int) -> int:
    (length,) = struct.unpack("<Q", _exactly(file, 8, size))
    return int(length)


def _string(file: BinaryIO, size: int, longest: int) -> bytes:
    length = _length(file, size)
    if length > longest:
        raise NotGgufError("its header is damaged")
    return _exactly(file, length, size)


def _exactly(file: BinaryIO, count: int, size: int) -> bytes:
    if file.tell() + count > size:
        raise NotGgufError("it is cut off in its header")
    return file.read(count)


def _skip(file: BinaryIO, count: int, size: int) -> None:
    if file.tell() + count > size:
        raise NotGgufError("it is cut off in its header")
    file.seek(count, 1)
