"""How a person names a place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.text.address import NoSuchPassageError, part, resolve
from friend.text.passages import paragraphs
from friend.text.span import Span

from .strategies import anything

TEXT = (
    "# Dear all\n\nThe party is over. It’s art, they said. It was « l’été »…"
    "\n\n- an art\n- a craft\n\nThe end.\r\nReally.\n"
)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("1", "# Dear all"),
        ("3", "- an art\n- a craft"),
        ("2.2", "It’s art, they said."),
        (" 3.1 ", "- an art"),
        ("L8", "The end."),
        ("L5-L6", "- an art\n- a craft"),
        ("L8-L9", "The end.\r\nReally."),
        ("l5-6", "- an art\n- a craft"),
        ("L2", ""),
        ("party", "party"),
        ("It's art, they said", "It’s art, they said"),
        ("l'été", "l’été"),
    ],
)
def test_what_each_name_means(at: str, words: str) -> None:
    """Paragraphs, sentences, lines without their last line end, and else the words themselves."""
    assert resolve(TEXT, at).of(TEXT) == words


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("7", "no paragraph 7: this text has 4 paragraphs"),
        ("0", "no paragraph 0"),
        ("2.9", "no sentence 2.9: paragraph 2 has 3 sentences"),
        ("2.0", "no sentence 2.0"),
        ("L10", "no line 10: this text has 9 lines"),
        ("L5-L3", "no lines 5 to 3"),
        ("L0", "no line 0"),
        ("zebra", "“zebra” is not in this text"),
        ("part", "is not in this text"),
        ("  ", "No place was named"),
    ],
)
def test_what_is_not_there_is_said(at: str, said: str) -> None:
    """A place that is not there is refused, and the message says what there is."""
    with pytest.raises(NoSuchPassageError) as caught:
        resolve(TEXT, at)
    assert said in str(caught.value)
    assert caught.value.candidates == ()


def test_one_of_each_is_counted_in_the_singular() -> None:
    """A text with one paragraph, or none, is described as people would."""
    with pytest.raises(NoSuchPassageError, match=r"this text has 1 paragraph\."):
        resolve("One.", "2")
    with pytest.raises(NoSuchPassageError, match="this text has no lines"):
        resolve("", "L1")
    with pytest.raises(NoSuchPassageError, match="this text has no paragraphs"):
        resolve("", "1")


def test_words_in_two_places_are_refused_with_both() -> None:
    """Ambiguous words are refused; the candidates are named by line (fault 39)."""
    with pytest.raises(NoSuchPassageError) as caught:
        resolve(TEXT, "art")
    assert [span.of(TEXT) for span in caught.value.candidates] == ["art", "art"]
    assert "line 3 (" in str(caught.value)
    assert "line 5 (" in str(caught.value)


def test_a_message_is_safe_on_a_terminal() -> None:
    """What the person typed and what the draft holds come back visible, on one line (fault 41)."""
    for text, at in [("a\x1b]52;c;x\x07 b\n\na\x1b c", "a"), ("x", "y\x1b[31m\nz")]:
        with pytest.raises(NoSuchPassageError) as caught:
            resolve(text, at)
        assert str(caught.value).isprintable()
    with pytest.raises(NoSuchPassageError) as caught:
        part("# a\x1b[2J\n# b", "c")
    assert str(caught.value).isprintable()


@given(anything)
def test_every_paragraph_can_be_named(text: str) -> None:
    """The number of each paragraph names it, and each of its sentences lies in it."""
    for each in paragraphs(text):
        assert resolve(text, str(each.number)) == each.span
        assert each.span.contains(resolve(text, f"{each.number}.1"))


@given(anything, anything | st.from_regex(r"\A[Ll]?\d{1,3}([-.][Ll]?\d{1,3})?\Z"))
def test_any_name_is_a_place_or_refused(text: str, name: str) -> None:
    """Whatever is typed, the answer is a span of the text or a refusal with spans of the text."""
    for call in (resolve, part):
        try:
            span = call(text, name)
        except NoSuchPassageError as error:
            assert all(Span(0, len(text)).contains(each) for each in error.candidates)  # noqa: PT017 - either will do
        else:
            assert Span(0, len(text)).contains(span)


SECTIONS = "# One\n\na\n\n## Sub **bold**\n\nb\n\n## Other\n\nc\n\n# Two\n\n### Deep\n\nd\n\n# Two and a half\n\ne\n"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("one", "# One\n\na\n\n## Sub **bold**\n\nb\n\n## Other\n\nc"),
        ("SUB BOLD", "## Sub **bold**\n\nb"),
        ("## Other", "## Other\n\nc"),
        ("two", "# Two\n\n### Deep\n\nd"),
        ("half", "# Two and a half\n\ne"),
        ("L1-L3", "# One\n\na"),
    ],
)
def test_a_part_is_a_section_or_lines(name: str, words: str) -> None:
    """A section runs to the next heading of its level or higher; all of a heading's words win over some of them."""
    assert part(SECTIONS, name).of(SECTIONS) == words


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        (SECTIONS, "three", "There is: “One”; “Sub **bold**”"),
        (SECTIONS, "o", "names more than one heading: “One” (line 1)"),
        (SECTIONS, "#", "No heading has the words"),
        (SECTIONS, "", "No part was named"),
        (SECTIONS, "L1-L99", "There are no lines 1 to 99"),
        ("Words.", "Words", "This text has no headings"),
        ("# A\n\n# A\n", "a", "“A” (line 1); “A” (line 3)"),
    ],
)
def test_no_such_part_is_said(text: str, name: str, said: str) -> None:
    """A part that is not there, or is there twice, is refused with what there is."""
    with pytest.raises(NoSuchPassageError) as caught:
        part(text, name)
    assert said in str(caught.value)
