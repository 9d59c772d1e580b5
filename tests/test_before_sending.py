"""What is told before anything is sent: one calm line, and what speaks against sending."""

from __future__ import annotations

from dataclasses import replace

import pytest

from friend.asking.friend import Friend
from friend.asking.question import Passage, Question
from friend.asking.request import Request
from friend.before_sending import Preview, one_line, part_name, preview_of
from friend.ports import Destination
from friend.review import Inquiry
from friend.text.draft import Draft
from friend.text.span import Span

FAR = Destination(
    "api.anthropic.com",
    "Anthropic",
    local=False,
    input_tokens=120_000,
    approximate=True,
    window=200_000,
    price_usd=(0.36, 0.39),
    price_source="litellm map",
)
EMPTY = Request(())
SECRET = "sk-ant-" + "aB3dE5gH7jK9mN1pQ2rS4tU6"


def preview(text: str, *, part: Span | None = None, question: str = "Is it clear?", to: Destination = FAR) -> Preview:
    """Give what would be told of a question about `text`."""
    friend = Friend("sonnet", "anthropic/claude-sonnet-5")
    passage = Passage(Span(0, len(text)), text, whole=True)
    return preview_of(Inquiry(Draft(text), friend, Question(question), passage, part), EMPTY, to)


def test_the_line_says_host_words_tokens_price_and_data_setting() -> None:
    """Each in its place; tokens that another tokenizer counted are "about"."""
    told = Preview(FAR, 90_000, EMPTY, of_words=90_000)
    assert one_line(told) == "api.anthropic.com · 90,000 words · about 120,000 tokens · $0.36–0.39"
    exact = replace(told, destination=replace(FAR, approximate=False, input_tokens=120))
    assert "· 120 tokens ·" in one_line(exact)


def test_the_line_of_a_part_says_of_how_much() -> None:
    """A part is named by its heading, with its words of all words."""
    text = "# One\n\nwords here\n\n# Seven\n\nonly these four words\n"
    part = Span(text.index("# Seven"), len(text))
    assert one_line(preview(text, part=part)).split(" · ")[1] == "Seven: 5 of 8 words"
    assert part_name(text, Span(text.index("only"), len(text))) == "lines 7 to 7"
    assert part_name("# " + "long " * 20, Span(0, 100)) == "long long long long lon…"


@pytest.mark.parametrize(
    ("to", "more"),
    [
        (FAR, {"words": 90_000, "of_words": 90_000}),
        (replace(FAR, host="openrouter.ai", input_tokens=8_300, price_usd=(0.025, 0.055)), {"data_collection": "deny"}),
    ],
)
def test_the_line_fits_eighty_columns(to: Destination, more: dict[str, object]) -> None:
    """With the names and figures of ordinary hosts and long drafts, with the margins of the page."""
    told = replace(Preview(to, 6_120, EMPTY, of_words=90_000), **more)  # type: ignore[arg-type]  # the table's own
    assert len(one_line(told)) <= 76, one_line(told)


def test_what_is_not_known_is_unknown_and_never_zero() -> None:
    """Fault 23: neither a price nor a count is made up."""
    told = Preview(replace(FAR, input_tokens=None, price_usd=None), 12, EMPTY, of_words=12)
    assert one_line(told) == "api.anthropic.com · 12 words · tokens unknown · price unknown"
    assert "$0.0000012" in one_line(replace(told, destination=replace(FAR, price_usd=(0.0000012, 0.5))))


def test_openrouters_setting_is_told_when_it_is_not_set_too() -> None:
    """The person sees that who may keep the text was left open."""
    told = Preview(FAR, 12, EMPTY, through_openrouter=True)
    assert one_line(told).endswith("data: not set")


def test_a_secret_is_warned_about_by_its_line_and_never_repeated() -> None:
    """In the draft (by its line in the whole of it), in the question too; the words of the warning hold none of it."""
    told = preview(f"Dear Ada,\r\n\r\n{SECRET} is it\n", question=f"What is {SECRET}?")
    (warning,) = told.warnings
    assert "an Anthropic key (line 3), an Anthropic key (in your question)" in warning
    assert SECRET[:12] not in warning
    assert SECRET not in repr(told.warnings)


def test_a_secret_in_a_part_that_is_not_lent_is_no_matter() -> None:
    """What does not leave the machine is not warned about; nor is anything that stays on it."""
    text = f"# One\n\n{SECRET}\n\n# Two\n\nwords\n"
    assert not preview(text, part=Span(text.index("# Two"), len(text))).warnings
    assert not preview(text, to=replace(FAR, local=True)).warnings
    (warning,) = preview(text, part=Span(0, text.index("# Two"))).warnings
    assert "(line 3)" in warning


def test_joiners_inside_a_grapheme_are_not_warned_about() -> None:
    """A family of emoji, a heart with its selector and Persian are spelling; a zero-width space is not (fault 46)."""
    assert not preview("👩‍👩‍👧 ❤️ می‌خواهم").warnings
    assert "1 invisible" in preview("one\u200btwo").warnings[0]
