"""Where a quote stands in a text."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from friend.text.anchoring import Anchor, find_quote, find_selector
from friend.text.selector import CONTEXT, Selector, select
from friend.text.span import Span
from friend.text.tokens import cuts_a_word

from .strategies import anything, prose, spans

TEXT = (
    "# Dear all\n\nThe party is over. It’s **big** art, they said.\r\n"
    "> Il disait : « l’été… »\n> encore\n\n- see [the page](http://x) now\n\n"
    "It's big art, they said. Pi is 3.14, not 13."
)


@pytest.mark.parametrize(
    ("quote", "kind", "words"),
    [
        ("The party", "exact", "The party"),
        ("\n  party is \n", "exact", "party is"),
        ("the party is over", "normalised", "The party is over"),
        ("PARTY", "lost", None),
        ("over. It's big", "normalised", "over. It’s **big**"),
        ("l'été...\" encore", "normalised", "l’été… »\n> encore"),
        ("disait: \"l'été", "normalised", "disait : « l’été"),
        ("said. Il disait", "normalised", "said.\r\n> Il disait"),
        ("see the page now", "normalised", "see [the page](http://x) now"),
        ("3.14", "exact", "3.14"),
        ("not 13", "exact", "not 13"),
    ],
)
def test_where_a_quote_stands(quote: str, kind: str, words: str | None) -> None:
    """Exact first, then without what a careless copy changes; the span holds the draft's own characters."""
    found = find_quote(TEXT, quote)
    assert found.kind == kind
    assert (found.span.of(TEXT) if found.span else None) == words
    assert found.candidates == ()


@pytest.mark.parametrize(
    "quote",
    ["art", "they said", "It's big art, they sai", "par", "3", "14", "1", "arty", "zebra", "", " \n", "**", "\u200b"],
)
def test_no_quote_is_put_in_a_wrong_place(quote: str) -> None:
    """Half a word or number, absent or blank words, words that stand twice: none is anchored (faults 38, 39)."""
    assert find_quote(TEXT, quote).span is None


def test_a_tie_names_its_places() -> None:
    """Words that stand in several places are ambiguous; all the places are given (fault 39)."""
    found = find_quote(TEXT, "art")
    assert found.kind == "ambiguous"
    assert [span.of(TEXT) for span in found.candidates] == ["art", "art"]
    many = find_quote("a b " * 100, "a b")
    assert (many.kind, len(many.candidates)) == ("ambiguous", 20)


def test_the_asked_passage_wins_if_it_holds_the_only_place() -> None:
    """Of several places the one inside the asked passage is meant; two inside, or none, is still a tie (fault 39)."""
    last = Span(TEXT.rindex("It's"), len(TEXT))
    assert find_quote(TEXT, "art", last) == Anchor("exact", Span(TEXT.rindex("art"), TEXT.rindex("art") + 3))
    assert find_quote(TEXT, "art", Span(0, 10)).kind == "ambiguous"
    assert find_quote(TEXT, "art", Span(0, len(TEXT))).kind == "ambiguous"
    assert find_quote(TEXT, "zebra", last).kind == "lost"
    assert find_quote(TEXT, "The party", last).kind == "exact"


def test_the_asked_passage_wins_in_typographic_dress_too() -> None:
    """The model wrote straight quotes: the place in the passage is meant, not the exact copy elsewhere (fault 39)."""
    passage = Span(TEXT.index("The party"), TEXT.index("\r\n"))
    found = find_quote(TEXT, "It's big art, they said.", passage)
    assert found.kind == "normalised"
    assert found.span
    assert found.span.of(TEXT) == "It’s **big** art, they said."


def test_graphemes_are_not_cut() -> None:
    """A quote does not anchor on a part of an emoji, a flag or an accented letter (fault 47)."""
    assert find_quote("x 👩\u200d👩\u200d👧 y", "👩").kind == "lost"
    assert find_quote("🇫🇷🇩🇪", "🇷🇩").kind == "lost"
    assert find_quote("cafe\u0301", "cafe").kind == "lost"
    assert find_quote("un cafe\u0301 !", "café") == Anchor("normalised", Span(3, 8))
    assert find_quote("a ❤\ufe0f b", "❤") == Anchor("normalised", Span(2, 4))
    assert find_quote("日本語", "本") == Anchor("exact", Span(1, 2))
    assert find_quote("قال مرحبا لنا", "مرحبا") == Anchor("exact", Span(4, 9))


def test_an_ellipsis_is_not_cut() -> None:
    """What is one sign in the draft is found as a whole or not at all."""
    assert find_quote("wait… now", "wait.").kind == "lost"
    assert find_quote("wait… now", ". now").kind == "lost"
    assert find_quote("wait… now", "wait...") == Anchor("normalised", Span(0, 5))


@given(anything, anything)
def test_any_quote_of_any_text_is_answered(text: str, quote: str) -> None:
    """Whatever the quote, its place lies in the text and cuts no word; no span comes with a tie."""
    found = find_quote(text, quote)
    for span in (*found.candidates, *([found.span] if found.span else [])):
        assert span.end <= len(text)
        assert len(span)
        assert not cuts_a_word(text, span.start)
        assert not cuts_a_word(text, span.end)
    assert (found.span is None) == (found.kind in {"ambiguous", "lost"})
    assert (len(found.candidates) > 1) == (found.kind == "ambiguous")
    if found.kind == "exact":
        assert found.span
        assert found.span.of(text) == quote.strip()


@given(prose, st.data())
def test_true_words_are_never_lost(text: str, data: st.DataObject) -> None:
    """Words copied from between words are found: there, or in a tie that holds the place."""
    span = data.draw(spans(text))
    words = span.of(text)
    assume(words.strip())
    start = span.start + len(words) - len(words.lstrip())
    place = Span(start, start + len(words.strip()))
    assume(not cuts_a_word(text, place.start) and not cuts_a_word(text, place.end))
    found = find_quote(text, words)
    assert found.span == place or place in found.candidates or len(found.candidates) == 20


# How a place is remembered.


@given(anything, st.data())
def test_a_selector_holds_the_words_around(text: str, data: st.DataObject) -> None:
    """A selector is the words, at most 32 code points on either side, and the offsets."""
    span = data.draw(spans(text))
    made = select(text, span)
    assert made.prefix + made.exact + made.suffix in text
    assert text[made.start : made.end] == made.exact
    assert len(made.prefix) == min(CONTEXT, span.start)
    assert len(made.suffix) == min(CONTEXT, len(text) - span.end)


@given(anything, st.data())
def test_an_untouched_text_gives_the_place_back(text: str, data: st.DataObject) -> None:
    """In the same text the same place is found, even where the selection cut a word; a blank one is lost."""
    span = data.draw(spans(text))
    found = find_selector(text, select(text, span))
    assert found == (Anchor("exact", span) if span.of(text).strip() else Anchor("lost", None))


LETTER = (
    "Dear neighbours, I am writing about the parking. It was decided by them last month, and we were not told."
    "\n\nThe second thing is the noise. It was decided by them too, and nobody asked."
)
PLACE = Span(LETTER.index("decided"), LETTER.index("decided") + len("decided by them"))


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        (LETTER, "exact"),
        ("# A title\n\n" + LETTER, "exact"),
        (LETTER.replace("Dear neighbours, ", ""), "exact"),
        (LETTER.replace("last month", "a year ago"), "exact"),
        (LETTER.replace("\n\nThe second", " The second"), "exact"),
        (LETTER.replace("decided by them last", "decided\nby **them** last"), "normalised"),
    ],
)
def test_a_place_is_found_after_edits_elsewhere(changed: str, kind: str) -> None:
    """The words around it change, or its own wrap or emphasis: the place is found, not its twin."""
    found = find_selector(changed, select(LETTER, PLACE))
    assert found.kind == kind
    assert found.span
    assert " ".join(found.span.of(changed).replace("*", "").split()) == "decided by them"
    assert changed[found.span.end :].lstrip().startswith(("last", "a year"))


def test_a_place_whose_words_are_gone_is_lost() -> None:
    """The words are gone, or only an unlike twin is left: lost, never the twin."""
    gone = LETTER.replace("decided by them last", "settled last")
    assert find_selector(gone, select(LETTER, PLACE)) == Anchor("lost", None)
    assert find_selector("", select(LETTER, PLACE)) == Anchor("lost", None)
    assert find_selector("They said the cat sat.", Selector("the", "x" * 32, "y" * 32, 10, 13)).kind == "lost"


def test_a_short_word_at_the_edge_of_another_text_is_lost() -> None:
    """The start of the text is a context too, but no proof: another text may begin with the same word."""
    text = "The party is over, and nobody came to say goodbye."
    assert find_selector("The cat sat.", select(text, Span(0, 3))) == Anchor("lost", None)
    assert find_selector(text, select(text, Span(0, 3))) == Anchor("exact", Span(0, 3))


def test_twins_in_like_surroundings_are_a_tie() -> None:
    """Two places that fit alike are ambiguous (fault 39)."""
    table = "x\n" + "| yes | no | maybe | so it is, said the row that repeats |\n" * 4
    found = find_selector("\n\n" + table, select(table, Span(table.index("maybe", 80), table.index("maybe", 80) + 5)))
    assert found.kind == "ambiguous"
    assert len(found.candidates) > 1


@given(prose, prose, st.data())
def test_another_text_never_gives_other_words(text: str, other: str, data: st.DataObject) -> None:
    """In whatever the text became, an exact place holds the same words, and every place lies in the text."""
    span = data.draw(spans(text))
    found = find_selector(other, select(text, span))
    if found.kind == "exact":
        assert found.span
        assert found.span.of(other) == span.of(text)
    for each in (*found.candidates, *([found.span] if found.span else [])):
        assert each.end <= len(other)


@pytest.mark.parametrize(
    "text",
    [
        "a " * 200_000,
        "🇫🇷" * 50_000,
        "a\n" * 50_000,
        "word and other " * 20_000,
        "« \n" * 50_000,
        "[a](b) *" * 50_000,
        "é’" * 50_000,
        "a" * 100_000,
    ],
    ids=lambda text: repr(text[:4]),
)
def test_a_long_line_is_searched(text: str) -> None:
    """A long text of one thing is searched like any text: a tie or nothing, also of more than there is (fault 61)."""
    assert find_quote(text, text[:2]).span is None
    assert find_quote(text, "zebra").kind == "lost"
    assert find_quote(text, "a quote that nobody ever wrote in it").kind == "lost"
    assert find_quote(text, text + " a").kind == "lost"


@pytest.mark.parametrize("text", ["", "x", " \n", " \n\t" * 50_000, "\ufeff", "👍", "👩\u200d👩\u200d👧" * 2_000])
def test_texts_without_words_hold_no_quote(text: str) -> None:
    """Nothing, one character, white space and emoji alone are searched as any text, and remember no place."""
    assert find_quote(text, "no such words here").kind == "lost"
    assert find_quote(text, " \n ").kind == "lost"
    assert find_selector(text, select("The words of another text.", Span(4, 9))) == Anchor("lost", None)


# Words that are not there as written.

STORY = (
    "The council met in the spring to talk about where people leave their cars at night. Nobody told the street.\n\n"
    "We only heard of it when the signs went up, and by then it was too late to say a word against them.\n\n"
    "Le maire a promis de revenir sur cette décision avant l’été, mais personne n’y croit vraiment ici.\n\n"
    "In autumn the signs were taken down again, and the whole affair was quietly forgotten by everyone but us."
)


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        # A letter wrong, a word left out, put in, replaced; two exchanged; accents gone; the middle cut out.
        ("We onyl heard of it when the sings went up", "We only heard of it when the signs went up"),
        ("by then it was too late to say word against them.", "by then it was too late to say a word against them."),
        ("where most people leave their cars at night", "where people leave their cars at night"),
        ("the whole business was quietly forgotten by everyone", "the whole affair was quietly forgotten by everyone"),
        ("the whole affair quietly was forgotten by everyone", "the whole affair was quietly forgotten by everyone"),
        ("a promis de revenir sur cette decision avant l'ete", "a promis de revenir sur cette décision avant l’été"),
        ("The council met in the spring … Nobody told the street.", STORY[: STORY.index("\n")]),
        ("Somebody told the street", None),
        ("We only heard of the new mayor when the old one resigned at last", None),
        ("The signs went up in the spring, and people were told at night", None),
    ],
)
def test_a_damaged_quote_is_found_or_lost(quote: str, words: str | None) -> None:
    """A careless copy is found where most of its words stand, and says so; words that only sound alike are lost."""
    found = find_quote(STORY, quote)
    assert (found.span.of(STORY) if found.span else None) == words
    if words:
        assert found.kind == "fuzzy"
        assert found.is_changed
        assert found.score
        assert 0.6 < found.score < 1 or "…" in quote


def test_a_damaged_quote_of_twins_is_a_tie() -> None:
    """Where two places fit nearly alike neither is chosen, unless only one of them was asked about (fault 39)."""
    text = STORY + "\n\n" + STORY.replace("people leave", "neighbours leave")
    quote = "talk about where someone leaves their cars at night"
    found = find_quote(text, quote)
    assert found.kind == "ambiguous"
    assert [span.of(text).split()[-1] for span in found.candidates] == ["night", "night"]
    second = Span(len(STORY), len(text))
    inside = find_quote(text, quote, second)
    assert inside.kind == "fuzzy"
    assert inside.span
    assert second.contains(inside.span)


@given(st.data())
def test_damage_never_leads_to_another_place(data: st.DataObject) -> None:
    """Whatever words a quote loses, gains or exchanges, it is found where it came from or not at all."""
    words = STORY.split(" ")
    start = data.draw(st.integers(0, len(words) - 12))
    quote = words[start : start + 12]
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(quote) - 1))
        quote[place : place + data.draw(st.integers(0, 2))] = data.draw(
            st.lists(st.sampled_from(["xylophone", "the", "signs", "was"]), max_size=1)
        )
        assume(len(quote) > 1)
    first = len(" ".join(words[:start]))
    found = find_quote(STORY, " ".join(quote))
    if found.span:
        assert found.span.overlaps(Span(first, first + len(" ".join(words[start : start + 12])) + 1))


def test_an_edited_passage_keeps_its_note() -> None:
    """Remembered words that were edited are found by what is left of them and says so; too little left is lost."""
    start = STORY.index("when the signs")
    place = Span(start, STORY.index(", and by then"))
    kept = STORY.replace("when the signs went up", "when the big signs were up")
    found = find_selector(kept, select(STORY, place))
    assert (found.kind, found.is_changed) == ("fuzzy", True)
    assert found.span
    assert found.span.of(kept) == "when the big signs were up"
    gone = STORY.replace("when the signs went up", "after a year")
    assert find_selector(gone, select(STORY, place)) == Anchor("lost", None)
    assert not find_selector(STORY, select(STORY, place)).is_changed


def test_an_edited_word_is_found_between_its_neighbours() -> None:
    """One word of two that changed: what stands now between the same neighbours is the place."""
    start = STORY.index("too late")
    changed = STORY.replace("too late", "much too early")
    found = find_selector(changed, select(STORY, Span(start, start + len("too late"))))
    assert found.kind == "fuzzy"
    assert found.span
    assert found.span.of(changed) == "much too early"
