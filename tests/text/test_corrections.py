"""The spans that a diff marks, against those that a person marked by hand (tests/fixtures/corrections.txt)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from friend.text.diff import diff
from tests.benchmarks.corrections import ENGINES, Piece, Sentence, edits, ours


def right(sentences: list[Sentence], compare: Callable[[str, str], Iterable[Piece]]) -> tuple[int, int]:
    """Count the edits of a person that a diff marks as they are, and the edits that it marks."""
    pairs = [(set(edits(each.pieces)), set(edits(compare(each.old, each.new)))) for each in sentences]
    return sum(len(wanted & marked) for wanted, marked in pairs), sum(len(marked) for _, marked in pairs)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_marks_what_a_person_marks(language: str) -> None:
    """At least as many edits are a person's as with diff-match-patch on letters, and no more are marked in vain."""
    sentences = ours(language)
    found, marked = right(sentences, diff)
    peer_found, peer_marked = right(sentences, ENGINES["diff-match-patch"])
    assert found >= peer_found
    assert marked - found <= peer_marked - peer_found


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_sentences_are_what_they_say(language: str) -> None:
    """Forty sentences and more in each language, each with a correction that changes it, marked in whole words."""
    sentences = ours(language)
    assert len(sentences) > 40
    for sentence in sentences:
        assert sentence.old != sentence.new
        assert all(old != new for (_, old), (_, new) in zip(sentence.pieces[1::3], sentence.pieces[2::3], strict=True))
        assert "  " not in sentence.old + sentence.new
        assert edits(sentence.pieces)


def test_words_are_kept_where_all_of_them_is_kept() -> None:
    """What all diffs are measured by: letters mark their word, a space alone marks the words on both sides."""
    assert edits([("=", "go"), ("+", "es"), ("=", " on")]) == [(0, 1, 0, 1)]
    assert edits([("=", "in"), ("-", " "), ("=", "to it")]) == [(0, 2, 0, 1)]
    assert edits([("=", "a "), ("-", "b"), ("+", "c"), ("=", " d.")]) == [(1, 2, 1, 2)]
    assert edits([("=", "a"), ("+", ","), ("=", " b")]) == [(1, 1, 1, 2)]
