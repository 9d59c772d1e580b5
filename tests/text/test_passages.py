"""What a paragraph is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.text.passages import blocks, leaves, paragraph_at, paragraphs
from friend.text.span import Span, line_starts

from .documents import Case, cases
from .strategies import anything


@pytest.mark.parametrize("case", cases("passages.md"), ids=lambda case: case.title)
def test_the_document(case: Case) -> None:
    """Each text of fixtures/text/passages.md has the paragraphs that stand under it."""
    found = paragraphs(case.text)
    assert [f"{each.kind}|{each.span.of(case.text).replace(chr(10), '⏎')}" for each in found] == case.expected
    assert [each.number for each in found] == list(range(1, len(found) + 1))


@pytest.mark.parametrize("case", cases("passages.md"), ids=lambda case: case.title)
@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_change_nothing(case: Case, end: str) -> None:
    """CRLF and lone CR end lines as LF does (fault 55)."""
    text = case.text.replace("\n", end)
    found = [f"{each.kind}|{each.span.of(text).replace(end, '⏎')}" for each in paragraphs(text)]
    assert found == case.expected


@pytest.mark.parametrize("other", ["\u2028", "\u2029", "\x0c", "\x0b", "\x85", "\x1c"])
def test_nothing_else_ends_a_line(other: str) -> None:
    """U+2028, form feed, NEL and their like are characters within a line (fault 55)."""
    text = f"one{other}# two{other}{other}three\n\nfour"
    assert [each.span.of(text) for each in paragraphs(text)] == [f"one{other}# two{other}{other}three", "four"]


def test_mixed_line_ends() -> None:
    """Offsets hold where a file mixes its line ends (fault 55)."""
    text = "# a\r\n\nb\rc\r\n\r\nd"
    assert [each.span for each in paragraphs(text)] == [Span(0, 3), Span(6, 9), Span(13, 14)]


def test_a_bom_is_outside() -> None:
    """A BOM is code point 0 and belongs to no paragraph; what follows it is read as Markdown (fault 55)."""
    assert paragraphs("\ufeff# a")[0].span == Span(1, 4)
    assert [each.kind for each in blocks("\ufeff---\na: b\n---\nc")] == ["front matter", "paragraph"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\ufeff", "\u2028", "\t\r\n"])
def test_blank_texts_have_none(text: str) -> None:
    """A text without words has no paragraphs (fault 61)."""
    assert paragraphs(text) == []


@given(anything)
def test_any_text_has_its_paragraphs(text: str) -> None:
    """Any text parses; paragraphs are in order, apart, trimmed, and within whole lines."""
    starts = {0, 1, *line_starts(text)}
    last = 0
    for each in paragraphs(text):
        words = each.span.of(text)
        assert each.span.start >= last
        assert words
        assert words == words.strip()
        assert not text[max(0, *(start for start in starts if start <= each.span.start)) : each.span.start].strip()
        last = each.span.end


@given(anything, st.integers(0, 200))
def test_paragraph_at_is_the_one_that_holds_the_place(text: str, offset: int) -> None:
    """A place inside a paragraph finds it; so does the end of its last line; a blank line finds none."""
    offset = min(offset, len(text))
    found = paragraph_at(text, offset)
    holding = [each for each in paragraphs(text) if each.span.start <= offset <= each.span.end]
    if holding:
        assert found in holding
    elif found:
        assert not text[offset : found.span.start].removeprefix("\ufeff").strip()


def test_paragraph_at_the_margins() -> None:
    """The indent of a paragraph's first line is its own; the blank line after it is not."""
    text = "  one\n\ntwo\n"
    assert [getattr(paragraph_at(text, offset), "number", None) for offset in (0, 5, 6, 7, 10, 11)] == [
        1,
        1,
        None,
        2,
        2,
        None,
    ]


def test_a_heading_knows_its_level_and_words() -> None:
    """A block that is a heading has its level and its title."""
    assert [(each.level, each.title) for each in blocks("## A *b* ##\n\nC\n---\n")] == [(2, "A *b*"), (2, "C")]


def test_leaves_are_items_rows_and_headings() -> None:
    """The innermost blocks are told apart: each item, heading and row begins one; only prose is prose."""
    text = "# h\n- a\n- b\n\nx|y\n-|-\nz|w\n\n```\nc\n```\n"
    assert leaves(text) == [(0, False), (4, True), (8, True), (13, False), (21, False), (26, False)]


@pytest.mark.parametrize(
    "text",
    [
        "word " * 200_000,
        "> " * 500_000,
        "[" * 1_000_000,
        "*" * 1_000_000,
        "[a\n" * 20_000,
        "<!--\n" * 50_000,
        "- " * 500_000,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_a_megabyte_is_read(text: str) -> None:
    """A megabyte on one line, or of one mark, is read like any text (fault 61)."""
    assert len(paragraphs(text)) <= 1
