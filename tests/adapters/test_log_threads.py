"""How exchanges hang together in the log: each names what it continues, and threads are read whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from friend.adapters.log.store import SqliteLog
from friend.record.exchange import Exchange
from friend.record.wanted import Wanted
from friend.text.draft import Draft
from tests.adapters.log_helpers import answer_to, opened, question_about

LETTER = Draft("Dear neighbours,\n\nI am writing.\n", "/nowhere/letter.md")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a log with a thread of three, a branch of its first, and an exchange that stands alone."""
    path = tmp_path / "log.sqlite3"
    with opened(path) as log:
        one = asked(log, None)
        two = asked(log, one)
        asked(log, None)
        asked(log, two)
        asked(log, one)
    return path


def asked(log: SqliteLog, before: Exchange | None) -> Exchange:
    """Ask and answer, going on from `before`."""
    question = question_about(LETTER)
    if before is not None:
        question = replace(question, follows=before.id, relation="follow-up")
    log.asked(question, LETTER)
    log.answered(answer_to(question))
    return log.find("last")


def numbers(exchanges: object) -> list[int | None]:
    """Give the log numbers."""
    return [each.sequence for each in exchanges]  # type: ignore[attr-defined]


def test_a_thread_is_read_back_to_its_beginning(path: Path) -> None:
    """Oldest first, without the branches; what stands alone is a thread of one; what is not there is none."""
    with opened(path) as log:
        names = {number: str(log.find(str(number)).id) for number in range(1, 6)}
        assert numbers(log.thread(names[4])) == [1, 2, 4]
        assert numbers(log.thread(names[5])) == [1, 5]
        assert numbers(log.thread(names[3])) == [3]
        assert numbers(log.thread("nowhere")) == []
        assert numbers(log.threads([names[2], names[3]])) == [1, 2, 3, 4, 5]
        assert numbers(log.threads([names[3]])) == [3]


def test_an_entry_says_what_it_continues(path: Path) -> None:
    """A list can tell follow-ups from first questions."""
    with opened(path) as log:
        entries = log.entries(Wanted(draft=LETTER.path))
        first = log.find("1").id
        assert [entry.follows == first for entry in entries] == [True, False, False, True, False]
        assert log.findings() == []


def test_what_is_forgotten_stays_in_its_thread_without_its_words(path: Path) -> None:
    """The thread still hangs together, and the log still verifies."""
    with opened(path) as log:
        newest = str(log.find("4").id)
        log.forget([2])
        thread = log.thread(newest)
        assert [(each.sequence, each.forgotten, bool(each.answer)) for each in thread] == [
            (1, False, True),
            (2, True, False),
            (4, False, True),
        ]
        assert log.findings() == []


def test_a_ring_that_somebody_made_by_hand_ends(path: Path) -> None:
    """Reading a thread never goes round and round; verifying names the row."""
    with opened(path) as log:
        newest = str(log.find("4").id)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE exchange SET follows = ? WHERE sequence = 1", (newest,))
        connection.commit()
    with opened(path) as log:
        assert numbers(log.thread(newest)) == [1, 2, 4]
        assert numbers(log.threads([newest])) == [1, 2, 4, 5]
        assert any(finding.row.startswith("exchange 1 ") for finding in log.findings())
