"""What a span is, and what ends a line."""

from __future__ import annotations

import pytest
from hypothesis import given

from friend.text.span import Span, line_of, line_starts

from .strategies import anything


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (2, 1)])
def test_no_span_runs_backwards(start: int, end: int) -> None:
    """A span has its start at or before its end, and neither is negative."""
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_an_empty_span_is_a_place() -> None:
    """An empty span is still true: it names a place."""
    assert Span(3, 3)
    assert len(Span(3, 3)) == 0
    assert Span(1, 4).of("abcdef") == "bcd"


def test_contains_and_overlaps() -> None:
    """To contain is to hold all of the other; to overlap is to share a character."""
    assert Span(1, 4).contains(Span(1, 4))
    assert not Span(1, 4).contains(Span(3, 5))
    assert Span(1, 4).overlaps(Span(3, 5))
    assert not Span(1, 4).overlaps(Span(4, 5))


def test_lines_end_with_lf_crlf_or_cr_only() -> None:
    """LF, CRLF and lone CR end a line; U+2028, form feed and NEL do not (fault 55)."""
    text = "a\r\nb\nc\rd\u2028e\x0cf\x85g\n"
    assert line_starts(text) == [0, 3, 5, 7, 15]
    assert [line_of(line_starts(text), offset) for offset in (0, 2, 3, 7, 14, 15)] == [1, 1, 2, 4, 4, 5]


@given(anything)
def test_lines_cover_the_text(text: str) -> None:
    """Lines begin where the one before ends, and none is lost."""
    starts = line_starts(text)
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    assert len(starts) == len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
