"""What may be quoted, and how it looks."""

from dataclasses import replace

import pytest

from friend.record.quotation import NotTheirWordsError, quotation, words_of
from tests.builders import exchange


def test_a_quotation_is_a_block_quote_with_its_attribution() -> None:
    """The words, then one line that says whose they are."""
    assert quotation(exchange(), "en", suggestion=1) == (
        "> because of the parking\n>\n> — Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026"
    )


def test_words_are_checked_against_what_was_said() -> None:
    """Words that stand in the answer are quoted; others are refused."""
    assert words_of(exchange(), words="The weakest point is who decided") == "The weakest point is who decided"
    with pytest.raises(NotTheirWordsError):
        words_of(exchange(), words="The strongest point is who decided")


def test_words_are_cut_only_with_the_cut_mark_and_in_order() -> None:
    """Pieces between […] stand in one breath, in the order in which they were said."""
    assert words_of(exchange(), words="Mostly. […] a reader can't tell.")
    with pytest.raises(NotTheirWordsError):
        words_of(exchange(), words="a reader can't tell. […] Mostly.")
    with pytest.raises(NotTheirWordsError):
        words_of(exchange(), words="Mostly. […] A word is missing.")


def test_a_comment_without_wording_is_quoted_by_its_reason() -> None:
    """A suggestion that offers no wording has said its reason."""
    told = exchange()
    comment = told.raw.replace("<instead>because of the parking</instead>\n", "")
    assert words_of(replace(told, raw=comment), suggestion=1) == "A word is missing."


def test_the_words_are_the_friends_own_to_the_letter() -> None:
    """R6: where the desk shows the draft's own apostrophe, the quotation keeps the one that the friend wrote."""
    told = exchange()
    raw = told.raw.replace("because of the parking", "because of the neighbours' parking")
    shown = replace(told.suggestions[0], instead="because of the neighbours’ parking")
    assert words_of(replace(told, raw=raw, suggestions=(shown,)), suggestion=1) == "because of the neighbours' parking"


def test_what_is_not_there_is_said() -> None:
    """An absent suggestion, no words, and an answer without prose are refused in words."""
    with pytest.raises(LookupError, match="there is no suggestion 2: this exchange has 1"):
        words_of(exchange(), suggestion=2)
    with pytest.raises(NotTheirWordsError, match="no words"):
        words_of(exchange(), words=" […] ")
    with pytest.raises(NotTheirWordsError, match="no answer in words"):
        words_of(replace(exchange(), answer=" "))


def test_an_answer_of_several_paragraphs_stays_one_quotation() -> None:
    """Every line carries the quote mark, empty ones without a trailing space."""
    told = replace(exchange(), answer="One.\n\nTwo.")
    assert quotation(told, "fr").splitlines()[:3] == ["> One.", ">", "> Two."]


def test_an_ellipsis_that_the_person_typed_is_a_cut_and_is_checked() -> None:
    """R6: "..." and … between two runs become […]; each run is looked up; a run that is half a word is refused."""
    for cut in ("...", "…", "[...]", "[…]"):
        assert words_of(exchange(), words=f"Mostly. {cut} a reader can't tell.") == "Mostly. […] a reader can't tell."
    with pytest.raises(NotTheirWordsError):
        words_of(exchange(), words="Mostly. ... a writer can't tell.")
    with pytest.raises(NotTheirWordsError):
        words_of(exchange(), words="ostly. The weak")


def test_an_ellipsis_of_the_friends_own_stays() -> None:
    """What the friend wrote itself is no cut."""
    told = replace(exchange(), answer="Well… it is long.", raw="Well… it is long.")
    assert words_of(told, words="Well… it is long.") == "Well… it is long."


def test_what_is_quoted_is_the_friends_writing_not_the_copys() -> None:
    """Words copied with other quotation marks or line ends come back as they were written."""
    assert words_of(exchange(), words="a reader\ncan’t tell") == "a reader can't tell"


def test_a_suggestion_that_only_deletes_has_nothing_to_quote() -> None:
    """No words, no quotation."""
    told = exchange()
    gone = told.raw.replace("because of the parking", "").replace("A word is missing.", "")
    with pytest.raises(NotTheirWordsError, match="no words of its own"):
        words_of(replace(told, raw=gone), suggestion=1)
