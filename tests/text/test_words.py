"""What a word is, and where a text may be cut."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.text.tokens import cuts_a_word, tokens
from friend.text.words import _PLAIN, _PLAIN_WORD, WORD, count_words

from .strategies import anything


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("don't well-known", 2),
        ("aujourd’hui l'eau", 2),
        ("étudiant·e·s", 1),
        ("3.14 1,000.50 1.2.3", 3),
        ("snake_case", 2),
        ("— … !", 0),
        ("日本語", 3),
        ("می\u200cخواهم", 1),
        ("नमस्ते", 1),
        ("👩\u200d👩\u200d👧", 0),
    ],
)
def test_counting(text: str, count: int) -> None:
    """Apostrophes, hyphens, decimal signs hold a word together; scripts without spaces count characters (fault 47)."""
    assert count_words(text) == count


@given(st.text(st.sampled_from("aéàç üñ")))
def test_composed_or_not_is_one_count(text: str) -> None:
    """A text has as many words however its accents are written (fault 47)."""
    assert count_words(unicodedata.normalize("NFD", text)) == count_words(unicodedata.normalize("NFC", text))


@given(anything)
def test_tokens_are_the_text(text: str) -> None:
    """Tokens follow each other without a gap, and each word is whole in one of them."""
    found = tokens(text)
    assert "".join(found) == text
    assert all(found)
    ends = set()
    at = 0
    for token in found:
        at += len(token)
        ends.add(at)
    for word in WORD.finditer(text):
        assert not any(word.start() < end < word.end() for end in ends)


@pytest.mark.parametrize(
    "whole",
    [
        "e\u0301",
        "👩\u200d👩\u200d👧",
        "👍🏽",
        "🇫🇷",
        "❤\ufe0f",
        "1\ufe0f\u20e3",
        "\r\n",
        "क्षि",
        "ลั",
        "가",
        "\u1112\u1161\u11ab",
        " \u0301",
    ],
    ids=ascii,
)
def test_graphemes_stay_whole(whole: str) -> None:
    """Marks, families, skin tones, flags, selectors and CRLF are never cut (fault 47)."""
    assert tokens(whole) == [whole]
    assert all(cuts_a_word(f" {whole} ", offset) for offset in range(2, len(whole) + 1))


def test_flags_pair_from_the_left() -> None:
    """Two flags in a row are two tokens, cut between them only."""
    assert tokens("🇫🇷🇩🇪") == ["🇫🇷", "🇩🇪"]
    assert [cuts_a_word("🇫🇷🇩🇪", offset) for offset in range(5)] == [False, True, False, True, False]


@given(anything, st.data())
def test_a_cut_between_tokens_cuts_no_word(text: str, data: st.DataObject) -> None:
    """Where a token ends there is no word, number or grapheme to cut."""
    found = tokens(text)
    count = data.draw(st.integers(0, len(found)))
    assert not cuts_a_word(text, sum(map(len, found[:count])))


@pytest.mark.parametrize(
    ("text", "offset", "cuts"),
    [
        ("party", 1, True),
        ("l'eau", 2, False),
        ("well-known", 5, False),
        ("3.14", 1, True),
        ("3.14", 2, True),
        ("a. b", 1, False),
        ("日本", 1, False),
        ("e\u0301t", 2, True),
        ("", 0, False),
    ],
)
def test_where_a_quote_may_begin(text: str, offset: int, cuts: object) -> None:
    """Not inside a word or number; beside an apostrophe or hyphen it may."""
    assert cuts_a_word(text, offset) is cuts


@given(st.text("aé1_ '’-‐·.,\u00ad\u200c\u200dʼß—\n\t\u202f€ŉ", max_size=40))
def test_a_text_without_marks_is_counted_as_any_other(text: str) -> None:
    """What is counted the quick way, Latin and its typography, has the words that `WORD` finds."""
    assert count_words(text) == sum(1 for _ in WORD.finditer(text))


def test_what_is_counted_the_quick_way_has_no_mark() -> None:
    """No combining mark, and no letter of a script without spaces, is among what is counted the quick way."""
    for char in map(chr, range(0x110000)):
        if _PLAIN.fullmatch(char):
            assert WORD.findall(f"a{char}a") == _PLAIN_WORD.findall(f"a{char}a"), repr(char)
