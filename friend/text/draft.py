"""Owns what a draft is: the exact text of a file, every line end kept, and the digest that names this version of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from friend.text.words import count_words

# In this order: the mark of UTF-32 begins as that of UTF-16 does.
_MARKS = {
    b"\xff\xfe\0\0": "UTF-32 (little endian)",
    b"\0\0\xfe\xff": "UTF-32 (big endian)",
    b"\xff\xfe": "UTF-16 (little endian)",
    b"\xfe\xff": "UTF-16 (big endian)",
}
_LOOKED_AT = 4_096
_TELLING = 4
"""NULs in every other byte that are no accident."""


class NotADraftError(ValueError):
    """The bytes or the text are no UTF-8 text that can be kept exactly; the message says what and where."""


@dataclass(frozen=True)
class Draft:
    """A text as the person wrote it.

    `text` is what the file holds, decoded as UTF-8 and otherwise untouched (a BOM is its first character).
    `path` is what the person called it, for display and for the log; None for a text that came from standard input.
    """

    text: str
    path: str | None = None

    @classmethod
    def from_bytes(cls, data: bytes, path: str | None = None) -> Draft:
        """Read the bytes of a file.

        Raises NotADraftError for anything but UTF-8 text without NUL, naming the encoding or the position.
        """
        for mark, name in _MARKS.items():
            if data.startswith(mark):
                raise NotADraftError(f"this is {name}; friend reads UTF-8 only")
        nul = data.find(b"\0")
        if nul >= 0 and (likely := _without_mark(data[:_LOOKED_AT])):
            raise NotADraftError(f"this looks like {likely} without its mark; friend reads UTF-8 only")
        if nul >= 0:
            raise NotADraftError(f"this looks like a binary file (a NUL at byte {nul}); friend reads UTF-8 text only")
        try:
            return cls(data.decode("utf-8"), path)
        except UnicodeDecodeError as error:
            raise NotADraftError(f"this is not UTF-8 text (byte {error.start} is 0x{data[error.start]:02x})") from None

    def to_bytes(self) -> bytes:
        """Give the bytes of the file; the inverse of `from_bytes`.

        Raises NotADraftError where the text holds a lone surrogate, with its position.
        """
        try:
            return self.text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise NotADraftError(f"character {error.start} is half a character (a lone surrogate)") from None

    @cached_property
    def digest(self) -> str:
        """`sha256:` and the hexadecimal digest of the bytes. Raises as `to_bytes` does."""
        return "sha256:" + hashlib.sha256(self.to_bytes()).hexdigest()

    @cached_property
    def words(self) -> int:
        """How many words it has."""
        return count_words(self.text)


def _without_mark(data: bytes) -> str | None:
    """Tell UTF-16 by its NULs: in most scripts of Europe every other byte is one, and none of the rest."""
    low, high = data[0::2].count(0), data[1::2].count(0)
    if max(low, high) < _TELLING or min(low, high) or 4 * max(low, high) <= len(data):
        return None
    return "UTF-16 (little endian)" if high else "UTF-16 (big endian)"
