"""What a prompt file is."""

from __future__ import annotations

import hashlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.adapters.prompts import PromptShelf
from friend.asking.prompt import PromptError, read_prompt, ready_question

QUESTION = """---
name: clear
place: 1
letter: c
wants: suggestions
scope: passage
title_en: Is it clear?
title_fr: Est-ce clair ?
---

# en

Is it clear:
to all?

# fr

Est-ce clair ?
"""


def test_a_rule_has_its_version_its_fields_and_its_text() -> None:
    """The name holds the version, a value may hold a colon, and the text begins under the fields."""
    content = b"---\nname: review\ntitle: The rule: version one\n---\n\nRead it.\n\nAnswer.\n"
    prompt = read_prompt("review.v12.md", content)
    assert (prompt.name, prompt.base, prompt.version) == ("review.v12", "review", 12)
    assert prompt.meta == {"name": "review", "title": "The rule: version one"}
    assert prompt.text == "Read it.\n\nAnswer."
    assert prompt.digest == "sha256:" + hashlib.sha256(content).hexdigest()


def test_any_changed_byte_is_another_digest() -> None:
    """The digest covers the whole file, its last line end included."""
    one = read_prompt("review.v1.md", b"---\nname: review\n---\nRead.\n")
    other = read_prompt("review.v1.md", b"---\nname: review\n---\nRead.")
    assert one.text == other.text
    assert one.digest != other.digest


def test_a_ready_question_has_its_words_in_both_languages() -> None:
    """The sections give the question; an interface in another language gets English."""
    ready = ready_question(read_prompt("clear.v1.md", QUESTION.encode()))
    assert (ready.name, ready.letter, ready.wants, ready.scope) == ("clear", "c", "suggestions", "passage")
    assert ready.title == {"en": "Is it clear?", "fr": "Est-ce clair ?"}
    assert ready.put("fr").text == "Est-ce clair ?"
    assert ready.put("de").text == "Is it clear:\nto all?"
    assert ready.put("en").name == "clear"
    assert ready.prompt.name == "clear.v1"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("review.md", "---\nname: review\n---\nx", "review.md: a prompt is called"),
        ("review.v0.md", "---\nname: review\n---\nx", "review.v0.md: a prompt is called"),
        ("../review.v1.md", "---\n---\nx", "a prompt is called"),
        ("review.v1.md", "", "review.v1.md, line 1: expected a line of three hyphens"),
        ("review.v1.md", "Read.", "review.v1.md, line 1: expected a line of three hyphens"),
        ("review.v1.md", "---\nname: review\nRead it.\n---\nx", "review.v1.md, line 3: expected `key: value`"),
        ("review.v1.md", "---\nname:\n---\nx", "review.v1.md, line 2: expected `key: value`"),
        ("review.v1.md", "---\nname: review\nname: review\n---\nx", "review.v1.md, line 3: name is given twice"),
        ("review.v1.md", "---\nname: review\n", "review.v1.md, line 2: the fields do not end"),
        ("review.v1.md", "---\nname: review\n---\n\n \n", "review.v1.md, line 3: there are no words"),
        ("review.v1.md", "---\ntitle: x\nname: clear\n---\nx", "review.v1.md, line 3: the file is called review"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(name: str, content: str, said: str) -> None:
    """An error says which file, which line and what was expected there."""
    with pytest.raises(PromptError) as caught:
        read_prompt(name, content.encode())
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_utf8_is_named() -> None:
    """The byte is given."""
    with pytest.raises(PromptError, match=r"review\.v1\.md: not UTF-8 at byte 1"):
        read_prompt("review.v1.md", b"-\xff")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("place: 1", "place: first", "line 3: place is a whole number"),
        ("letter: c", "letter: cc", "line 4: letter is one letter"),
        ("wants: suggestions", "wants: praise", "line 5: wants is one of suggestions, comments"),
        ("scope: passage", "scope: page", "line 6: scope is one of passage, whole, either, note"),
        ("title_fr: Est-ce clair ?\n", "", "line 1: missing: title_fr"),
        ("letter: c", "letter: c\ncolour: red", "line 5: colour is no field"),
        ("# fr", "# de", "line 16: the sections are `# en` and `# fr`"),
        ("# fr", "# en", "line 16: the sections are `# en` and `# fr`"),
        ("# en", "Words.\n# en", "line 11: words before the first section"),
        ("# fr\n\nEst-ce clair ?\n", "", "line 11: the section `# fr` is missing or empty"),
        ("# fr\n\nEst-ce clair ?\n", "# fr\n", "the section `# fr` is missing or empty"),
    ],
)
def test_a_wrong_ready_question_is_named_with_its_line(old: str, new: str, said: str) -> None:
    """Each field is checked, and the message leads to the line."""
    with pytest.raises(PromptError) as caught:
        ready_question(read_prompt("clear.v1.md", QUESTION.replace(old, new).encode()))
    assert f"clear.v1.md, {said}" in str(caught.value) or said in str(caught.value)


@given(st.binary(max_size=80) | st.text(alphabet="-\n: #abcenfr", max_size=80).map(str.encode))
def test_no_file_brings_anything_but_a_prompt_or_a_prompt_error(content: bytes) -> None:
    """Reading is total: any bytes are a prompt, or are refused in words."""
    with suppress(PromptError):
        ready_question(read_prompt("review.v1.md", b"---\n" + content))


def test_a_question_about_a_note_has_slots_for_its_words() -> None:
    """Words are put in as they are: a slot's name within them is left alone, and a slot without words is a fault."""
    ready = PromptShelf().question("resolves")
    assert (ready.scope, ready.wants) == ("note", "comments")
    filled = ready.filled({"point": "too long: {now}", "before": "a", "now": "b"})
    for language in ("en", "fr"):
        assert "too long: {now}" in filled.put(language).text
        assert "{before}" not in filled.put(language).text
    with pytest.raises(KeyError):
        ready.filled({"point": "too long"})
