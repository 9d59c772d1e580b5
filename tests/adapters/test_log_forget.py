"""What is forgotten is gone from every byte of every file, and the chain still holds."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from friend.adapters.log import forgetting
from friend.adapters.log.chain import first_break
from friend.asking.question import Passage, Question
from friend.ports import LogError
from friend.record.exchange import Exchange, Failure
from friend.text.draft import Draft
from friend.text.span import Span
from tests.adapters.log_helpers import answer_to, events, opened, question_about, rows
from tests.adapters.test_log_store import WRITER

SHARED = "Dear neighbours of the harbour,\n\n"
FIRST = Draft(SHARED + "The zyzzogeton sleeps.\n\nBest,\n", "/nowhere/quixotic.md")
SECOND = replace(FIRST, text=FIRST.text.replace("sleeps", "vrombissait"))
SECRETS = (
    b"zyzzogeton",
    b"vrombissait",
    b"quixotic",
    b"syzygial",
    b"pneumonic",
    b"borborygm",
    b"wherefrom",
    b"eigenhand",
)


def ask(path: Path, draft: Draft = FIRST, words: str = "", **changed: object) -> Exchange:
    """Ask and answer once, with secret words in every field that takes words."""
    exchange = answer_to(question_about(draft, f"Is it syzygial{words}?"), f"Mostly pneumonic{words}.")
    exchange = replace(
        exchange,
        question=Question(exchange.question.text),
        reader="an eigenhandig reader",
        notes=("a borborygm",),
        error=Failure("odd", "wherefrom"),
        **changed,  # type: ignore[arg-type]
    )
    with opened(path) as log:
        exchange = replace(exchange, sequence=log.asked(exchange, draft))
        log.answered(exchange)
        log.decided(exchange.suggestions[0].id, "dismissed")
    return exchange


def left_in(folder: Path) -> set[bytes]:
    """Give the secrets of which a byte run stands in any file of the folder, whatever the case."""
    data = b"".join(each.read_bytes() for each in folder.iterdir()).lower()
    return {secret for secret in SECRETS if secret in data or secret.decode().encode("utf-16-le") in data}


def test_no_trace_is_left(tmp_path: Path) -> None:
    """Neither in the file nor in its journal nor in its index, also while two have the log open."""
    path = tmp_path / "log.sqlite3"
    exchange = ask(path)
    for number in range(60):
        ask(path, Draft(f"Plain text number {number}.\n", None), reasoning="")
    assert left_in(tmp_path) == set(SECRETS) - {b"vrombissait"}
    with opened(path) as log, opened(path) as desk:
        desk.recent(3)
        for number in range(1, 62):
            if number % 7 == 0:
                log.forget([number])
        log.forget(list(range(1, 62)))
        assert [each.name for each in tmp_path.iterdir() if each.name.endswith("-wal")] == ["log.sqlite3-wal"]
        assert left_in(tmp_path) == set()
        assert log.findings() == []
        told = desk.find(str(exchange.id))
    assert left_in(tmp_path) == set()
    assert first_break(events(path)) is None
    assert (told.forgotten, told.question.text, told.answer, told.suggestions) == (True, "", "", ())
    assert told.usage == exchange.usage
    assert told.speaker.served == exchange.speaker.served


def test_a_guessed_text_cannot_be_proved(tmp_path: Path) -> None:
    """Salt and digest of the draft go, so that nobody who has a text can tell that it was this one."""
    path = tmp_path / "log.sqlite3"
    ask(path)
    with opened(path) as log:
        log.forget([1])
    assert rows(path, "SELECT salt, draft_digest, path FROM exchange") == [(None, "", None)]
    data = path.read_bytes()
    assert FIRST.digest.removeprefix("sha256:").encode() not in data
    assert bytes.fromhex(FIRST.digest.removeprefix("sha256:")) not in data


def test_what_another_exchange_holds_stays(tmp_path: Path) -> None:
    """A paragraph that is in a later version stays with it, its words are found under it, and its text comes back."""
    path = tmp_path / "log.sqlite3"
    first, second = ask(path), ask(path, SECOND, " anew")
    with opened(path) as log:
        assert [hit.entry.sequence for hit in log.search("harbour")] == [1]
        log.forget([1])
        assert log.draft_as_sent(str(first.id)) == ""
        assert log.draft_as_sent(str(second.id)) == SECOND.text
        assert [hit.entry.sequence for hit in log.search("harbour")] == [2]
        assert log.search("sleeps") == []
        assert [exchange.sequence for exchange in log.about("/nowhere/quixotic.md")] == [1, 2]
        assert log.findings() == []
    assert b"sleeps" not in path.read_bytes()


def test_the_same_text_asked_twice_stays_for_the_other(tmp_path: Path) -> None:
    """One version, two questions: forgetting one takes nothing from the other."""
    path = tmp_path / "log.sqlite3"
    ask(path)
    other = ask(path)
    with opened(path) as log:
        log.forget([1])
        assert log.draft_as_sent(str(other.id)) == FIRST.text
        log.forget([2])
        assert log.findings() == []
    assert left_in(tmp_path) == set()


def test_versions_that_lean_on_a_forgotten_one_stand_alone(tmp_path: Path) -> None:
    """In a long chain of versions, any one may go."""
    path = tmp_path / "log.sqlite3"
    drafts = [replace(FIRST, text=FIRST.text + "".join(f"Line {n}.\n\n" for n in range(end))) for end in range(12)]
    names = [str(ask(path, draft).id) for draft in drafts]
    with opened(path) as log:
        log.forget([1, 4, 5, 9])
        for number, (name, draft) in enumerate(zip(names, drafts, strict=True), start=1):
            assert log.draft_as_sent(name) == ("" if number in {1, 4, 5, 9} else draft.text)
        assert log.findings() == []
        again = question_about(drafts[3])
        log.asked(again, drafts[3])
        assert log.draft_as_sent(str(again.id)) == drafts[3].text


def test_when_the_first_draft_was_stays_known(tmp_path: Path) -> None:
    """R1: its time and its length stay, its words do not."""
    path = tmp_path / "log.sqlite3"
    ask(path)
    before = rows(path, "SELECT first_at, words FROM draft JOIN snapshot ON snapshot.id = first_snapshot")
    with opened(path) as log:
        log.forget([1])
    assert rows(path, "SELECT first_at, words FROM draft JOIN snapshot ON snapshot.id = first_snapshot") == before
    assert rows(path, "SELECT path FROM draft") == [(None,)]


def test_a_whole_text_as_the_passage_is_forgotten_too(tmp_path: Path) -> None:
    """What was read out of the version is empty afterwards."""
    path = tmp_path / "log.sqlite3"
    ask(path, passage=Passage(Span(0, len(FIRST.text)), FIRST.text, whole=True))
    with opened(path) as log:
        log.forget([1])
        assert log.find("1").passage.text == ""
        assert log.findings() == []


def test_an_answer_to_a_forgotten_question_is_not_kept(tmp_path: Path) -> None:
    """The person forgot it in another window while the friend was speaking."""
    exchange = answer_to(question_about(FIRST))
    with opened(tmp_path / "log.sqlite3") as log:
        log.asked(exchange, FIRST)
        log.forget([1])
        with pytest.raises(LogError, match="was forgotten meanwhile, so its answer is not kept"):
            log.answered(exchange)
        assert log.findings() == []


def test_it_is_one_event_however_often_it_is_said(tmp_path: Path) -> None:
    """Forgetting again only wipes again."""
    path = tmp_path / "log.sqlite3"
    ask(path)
    with opened(path) as log:
        log.forget([1])
        log.forget([1])
    assert [event.kind for event in events(path)] == ["asked", "answered", "decided", "forgotten"]


def test_a_reader_in_the_way_is_said(tmp_path: Path) -> None:
    """While another program reads, traces may be left: it is said, and the same command finishes it later."""
    path = tmp_path / "log.sqlite3"
    ask(path)
    with opened(path, wait_s=0.1) as log:
        log.recent(1)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN")
            other.execute("SELECT * FROM exchange").fetchall()
            with pytest.raises(LogError, match=r"traces of them may be left .* say the same again"):
                log.forget([1])
        assert log.find("1").forgotten
        log.forget([1])
        assert left_in(tmp_path) == set()


def test_the_file_is_written_anew(tmp_path: Path) -> None:
    """secure_delete overwrites rows, and not the copies of rows that moved between pages: those go too."""
    chance = random.Random(1)  # noqa: S311 - the same each time
    path = tmp_path / "moved.sqlite3"
    kept: dict[str, str] = {}
    met = 0
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("CREATE TABLE moved (id TEXT PRIMARY KEY, words TEXT) WITHOUT ROWID")
        for _ in range(2000):
            name, words = ("".join(chance.choices("bcdfghjklmnp", k=16)) for _ in range(2))
            kept[name] = words
            connection.execute("INSERT INTO moved VALUES (?, ?)", (name, words * chance.randrange(1, 30)))
            grown, gone = (chance.choice(list(kept)) for _ in range(2))
            connection.execute("UPDATE moved SET words = words || ? WHERE id = ?", ("y" * chance.randrange(40), grown))
            if chance.random() < 0.5:
                connection.execute("DELETE FROM moved WHERE id = ?", (gone,))
                connection.execute("PRAGMA wal_checkpoint (TRUNCATE)").fetchone()
                secret = kept.pop(gone).encode()
                if secret in path.read_bytes():
                    met += 1
                    assert forgetting.wipe(connection)
                    assert secret not in path.read_bytes()
    if not met:
        pytest.skip("this SQLite leaves no copies behind")


def test_one_forgets_while_another_writes(tmp_path: Path) -> None:
    """Two processes at once: nothing that was acknowledged is lost, what was forgotten stays so, the chain is one."""
    path = tmp_path / "log.sqlite3"
    ask(path)
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), "40", "a"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout
        assert writer.stdin
        assert writer.stdout.readline() == "ready\n"
        writer.stdin.write("\n")
        writer.stdin.flush()
        with opened(path, wait_s=30) as log:
            for _ in range(4):
                told = writer.stdout.readline()
                with suppress(LogError):  # where the other reads just then, traces are left for the next time
                    log.forget([1, int(told.split()[0])])
            told = writer.stdout.read().splitlines()[-1]
            assert log.find(told.split()[1]).status == "complete"
            log.forget([1])
            assert log.findings() == []
            assert sum(exchange.forgotten for exchange in log.recent(100)) == 5
    assert left_in(tmp_path) == set()
