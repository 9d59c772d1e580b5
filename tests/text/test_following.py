"""How places follow the words while a person types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.text.following import Change, change_between, enough_remains, followed
from friend.text.span import Span

from .strategies import anything, spans

TEXT = "one two three"
TWO = Span(4, 7)


@pytest.mark.parametrize(
    ("edit", "words", "new"),
    [
        (Change(0, 0, 2), "two", "XXone two three"),
        (Change(4, 0, 1), "two", "one Xtwo three"),
        (Change(7, 0, 1), "two", "one twoX three"),
        (Change(5, 0, 1), "tXwo", "one tXwo three"),
        (Change(5, 1, 0), "to", "one to three"),
        (Change(2, 3, 1), "wo", "onXwo three"),
        (Change(6, 3, 1), "tw", "one twXhree"),
        (Change(4, 3, 1), "X", "one X three"),
        (Change(0, 13, 1), "X", "X"),
        (Change(9, 2, 0), "two", "one two tee"),
        (Change(0, 4, 0), "two", "two three"),
    ],
)
def test_where_words_go(edit: Change, words: str, new: str) -> None:
    """An edit elsewhere moves the place, one inside stretches it, one over an edge leaves what is left of it."""
    changed = TEXT[: edit.start] + "X" * edit.added + TEXT[edit.end :]
    assert changed == new
    assert followed(TWO, edit).of(changed) == words


@given(anything, anything)
def test_the_change_between_two_texts(old: str, new: str) -> None:
    """The edit leads from one text to the other, and is empty where they are the same."""
    edit = change_between(old, new)
    inserted = new[edit.start : edit.start + edit.added]
    assert old[: edit.start] + inserted + old[edit.end :] == new
    assert bool(edit.removed or edit.added) == (old != new)


@given(anything, st.data())
def test_what_is_left_of_the_words_is_in_the_place(text: str, data: st.DataObject) -> None:
    """After any edit the place holds what is left of its words, perhaps what was typed, and nothing from beside it."""
    span, gone = data.draw(spans(text)), data.draw(spans(text))
    inserted = data.draw(st.integers(0, 5))
    edit = Change(gone.start, len(gone), inserted)
    changed = text[: gone.start] + "#" * inserted + text[gone.end :]
    now = followed(span, edit)
    assert now.end <= len(changed)
    kept = {offset for offset in range(span.start, span.end) if offset < gone.start}
    kept |= {offset + edit.shift for offset in range(span.start, span.end) if offset >= gone.end}
    typed = set(range(gone.start, gone.start + inserted))
    assert kept <= set(range(now.start, now.end)) <= kept | typed


def test_enough_of_the_words() -> None:
    """Half of the words keep a note, in whatever case and typography; fewer do not."""
    assert enough_remains("they don't know", "They don’t care")
    assert enough_remains("one two", "two")
    assert not enough_remains("one two three", "three four five")
    assert not enough_remains("one", "")
    assert enough_remains("…", "…")
