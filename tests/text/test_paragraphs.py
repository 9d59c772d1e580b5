"""Which paragraphs of two versions of a text differ."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.text import paragraphs
from friend.text.diff import Rewrite, diff, rewrites
from friend.text.paragraphs import changed_paragraphs
from friend.text.span import Span
from friend.text.tokens import tokens

some = st.lists(
    st.sampled_from(["a", "b c", "***", "", " d", "e\u0301", "\u0301f", "日", "g\nh", "👩\u200d👧", "\u200d"]),
    max_size=9,
)
blanks = st.sampled_from(["\n\n", "\r\n\r\n"])


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a text of a few paragraphs and another version of it, perhaps with other line ends."""
    old = draw(some)
    new = list(old)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(new)))
        new[at : at + draw(st.integers(0, 2))] = draw(some)[:2]
    blank = draw(blanks)
    ends = st.sampled_from(["", "\n", blank])
    return blank.join(old) + draw(ends), draw(blanks | st.just(blank)).join(new) + draw(ends)


@given(versions())
def test_between_what_differs_both_versions_are_the_same(both: tuple[str, str]) -> None:
    """What is not in a stretch is the same text in both, and the stretches stand in order, none of them empty."""
    old, new = both
    at = to = 0
    for before, after in changed_paragraphs(old, new):
        assert (before.start, after.start) >= (at, to)
        assert len(before) or len(after)
        assert old[at : before.start] == new[to : after.start]
        at, to = before.end, after.end
    assert old[at:] == new[to:]


@given(versions())
def test_no_token_is_cut(both: tuple[str, str]) -> None:
    """A stretch begins and ends where a token does, in both versions (fault 47)."""
    for text, stretches in zip(both, zip(*changed_paragraphs(*both), strict=True), strict=False):
        edges = [0, *(edge for span in stretches for edge in (span.start, span.end)), len(text)]
        assert [token for start, end in pairwise(edges) for token in tokens(text[start:end])] == tokens(text)


@given(versions())
def test_rewrites_read_as_the_diff_of_their_words(both: tuple[str, str]) -> None:
    """Each stretch has the pieces that lead from its old words to its new ones."""
    old, new = both
    for rewrite in rewrites(old, new):
        assert rewrite.pieces == diff(rewrite.old.of(old), rewrite.new.of(new))


CHANGES = """
a|b|c -> a|x|c = b:x
a|b|c -> a|b|new|c = :new
a|b|c -> a|c = b:
a|b -> a|b|c = :c
a|b|c -> a|b = c:
a|b -> new|a|b = :new
a|b|c|d -> a|x|y|d = b|c:x|y
a|b|c|d|e -> a|x|c|d|y|e = b:x :y
a|b|c -> x|y|z = a|b|c:x|y|z
a|b|a|c -> b|a|c = a:
one|two|three|four -> two|one|three|four = :two two:
"""


@pytest.mark.parametrize("line", CHANGES.strip().splitlines())
def test_only_the_paragraphs_that_differ_are_named(line: str) -> None:
    """A paragraph changes in its place, comes or goes; the others are left alone."""
    before, rest = line.split(" -> ")
    after, expected = rest.split(" = ")
    old, new = ("\n\n".join(each.split("|")) for each in (before, after))
    found = [
        ":".join(span.of(text).strip("\n").replace("\n\n", "|") for span, text in zip(stretch, (old, new), strict=True))
        for stretch in changed_paragraphs(old, new)
    ]
    assert found == expected.split(" ")


def test_what_moved_far_is_aligned() -> None:
    """Where the next common paragraph is far away, the rest is aligned so that few paragraphs differ."""
    old = [f"Paragraph {number}." for number in range(40)]
    new = [*old[20:30], *old[:20], *old[30:]]
    stretches = list(changed_paragraphs("\n\n".join(old), "\n\n".join(new)))
    assert sum(len(before) + len(after) for before, after in stretches) == 2 * len("\n\n".join([*old[20:30], ""]))


@given(st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), max_size=60), st.randoms())
def test_a_short_look_ahead_is_as_right_as_a_long_one(old: list[str], random: Random) -> None:
    """However near the next common paragraph is looked for, both versions come back."""
    new = [each for each in old if random.random() > 0.1]
    texts = "\n\n".join(old), "\n\n".join(new)
    for ahead in (1, 2, 20):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(paragraphs, "_AHEAD", ahead)
            at, built = 0, ""
            for before, after in changed_paragraphs(*texts):
                built += texts[0][at : before.start] + after.of(texts[1])
                at = before.end
            assert built + texts[0][at:] == texts[1]


def test_a_draft_now_and_as_it_was_asked_about() -> None:
    """One gets the places that differ, in both versions, with the words that came and went."""
    old = "# Title\n\nWe were not told.\n\nIt is late.\n\nYours,\n"
    new = "# Title\n\nNobody told us.\n\nIt is late.\n\nSo we wait.\n\nYours,\n"
    assert [(each.old, each.new, [piece.text for piece in each.pieces]) for each in rewrites(old, new)] == [
        (Span(9, 28), Span(9, 26), ["We were not told", "Nobody told us", ".\n\n"]),
        (Span(41, 41), Span(39, 52), ["So we wait.\n\n"]),
    ]
    assert list(rewrites(old, old)) == []
    assert list(rewrites("", "a")) == [Rewrite(Span(0, 0), Span(0, 1), (("+", "a"),))]
