"""What the person says of answers, in the log: covered by the chain, verified, forgotten with what it is about."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from friend.adapters.log.store import SqliteLog
from friend.asking.lead import Lead, Named
from friend.record.blind import BLIND, shuffled
from friend.record.exchange import Exchange
from friend.record.own_word import looked_up, no_vote, vote
from friend.record.votes import Contender, tables
from friend.text.draft import Draft
from tests.adapters.log_helpers import answer_to, opened, question_about, rows

LETTER = Draft("Dear neighbours,\n\nI am writing about the canaryhouse.\n", "/nowhere/letter.md")


def asked(log: SqliteLog, exchange: Exchange) -> Exchange:
    """Ask, have it answered with two leads, and give it as the log tells it."""
    log.asked(exchange, LETTER)
    named = (Named("author", "Gaston Bachelard", "houses"), Named("work", "Canary Tales"))
    leads = tuple(Lead(f"{exchange.id}.v{number}", each) for number, each in enumerate(named, start=1))
    log.answered(replace(answer_to(exchange), leads=leads))
    return log.find(str(exchange.id))


def round_of(log: SqliteLog, *names: str, group: str = "01GROUP") -> list[Exchange]:
    """Ask these friends blind."""
    dealt = shuffled(names, "seed")
    one = replace(question_about(LETTER), group=group)
    return [
        asked(
            log,
            replace(
                question_about(LETTER), group=one.group, speaker=replace(one.speaker, name=name), blind=dealt[name]
            ),
        )
        for name in names
    ]


def test_what_was_found_of_a_name_is_kept_and_covered(tmp_path: Path) -> None:
    """A lead comes back with its state, its source and what was found; one edited by hand is named (fault 36)."""
    path = tmp_path / "log.sqlite3"
    with opened(path) as log:
        exchange = asked(log, replace(question_about(LETTER), reflection="The house is mine."))
        log.said(looked_up(exchange, exchange.leads[0], "verified", "he did", "p. 31"))
        log.said(looked_up(exchange, exchange.leads[1], "wrong"))
        again = log.find("last")
        assert again.reflection == "The house is mine."
        assert [(lead.state, lead.found, lead.source) for lead in again.leads] == [
            ("verified", "he did", "p. 31"),
            ("wrong", "", ""),
        ]
        assert log.findings() == []
    for change, row in [
        ("UPDATE own_word SET detail = 'p. 32' WHERE id = 1", "own_word 1"),
        ("UPDATE own_word SET salt = NULL, words = '' WHERE id = 1", "own_word 1"),
        ("UPDATE lead SET name = 'Somebody' WHERE number = 1", f"exchange 1 ({exchange.id})"),
        ("UPDATE exchange SET reflection = 'Nobody''s.'", f"exchange 1 ({exchange.id})"),
    ]:
        copy = tmp_path / "changed.sqlite3"
        copy.write_bytes(path.read_bytes())
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute(change)
            connection.commit()
        with opened(copy) as log:
            assert row in [finding.row for finding in log.findings()]


def test_what_was_said_is_forgotten_with_the_exchange(tmp_path: Path) -> None:
    """No name, no reflection, no word of what was found is left in the file, and the chain holds."""
    path = tmp_path / "log.sqlite3"
    with opened(path) as log:
        exchange = asked(log, replace(question_about(LETTER), reflection="canaryreflection"))
        log.said(looked_up(exchange, exchange.leads[0], "verified", "canaryfound", "canarysource"))
        log.forget([1])
        assert log.findings() == []
        assert log.find("1").leads == ()
    for word in (b"canary", b"Canary", b"Bachelard"):
        assert word not in path.read_bytes()


def test_a_round_is_blind_until_somebody_votes(tmp_path: Path) -> None:
    """Neither an exchange nor a line of the log says who it was, by whatever it is looked for; a vote opens all."""
    with opened(tmp_path / "log.sqlite3") as log:
        heard = round_of(log, "ann", "ben")
        assert {each.speaker.name for each in heard} == {"A", "B"}
        for each in heard:
            assert (each.speaker.served, each.speaker.host, each.usage.input_tokens) == ((), None, None)
            assert each.reasoning == ""
        assert all(entry.requested.endswith(BLIND) and not entry.served for entry in log.entries())
        log.said(vote(heard, heard[0], "it saw the gap", LETTER.text))
        assert {each.speaker.name for each in log.of_group("01GROUP")} == {"ann", "ben"}
        assert {entry.friend for entry in log.entries()} == {"ann", "ben"}
        assert log.findings() == []


def test_forgetting_one_of_a_round_neither_blinds_nor_uncounts(tmp_path: Path) -> None:
    """The reason of the vote goes; that there was one, and for whom, is no text and stays."""
    path = tmp_path / "log.sqlite3"
    with opened(path) as log:
        heard = round_of(log, "ann", "ben")
        log.said(vote(heard, heard[0], "canaryreason", LETTER.text))
        log.forget([1])
        assert log.find("2").speaker.name == "ben"
        (only,) = log.votes()
        assert only.winner == Contender("ann", "anthropic/claude")
        assert len(only.contenders) == 2
        assert only.why == ""
        assert log.findings() == []
    assert rows(path, "SELECT words, salt FROM own_word") == [("", None)]


def test_only_votes_count(tmp_path: Path) -> None:
    """A round that was given up is open and not counted; one in which none helped is a round without a win."""
    with opened(tmp_path / "log.sqlite3") as log:
        log.said(no_vote(round_of(log, "ann", "ben", group="01ONE")))
        assert log.votes() == []
        log.said(vote(round_of(log, "ann", "ben", group="01TWO"), None, "neither", LETTER.text))
        (everything, kind) = tables(log.votes())
        assert [(score.wins, score.rounds) for score in everything.scores] == [(0, 1), (0, 1)]
        assert (kind.question, kind.language) == ("clear", "en")


@pytest.mark.parametrize("seed", ["0", "a", "ff00"])
def test_the_letters_come_from_the_seed_alone(seed: str) -> None:
    """In whatever order friends are named, the same seed deals the same letters."""
    names = ["ann", "ben", "cleo", "dan"]
    assert shuffled(names, seed) == dict(shuffled(names[::-1], seed))
    assert sorted(blind.letter for blind in shuffled(names, seed).values()) == ["A", "B", "C", "D"]
