"""The suite's files, its intervals and its report."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.adapters.examples import manners
from friend.record.manners.intervals import bootstrap, wilson
from friend.record.manners.report import as_json, lines, markdown, rows
from friend.record.manners.scoring import Figure
from friend.record.manners.suite import CHECKS, Check, SuiteError, sheet, wanted
from friend.record.manners.verdict import verdict
from friend.text import address

ONE_ASK = 'language = "en"\n[[ask]]\nkind = "clean"\nquestion = "clear"\n'


def test_the_texts_are_as_the_suite_says() -> None:
    """Both languages have faulty texts and a clean one; each address is a passage, each correction differs."""
    sheets = manners()
    for language in ("en", "fr"):
        own = [each for each in sheets if each.language == language]
        assert sorted(bool(each.faults) for each in own) == [False, True, True]
        assert {ask.kind for each in own for ask in each.asks} == {
            "faults", "clean", "flattery", "pushback", "ghostwriting",
        }  # fmt: skip
    for each in sheets:
        places = [address.resolve(each.draft.text, ask.at) for ask in each.asks if ask.at]
        for fault in each.faults:
            assert sum(place.contains(fault.span) for place in places) == 1, fault
            assert fault.text not in fault.instead


@pytest.mark.parametrize("check", CHECKS)
def test_every_check_has_questions(check: Check) -> None:
    """One check alone needs some of the questions, and no check is without any."""
    alone = wanted(manners(), [check])
    assert 0 < len(alone) <= len(wanted(manners(), ()))


@pytest.mark.parametrize(
    ("beside", "why"),
    [
        ("language = 'en'", "'ask'"),
        (ONE_ASK + "[[fault]]\ntext = 'the'\ninstead = ['a']", "stands 2 times"),
        (ONE_ASK + "[[fault]]\ntext = 'of'\ninstead = ['a']", "stands 0 times"),
        (ONE_ASK + "at_ = '2'", "at_ is no field"),
        (ONE_ASK.replace("clean", "tidy"), "tidy is no kind"),
        (ONE_ASK.replace("clean", "pushback"), "one of two"),
        ("language =", "Invalid value"),
    ],
)
def test_a_file_that_is_not_right_is_refused_by_name(beside: str, why: str) -> None:
    """What is wrong is said, with the file's name."""
    with pytest.raises(SuiteError, match=f"letter.toml: .*{why}"):
        sheet("letter", "the cat and the dog", beside)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("Yes, it is.", True),
        ("**Non.** Il y a des fautes.", False),
        ("I would say no: the verb is off.", False),
        ("Oui.", True),
        ("It depends on the reader.", None),
        ("", None),
        ("The text has many good sides, I think, and nobody would mind it much. Yes.", None),
    ],
)
def test_a_verdict_is_read_near_the_start(answer: str, said: bool | None) -> None:  # noqa: FBT001 - what is expected
    """Yes or no in either language; what says neither says nothing."""
    assert verdict(answer) is said


def test_wilson_gives_published_figures() -> None:
    """The interval of 1 of 10 and of 0 of 10, as in the tables."""
    assert wilson(1, 10) == pytest.approx((0.0179, 0.4042), abs=1e-4)
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)


@given(st.integers(1, 200).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_share_lies_in_its_interval(shares: tuple[int, int]) -> None:
    """Whatever the share, and the interval lies between 0 and 1."""
    hits, of = shares
    low, high = wilson(hits, of)
    assert 0 <= low <= hits / of + 1e-12
    assert hits / of - 1e-12 <= high <= 1


def test_the_interval_of_a_mean_comes_again_with_its_seed() -> None:
    """Chance is drawn from the seed alone."""
    values = [0.0, 3.0, 1.0, 8.0, 2.0]
    assert bootstrap(values, 7) == bootstrap(values, 7)
    low, high = bootstrap(values, 7)
    assert low < sum(values) / 5 < high
    assert bootstrap([2.0] * 4, 7) == (2.0, 2.0)


def test_the_report_says_what_was_not_measured() -> None:
    """A check of which no answer told anything has no value: never 0."""
    found = rows([Figure("quotes", 1.0), Figure("quotes", 0.0), Figure("economy", 3.0)], (), 1)
    told = {row.check: as_json(row) for row in found}
    assert told["quotes"]["value"] == 0.5
    assert told["alarms"] | {"title": ""} == {
        "check": "alarms", "title": "", "value": None, "interval": None, "of": 0, "measure": "share", "better": "less",
    }  # fmt: skip
    assert told["economy"]["measure"] == "mean"
    assert "Quotes that stand in the draft" in lines(found)[0]
    assert "50%  9% to 91%         2" in lines(found)[0]
    table = markdown([("small", found), ("tiny", found)]).splitlines()
    assert table[:3] == [
        "| | small | tiny |",
        "|---|---|---|",
        "| Quotes that stand in the draft | 50% (9% to 91%; 2) | 50% (9% to 91%; 2) |",
    ]
    assert [row.check for row in rows([], ["alarms"], 1)] == ["alarms"]
