"""How places follow the words while a person types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.text.following import Edit, edit_between, enough_remains, followed
from friend.text.span import Span

from .strategies import anything, spans

TEXT = "one two three"
TWO = Span(4, 7)


@pytest.mark.parametrize(
    ("edit", "words", "new"),
    [
        (Edit(0, 0, 2), "two", "XXone two three"),
        (Edit(4, 0, 1), "two", "one Xtwo three"),
        (Edit(7, 0, 1), "two", "one twoX three"),
        (Edit(5, 0, 1), "tXwo", "one tXwo three"),
        (Edit(5, 1, 0), "to", "one to three"),
        (Edit(2, 3, 1), "wo", "onXwo three"),
        (Edit(6, 3, 1), "tw", "one twXhree"),
        (Edit(4, 3, 1), "", "one X three"),
        (Edit(0, 13, 1), "", "X"),
        (Edit(9, 2, 0), "two", "one two tee"),
        (Edit(0, 4, 0), "two", "two three"),
    ],
)
def test_where_words_go(edit: Edit, words: str, new: str) -> None:
    """An edit elsewhere moves the place, one inside stretches it, one over an edge leaves what is left of it."""
    changed = TEXT[: edit.start] + "X" * edit.inserted + TEXT[edit.end :]
    assert changed == new
    assert followed(TWO, edit).of(changed) == words


@given(anything, anything)
def test_the_edit_between_two_texts(old: str, new: str) -> None:
    """The edit leads from one text to the other, and is empty where they are the same."""
    edit = edit_between(old, new)
    inserted = new[edit.start : edit.start + edit.inserted]
    assert old[: edit.start] + inserted + old[edit.end :] == new
    assert bool(edit.removed or edit.inserted) == (old != new)


@given(anything, st.data())
def test_what_is_left_of_the_words_is_in_the_place(text: str, data: st.DataObject) -> None:
    """After any edit the place lies in the text; what was outside the edit is in it and nothing from beside it is."""
    span, gone = data.draw(spans(text)), data.draw(spans(text))
    inserted = data.draw(st.integers(0, 5))
    edit = Edit(gone.start, len(gone), inserted)
    changed = text[: gone.start] + "#" * inserted + text[gone.end :]
    now = followed(span, edit)
    assert now.end <= len(changed)
    before = [offset for offset in range(span.start, span.end) if offset < gone.start]
    after = [offset + edit.shift for offset in range(span.start, span.end) if offset >= gone.end]
    kept = [*before, *after]
    if kept:
        assert now == Span(kept[0], kept[-1] + 1)
    elif len(span):
        assert len(now) == 0


def test_enough_of_the_words() -> None:
    """Half of the words keep a note, in whatever case and typography; fewer do not."""
    assert enough_remains("they don't know", "They don’t care")
    assert enough_remains("one two", "two")
    assert not enough_remains("one two three", "three four five")
    assert not enough_remains("one", "")
    assert enough_remains("…", "…")
