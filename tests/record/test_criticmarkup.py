"""A review as CriticMarkup, read back by our reader and by one that is not ours."""

from __future__ import annotations

import markdown
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pymdownx.critic import CriticViewPreprocessor, find_critics

from friend.asking.suggestion import Suggestion
from friend.record.formats.criticmarkup import criticmarkup, decoded, encoded
from friend.record.formats.criticmarkup_reader import before, nodes, suggestions
from friend.record.page import ReviewPage, review_page
from friend.text.diff import diff
from friend.text.draft import Draft
from friend.text.span import Span
from tests.record.reviews import TEXT, asked, letter, suggestion

SIGNS = [
    *(
        "{++",
        "++}",
        "{--",
        "--}",
        "{~~",
        "~~}",
        "~>",
        "{==",
        "==}",
        "{>>",
        "<<}",
        "{>><<}",
        "{",
        "}",
        "+",
        "-",
        "~",
        "=",
        ">",
    ),
    *(
        "<",
        "a",
        "word ",
        "été",
        " ",
        "\n",
        "\r\n",
        "\n\n",
        "\u2060",
        "⏎",
        "1. who: ",
        "2 on: ",
        ". ",
        ": ",
        "| ",
        "*",
        "%}",
    ),
]
WORDS = st.lists(st.sampled_from(SIGNS), max_size=8).map("".join)


@st.composite
def reviews(draw: st.DrawFn) -> ReviewPage:
    """Make a draft full of CriticMarkup, with suggestions anywhere in it; some overlap."""
    text = "".join(draw(st.lists(WORDS, min_size=1, max_size=6)))
    made = []
    for number in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        if start == end:
            continue
        quote, instead = text[start:end], draw(st.none() | WORDS)
        pieces = diff(quote, instead) if instead is not None else ()
        made.append(Suggestion(f"X.{number}", quote, Span(start, end), "exact", instead, draw(WORDS), diff=pieces))
    return review_page(Draft(text, "x.md"), [(asked(text, made), text)])


@given(reviews())
@example(review_page(Draft("a > b", "x.md"), [(asked("a > b", [suggestion("a > b", 1, "a > b", "c", "w")]), "a > b")]))
def test_it_parses_back_to_the_same_draft_and_suggestions(page: ReviewPage) -> None:
    """Fault 71: whatever stands in draft and notes, the export is unambiguous."""
    marked = criticmarkup(page).text
    assert before(marked) == page.draft.text
    read = suggestions(marked)
    assert [each.number for each in read] == [note.number for note in page.notes]
    for each, note in zip(read, page.notes, strict=True):
        assert each.quote == note.span.of(page.draft.text)
        assert each.instead == note.suggestion.instead
        assert each.why == note.suggestion.why.strip()
        assert each.who == "Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026"


@given(reviews())
def test_a_foreign_reader_sees_the_same(page: ReviewPage) -> None:
    """pymdown-extensions' critic finds the marks that we meant, and rejecting all of them gives the draft back."""
    marked = criticmarkup(page).text
    foreign = [(kind, text, new or "") for _, _, kind, text, new in find_critics(marked)]
    assert foreign == [tuple(node) for node in nodes(marked) if node.kind]
    assert rejected(marked) == page.draft.text


def rejected(marked: str, mode: str = "reject") -> str:
    """Reject (or accept) everything with the foreign reader."""
    reader = CriticViewPreprocessor(None)
    reader.config = {"mode": mode}
    return "\n".join(reader.run(marked.split("\n")))


@given(WORDS)
def test_a_comment_holds_any_words(words: str) -> None:
    """What is written into a comment comes back, on one line, and does not end it."""
    shown = encoded(words)
    assert decoded(shown) == words
    assert "\n" not in shown
    assert "\r" not in shown
    assert [tuple(node) for node in nodes(f"{{>>x {shown}<<}}")] == [(">>", f"x {shown}", "")]


def test_a_review_names_the_versions_and_can_be_accepted_by_other_tools() -> None:
    """Every suggestion carries who made it; other tools accept the wording of those that are markup."""
    marked = criticmarkup(letter())
    assert before(marked.text) == TEXT
    assert (
        "{~~decided by them~>decided by the council~~}{>>2. Claude Sonnet 4 (claude-sonnet-4-20250514), " in marked.text
    )
    assert "3. GPT-4o (no more exact version reported), 21 Nov. 2026, incomplete answer: Say when." in marked.text
    assert marked.written == {1: "markup", 2: "markup", 3: "comment", 4: "markup", 5: "markup"}
    accepted = rejected(marked.text, "accept")
    assert "I am writing because of the parking. It was decided by the council last month" in accepted
    assert "<ins" in markdown.markdown(marked.text, extensions=["pymdownx.critic"])


LONG = "we were not told, and nobody asked us whether we could live with it > or not at all"


@pytest.mark.parametrize(
    ("quote", "instead", "how"),
    [
        ("told", "asked", "markup"),
        ("a > b", "c", "split"),
        ("a --} > b", "c", "mark and comment"),
        (LONG, LONG.replace("told", "asked"), "split"),
        ("told\nus", "told\nthem", "split"),
        ("a --} ==} > b", "c", "comment"),
        ("told", None, "markup"),
    ],
)
def test_what_would_clash_is_split_or_written_as_a_comment(quote: str, instead: str | None, how: str) -> None:
    """Fault 71: CriticMarkup has no escape, and the export says how each note is written."""
    text = f"Before {quote} after."
    page = review_page(Draft(text, "x.md"), [(asked(text, [suggestion(text, 1, quote, instead, "Why.")]), text)])
    assert criticmarkup(page).written == {1: how}


def test_words_that_changed_since_are_no_substitution() -> None:
    """A wording that was meant for other words is told beside them, not over them."""
    sent = "It was decided by them last month, and we were not told of it at all."
    now = "It was decided by those people last month, and we were not told of it at all."
    told = asked(sent, [suggestion(sent, 1, "decided by them last month, and we were not told", "decided", "Shorter.")])
    page = review_page(Draft(now, "x.md"), [(told, sent)])
    assert page.notes[0].has_changed
    marked = criticmarkup(page)
    assert marked.written == {1: "comment"}
    assert before(marked.text) == now
    assert suggestions(marked.text)[0].quote == "decided by them last month, and we were not told"
