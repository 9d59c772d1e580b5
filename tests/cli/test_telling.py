"""What a reader sees of an answer: the answer on stdout, everything about it on stderr."""

from __future__ import annotations

from dataclasses import replace

import pytest

from friend.asking.friend import Friend
from friend.asking.question import Question
from friend.asking.reply import Prose
from friend.cli.telling import Teller
from friend.ports import Ended, Reasoning, Settling
from friend.review import Inquiry
from tests.builders import LETTER, exchange

INQUIRY = Inquiry(LETTER, Friend("sonnet", "anthropic/claude-sonnet-4-0"), Question("?"), exchange().passage)
THOUGHTS = ("Who is “th", "em”?\x1b]52;c;AAAA", "\x07 Hm.")


def tell(*, reasoning: bool) -> None:
    """Tell an answer that was thought about first."""
    teller = Teller(INQUIRY, why=False, reasoning=reasoning)
    for event in (*map(Reasoning, THOUGHTS), Prose("Mostly."), Prose(" Yes.")):
        teller.tell(event)
    teller.close(replace(exchange(), reasoning="".join(THOUGHTS), thought_s=12.0, suggestions=()))


def test_an_answer_is_all_there_while_its_host_is_asked_who_gave_it(capsys: pytest.CaptureFixture[str]) -> None:
    """The last word and the end of its line are out; what is asked is said once, on stderr."""
    teller = Teller(INQUIRY, why=False)
    teller.tell(Prose("Mostly. Yes."))
    teller.tell(Settling(Ended("complete", host="openrouter.ai")))
    told = capsys.readouterr()
    assert (told.out, told.err) == ("Mostly. Yes.\n", "asking openrouter.ai which version answered\n")
    teller.close(replace(exchange(), suggestions=()))
    assert capsys.readouterr().out == ""


def test_reasoning_is_folded_to_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """How long and how much it was stands on stderr; not a word of it, and stdout holds the answer alone."""
    tell(reasoning=False)
    told = capsys.readouterr()
    assert told.out == "Mostly. Yes.\n"
    assert "thought for 12 s · " in told.err
    assert "Hm." not in told.err


def test_reasoning_is_shown_when_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """With --reasoning it comes on stderr as it is thought, made visible; stdout is the same."""
    tell(reasoning=True)
    told = capsys.readouterr()
    assert told.out == "Mostly. Yes.\n"
    assert told.err.startswith("Who is “them”?")
    assert " Hm.\n" in told.err
    assert "\x1b" not in told.err
