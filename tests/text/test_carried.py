"""Where a place of an older version of a text went in a newer one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.text.carried import carried
from friend.text.span import Span

OLD = "Dear neighbours.\n\nIt was decided by them last month. We were not told.\n\nWith kind regards."


def place(text: str, words: str) -> Span:
    """Give where words stand."""
    return Span(text.index(words), text.index(words) + len(words))


@pytest.mark.parametrize(
    ("words", "new", "now"),
    [
        ("We were not told.", OLD, "We were not told."),
        ("We were not told.", "A new beginning.\n\n" + OLD, "We were not told."),
        ("It was decided by them last", OLD.replace("them", "the mayor"), "It was decided by the mayor last"),
        ("decided by them", OLD.replace("It was decided by them", "The council chose"), "The council chose"),
        ("We were not told.", OLD.replace(" We were not told.", ""), ""),
        ("We were not told.", OLD.replace("\n\nWith", "\n\nOne more.\n\nWith"), "We were not told."),
    ],
)
def test_a_place_is_found_in_the_newer_version(words: str, new: str, now: str) -> None:
    """What was typed before, behind or in it moves it, leaves it or becomes it; what went has no words left."""
    assert carried(place(OLD, words), OLD, new).of(new).strip() == now


@given(st.data())
def test_a_place_stays_within_the_text(data: st.DataObject) -> None:
    """Whatever was made of the text, the place lies in it; where nothing was, it is the same."""
    old, new = (data.draw(st.text("ab .\n", max_size=40)) for _ in range(2))
    start = data.draw(st.integers(0, len(old)))
    span = Span(start, data.draw(st.integers(start, len(old))))
    assert carried(span, old, new).end <= len(new)
    assert carried(span, old, old) == span
