"""When an answer brings a text of its own: it is folded, and not a word of it is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.asking.ghostwriting import Folding
from friend.cli.folded import Held
from tests.builders import LETTER

FIXTURES = Path(__file__).parents[1] / "fixtures" / "ghostwriting"
LETTRE = "Chers voisins,\n\nJe vous écris à cause du stationnement. Cela a été décidé par eux le mois dernier.\n"


def answers(name: str) -> list[str]:
    """Give the answers of a fixture."""
    return (FIXTURES / f"{name}.md").read_text("utf-8").split("\n=====\n")


def folding(answer: str) -> Folding:
    """Read an answer about the letter in its language."""
    return Folding(LETTRE if any(letter in answer for letter in "éàè") else LETTER.text)


def test_answers_that_answer_are_not_folded() -> None:
    """Of thirty ordinary answers, English and French, long ones among them, none is folded by mistake."""
    assert [answer for answer in answers("ordinary") if folding(answer).brought(answer)] == []


def test_answers_that_bring_a_text_are_folded() -> None:
    """A letter with its salutation, a block quote, a fence, a text between rules: none of the six is missed."""
    assert len(answers("brought")) == 6
    assert [answer for answer in answers("brought") if not folding(answer).brought(answer)] == []


@pytest.mark.parametrize("answer", answers("continued")[:2])
def test_a_single_paragraph_is_folded_only_when_it_is_long(answer: str) -> None:
    """A known limit: a paragraph that nothing sets apart or announces reads like an answer; a long one does not."""
    assert not folding(answer).brought(answer)
    assert folding(answer).brought(f"{answer}\n\n{answer}\n\n{answer}") >= 200


@pytest.mark.parametrize("answer", answers("continued")[2:])
def test_a_single_paragraph_is_folded_where_it_is_announced(answer: str) -> None:
    """After "I would put it like this", "Conclusion:" or "it could go on like this", sixty words are a text."""
    assert folding(answer).brought(answer)
    assert [bool(stretch.brought) for stretch in folding(answer).stretches(answer)] == [False, True]


def test_what_was_held_out_while_the_fold_was_made() -> None:
    """Written before the announced text was learned: two of its six texts are folded, and none of eight answers."""
    brought, ordinary = answers("held_out_brought"), answers("held_out_ordinary")
    assert sum(bool(folding(answer).brought(answer)) for answer in brought) >= 2
    assert [answer for answer in ordinary if folding(answer).brought(answer)] == []


@pytest.mark.parametrize(
    "lead",
    ["I would put it like this:", "Here is what I would say of the text:", "**Conclusion:**", "Voici la suite :"],
)
def test_an_announced_answer_that_talks_is_not_folded(lead: str) -> None:
    """What follows decides: a friend's opinion stays, whatever leads to it."""
    talk = "This sentence hides who decided, and a reader stops there. " * 10
    assert folding(lead).brought(f"{lead}\n\n{talk}") == 0


def test_what_the_friend_says_round_a_text_stays() -> None:
    """The lead-in and the question at the end are no part of the text."""
    told = folding("").stretches(answers("brought")[1])
    assert [bool(stretch.brought) for stretch in told] == [False, True, False]
    assert told[0].text.startswith("Of course!")
    assert "Let me know" in told[2].text


def test_a_long_quotation_of_the_draft_is_no_text_of_its_own() -> None:
    """The person's own words, given back as they are, are a quotation, whatever their typography."""
    text = " ".join(f"It was the {number}th day, and “nobody” came." for number in range(20))
    quoted = "You say:\n\n> " + text.replace("“", '"').replace("”", '"')
    assert Folding(text).brought(quoted) == 0
    assert Folding("Another text.").brought(quoted) > 60


@pytest.mark.parametrize("language", ["python", "json"])
def test_a_programs_code_is_no_text(language: str) -> None:
    """A fence that names a programming language stays open."""
    assert Folding("x").brought(f"So:\n\n```{language}\n" + "word " * 100 + "\n```") == 0


PARTS = st.sampled_from(
    [
        "\n\n", "\n", " ", "---", "Dear all,", "> ", "```", "```text", "~~~", "- ", "1. ", "You see:", ":", "?",
        "the reader stops", "last month", "“them”", "\t", "\r\n", *("lorem " * n for n in (3, 20, 70, 90)),
    ]
)  # fmt: skip
PROSE = st.one_of(st.lists(PARTS, max_size=16).map("".join), st.text(max_size=80))


@given(PROSE)
def test_not_a_character_is_lost(prose: str) -> None:
    """The stretches of any prose, joined, are the prose."""
    stretches = Folding(LETTER.text).stretches(prose)
    assert "".join(stretch.text for stretch in stretches) == prose
    assert all(stretch.text for stretch in stretches)


@given(PROSE, st.integers(1, 40))
def test_what_is_shown_while_it_comes_and_what_waited_are_all_of_it(prose: str, size: int) -> None:
    """However the prose was cut into pieces, nothing is lost, told twice, or told in another order."""
    held = Held(Folding(LETTER.text))
    shown = "".join(held.take(prose[at : at + size]) for at in range(0, len(prose), size))
    assert prose.startswith(shown)
    assert shown + "".join(stretch.text for stretch in held.rest()) == prose


@given(st.sampled_from([*answers("brought"), *answers("continued")[2:]]), st.integers(1, 60))
def test_a_text_is_folded_however_it_comes(answer: str, size: int) -> None:
    """What is folded whole is folded in pieces too: none of it was shown before."""
    held = Held(folding(answer))
    for at in range(0, len(answer), size):
        held.take(answer[at : at + size])
    folded = sum(stretch.brought for stretch in held.rest())
    assert folded == folding(answer).brought(answer)


def test_ordinary_answers_flow() -> None:
    """Of most answers more than half is shown before they are over, word by word as it comes."""
    flowing = 0
    for answer in answers("ordinary"):
        held = Held(folding(answer))
        shown = "".join(held.take(word) for word in answer.replace(" ", " \0").split("\0"))
        flowing += 2 * len(shown) > len(answer)
    assert flowing >= 18
