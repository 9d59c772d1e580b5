"""A name counts as one word of a short run, and a heading has no names."""

from __future__ import annotations

import pytest
from hypothesis import given

from friend.text.names import count_with_names
from friend.text.span import Span
from friend.text.words import count_words
from tests.text.strategies import anything


@pytest.mark.parametrize(
    ("line", "words", "count"),
    [
        ("it is under the GNU General Public License for good", "the GNU General Public License for", 3),
        (
            "on lit ici la Licence Publique Générale GNU pour tous",
            "la Licence Publique Générale GNU pour",
            3,
        ),
        ("read in the Debian Bug Tracking System (BTS) of old", "the Debian Bug Tracking System (BTS", 3),
        ("They asked Mary, John, Peter and the others again", "asked Mary, John, Peter and the", 6),
        ("The first version of the paper was short and bad", "The first version of the paper", 6),
        ("Why The Council Must Repaint Mill Lane This Year", "Council Must Repaint Mill Lane This", 6),
    ],
)
def test_a_name_is_one_word(line: str, words: str, count: int) -> None:
    """Capitals in a row with nothing between; small words, lists and headings are counted as they stand."""
    start = line.index(words)
    assert count_with_names(f"Before.\n{line}\nAfter.", Span(8 + start, 8 + start + len(words))) == count


@given(anything)
def test_any_text_has_at_most_its_words(text: str) -> None:
    """No more than its words, and one at least where it has any."""
    counted = count_with_names(text, Span(0, len(text)))
    assert min(1, count_words(text)) <= counted <= count_words(text)
