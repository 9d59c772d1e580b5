"""Where the prompts come from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from friend.adapters.prompts import PromptShelf
from friend.asking.prompt import PromptError

FIXTURES = Path(__file__).parents[1] / "fixtures/prompts"


def test_the_newest_rule_is_by_number_not_by_letters() -> None:
    """Version 10 comes after version 2."""
    assert PromptShelf(FIXTURES).rule().name == "review.v10"


def test_the_ready_questions_come_by_name() -> None:
    """Every ready question is there once."""
    assert [question.prompt.name for question in PromptShelf(FIXTURES).questions()] == ["clear.v1", "evoke.v2"]


def test_a_heading_of_the_second_level_is_part_of_the_question() -> None:
    """Only `# en` and `# fr` cut."""
    assert PromptShelf(FIXTURES).question("clear").put("en").text == "Is it clear?\n\n## Not a section"


@pytest.mark.parametrize("name", ["praise", "", "../review", "review.v1"])
def test_a_prompt_that_is_not_there_is_a_lookup_error(name: str) -> None:
    """The name is a name, not a path."""
    with pytest.raises(LookupError, match=re.escape(f"there is no prompt called {name}")):
        PromptShelf(FIXTURES).question(name)


def test_a_wrong_file_on_the_shelf_is_named(tmp_path: Path) -> None:
    """A file with a wrong name is not passed over in silence."""
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions/clear.md").write_text("---\nname: clear\n---\nx", "utf-8")
    with pytest.raises((PromptError, LookupError)):
        PromptShelf(tmp_path).questions()


def test_the_shipped_prompts_are_whole() -> None:
    """The rules and every ready question read, in both languages, each with a letter of its own."""
    shelf = PromptShelf()
    assert shelf.rule().base == "review"
    assert shelf.rule("review-small").text
    questions = shelf.questions()
    assert {"clear", "review"} <= {question.name for question in questions}
    letters = [question.letter for question in questions]
    assert len(letters) == len(set(letters))
    for question in questions:
        assert question.put("en").text
        assert question.put("fr").text
