"""The log is searched by words, and narrowed down by friend, version, draft and date."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.ports import LogReader
from friend.record.exchange import Exchange
from friend.record.wanted import Wanted, entry_of
from friend.text.draft import Draft
from tests.adapters.log_helpers import NOW, answer_to, opened, question_about

LETTER = Draft("Chers voisins,\n\nL’auteur n'a rien dit du cœur de l'affaire.\n\nÀ bientôt,\n", "/nowhere/letter.md")
LATER = replace(LETTER, text=LETTER.text.replace("bientôt", "demain"))
NOTE = Draft("The council met in the lighthouse.\n", "/nowhere/note.md")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a log with four exchanges about two drafts; the last has no answer."""
    path = tmp_path / "log.sqlite3"
    with opened(path) as log:
        for number, (draft, question, raw) in enumerate(
            [
                (LETTER, "Est-ce clair ?", "Presque. Qui parle ?"),
                (LATER, "Is the lighthouse there?", "No lighthouse in it."),
                (NOTE, "Is it clear?", "Mostly: who met?"),
                (NOTE, "And now?", ""),
            ]
        ):
            exchange = answer_to(replace(question_about(draft, question), asked_at=NOW.replace(day=21 + number)), raw)
            log.asked(exchange, draft)
            if raw:
                log.answered(replace(exchange, speaker=replace(exchange.speaker, served=(f"claude-{number}",))))
    return path


def found(path: Path, words: str, wanted: Wanted | None = None) -> list[int]:
    """Give the numbers of what is found, newest first."""
    with opened(path) as log:
        reader: LogReader = log
        return [hit.entry.sequence for hit in reader.search(words, wanted or Wanted())]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("auteur", [1]),
        ("l'auteur", [1]),
        ("AUTEUR", [1]),
        ("bientot", [1]),
        ("coeur", [1]),
        ("cœur", [1]),
        ("demain", [2]),
        ("lighthouse", [3, 2]),
        ("light*", [3, 2]),
        ("light", []),
        ("council clear", [3]),
        ("clair presque", [1]),
        ('"who met"', [3]),
        ('"met who"', []),
        ('"rien dit', [1]),
        ("warmer", [3, 2, 1]),
        ("now — ?", [4]),
        ("clear NOT council", []),
        ("question: clear", []),
        ("absent", []),
    ],
)
def test_words_are_found_as_people_write_them(path: Path, words: str, numbers: list[int]) -> None:
    """Accents, capitals, ligatures and apostrophes do not count; all words must be there, in whichever of the texts."""
    assert found(path, words) == numbers


@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ", "＇", "‘"])
def test_every_apostrophe_parts_words(apostrophe: str, tmp_path: Path) -> None:
    """Whichever was typed, "auteur" finds "l'auteur"; so does the whole with another one."""
    draft = Draft(f"C{apostrophe}est l{apostrophe}auteur.\n", None)
    with opened(tmp_path / "log.sqlite3") as log:
        log.asked(question_about(draft), draft)
        for words in ("auteur", "l’auteur", "lʼauteur"):
            assert [hit.entry.sequence for hit in log.search(words)] == [1]


@pytest.mark.parametrize("words", ["", " ", '"', "—", "* *", '""'])
def test_no_word_to_look_for_is_said(path: Path, words: str) -> None:
    """Signs alone find nothing, and it is said why."""
    with opened(path) as log, pytest.raises(ValueError, match="no words to look for"):
        log.search(words)


@given(st.text(max_size=20))
def test_nothing_typed_is_the_indexs_own_language(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    """Any text is words, quotes and stars: it finds something or nothing, and never fails otherwise."""
    with opened(tmp_path_factory.getbasetemp() / "any.sqlite3") as log, suppress(ValueError):
        log.search(words)


def test_it_is_narrowed_down(path: Path) -> None:
    """By friend or model asked, by part of the version that answered, by draft, by time; lists and searches alike."""
    every = Wanted()
    for wanted, numbers in [
        (every, [4, 3, 2, 1]),
        (replace(every, model="sonnet"), [4, 3, 2, 1]),
        (replace(every, model="anthropic/claude"), [4, 3, 2, 1]),
        (replace(every, model="son"), []),
        (replace(every, served="Claude-1"), [2]),
        (replace(every, served="claude"), [3, 2, 1]),
        (replace(every, draft="/nowhere/note.md"), [4, 3]),
        (replace(every, draft="/nowhere/else.md"), []),
        (replace(every, since=datetime(2026, 11, 23, tzinfo=UTC)), [4, 3]),
        (replace(every, until=datetime(2026, 11, 23, tzinfo=UTC)), [2, 1]),
        (replace(every, draft="/nowhere/letter.md", served="claude-0"), [1]),
    ]:
        with opened(path) as log:
            assert [entry.sequence for entry in log.entries(wanted)] == numbers
            assert [exchange.sequence for exchange in log.every(wanted)] == numbers[::-1]
        assert found(path, "lighthouse", wanted) == [number for number in (3, 2) if number in numbers]


def test_pages_follow_each_other(path: Path) -> None:
    """The last number of a page is where the next one goes on."""
    with opened(path) as log:
        assert [entry.sequence for entry in log.entries(limit=3)] == [4, 3, 2]
        assert [entry.sequence for entry in log.entries(limit=3, before=2)] == [1]
        assert [hit.entry.sequence for hit in log.search("lighthouse", limit=1)] == [3]
        assert [hit.entry.sequence for hit in log.search("lighthouse", limit=1, before=3)] == [2]


def test_the_best_match_first_when_asked(path: Path) -> None:
    """By rank: the exchange that says it twice comes before the newer one that says it once."""
    with opened(path) as log:
        assert [hit.entry.sequence for hit in log.search("lighthouse", by_rank=True)] == [2, 3]


def test_the_place_is_shown_verbatim(path: Path) -> None:
    """With a few words around it, on one line, and which of the texts it is in."""
    with opened(path) as log:
        (hit,) = log.search("coeur")
        assert (hit.where, hit.snippet) == ("draft", "…n'a rien dit du cœur de l'affaire. À bientôt,")
        assert [(hit.where, hit.snippet) for hit in log.search("lighthouse")] == [
            ("draft", "The council met in the lighthouse."),
            ("question", "Is the lighthouse there?"),
        ]


def test_a_line_says_what_the_exchange_says(path: Path) -> None:
    """An entry is the same as what is made of the whole exchange."""
    with opened(path) as log:
        exchanges: list[Exchange] = list(log.every())
        assert list(log.entries()) == [entry_of(exchange) for exchange in reversed(exchanges)]


def test_a_clock_that_goes_back_changes_no_order(tmp_path: Path) -> None:
    """Fault 35: the order is that of the numbers, the time is UTC, and the one that was asked after it is flagged."""
    earlier = NOW.replace(year=2025)
    with opened(tmp_path / "log.sqlite3") as log:
        for at, back in [(NOW, False), (earlier, True), (earlier.replace(minute=5), False)]:
            log.asked(replace(question_about(NOTE), asked_at=at, clock_went_back=back), NOTE)
        told = [(entry.sequence, entry.asked_at.year, entry.clock_went_back) for entry in log.entries()]
        assert told == [(3, 2025, False), (2, 2025, True), (1, 2026, False)]
        assert log.findings() == []
