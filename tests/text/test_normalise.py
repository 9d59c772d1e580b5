"""What two writings of the same words have in common."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.text.normalise import fold, with_its_marks
from friend.text.span import Span

from .strategies import anything, prose


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It’s “so” ‘odd’", "It's \"so\" 'odd'"),
        ("« l’été »", '"l\'été"'),
        ("«\u202foui\u202f» !", '"oui"!'),
        ("a\u00a0b \n\t c", "a b c"),
        ("one – two — three", "one - two -- three"),
        ("wait…", "wait..."),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("cafe\u0301", "café"),
        ("\u1112\u1161\u11ab", "한"),
        ("a *b* **c** `d` __e__", "a b c d e"),
        ('see [the page](http://x.org "t"), ![img](y)', "see the page, img"),
        ("> quoted\n> > twice\n# Head\n- item", "quoted twice Head item"),
        ("2 \\* 3 \\[x\\]", "2 * 3 [x]"),
        ("Vraiment ? Oui !", "Vraiment? Oui!"),
        ("❤\ufe0f", "❤"),
        ("a \u200b b", "a b"),
        ("voir ![x](y)", "voir x"),
    ],
)
def test_the_same_words(one: str, other: str) -> None:
    """Quotes, spaces, dashes, dots, marks, zero-width signs and the form of accents make no difference."""
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize(("one", "other"), [("2*3", "23"), ("a_b", "ab"), ("2 * 3", "2 3"), ("-5", "5"), ("a b", "ab")])
def test_other_words(one: str, other: str) -> None:
    """Signs that mean something stay."""
    assert fold(one).text != fold(other).text


@given(anything)
def test_each_character_knows_where_it_stood(text: str) -> None:
    """The way back gives spans in order, within the text, never empty."""
    folded = fold(text)
    last = 0
    for place in range(len(folded.text)):
        span = folded.original(place, place + 1)
        if folded.text[place].isascii() and folded.text[place].isalnum():
            assert span.of(text).rstrip("\ufe0f") == folded.text[place]
        assert len(span) > 0
        assert span.start >= last or folded.splits(place)
        assert folded.place(span.start) <= place
        last = span.end
    assert last <= len(text)
    assert "  " not in folded.text
    assert not folded.text.startswith(" ")
    if folded.text:
        assert folded.original(0, len(folded.text)).end == last


def test_two_spaces_that_meet_are_one() -> None:
    """Where something dropped stood between two spaces, one space is left, and the next word keeps its place."""
    folded = fold("a \u200b b")
    assert folded.text == "a b"
    assert folded.original(2, 3) == Span(4, 5)


@given(st.text(st.sampled_from("abcé .,\n"), max_size=30))
def test_folding_plain_words_is_folding_white_space(text: str) -> None:
    """Where there is nothing to fold but white space, the words stay as they are."""
    assert fold(text).text.split() == text.split()


@given(prose)
def test_composed_or_not(text: str) -> None:
    """A text folds the same however its accents are written (fault 47)."""
    assert fold(unicodedata.normalize("NFD", text)).text == fold(unicodedata.normalize("NFC", text)).text


@pytest.mark.parametrize(
    ("text", "words", "whole"),
    [
        ("the **big** cat", "big** cat", "**big** cat"),
        ("the **big** cat", "the **big", "the **big**"),
        ("*a* and *b*", "a* and *b", "*a* and *b*"),
        ("**a b**", "a b", "a b"),
        ("see [it](x) now", "it](x) now", "[it](x) now"),
        ("see [it](x) now", "see [it", "see [it](x)"),
        ("a ❤\ufe0f b", "a ❤", "a ❤\ufe0f"),
    ],
)
def test_marks_come_in_pairs(text: str, words: str, whole: str) -> None:
    """A span that holds one half of some marks takes in the other half beside it."""
    start = text.index(words)
    assert with_its_marks(text, Span(start, start + len(words))).of(text) == whole


@pytest.mark.parametrize(
    "text", ["*" * 1_000_000, "[" * 1_000_000, "> " * 500_000, "[a](" * 200_000, " " * 1_000_000 + "x", "\\" * 300_000]
)
def test_a_megabyte_folds(text: str) -> None:
    """A megabyte of one mark is folded like any text (fault 61)."""
    assert len(fold(text).text) <= len(text)
