"""Runs of words that two texts share: exactly, nearly, and only where the one added them."""

from __future__ import annotations

from array import array
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from friend.text.overlap import Said, overlaps
from friend.text.shingles import Counted, hashes, key, pattern, runs, runs_of_four
from friend.text.span import Span
from friend.text.words import WORD
from tests.text.strategies import anything

_ALPHABET = st.lists(st.integers(1, 12), max_size=60)
_HEARD = "the old man by the harbour wall mended nine torn nets before supper and never once looked up"


def said(text: str) -> Said:
    """Give the words of a text as numbers."""
    return Said(hashes(text))


def found(draft: str, reply: str, own: list[bool] | None = None) -> list[tuple[str, bool]]:
    """Give the words of a draft that a reply said, and whether exactly."""
    there = said(reply)
    here = hashes(draft)
    spans = [match.span() for match in pattern(draft).finditer(draft)]
    news = own if own is not None else [True] * len(there.hashed)
    return [
        (draft[spans[each.start][0] : spans[each.end - 1][1]], each.exact)
        for each in overlaps(here, runs(here).fours, there, lambda _first, _end: news)
    ]


def turned(value: int, by: int) -> int:
    """Turn 64 bits."""
    return ((value << by) | (value >> 64 - by)) & (2**64 - 1) if by else value


@given(st.lists(st.integers(0, 2**64 - 1), max_size=40))
def test_runs_are_the_cyclic_polynomial(values: list[int]) -> None:
    """The long number gives what a loop gives, run by run."""
    every = runs(array("Q", values))
    for length, hashed in ((4, every.fours), (6, every.sixes)):
        expected = []
        for start in range(len(values) - length + 1):
            mixed = 0
            for place in range(length):
                mixed ^= turned(values[start + place], 11 * place)
            expected.append(mixed)
        assert list(hashed) == expected
    assert runs_of_four(array("Q", values)) == every.fours


def test_long_texts_are_cut_into_blocks_without_a_seam() -> None:
    """Runs that reach over the end of a block are those of the whole."""
    values = array("Q", [turned(0x9E3779B97F4A7C15, place % 64) ^ place for place in range(5000)])
    every, parts = runs(values), [runs(values[start : start + 10]) for start in range(4990)]
    assert list(every.fours[:4990]) == [part.fours[0] for part in parts]
    assert list(every.sixes[:4990]) == [part.sixes[0] for part in parts]


@given(anything)
def test_the_quick_pattern_finds_the_same_words(text: str) -> None:
    """Whatever the text, its words are those that friend counts everywhere."""
    assert pattern(text).findall(text) == WORD.findall(text)


@given(anything)
def test_no_word_reaches_over_white_space(text: str) -> None:
    """Split at white space first, a text has the words that friend counts everywhere, one hash for each."""
    assert list(hashes(text)) == [each for word in WORD.findall(text) for each in hashes(word)]
    assert len(hashes(text)) == len(WORD.findall(text))


@given(anything)
@example("那個字 stands here")
def test_words_are_found_again_by_their_numbers(text: str) -> None:
    """Where any words stand is told as by one search through all of it."""
    long = f"{text} {'so many words ' * 60}{'– ' * 300}{text} at last"
    spans = [match.span() for match in WORD.finditer(long)]
    for first, last in (
        (0, len(spans) - 1),
        (1, 1),
        (len(spans) // 3, len(spans) // 2),
        (len(spans) - 2, len(spans) - 1),
    ):
        assert Counted(long, last + 1).place_of(first, last) == Span(spans[first][0], spans[last][1])


@given(anything, st.integers(0, 40))
def test_the_first_words_of_a_text_are_those_of_the_whole(text: str, count: int) -> None:
    """However many are wanted, and whatever stands between them, they come; no word is found beyond the last."""
    spread = f"one {'– ' * 60}{text}"
    some = Counted(spread, count).hashed
    assert some[:count] == hashes(spread)[:count]
    with pytest.raises(IndexError):
        Counted(spread).place_of(0, len(hashes(spread)))


def test_hashes_are_the_same_on_every_day() -> None:
    """The index outlives the process: no salt is in a hash."""
    assert list(hashes("Été, l’œuvre")) == list(hashes("(ete L'OEUVRE)"))
    assert hashes("word")[0] == 0x958EC7D727CFA44A
    assert key("É") == "e"


def test_six_words_are_found_and_five_are_not() -> None:
    """The shortest exact run has six words, whatever stands round it."""
    assert found("I saw nine torn nets before supper and so on", _HEARD) == [("nine torn nets before supper and", True)]
    assert found("I saw nine torn nets before supper, then left", _HEARD) == []


def test_a_common_phrase_is_nobodys() -> None:
    """Six or seven words of which all but one are small ones are said by everybody."""
    assert found("said it was not that he would have come", "as it was not that he would have gone") == []


def test_only_news_counts() -> None:
    """Four words in a row must be the reply's own; what was no news at the ends is left out."""
    words = _HEARD.split()
    four = [8 <= place < 12 for place in range(len(words))]
    assert found(_HEARD, _HEARD, four) == [("nine torn nets before", True)]
    three = [8 <= place < 11 for place in range(len(words))]
    assert found(_HEARD, _HEARD, three) == []


@given(_ALPHABET, _ALPHABET)
def test_any_texts_of_few_words(here: list[int], there: list[int]) -> None:
    """What is found is in order, apart, within both texts, and where exact word for word the same."""
    ours, theirs = (array("Q", [each * 0x9E3779B97F4A7C15 % 2**64 for each in some]) for some in (here, there))
    every = overlaps(ours, runs(ours).fours, Said(theirs), lambda _first, _end: [True] * len(theirs))
    for each in every:
        assert 0 <= each.start < each.end <= len(ours)
        assert 0 <= each.said_start < each.said_end <= len(theirs)
        assert 0.7 < each.similarity <= 1
        if each.exact and each.similarity == 1:
            assert ours[each.start : each.end] == theirs[each.said_start : each.said_end]
    assert all(one.end <= other.start for one, other in pairwise(every))
