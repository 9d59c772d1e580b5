"""The draft under the cursor: what is not touched stays byte for byte, and places and offsets agree (fault 55)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from friend.text.following import Change
from friend.text.span import line_starts
from friend.text.words import count_words
from friend.tui.document import DraftDocument

CHARACTERS = "ab é\t\u2028\x0c\x85\ufeff\u202e\x1b́👍"
TEXTS = st.lists(
    st.one_of(st.text(CHARACTERS, max_size=6), st.sampled_from(["\r\n", "\n", "\r", "\n\n"])), max_size=12
).map("".join)
# A lone CR directly before an edit that begins with LF would make one line end of two: a person cannot type that.
NO_LONE_CR = TEXTS.map(lambda text: text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n"))


@given(TEXTS)
def test_an_untouched_text_comes_back(text: str) -> None:
    """CRLF, LF, CR, U+2028, form feed, NEL and a BOM all come back as they were."""
    document = DraftDocument(text)
    assert document.text == text
    document._text = None
    assert document.text == text


@given(TEXTS)
def test_lines_end_where_friend_says(text: str) -> None:
    """The lines of the screen are the lines of friend.text.span, and a shown line is as long as the real one."""
    document = DraftDocument(text)
    starts = line_starts(text)
    assert document.line_count == len(starts)
    assert [document.offset_of((row, 0)) for row in range(document.line_count)] == starts


@given(TEXTS, st.data())
def test_offsets_and_places_agree(text: str, data: st.DataObject) -> None:
    """A place becomes an offset and the same place again, asked in any order."""
    document = DraftDocument(text)
    for _ in range(5):
        row = data.draw(st.integers(0, document.line_count - 1))
        column = data.draw(st.integers(0, len(document.get_line(row))))
        assert document.location_of(document.offset_of((row, column))) == (row, column)


@given(st.one_of(TEXTS, NO_LONE_CR), st.data())
def test_edits_are_those_of_a_plain_string(text: str, data: st.DataObject) -> None:
    """Any edits give what they give on a plain string, are reported as they are, and keep the word count."""
    document = DraftDocument(text)
    heard: list[Change] = []
    document.listener = heard.append
    model = text
    assert document.words == count_words(model)
    for _ in range(6):
        ends = [
            (row, data.draw(st.integers(0, len(document.get_line(row)))))
            for row in (data.draw(st.integers(0, document.line_count - 1)) for _ in range(2))
        ]
        begin, end = sorted(ends)
        first, last = document.offset_of(begin), document.offset_of(end)
        new = data.draw(TEXTS)
        result = document.replace_range(end, begin, new)
        assert result.replaced_text == model[first:last]
        model = model[:first] + new + model[last:]
        assert document.text == model
        assert document.offset_of(result.end_location) == first + len(new)
        assert heard[-1] == Change(first, last - first, len(new))
        assert document.words == sum(map(count_words, document._exact))


def test_new_lines_take_the_ending_that_prevails() -> None:
    """The ending that most lines have is the ending of new ones; LF where there is none."""
    assert DraftDocument("a\r\nb\r\nc\n").newline == "\r\n"
    assert DraftDocument("a\nb\nc\r\n").newline == "\n"
    assert DraftDocument("a\rb").newline == "\r"
    assert DraftDocument("a").newline == "\n"
