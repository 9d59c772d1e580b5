"""Quotations in a draft are recognised by their form, and held against the log."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from friend.record.citation import attribution
from friend.record.exchange import Exchange
from friend.record.formats.quotations import Form, written
from friend.record.quotation import quotation, quoted
from friend.record.quoted import Remembered, Verdict, judge, quotations_in
from friend.text.span import Span
from friend.text.words import WORD
from tests.builders import exchange, speaker

FORMS: tuple[Form, ...] = get_args(Form)
LONG = "Mostly. The weakest point is who decided: a reader can't tell. Name the council, and say when they met."
PIECES = st.sampled_from(
    [
        *(
            "a",
            "été",
            "council",
            "can't",
            "l’eau",
            "q4_k_m",
            "3.5",
            "漢字",
            "👩‍👩‍👧",
            "e\u0301",
            "\u200b",
            "\x0c",
            "\u2028",
            "\u00a0",
        ),
        *(
            " ",
            " ",
            " ",
            "  ",
            "\t",
            "\n",
            "\n\n",
            "\r\n",
            "\n    ",
            "\n\n    ",
            "\n> ",
            "\n- ",
            "\n1. ",
            "\n# ",
            "\n---\n",
        ),
        *(
            "*",
            "**",
            "_",
            "`",
            "``",
            "\n```\n",
            "\n~~~\n",
            "[",
            "](http://x.org)",
            "![",
            "\n[a]: http://x.org",
            "<b>",
            "</b>",
        ),
        *(
            "<!--",
            "-->",
            "<script>",
            "\n<div>\n",
            "</blockquote>",
            "\\",
            "\\end{quote}",
            "{",
            "}",
            "%",
            "$",
            "&amp;",
            "&",
        ),
        *(
            "“",
            "”",
            "«\u00a0",
            "\u00a0»",
            "‹",
            "›",
            "「",
            '"',
            "'",
            "--",
            "—",
            "…",
            "[…]",
            "| a |\n|---|\n",
            "? ",
            ". ",
            "!",
            "@",
            "#",
        ),
        "\n— Someone (v1), 3 May 2026",
    ]
)
ANSWERS = st.lists(PIECES, min_size=1, max_size=14).map("".join).filter(lambda text: WORD.search(text) is not None)
SERVED = st.one_of(
    st.just("claude-sonnet-4-20250514"),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20).filter(
        lambda text: text.strip() != "" and "," not in text
    ),
)


def told(answer: str, **changes: object) -> Exchange:
    """Make an exchange that was answered by nothing but `answer`."""
    return replace(exchange(), answer=answer, raw=answer, suggestions=(), **changes)


def verdict(draft: str, *exchanges: Exchange) -> Verdict:
    """Judge the only quotation of a draft."""
    found = quotations_in(draft)
    assert len(found) == 1, found
    said = judge(found[0], Remembered(exchanges))
    assert said is not None
    return said


@given(answer=ANSWERS, form=st.sampled_from(FORMS), language=st.sampled_from(["en", "fr"]), full=st.booleans())
@example(answer="a **b", form="markdown", language="en", full=True)
@example(answer="“a", form="text", language="en", full=False)
@example(answer="a\n```\nb", form="markdown", language="en", full=False)
def test_a_quotation_made_by_us_is_always_recognised(answer: str, form: Form, language: str, *, full: bool) -> None:
    """Whatever a friend wrote, its quotation in a draft is found in one piece and is verbatim (R6)."""
    said = told(answer)
    shown = written(quoted(said, language, full=full), form)
    draft = f"Before.\n\n{shown}\n\nAfter."
    found = [each for each in quotations_in(draft) if each.span.start == draft.index(shown)]
    assert len(found) == 1
    last = judge(found[0], Remembered([said]))
    assert last is not None
    assert (last.kind, last.exchange) == ("verbatim", said), found


@given(served=SERVED, form=st.sampled_from(FORMS), language=st.sampled_from(["en", "fr"]), part=st.booleans())
def test_any_reported_version_is_recognised(served: str, form: Form, language: str, *, part: bool) -> None:
    """Whatever a host calls its model, the line that names it is read back."""
    said = told(LONG, speaker=speaker("x/some-model", served), part=Span(0, 9) if part else None, status="incomplete")
    draft = f"Before.\n\n{quotation(said, language, form=form)}\n\nAfter."
    assert verdict(draft, said).kind == "verbatim"


@given(
    form=st.sampled_from(FORMS),
    number=st.integers(0, 18),
    other=st.sampled_from(["council", "never", "x", "été", "8", "decide"]),
    how=st.sampled_from(["instead", "before", "gone"]),
)
def test_any_changed_word_is_found(form: Form, number: int, other: str, how: str) -> None:
    """A word replaced, put in or taken out within a quotation: misquoted, with the words that were said."""
    said = told(LONG)
    shown = quotation(said, "en", form=form)
    words = [match for match in WORD.finditer(shown) if match.end() <= shown.index("met.") + 3]
    words = words[[match.group() for match in words].index("Mostly") :]
    word = words[min(number, len(words) - 1)]
    assume(how != "gone" or word not in (words[0], words[-1]))
    assume(word.group() != other)
    put = {"instead": other, "before": f"{other} {word.group()}", "gone": ""}[how]
    changed = shown[: word.start()] + put + shown[word.end() :]
    found = verdict(changed, said)
    assert found.kind == "misquoted"
    assert found.exchange == said
    assert "".join(piece.text for piece in found.diff if piece.op != "+") == found.said
    assert how == "gone" or any(piece.op == "+" and other in piece.text for piece in found.diff)


@pytest.mark.parametrize("form", FORMS)
def test_what_an_editor_changes_is_no_change_of_words(form: Form) -> None:
    """Lines wrapped anew, curly apostrophes and another pair of marks leave a quotation verbatim."""
    shown = quotation(told(LONG), "en", form=form).replace("can't", "can’t")
    wrapped = shown.replace("a reader", "a\n> reader" if form == "markdown" else "a\nreader")
    assert verdict(wrapped, told(LONG)).kind == "verbatim"


def test_a_wrapped_attribution_is_read() -> None:
    """An editor may break the line that says whose words these are."""
    shown = quotation(told(LONG), "en").replace(", 21 Nov.", ",\n> 21 Nov.")
    assert verdict(shown, told(LONG)).kind == "verbatim"
    inline = "“Name the council, and say when they met.” — Claude Sonnet 4\n(claude-sonnet-4-20250514), 21 Nov. 2026."
    assert verdict(inline, told(LONG)).kind == "verbatim"


@pytest.mark.parametrize(
    "draft",
    [
        "> {}\n>\n> *— Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026*",
        "> {}\n>\n> — Claude Sonnet 4 (claude-sonnet-4-20250514), 21 November 2026",
        "> {}\n>\n> — Claude Sonnet 4 (claude-sonnet-4-20250514), 21 novembre 2026.",
        "> [!quote] What a friend said\n> {}\n>\n> — Claude Sonnet 4 (claude-sonnet-4-20250514), 21 nov. 2026",
    ],
)
def test_what_a_writer_does_to_the_line_is_still_an_attribution(draft: str) -> None:
    """The line in italics, its month in full, a title over the block as some editors have it."""
    assert verdict(draft.format(LONG), told(LONG)).kind == "verbatim"
    assert verdict(draft.format(LONG.replace("council", "mayor")), told(LONG)).kind == "misquoted"
    assert verdict(draft.format(LONG).replace("21 ", "22 "), told(LONG)).differs == ("date",)


def test_cuts_are_checked_run_by_run() -> None:
    """What stands between […] is looked for in order; a run that was not said is found."""
    draft = f"> Mostly. […] Name the council […] when they met.\n>\n> {attribution(told(LONG), 'en')}"
    assert verdict(draft, told(LONG)).kind == "verbatim"
    assert verdict(draft.replace("[…]", "[...]"), told(LONG)).kind == "verbatim"
    swapped = draft.replace("Mostly.", "met.").replace("when they met.", "Mostly.")
    assert verdict(swapped, told(LONG)).kind == "misquoted"
    found = verdict(draft.replace("Name", "Blame"), told(LONG))
    assert (found.kind, found.said) == ("misquoted", "Mostly. […] Name the council, […] when they met.")


def test_nested_quotations_and_those_in_lists_are_found() -> None:
    """A quotation stands in a list, in another quote, and holds a quote itself."""
    shown = quotation(told("As you say:\n\n> by them\n\nWho?"), "en")
    in_list = "- One\n\n" + "\n".join("  " + line for line in shown.splitlines()) + "\n- Two\n"
    in_quote = "\n".join("> " + line for line in shown.splitlines())
    at_once = "1. " + shown.replace("\n", "\n   ")
    for draft in (in_list, in_quote, at_once):
        assert verdict(draft, told("As you say:\n\n> by them\n\nWho?")).kind == "verbatim"


def test_two_quotations_are_two() -> None:
    """Each has its own words, span and speaker."""
    one, other = told(LONG), told("It is fine.", speaker=speaker("openai/gpt-4o", "gpt-4o-2024-08-06"))
    draft = (
        f"{quotation(one, 'en')}\n\nAnd:\n\n{quotation(other, 'en')}\n\nEnd “It is fine.” {attribution(other, 'en')}"
    )
    found = quotations_in(draft)
    assert [each.attribution.name for each in found] == ["Claude Sonnet 4", "GPT-4o", "GPT-4o"]
    assert [each.words_span.of(draft) for each in found] == [LONG, "It is fine.", "It is fine."]
    kinds = [judge(each, Remembered([one, other])) for each in found]
    assert [each.kind if each else None for each in kinds] == ["verbatim"] * 3


def test_what_is_shown_as_code_is_no_quotation() -> None:
    """A quotation in a code block is an example of one."""
    assert quotations_in(f"```\n{quotation(told(LONG), 'en', form='text')}\n```\n") == []


def test_an_attribution_under_a_block_quote_counts() -> None:
    """Some people write the line outside the quote."""
    draft = f"> {LONG}\n\n— Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026\n\nAnd so on."
    assert verdict(draft, told(LONG)).kind == "verbatim"


def test_another_version_name_or_day_than_the_logs_is_said() -> None:
    """Fault 31: the words were said, but not by whom the line names."""
    shown = quotation(told(LONG), "en")
    found = verdict(shown.replace("20250514", "20240229"), told(LONG))
    assert (found.kind, found.differs) == ("wrong-version", ("version",))
    assert verdict(shown.replace("Claude Sonnet 4 ", "GPT-4o "), told(LONG)).differs == ("name",)
    assert verdict(shown.replace("21 Nov.", "20 Nov."), told(LONG)).differs == ("date",)


def test_an_alias_that_is_passed_off_as_a_version_is_found() -> None:
    """Fault 32: the log knows no more exact version, so a line that names one is wrong."""
    echo = told(LONG, speaker=speaker("openai/gpt-4o", "gpt-4o", evidence="echo"))
    assert verdict(quotation(echo, "fr"), echo).kind == "verbatim"
    draft = f"> {LONG}\n>\n> — GPT-4o (gpt-4o-2024-08-06), 21 Nov. 2026"
    assert verdict(draft, echo).differs == ("version",)


def test_words_that_the_log_does_not_know_are_unattributed() -> None:
    """A friend's name over words of an exchange that the log does not have."""
    draft = quotation(told(LONG), "en")
    other = told("Fine.", asked_at=datetime(2025, 1, 1, tzinfo=UTC), speaker=speaker("openai/gpt-4o", "gpt-4o-1"))
    assert verdict(draft, other).kind == "unattributed"
    assert verdict(draft).kind == "unattributed"


def test_invented_words_are_nobodys_and_put_back_nothing() -> None:
    """The friend spoke that day, and said nothing like it: there is nothing that was changed."""
    draft = "> The moon is a cheese.\n>\n> — Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026"
    found = verdict(draft, told(LONG))
    assert (found.kind, found.exchange, found.said) == ("unattributed", None, "")


def test_another_model_on_another_day_is_no_hiding_place() -> None:
    """Six words and more are whose they are, though name, version and day are all others; a few may be anybody's."""
    line = "> — GPT-4o (gpt-4o-2024-08-06), 3 Mar. 2025"
    found = verdict(f"> {LONG}\n>\n{line}", told(LONG))
    assert (found.kind, found.differs) == ("wrong-version", ("name", "version", "date"))
    assert verdict(f"> Fine, yes.\n>\n{line}", told("Fine, yes.")).kind == "unattributed"


def test_a_quotation_of_a_person_is_left_alone() -> None:
    """A person's name, a place and a day are no model's."""
    found = quotations_in("“We were not told.” — Jeanne Roux (Lyon), 3 May 2026")
    assert [judge(each, Remembered([exchange()])) for each in found] == [None]


def test_words_of_another_friend_on_the_same_day_are_wrongly_attributed_not_misquoted() -> None:
    """Two friends answered; the words of the one under the name of the other."""
    one, other = (
        told(LONG),
        told("It is quite clear as it stands.", speaker=speaker("openai/gpt-4o", "gpt-4o-2024-08-06")),
    )
    draft = "> It is quite clear as it stands.\n>\n> — Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026"
    found = verdict(draft, one, other)
    assert (found.kind, found.exchange, found.differs) == ("wrong-version", other, ("name", "version"))


@given(
    st.lists(st.one_of(PIECES, st.sampled_from(["— ", "(v1), 3 May 2026", "> ", "“", "”"])), max_size=30).map("".join)
)
def test_any_draft_can_be_searched(draft: str) -> None:
    """Every quotation that is found lies in the draft, in order, and its words stand within it."""
    found = quotations_in(draft)
    assert [each.span for each in found] == sorted(each.span for each in found)
    for each in found:
        assert each.span.end <= len(draft)
        assert each.span.contains(each.words_span)
        assert re.search(r"\S", each.words)
