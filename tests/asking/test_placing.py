"""Placing: advice stands on the words that it quotes, or says that it does not; the diff shows what changes there."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from friend.asking.drafts_form import in_the_drafts_form
from friend.asking.placing import DECODED, DRAFTS_OWN, MISQUOTED, place
from friend.asking.question import Passage
from friend.asking.suggestion import Advice, Suggestion
from friend.text.span import Span
from friend.text.words import count_words

LETTER = (
    "Dear neighbours,\n\nI am writing about the parking. It was decided by them\nlast month, and we weren’t told.\n\n"
    "The council has since met them. « Bonjour », they said; a **bold** move < none.\n"
)


def whole(text: str) -> Passage:
    """Ask about all of `text`."""
    return Passage(Span(0, len(text)), text, whole=True)


def about(text: str, words: str) -> Passage:
    """Ask about the one place of `words`."""
    start = text.index(words)
    return Passage(Span(start, start + len(words)), words)


def placed(quote: str, instead: str | None, text: str = LETTER, passage: Passage | None = None) -> Suggestion:
    """Place one piece of advice; the notes are looked at by the tests about notes."""
    suggestion, _ = place(Advice(quote, instead, "Why not."), text, passage or whole(text), "x.1")
    return suggestion


def assert_diff_holds(suggestion: Suggestion, text: str) -> None:
    """Check that what is kept and taken out is the draft's words, and what is kept and put in the wording."""
    assert suggestion.span is not None
    kept_and_out = "".join(piece.text for piece in suggestion.diff if piece.op != "+")
    kept_and_in = "".join(piece.text for piece in suggestion.diff if piece.op != "-")
    assert kept_and_out == suggestion.span.of(text)
    assert kept_and_in == suggestion.instead


def test_quote_found_as_written() -> None:
    """An exact quote stands at its words; its wording is diffed against them."""
    suggestion = placed("writing about", "writing to you about")
    assert suggestion.anchor == "exact"
    assert suggestion.span == Span(LETTER.index("writing"), LETTER.index(" the parking"))
    assert ("+", "to you ") in suggestion.diff
    assert_diff_holds(suggestion, LETTER)
    assert (suggestion.id, suggestion.quote, suggestion.why) == ("x.1", "writing about", "Why not.")
    assert suggestion.state == "open"


def test_quote_that_is_not_there() -> None:
    """Fault 38: a quote that is not in the draft is lost: no place, no diff, no share, no label; its words are kept."""
    suggestion = placed("the mayor decided", "the council decided")
    assert suggestion == Suggestion("x.1", "the mayor decided", None, "lost", "the council decided", "Why not.")


def test_a_damaged_quote_is_diffed_against_the_drafts_own_words() -> None:
    """Fault 38: a quote with a wrong letter and a word too many stands on the draft's words, and a note says so."""
    quote = "I am writting about all the parking. It was decided by them"
    suggestion, notes = place(Advice(quote, quote.replace("them", "the council"), ""), LETTER, whole(LETTER), "x")
    assert suggestion.anchor == "fuzzy"
    assert suggestion.span is not None
    assert suggestion.span.of(LETTER) == "I am writing about the parking. It was decided by them"
    assert_diff_holds(suggestion, LETTER)
    assert notes == (MISQUOTED,)


def test_quote_that_stands_twice() -> None:
    """Fault 39: a quote with several places is ambiguous: all are given, none is chosen."""
    suggestion = placed("them", "the council")
    assert suggestion.anchor == "ambiguous"
    assert suggestion.span is None
    assert [span.of(LETTER) for span in suggestion.candidates] == ["them", "them"]
    assert suggestion.diff == ()
    assert suggestion.changed is None
    assert suggestion.flags == ()


def test_the_asked_passage_wins() -> None:
    """Fault 39: of several places, the only one in the asked passage is meant."""
    suggestion = placed("them", "the council", passage=about(LETTER, "It was decided by them"))
    assert suggestion.anchor == "exact"
    assert suggestion.span == Span(LETTER.index("them"), LETTER.index("\nlast month"))


def test_suggestions_that_overlap_stand_apart() -> None:
    """Fault 40: each is placed for itself, and one that replaces the whole draft says so."""
    first = placed("by them", "by the council")
    second = placed("decided by them", "decided by a vote")
    everything = placed(LETTER, "Someone decided something about parking, and I do not think that it was right at all.")
    assert first.span is not None
    assert second.span is not None
    assert first.span.overlaps(second.span)
    assert everything.span is not None
    assert everything.span.of(LETTER) == LETTER.strip()
    assert "rewrites" in everything.flags


def test_comment_without_wording() -> None:
    """Where nothing is offered instead, there is a place and no diff."""
    suggestion = placed("the parking", None)
    assert suggestion.span is not None
    assert (suggestion.instead, suggestion.diff, suggestion.changed, suggestion.flags) == (None, (), None, ())


def test_deletion() -> None:
    """Empty wording takes the words out: all of them change."""
    suggestion = placed("last month, ", "")
    assert suggestion.diff == (("-", "last month,"),)
    assert suggestion.changed == 1.0


def test_copied_typography_is_the_drafts_own() -> None:
    """Where the friend wrote ' for ’ and a space for a line end, only what it changed is a change."""
    suggestion, notes = place(
        Advice("by them last month, and we weren't told", "by them last month, and we weren't asked", ""),
        LETTER,
        whole(LETTER),
        "x",
    )
    assert suggestion.anchor == "normalised"
    assert suggestion.quote == "by them last month, and we weren't told"
    assert suggestion.instead == "by them\nlast month, and we weren’t asked"
    assert suggestion.diff == (("=", "by them\nlast month, and we weren’t "), ("-", "told"), ("+", "asked"))
    assert_diff_holds(suggestion, LETTER)
    assert notes == (DRAFTS_OWN,)


def test_quotation_marks_and_emphasis_are_the_drafts_own() -> None:
    """« » and ** stay where the friend left the words in them alone."""
    greeting = placed('"Bonjour", they said', '"Bonsoir", they said')
    assert greeting.instead == "« Bonsoir », they said"
    move = placed("a bold move", "a bold step")
    assert move.instead == "a **bold** step"
    assert move.diff == (("=", "a **bold** "), ("-", "move"), ("+", "step"))


@pytest.mark.parametrize(
    ("quote", "instead", "words", "own"),
    [
        # The French space before a stop, and marks that the friend copied or did not.
        ("C'est oui!", "C'est non!", "C’est oui\u202f!", "C’est non\u202f!"),
        ("a **bold** word", "a **strong** word", "a **bold**\nword", "a **strong**\nword"),
        ("a bold word", "a strong word", "a **bold** word", "a strong word"),
        ("bold word", "bold text", "**bold** word", "**bold** text"),
        # One sign for three, of which the friend took one away.
        ("wait... no", "wait.. no", "wait… no", "wait.. no"),
        ("wait... no", "wait... yes", "wait… no", "wait… yes"),
        ("The council met", "The board met", "the council\nmet", "the board\nmet"),
        ("one two", "two one", "one\u00a0two", "two one"),
        # Not the same words: nothing to go by.
        ("a b c", "a b d", "x y z", "a b d"),
        ("a b", "", "a\nb", ""),
    ],
)
def test_wording_takes_the_drafts_form_where_it_copies(quote: str, instead: str, words: str, own: str) -> None:
    """What the friend left alone is written as in the draft, what it changed as the friend wrote it."""
    assert in_the_drafts_form(quote, instead, words) == own


def test_a_blank_at_the_end_of_a_wording_is_no_advice() -> None:
    """Small models end a wording with a space; it stands in no diff."""
    suggestion = placed("decided by them", "decided by us ")
    assert suggestion.instead == "decided by us"


def test_wording_that_writes_on_keeps_the_drafts_line_ends() -> None:
    """A hard-wrapped draft keeps its lines in the diff, even where the quote copied their ends to the letter."""
    suggestion, notes = place(
        Advice("decided by them\nlast month", "decided by the council last month", ""), LETTER, whole(LETTER), "x.1"
    )
    assert suggestion.instead == "decided by the council\nlast month"
    assert [piece.text for piece in suggestion.diff if piece.op != "="] == ["them", "the council"]
    assert notes == ()


def test_an_exact_quote_keeps_the_friends_typography() -> None:
    """Where the quote stands as written, the wording is exactly the friend's, typography and all."""
    suggestion, notes = place(Advice("we weren’t told", "we weren't told", ""), LETTER, whole(LETTER), "x")
    assert suggestion.instead == "we weren't told"
    assert suggestion.diff
    assert notes == ()


def test_entities_are_decoded_only_where_the_quote_is_not_found() -> None:
    """Quote and wording are read again with &lt; &gt; &amp; decoded, together and with a note; the quote stays."""
    suggestion, notes = place(Advice("move &lt; none", "move &gt; all", ""), LETTER, whole(LETTER), "x")
    assert suggestion.span is not None
    assert suggestion.span.of(LETTER) == "move < none"
    assert suggestion.quote == "move &lt; none"
    assert suggestion.instead == "move > all"
    assert notes == (DECODED,)


def test_entities_that_the_draft_holds_are_literal() -> None:
    """A draft about HTML keeps its entities: what is found as written is not decoded, nor is its wording."""
    text = "Write &lt; for a bracket, and & for itself."
    for drawn in (text, f"Write < for, I mean: {text}"):
        suggestion, notes = place(Advice("Write &lt; for", "Type &lt; for", ""), drawn, whole(drawn), "x")
        assert suggestion.span == Span(drawn.index("Write &lt;"), drawn.index(" a bracket"))
        assert suggestion.instead == "Type &lt; for"
        assert notes == ()


def test_entities_are_decoded_once() -> None:
    """&amp;lt; is &lt; and no more."""
    text = "Write &lt; for a bracket."
    suggestion, _ = place(Advice("Write &amp;lt; for", "Type &amp;lt; for", ""), text, whole(text), "x")
    assert suggestion.instead == "Type &lt; for"


def test_a_lost_quote_with_entities_is_left_as_it_came() -> None:
    """What is not found either way is not decoded, and nothing is noted."""
    suggestion, notes = place(Advice("x &lt; y", "x &gt; y", ""), LETTER, whole(LETTER), "x")
    assert (suggestion.anchor, suggestion.instead, notes) == ("lost", "x &gt; y", ())


def test_wide_characters_count_one_each() -> None:
    """Fault 47: offsets are code points, whatever a character takes elsewhere."""
    text = "👩‍👩‍👧 é中文 العربية here"
    suggestion = placed("here", "there", text)
    assert suggestion.span == Span(len(text) - 4, len(text))
    assert_diff_holds(suggestion, text)


TEXT = st.text(alphabet=st.sampled_from("abc ’'\n*«» é😀.<&;"), max_size=60)


@given(TEXT, TEXT, TEXT, st.tuples(st.integers(0, 60), st.integers(0, 60)))
def test_any_advice_can_be_placed(text: str, quote: str, instead: str, ends: tuple[int, int]) -> None:
    """No advice raises; where there is a place, the diff is the draft's words and the wording, exactly."""
    start, end = sorted(min(one, len(text)) for one in ends)
    passage = Passage(Span(start, end), text[start:end])
    suggestion, _ = place(Advice(quote, instead, ""), text, passage, "x")
    assert suggestion.quote == quote
    if suggestion.span is None:
        assert (suggestion.diff, suggestion.changed, suggestion.flags) == ((), None, ())
    else:
        assert_diff_holds(suggestion, text)
        assert suggestion.changed is not None
        assert 0 <= suggestion.changed <= 1


WORDS = st.lists(
    st.sampled_from(["don’t", "l’eau", "**so**", "« oui »", "it", "was", "then,", "l’été", "to"]), min_size=3
)


@given(WORDS, st.lists(st.sampled_from([" ", "\n", "\u00a0", "  "])), st.data())
def test_one_changed_word_is_one_change(words: list[str], gaps: list[str], data: st.DataObject) -> None:
    """A quote copied in other typography, with one word changed, shows that one change, wherever it is."""
    gaps = (gaps + [" "] * len(words))[: len(words) - 1]
    text = "".join(word + gap for word, gap in zip(words, [*gaps, ""], strict=True))
    place_of_change = data.draw(st.integers(0, len(words) - 1))
    plain = [re.sub(r"\*\*", "", word.replace("’", "'").replace("« ", '"').replace(" »", '"')) for word in words]
    assume(count_words(words[place_of_change]) == 1)
    instead = [*plain[:place_of_change], "zzz", *plain[place_of_change + 1 :]]
    suggestion = placed(" ".join(plain), " ".join(instead), text)
    assume(suggestion.span is not None)
    assert_diff_holds(suggestion, text)
    changed = [(piece.op, piece.text) for piece in suggestion.diff if piece.op != "="]
    assert sum(count_words(piece) for op, piece in changed if op == "-") == 1
    assert [piece for op, piece in changed if op == "+" and count_words(piece)] == [changed[-1][1]]
