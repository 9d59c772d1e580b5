"""What a paragraph is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.text.passages import blocks, leaves, not_own, paragraph_at, paragraphs
from friend.text.sentences import sentences
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
        "[^a]:" * 200_000,
        "[^a" * 300_000,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_a_megabyte_is_read(text: str) -> None:
    """A megabyte on one line, or of one mark, is read like any text (fault 61)."""
    assert len(paragraphs(text)) <= 1


NOT_OWN = {
    "front matter": "---\ntitle: a thing\n---\n\nMine.\n",
    "fence": "Mine.\n\n```python\nx = 1\n```\n",
    "fence in an item": "- Mine.\n\n  ~~~\n  x = 1\n  ~~~\n",
    "indented code": "Mine.\n\n    x = 1\n",
    "HTML": "<div>\nmarkup\n</div>\n\nMine.\n",
    "comment": "Mine.\n\n<!-- a remark\n\nof two paragraphs -->\n",
    "block quote": "> Words of\nanother.\n\nMine.\n",
    "quote in a footnote": "Mine.[^1]\n\n[^1]:\n    > Words of another.\n",
    "quoted mail": "Mine.\n\nOn Monday, Anne wrote:\n\n> Words\n>> of two.\n",
    "courrier cité": "Mine.\n\nLe 3 mai, Anne a écrit :\n\n> Des mots.\n",
}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("kind", NOT_OWN)
def test_what_is_not_the_persons_own(kind: str, end: str) -> None:
    """Front matter, code, HTML, quotes and quoted mail are told from the person's words, which are none of it."""
    text = NOT_OWN[kind].replace("\n", end)
    others = not_own(text)
    mine = text.index("Mine.")
    assert others
    assert not any(span.overlaps(Span(mine, mine + 5)) for span in others)
    covered = {offset for span in others for offset in range(span.start, span.end)}
    left = "".join(char for offset, char in enumerate(text) if offset not in covered)
    assert left.replace("Mine.", "").replace("[^1]:", "").replace("[^1]", "").strip() in {"", "-"}


def test_tables_and_footnotes_are_the_persons_own() -> None:
    """What stands in a table or a footnote is the person's text, and is counted as a paragraph."""
    text = "a | b\n--|--\nc | d\n\nText.[^1]\n\n[^1]: A note.\n"
    assert not_own(text) == ()
    assert [each.kind for each in paragraphs(text)] == ["table", "paragraph", "footnote"]


def test_a_footnotes_sentences_are_sentences() -> None:
    """A footnote's mark belongs to its first sentence, and the next paragraph of it begins another."""
    text = "[^1]: See p. 4. He says so.\n\n    She kept it\n"
    found = [span.of(text) for span in sentences(text, Span(0, len(text)))]
    assert found == ["[^1]: See p. 4.", "He says so.", "She kept it"]
