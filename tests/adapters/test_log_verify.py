"""Whatever is changed by hand in the log is named."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from friend.adapters.log.chain import Event, link
from friend.ports import LogError
from friend.text.draft import Draft
from tests.adapters.log_helpers import answer_to, opened, question_about, rows

FIRST = Draft("Dear neighbours,\n\nI am writing.\n\nBest,\n", "/nowhere/letter.md")
SECOND = replace(FIRST, text=FIRST.text.replace("writing", "asking"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a log with two answered exchanges on two versions, a decision, and one that is forgotten."""
    path = tmp_path / "log.sqlite3"
    with opened(path) as log:
        for draft in (FIRST, SECOND, Draft("Gone.\n", None)):
            exchange = answer_to(question_about(draft))
            log.asked(exchange, draft)
            log.answered(exchange)
            log.decided(exchange.suggestions[0].id, "quoted")
        log.forget([3])
        assert log.findings() == []
    return path


def found(path: Path) -> list[str]:
    """Give the rows that do not agree."""
    with opened(path) as log:
        return [finding.row for finding in log.findings()]


def by_hand(path: Path, *statements: str) -> None:
    """Change the file behind friend's back, its own rules put aside."""
    with closing(sqlite3.connect(path)) as connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize(
    ("statement", "row"),
    [
        ("UPDATE exchange SET question = 'Other?' WHERE sequence = 1", "exchange 1"),
        ("UPDATE exchange SET asked_at = '2020-01-01T00:00:00+00:00' WHERE sequence = 1", "exchange 1"),
        ("UPDATE exchange SET requested = 'openai/gpt' WHERE sequence = 2", "exchange 2"),
        ("UPDATE exchange SET clock_went_back = 1 WHERE sequence = 2", "exchange 2"),
        ("UPDATE exchange SET follows = 'another' WHERE sequence = 2", "exchange 2"),
        ("UPDATE exchange SET relation = 'resolves' WHERE sequence = 2", "exchange 2"),
        ("UPDATE exchange SET snapshot = 1 WHERE sequence = 2", "exchange 2"),
        ("UPDATE exchange SET salt = NULL WHERE sequence = 2", "exchange 2"),
        ("UPDATE exchange SET question = 'Back again?' WHERE sequence = 3", "exchange 3"),
        ("UPDATE exchange SET forgotten_at = 'now', salt = NULL WHERE sequence = 1", "exchange 1"),
        ("UPDATE answer SET answer = 'Perfect!' WHERE sequence = 1", "exchange 1"),
        ("UPDATE answer SET served = '[\"gpt-5\"]' WHERE sequence = 1", "exchange 1"),
        ("UPDATE answer SET reasoning = 'slipped in' WHERE sequence = 1", "exchange 1"),
        ("DELETE FROM suggestion WHERE sequence = 1", "exchange 1"),
        ("UPDATE suggestion SET instead = 'Hi' WHERE sequence = 1", "exchange 1"),
        ("UPDATE suggestion SET state = 'open' WHERE sequence = 1", "suggestion 01"),
        ("DELETE FROM answer WHERE sequence = 2", "exchange 2"),
        ("DELETE FROM exchange WHERE sequence = 2", "exchange 01"),
        ("UPDATE exchange SET sequence = 9 WHERE sequence = 1", "exchange"),
        ("UPDATE paragraph SET text = 'I am gone.' || char(10) || char(10) WHERE text LIKE 'I am w%'", "paragraph 2"),
        ("DELETE FROM paragraph WHERE text LIKE 'I am a%'", "snapshot 2"),
        ("UPDATE snapshot SET paragraphs = '[[1,1,1]]' WHERE id = 2", "snapshot 2"),
        ("UPDATE snapshot SET paragraphs = 'else' WHERE id = 2", "snapshot 2"),
        ("UPDATE snapshot SET base = 2 WHERE id = 2", "snapshot 2"),
        ("UPDATE event SET at = '2020-01-01T00:00:00+00:00' WHERE number = 2", "event 2"),
        ("UPDATE event SET digest = 'ab' WHERE number = 2", "event 2"),
        ("DELETE FROM event WHERE number = 3", "event 3"),
        ("INSERT INTO search (search) VALUES ('delete-all')", "search"),
        ("DELETE FROM snapshot WHERE id = 1", "exchange"),
    ],
)
def test_a_row_edited_by_hand_is_named(statement: str, row: str, path: Path) -> None:
    """Fault 36: whichever column of whichever table, and what was slipped into an exchange that is forgotten."""
    by_hand(path, statement)
    assert any(each.startswith(row) for each in found(path)), found(path)


def test_one_edit_is_one_finding_where_nothing_leans_on_it(path: Path) -> None:
    """What does not change a word of the index is named once."""
    by_hand(path, "UPDATE exchange SET requested = 'openai/gpt' WHERE sequence = 2")
    assert [each.split(" (")[0] for each in found(path)] == ["exchange 2"]


def test_an_event_forged_with_its_own_hash_is_named_by_the_next(path: Path) -> None:
    """Who computes one hash anew must compute all that follow; the last hash, kept elsewhere, shows even that."""
    every = (
        "SELECT number, kind, exchange, at, suggestion, state, digest, hash FROM event WHERE number < 3 ORDER BY number"
    )
    one, two = (Event(*row) for row in rows(path, every))  # type: ignore[arg-type]
    forged = replace(two, at="2020-01-01T00:00:00+00:00")
    anew = f"UPDATE event SET at = '{forged.at}', hash = '{link(one.hash, forged)}' WHERE number = 2"  # noqa: S608 - ours
    by_hand(path, anew)
    assert found(path) == ["event 3"]


@pytest.mark.parametrize(
    "harm", ["DELETE FROM paragraph WHERE id = 1", "UPDATE snapshot SET paragraphs = '{', base = NULL"]
)
def test_a_version_that_cannot_be_read_stops_nobody(harm: str, path: Path) -> None:
    """The next question about the draft is taken, and its own text comes back; what is broken stays named."""
    by_hand(path, harm)
    later = replace(FIRST, text=FIRST.text + "More.\n")
    with opened(path) as log:
        exchange = question_about(later)
        log.asked(exchange, later)
        assert log.draft_as_sent(str(exchange.id)) == later.text
        with pytest.raises(LogError, match="`friend log verify` says what else is wrong"):
            log.draft_as_sent(str(log.find("2").id))
    assert found(path)


def test_it_writes_nothing(path: Path) -> None:
    """Verifying leaves every byte of the file as it was, and a change that was found stays to be found."""
    by_hand(path, "UPDATE answer SET answer = 'Perfect!' WHERE sequence = 1")
    before = path.read_bytes()
    assert found(path) == found(path) != []
    assert path.read_bytes() == before
