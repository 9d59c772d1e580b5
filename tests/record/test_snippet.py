"""The place where words were found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.record.snippet import snippet

TEXT = "Long before that, the keeper of the lighthouse\n\nhad said what he thought of l'Œuvre, " + "and more " * 30


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["LIGHTHOUSE"], "…that, the keeper of the lighthouse had said what he thought of l'Œuvre, and more…"),
        (["oeuvre"], "…said what he thought of l'Œuvre, and more and more and more and more and more and…"),
        (["l'œuvre"], "…said what he thought of l'Œuvre, and more and more and more and more and more and…"),
        (["light*"], "…that, the keeper of the lighthouse had said what he thought of l'Œuvre, and more…"),
        (["light"], None),
        (
            ["absent", "keeper"],
            "Long before that, the keeper of the lighthouse had said what he thought of l'Œuvre, and…",
        ),
        ([], None),
    ],
)
def test_a_few_words_around_the_first(words: list[str], shown: str | None) -> None:
    """Verbatim but for line ends, cut at spaces."""
    assert snippet(TEXT, words) == shown


@given(st.text(), st.text(min_size=1))
def test_it_is_one_line_of_the_text(text: str, word: str) -> None:
    """Whatever the text: no line end, and all of it stands there."""
    shown = snippet(text, [word])
    if shown is not None:
        assert len(shown.splitlines()) <= 1
        assert shown.strip("…").split() == [] or shown.strip("…") in " ".join(text.split())
