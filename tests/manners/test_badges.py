"""What the program makes of any reply: each quote is badged truthfully, and an edit beyond the question is labelled."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from friend.adapters.examples import manners
from friend.asking.friend import Friend
from friend.asking.question import Passage, Question
from friend.asking.suggestion import Suggestion
from friend.hearing import Hearing, Inquiry
from friend.ports import Delta
from friend.record.manners.scoring import badge
from friend.text.draft import Draft
from friend.text.passages import paragraphs
from friend.text.sentences import sentences
from friend.text.span import Span
from tests.builders import exchange
from tests.fakes.misbehaving import block

DRAFTS: Final = [sheet.draft for sheet in manners()]
INVENTED: Final = st.text(st.sampled_from("zxqkw "), min_size=12, max_size=60).map(str.strip).filter(bool)


class Clock:
    """A time that stands still."""

    def now(self) -> datetime:
        """Give it."""
        return datetime(2026, 11, 22, tzinfo=UTC)


@st.composite
def replies(draw: st.DrawFn) -> tuple[Inquiry, list[str], str]:
    """Give a question, the quotes of a reply to it, and the reply: quotes true, damaged and invented, from anywhere."""
    draft = draw(st.sampled_from(DRAFTS))
    passage = draw(st.sampled_from(paragraphs(draft.text))).span
    quotes = draw(st.lists(st.one_of(st.sampled_from(_quotes(draft.text)), INVENTED), min_size=1, max_size=4))
    quotes = [_damaged(quote) if draw(st.booleans()) else quote for quote in quotes]
    wordings = [draw(st.sampled_from([quote.upper(), "", quote, "so and so", f"{quote} so"])) for quote in quotes]
    reply = "It can be clearer.\n\n" + "\n".join(map(block, quotes, wordings))
    return about(draft, passage), quotes, reply


def about(draft: Draft, passage: Span) -> Inquiry:
    """Ask about a passage."""
    place = Passage(passage, passage.of(draft.text))
    return Inquiry(draft, Friend("fake", "openai/x"), Question("Is it clear?"), place)


def _quotes(text: str) -> list[str]:
    """Give what may be quoted: every sentence, and five words from its middle."""
    found = [span.of(text) for span in sentences(text, Span(0, len(text)))]
    return found + [" ".join(sentence.split(" ")[1:6]) for sentence in found if sentence.count(" ") > 5]


def _damaged(quote: str) -> str:
    """Change one word of a quote, so that it stands nowhere."""
    words = quote.split(" ")
    words[len(words) // 2] = "zzyzx"
    return " ".join(words)


def heard(inquiry: Inquiry, reply: str) -> tuple[Suggestion, ...]:
    """Hear a reply as the program does."""
    hearing = Hearing(inquiry, exchange(), Clock())
    hearing.take(Delta(reply))
    hearing.finish()
    return hearing.exchange().suggestions


@given(replies())
def test_every_quote_is_badged_as_it_is(made: tuple[Inquiry, list[str], str]) -> None:
    """A quote is called verbatim exactly where the draft holds it; one with words of its own never is."""
    inquiry, quotes, reply = made
    suggestions = heard(inquiry, reply)
    assert [each.quote for each in suggestions] == quotes
    text = " ".join(inquiry.draft.text.split())
    for each in suggestions:
        assert (badge(each) == "verbatim") == (" ".join(each.quote.split()) in text), each


@given(INVENTED, st.sampled_from(DRAFTS))
def test_an_invented_quote_is_not_found(words: str, draft: Draft) -> None:
    """Words of which the draft holds none are not found, so there is no diff and no mark (fault 38)."""
    (suggestion,) = heard(about(draft, Span(0, 20)), block(words, "so"))
    assert (badge(suggestion), suggestion.span, suggestion.diff) == ("not found", None, ())


@given(replies())
def test_every_edit_outside_the_question_is_labelled(made: tuple[Inquiry, list[str], str]) -> None:
    """A suggestion is labelled as outside the question exactly where its words are not wholly in the passage."""
    inquiry, _, reply = made
    for each in heard(inquiry, reply):
        if each.span is not None:
            asked = inquiry.passage.span
            is_outside = each.span.start < asked.start or each.span.end > asked.end
            assert ("outside-passage" in each.flags) == is_outside
