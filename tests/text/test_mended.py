"""What a correction leaves to the one who wrote the sentence: the same words, and those that were only mended."""

from __future__ import annotations

import pytest
from hypothesis import given

from friend.text.mended import LONGEST, kept_in, only_mends
from friend.text.shingles import hashes
from tests.text.strategies import anything


def new_in(quote: str, wording: str) -> list[str]:
    """Give the words of a wording that are its own."""
    return [word for word, kept in zip(wording.split(), kept_in(quote, wording), strict=True) if not kept]


def test_a_correction_keeps_what_it_quoted() -> None:
    """Words between two corrections were in the quote; a wording that is mostly new keeps nothing."""
    quote = "we was telling them that it are late"
    assert new_in(quote, "we were telling them that it is late") == ["were", "is"]
    new = "it was late when at last they told us of the plan"
    assert new_in(quote, new) == new.split()


@pytest.mark.parametrize(
    ("quote", "wording", "new"),
    [
        ("Les enfant mange des pomme rouge", "Les enfants mangent des pommes rouges", []),
        (
            "Les petites fille blonde est arrivé en retard hier",
            "Les petites filles blondes sont arrivées en retard hier",
            ["sont"],
        ),
        ("Every peoples in our streets wants to knows", "Everybody in our street wants to know", []),
        ("She dont has no time for reading book", "She doesn't have any time for reading books", ["have", "any"]),
        ("The letter are wrote by hand", "The letters were written by hand", ["were"]),
    ],
)
def test_words_that_were_only_mended_are_kept(quote: str, wording: str, new: list[str]) -> None:
    """Agreements, tenses and typos leave a word its writer's, however many of them stand in a row."""
    assert new_in(quote, wording) == new


def test_a_small_word_is_no_other_small_word() -> None:
    """`of` for `for` and `in` for `is` share letters, and are other words."""
    assert new_in("a list of us in town", "a list for us is town") == ["for", "is"]


@given(anything, anything)
def test_any_two_texts(quote: str, wording: str) -> None:
    """There is one answer for each word; of the same text all words are kept."""
    assert len(kept_in(quote, wording)) == len(hashes(wording))
    assert all(kept_in(wording, wording))


def test_what_mends_a_place_of_a_text_adds_nothing_to_it() -> None:
    """The sentence is found among others; four new words in a row are an addition, and so is what is like nothing."""
    text = "So it was. Les enfant mange des pomme rouge. And then they left, one after the other."
    assert only_mends("Les enfants mangent des pommes rouges", text)
    assert not only_mends("Les enfants mangent avec une joie sauvage des pommes rouges", text)
    assert not only_mends("Personne ne nous avait rien dit", text)
    assert not only_mends("", text)
    assert not only_mends("Les enfants mangent des pommes rouges", text + " " * LONGEST)


@given(anything, anything)
def test_any_words_and_any_text(said: str, text: str) -> None:
    """There is always an answer; a text that has the very words has nothing to gain."""
    only_mends(said, text)
    if hashes(said):
        assert only_mends(said, f"{text} {said} {text}")
