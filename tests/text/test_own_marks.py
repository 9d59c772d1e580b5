"""What goes with words that become a quotation: the writer's own marks round them, and the stop after them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.text.own_marks import with_own_marks
from friend.text.span import Span
from tests.text.strategies import anything


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("As I see it, WORDS. So there.", "WORDS."),
        ("As I see it, WORDS, and so on.", "WORDS"),
        ("It is said that “WORDS.” and so on.", "“WORDS.”"),
        ("It is said that “WORDS”. And so on.", "“WORDS”."),
        ("On dit : «\u00a0WORDS.\u00a0» Voilà.", "«\u00a0WORDS.\u00a0»"),
        ('He said "**WORDS**" twice.', '"**WORDS**"'),
        ("„WORDS“ — sagt er.", "„WORDS“"),
        ("She calls it “a wonder: WORDS” and so on.", "WORDS"),
        ("Mother's “own” WORDS”", "WORDS"),
        ("Before.\n\n> WORDS.\n\nAfter.", "> WORDS."),
        ("> WORDS", "> WORDS"),
        ("> Well, WORDS.", "WORDS."),
        ("> Well,\n> WORDS.", "WORDS."),
        ("> WORDS.\n> So.", "WORDS."),
        ("> WORDS.\nwhich go on lazily", "WORDS."),
        ("- > WORDS.", "WORDS."),
    ],
)
def test_marks_round_the_words_go_with_them(text: str, taken: str) -> None:
    """Both of a pair or none, the full stop at the end of a sentence, and a block quote that holds nothing else."""
    start = text.index("WORDS")
    assert with_own_marks(text, Span(start, start + 5)).of(text) == taken


@given(anything, st.data())
def test_any_place_of_any_text(text: str, data: st.DataObject) -> None:
    """What was to go goes, with what is beside it at most."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    wide = with_own_marks(text, Span(start, end))
    assert 0 <= wide.start <= start <= end <= wide.end <= len(text)
