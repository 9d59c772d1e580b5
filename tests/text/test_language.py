"""Which language a text is in."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

from friend.text.language import language

from .strategies import anything


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "en"),
        ("42", "en"),
        ("Hello there.", "en"),
        ("I'm writing about the parking; it was decided by them last month.", "en"),
        ("The chef of the café said « oui » to the crème brûlée.", "en"),
        ("Bonjour à tous", "fr"),
        ("Je t'écris au sujet du parking : on ne nous a pas prévenus.", "fr"),
        ("L’eau est froide, aujourd’hui.", "fr"),
        ("On a vu le film « The Lord of the Rings » avec des amis, et c'était très long.", "fr"),
        ("> The cat is on the mat and the dog is with it.\n\nOui, je suis d'accord avec toi.", "fr"),
        ("```\nfor the of in to is was\n```\n\nVoici le code de la page.", "fr"),
    ],
)
def test_small_words_vote(text: str, said: str) -> None:
    """The person's own small words decide, not names, quoted mail or code; in doubt it is English."""
    assert language(text) == said
    assert language(unicodedata.normalize("NFD", text)) == said


@given(anything)
def test_any_text_has_one(text: str) -> None:
    """Any text is answered for."""
    assert language(text) in {"en", "fr"}
