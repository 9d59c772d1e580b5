"""What a check looks at before it reads a whole text for quotations, and what it leaves out."""

from __future__ import annotations

import pytest
from hypothesis import given

from friend.record.attributions import ATTRIBUTION_AT_ALL
from friend.record.borrowing import without
from friend.record.findings import Finding
from friend.record.formats.quotations import Form
from friend.record.quotation import quotation
from friend.record.quoted import quotations_in
from friend.record.verdict import decided, verdict_on
from friend.text.shingles import pattern
from friend.text.span import Span
from tests.builders import exchange
from tests.text.strategies import anything


@pytest.mark.parametrize("form", ["markdown", "text", "html", "latex"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_quick_look_misses_no_quotation(form: Form, language: str) -> None:
    """Whatever form and language friend writes a quotation in, the quick look says that one may be there."""
    written = quotation(exchange(), language, form=form)
    assert quotations_in(written)
    assert ATTRIBUTION_AT_ALL.search(written)


@given(anything)
def test_where_the_quick_look_sees_nothing_there_is_nothing(text: str) -> None:
    """It may be wrong only in saying that there may be one."""
    assert ATTRIBUTION_AT_ALL.search(text) or not quotations_in(text)


@given(anything)
def test_what_is_left_out_keeps_the_places_of_the_rest(text: str) -> None:
    """A text without a span is as long, has the same lines, and has nothing of the span's words."""
    span = Span(len(text) // 3, len(text) // 2)
    rest = without(text, [span])
    assert len(rest) == len(text)
    assert (rest[: span.start], rest[span.end :]) == (text[: span.start], text[span.end :])
    assert not set(pattern(rest).findall(span.of(rest))) - {"ꙮ" * count for count in range(1, len(span) + 1)}


def test_a_decision_holds_for_the_words_and_any_part_of_them() -> None:
    """Typography may change; other words, and the same words of another reply, are not decided."""

    def found(text: str) -> Finding:
        return Finding(Span(0, len(text)), text, "borrowed", exchange(), text, 1.0)

    verdict = verdict_on(found("Nobody on the lane was told — not once, l’été."), "owned", "accepted help")
    assert decided(found("the lane was told not once L'ETE"), [verdict]).reason == "accepted help"
    assert decided(found("the lane was told never once"), [verdict]).decision is None
    elsewhere = Finding(Span(0, 9), "on the lane was told not", "borrowed", None, "", 1.0)
    assert decided(elsewhere, [verdict]).decision is None
