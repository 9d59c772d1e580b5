"""How an offset is said in other units."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from friend.text.offsets import (
    Lines,
    from_bytes,
    from_graphemes,
    from_utf16,
    to_bytes,
    to_graphemes,
    to_utf16,
)

from .strategies import anything


def test_each_unit_counts_its_own_way() -> None:
    """An accent takes two bytes, an emoji four and two UTF-16 units, a family is one grapheme (fault 47)."""
    text = "é😀👩\u200d👧e\u0301!"
    assert (to_bytes(text, 2), to_utf16(text, 2), to_graphemes(text, 2)) == (6, 3, 2)
    assert (to_utf16(text, 5), to_graphemes(text, 5), to_graphemes(text, len(text))) == (8, 3, 5)
    assert from_graphemes(text, 4) == text.index("!")
    assert (from_bytes(text, 4), from_utf16(text, 2)) == (1, 1)


def test_lines_are_the_drafts_own() -> None:
    """CRLF, LF and CR end a line and nothing else does; columns are code points (fault 55)."""
    lines = Lines("a\r\nb\u2028c\rd\n")
    assert [lines.location(offset) for offset in (0, 1, 2, 3, 6, 7, 9)] == [
        (0, 0),
        (0, 1),
        (0, 1),
        (1, 0),
        (1, 3),
        (2, 0),
        (3, 0),
    ]
    assert [lines.offset(location) for location in ((0, 9), (1, 2), (9, 9), (-1, -1))] == [1, 5, 9, 0]


@given(anything, st.integers(0, 200))
def test_there_and_back(text: str, offset: int) -> None:
    """Every offset comes back from bytes and UTF-16, and from graphemes and locations where these can name it."""
    offset = min(offset, len(text))
    assert from_bytes(text, to_bytes(text, offset)) == offset
    assert from_utf16(text, to_utf16(text, offset)) == offset
    grapheme = from_graphemes(text, to_graphemes(text, offset))
    assert grapheme <= offset
    assert to_graphemes(text, grapheme) == to_graphemes(text, offset)
    lines = Lines(text)
    back = lines.offset(lines.location(offset))
    assert back == offset or text[back : offset + 1] == "\r\n"
