"""Where a sentence ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.text.sentences import sentences
from friend.text.span import Span

from .documents import Case, cases
from .strategies import anything, spans


@pytest.mark.parametrize("case", cases("sentences.md"), ids=lambda case: case.title)
def test_the_document(case: Case) -> None:
    """Each text of fixtures/text/sentences.md has the sentences that stand under it."""
    found = sentences(case.text, Span(0, len(case.text)))
    assert [span.of(case.text).replace("\n", "⏎") for span in found] == case.expected


@pytest.mark.parametrize("case", cases("sentences.md"), ids=lambda case: case.title)
def test_crlf_changes_nothing(case: Case) -> None:
    """CRLF parts sentences as LF does (fault 55)."""
    text = case.text.replace("\n", "\r\n")
    assert [span.of(text).replace("\r\n", "⏎") for span in sentences(text, Span(0, len(text)))] == case.expected


@given(anything, st.data())
def test_sentences_cover_the_span(text: str, data: st.DataObject) -> None:
    """In order, apart, trimmed, inside the span, and together all of it that is not white space."""
    span = data.draw(spans(text))
    found = sentences(text, span)
    last = span.start
    for each in found:
        words = each.of(text)
        assert words
        assert words == words.strip()
        # A BOM at the very start is the file's; it belongs to no sentence.
        assert not text[last : each.start].removeprefix("\ufeff" if last == 0 else "").strip()
        assert last <= each.start <= each.end <= span.end
        last = each.end
    assert not text[last : span.end].removeprefix("\ufeff" if last == 0 else "").strip()


@given(anything, st.data())
def test_offsets_are_of_the_whole_text(text: str, data: st.DataObject) -> None:
    """The sentences of a span are those of its words alone, moved to where it stands."""
    span = data.draw(spans(text.replace("\ufeff", "x")))
    text = text.replace("\ufeff", "x")
    alone = span.of(text)
    moved = [Span(each.start + span.start, each.end + span.start) for each in sentences(alone, Span(0, len(alone)))]
    assert sentences(text, span) == moved


@pytest.mark.parametrize(
    "text", ["." * 1_000_000 + "x", ". " * 500_000, ".)" * 500_000, "M" * 1_000_000, "(." * 400_000]
)
def test_a_megabyte_is_one_sentence(text: str) -> None:
    """A megabyte on one line is cut like any text (fault 61)."""
    assert len(sentences(text, Span(0, len(text)))) == 1
