"""Where words stand, by the index and from end to end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.text import pieces, verbatim
from friend.text.normalise import fold
from friend.text.pieces import cut
from friend.text.selector import select
from friend.text.span import Span
from friend.text.verbatim import Words, as_written, loosely, words_of
from friend.text.word_index import WordIndex
from friend.text.words import WORD, key

from .strategies import anything, prose, spans

WORDY = st.lists(
    st.sampled_from(["the ", "The ", "cat", "cats", " is ", "été ", "e\u0301te\u0301 ", "été, ", "\n\n", "\n", " "])
    | st.sampled_from(
        [
            "**cat** ",
            "« ",
            " »",
            "’",
            "'",
            "…",
            "...",
            "- ",
            "> ",
            "\u200b",
            "\u00ad",
            " !",
            "\u00a0",
            "[a](b) ",
            "cat**cat",
            "**",
            "un[cat](b)s ",
            "*_",
        ]
    ),
    max_size=40,
).map("".join)


@pytest.fixture(autouse=True)
def short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut as often as it can be done."""
    monkeypatch.setattr(pieces, "_SHORTEST", 1)


def read(text: str) -> WordIndex:
    """Give the index of a text, read."""
    index = WordIndex(text)
    assert len(index) == len(WORD.findall(text))
    return index


@given(anything | WORDY)
def test_pieces_are_the_text(text: str) -> None:
    """The pieces, joined, are the text; what they fold to, joined, is what it folds to; no word is cut."""
    found = list(cut(text))
    assert "".join(found) == text
    assert "".join(fold(each).text for each in found) == fold(text).text
    assert [word for each in found for word in WORD.findall(each)] == WORD.findall(text)


@given(prose | WORDY, st.data())
def test_the_index_finds_what_a_search_finds(text: str, data: st.DataObject) -> None:
    """As written, the places by the index are those of a search from end to end."""
    words = Words(data.draw(spans(text)).of(text).strip())
    if words.words:
        assert list(as_written(read(text), words)) == list(as_written(WordIndex(text), words))


@given(WORDY | prose, st.data())
def test_the_index_folds_what_a_search_folds(text: str, data: st.DataObject) -> None:
    """Loosely, the places by the index are those in the whole folded text, and their context agrees alike."""
    words = words_of(select(text, data.draw(spans(text)))).folded()
    if words.words:
        found = list(loosely(read(text), words))
        whole = list(verbatim._in(fold(text), words, 0))
        assert [each.span for each in found] == [each.span for each in whole]
        assert [words.agreement(each.folded, each.place) for each in found] == [
            words.agreement(each.folded, each.place) for each in whole
        ]


@given(st.lists(prose | WORDY, min_size=1, max_size=4), st.data())
def test_a_changed_text_is_as_a_new_one(texts: list[str], data: st.DataObject) -> None:
    """Whatever the text was before, and wherever its reading was left, the index is that of the text as it is."""
    index = WordIndex(texts[0])
    parts = [part for text in texts for part in cut(text)]
    for text in texts:
        index.text = text
        steps = index.reading()
        for _ in range(data.draw(st.integers(0, 3))):
            next(steps, None)
    index.text = "".join(data.draw(st.permutations(parts)))
    fresh = WordIndex(index.text)
    assert len(index) == len(fresh)
    assert index.keys(0, len(index)) == [key(word) for word in WORD.findall(index.text)]
    for each in set(index.keys(0, len(index))) | {key(word) for text in texts for word in WORD.findall(text)}:
        assert (index.count(each), index.numbers(each)) == (fresh.count(each), fresh.numbers(each))
    assert [index.word(number) for number in range(len(index))] == [
        Span(*match.span()) for match in WORD.finditer(index.text)
    ]


def test_only_what_changed_is_read_again() -> None:
    """One word more, a paragraph moved to the end, one gone: the other pieces are those that were there."""
    text = "\n\n".join(f"Paragraph {number} of the book." for number in range(50))
    index = WordIndex(text)
    before = set(index.pieces)
    parts = text.split("\n\n")
    parts[20] += " More."
    index.text = "\n\n".join([*parts[:10], *parts[11:40], *parts[41:], parts[40]])
    assert len(set(index.pieces) - before) <= 4


def test_two_readings_and_a_question_between() -> None:
    """Two readings that are under way, and a look-up that cannot wait for them, end in one true index."""
    text = "\n\n".join(f"Words of paragraph number {number}, and a few more of them." * 9 for number in range(60))
    index = WordIndex(text)
    one, other = index.reading(), index.reading()
    assert next(one, 0) is None
    assert next(other, 0) is None
    next(one)
    assert index.count("paragraph") == 540
    assert list(one) == list(other) == []
    assert index.count("paragraph") == 540
    index.text = text.replace("Words", "Signs")
    half = index.reading()
    next(half)
    index.text = "Words."
    assert list(half) is not None
    assert (index.count("words"), index.count("paragraph"), len(index)) == (1, 0, 1)
