"""A draft is known by more than its path."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from friend.text.draft import Draft
from tests.adapters.log_helpers import answer_to, opened, question_about, rows

TEXT = "Dear neighbours,\n\nI am writing to all of you about the parking behind the house.\n\nBest,\n"


@pytest.fixture
def letter(tmp_path: Path) -> Draft:
    """Give a letter on disk that was asked about, with one open note."""
    draft = Draft(TEXT, str(tmp_path / "letter.md"))
    (tmp_path / "letter.md").write_text(TEXT)
    with opened(tmp_path / "log.sqlite3") as log:
        exchange = answer_to(question_about(draft))
        log.asked(exchange, draft)
        log.answered(exchange)
    return draft


def moved(draft: Draft, name: str, text: str = TEXT) -> Draft:
    """Rename the letter on disk."""
    old = Path(str(draft.path))
    old.rename(old.with_name(name))
    return Draft(text, str(old.with_name(name)))


def test_a_renamed_draft_is_recognised_and_stays_one(tmp_path: Path, letter: Draft) -> None:
    """By its paragraphs, some of them edited; from then on it is the same draft under both names of its history."""
    renamed = moved(letter, "parking.md", TEXT.replace("Best", "Yours"))
    with opened(tmp_path / "log.sqlite3") as log:
        (likely,) = log.resembling(renamed)
        assert (likely.path, likely.common, likely.words) == (letter.path, 15, 16)
        assert log.about(str(renamed.path)) == []
        log.renamed(likely.draft, str(renamed.path))
        assert log.resembling(renamed) == []
        log.asked(question_about(renamed), renamed)
        assert [exchange.sequence for exchange in log.about(str(renamed.path))] == [1, 2]
        assert [exchange.sequence for exchange, _ in log.open_about(str(renamed.path))] == [1]
        assert log.findings() == []
    assert rows(tmp_path / "log.sqlite3", "SELECT count(*) FROM draft") == [(1,)]


def test_a_copy_is_a_text_of_its_own(tmp_path: Path, letter: Draft) -> None:
    """While the old file is there, nobody is asked."""
    with opened(tmp_path / "log.sqlite3") as log:
        assert log.resembling(replace(letter, path=str(tmp_path / "copy.md"))) == []


def test_another_text_is_not_taken_for_it(tmp_path: Path, letter: Draft) -> None:
    """A salutation and a signature in common are no likeness; nor has standard input a name to change."""
    other = moved(letter, "other.md", "Dear neighbours,\n\nSomething else.\n\nBest,\n")
    with opened(tmp_path / "log.sqlite3") as log:
        assert log.resembling(other) == []
        assert log.resembling(Draft(TEXT, None)) == []


def test_who_says_no_is_not_asked_again(tmp_path: Path, letter: Draft) -> None:
    """Not about that pair; another name is another question."""
    renamed = moved(letter, "new.md")
    with opened(tmp_path / "log.sqlite3") as log:
        (likely,) = log.resembling(renamed)
        log.told_apart(likely.draft, str(renamed.path))
        log.told_apart(likely.draft, str(renamed.path))
        assert log.resembling(renamed) == []
        assert len(log.resembling(moved(renamed, "newer.md"))) == 1


def test_two_drafts_that_look_alike_are_both_named(tmp_path: Path, letter: Draft) -> None:
    """The likeliest first: the person says which."""
    second = replace(letter, path=str(tmp_path / "second.md"), text=TEXT + "One paragraph more than the first has.\n")
    with opened(tmp_path / "log.sqlite3") as log:
        # The same words were first sent with the letter: a draft is looked for under the words that are its own.
        log.asked(question_about(second), second)
        here = moved(letter, "here.md", second.text)
        assert {Path(each.path).name for each in log.resembling(here)} == {"letter.md", "second.md"}


def test_only_what_is_open_is_read_again(tmp_path: Path, letter: Draft) -> None:
    """A note that is dealt with costs nothing when the draft is opened."""
    with opened(tmp_path / "log.sqlite3") as log:
        ((exchange, text),) = log.open_about(str(letter.path))
        assert text == TEXT
        log.decided(exchange.suggestions[0].id, "dealt-with")
        assert log.open_about(str(letter.path)) == []


def test_a_copy_is_like_the_text_it_was_made_of(tmp_path: Path, letter: Draft) -> None:
    """It is no rename, for the old file is there; its words are another draft's. No text is like itself."""
    copy = Draft(TEXT, str(tmp_path / "copy.md"))
    with opened(tmp_path / "log.sqlite3") as log:
        assert [each.path for each in log.alike(copy)] == [letter.path]
        assert log.alike(letter) == []
        log.asked(question_about(copy), copy)
        assert [each.path for each in log.alike(copy)] == [letter.path]


def test_questions_about_a_text_that_is_no_longer_known_are_counted(tmp_path: Path, letter: Draft) -> None:
    """When all questions about a draft are forgotten, nobody can tell about which it was; that they were, is told."""
    with opened(tmp_path / "log.sqlite3") as log:
        log.asked(question_about(letter), letter)
        log.forget([1])
        assert log.untold() == 0
        log.forget([2])
        assert log.untold() == 2
        assert log.alike(letter) == []
