"""What is told of an answer under a letter."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.record.blind import shown
from friend.record.exchange import Blind
from friend.record.formats.exchange_json import json_line
from friend.record.lengths import CUT, alike_in_length, as_long_as_the_others
from friend.record.levelling import levelled
from friend.text.words import WORD
from tests.builders import exchange


@pytest.mark.parametrize(
    ("styled", "plain"),
    [
        ("## Verdict\n\n- **Mostly.**\n- _Clear_", "Verdict\n\nMostly.\nClear"),
        ("🎯 Yes ✅ it is", "Yes it is"),
        ("“So” — ‘it’ is", "\"So\" – 'it' is"),
        ("« Oui »", '"Oui"'),
        ("1. One\n2) Two\n\n\n\n---\n\nThree", "One\nTwo\n\nThree"),
        ("```\ncode\n```\n`word`", "code\nword"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
    ],
)
def test_house_style_goes_and_words_stay(styled: str, plain: str) -> None:
    """Headings, lists, emphasis, emoji, marks and dashes are written one way."""
    assert levelled(styled) == plain


@given(st.text(alphabet=st.sampled_from("ab c.\n#*-_`>“”«» 1)🎯é"), max_size=120))
def test_levelling_keeps_every_word(text: str) -> None:
    """The letters are all there, in their order; levelling twice is levelling once in its words."""
    letters = [char for char in text if char.isalpha()]
    assert [char for char in levelled(text) if char.isalpha()] == letters


def test_nothing_in_its_json_says_who_it_is() -> None:
    """Until it is opened, no name, version, host, cost, time of thought or seed stands in it."""
    one = replace(exchange(), blind=Blind("A", "0f0f"))
    said = json_line(shown(one))
    for telling in ("sonnet", "claude", "Anthropic", "msg_01", "0.0029", "litellm", "0f0f", "Who is “them”"):
        assert telling not in said
    assert '"letter": "A"' in said
    opened = replace(one, blind=Blind("A", "0f0f", opened=True))
    assert shown(opened) is opened


def test_answers_are_much_alike_in_length() -> None:
    """The long one is cut at a sentence, not far above the short one, and says that there is more."""
    short, long = "One sentence here. " * 30, "One sentence here. " * 200
    same, cut = alike_in_length([short, long])
    assert same == short
    assert cut.endswith(f"here. {CUT}")
    assert len(WORD.findall(cut)) < 130


def test_an_answer_read_by_itself_is_as_long_as_the_others() -> None:
    """In the log, too: the long one of a round is cut while the vote waits, and whole after it."""
    short, long = "One sentence here. " * 30, "One sentence here. " * 200
    group = [
        replace(exchange(), id=name, answer=said, blind=Blind(name, "0f0f"))
        for name, said in (("A", short), ("B", long))
    ]
    told = as_long_as_the_others(shown(group[1]), group)
    assert told.answer.endswith(CUT)
    assert told.raw == told.answer
    opened = replace(group[1], blind=Blind("B", "0f0f", opened=True))
    assert as_long_as_the_others(opened, group) is opened
