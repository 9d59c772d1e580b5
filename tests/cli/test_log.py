"""`friend log`: list, show, search, export, verify, forget; and drafts that were renamed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from friend.adapters.log.store import SqliteLog
from friend.cli.main import run
from friend.record.exchange import Exchange
from friend.text.draft import Draft
from tests.adapters.log_helpers import answer_to, question_about
from tests.builders import LETTER
from tests.cli.conftest import Home


@pytest.fixture
def desk(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Give a home for commands that run in this process, with three exchanges about two drafts in the log."""
    for name in ("FRIEND_CONFIG", "FRIEND_DATA"):
        monkeypatch.setenv(name, home.environ[name])
    monkeypatch.chdir(home.folder)
    note = Draft("The council met.\n", "note.md")
    home.write("note.md", note.text)
    with the_log(home) as log:
        for draft, words in [(LETTER, "Presque."), (note, "Who met?"), (LETTER, "```\nMostly \x1b[31m ]0;x")]:
            exchange: Exchange = answer_to(question_about(draft), words)
            log.asked(exchange, draft)
            log.answered(exchange)
    return home


@contextmanager
def the_log(home: Home) -> Iterator[SqliteLog]:
    """Open the log of a home."""
    (home.folder / "data").mkdir(exist_ok=True)
    log = SqliteLog(home.folder / "data" / "log.sqlite3")
    try:
        yield log
    finally:
        log.close()


def test_a_list_is_narrowed_down(desk: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """By draft, friend, version and day; a line each, newest first, or a JSON object each."""
    for words, numbers in [
        ([], ["3", "2", "1"]),
        (["-n", "1"], ["3"]),
        (["--draft", "letter.md"], ["3", "1"]),
        (["--file", "note.md", "--model", "sonnet", "--served", "20250514"], ["2"]),
        (["--since", "2026-11-21", "--until", "2026-11-21"], ["3", "2", "1"]),
        (["--until", "2026-11-20"], []),
        (["--model", "gpt"], []),
    ]:
        assert run(["log", "list", *words]) == 0
        assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == numbers
        assert run(["log", "list", "--json", *words]) == 0
        assert [str(json.loads(line)["sequence"]) for line in capsys.readouterr().out.splitlines()] == numbers
    assert run(["log", "list", "--since", "yesterday"]) == 2


def test_a_search_shows_the_place(desk: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """Newest first, with the words around it and in which text; the same in JSON; no word is wrong usage."""
    assert run(["log", "search", "COUNCIL", "met"]) == 0
    line, place = capsys.readouterr().out.splitlines()
    assert (line.split()[0], place) == ("2", "      answer: Who met? Warmer. Hello")
    assert run(["log", "search", "presque", "--file", "letter.md", "--json"]) == 0
    (found,) = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (found["sequence"], found["found"]) == (1, {"where": "answer", "snippet": "Presque. Warmer. Hello"})
    assert run(["log", "search", "absent"]) == 0
    assert capsys.readouterr().err == "nothing in the log holds these words\n"
    assert run(["log", "search", "—"]) == 2


def test_an_export_is_one_object_a_line_or_markdown(desk: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """Oldest first; all, those that the options leave, or those named."""
    for words, numbers in [([], [1, 2, 3]), (["--draft", "note.md"], [2]), (["last", "1", "last~2"], [1, 3])]:
        assert run(["log", "export", *words]) == 0
        assert [json.loads(line)["sequence"] for line in capsys.readouterr().out.splitlines()] == numbers
        assert run(["log", "export", "--to", "markdown", *words]) == 0
        headings = [line for line in capsys.readouterr().out.splitlines() if line.startswith("## Exchange")]
        assert [int(line.split()[2].rstrip(",")) for line in headings] == numbers


def test_an_export_never_overwrites_unasked(desk: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """Fault 57: a file that is there stays as it is without --force; a folder is no file."""
    desk.write("mine.jsonl", "mine")
    assert run(["log", "export", "-o", "mine.jsonl"]) == 2
    assert "is there already; --force overwrites it" in capsys.readouterr().err
    assert (desk.folder / "mine.jsonl").read_text() == "mine"
    assert run(["log", "export", "-o", "mine.jsonl", "--force"]) == 0
    assert len((desk.folder / "mine.jsonl").read_text().splitlines()) == 3
    assert run(["log", "export", "-o", "."]) == 2


def test_half_a_character_is_exported_as_its_escape(desk: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """What has no UTF-8 is still JSON, and comes back."""
    with the_log(desk) as log:
        exchange = answer_to(question_about(LETTER), "half \ud83d")
        log.asked(exchange, LETTER)
        log.answered(exchange)
    assert run(["log", "export", "last", "-o", "half.jsonl"]) == 0
    assert json.loads((desk.folder / "half.jsonl").read_text("utf-8"))["answer"] == "half \ud83d"
    assert run(["log", "export", "last", "--to", "markdown"]) == 0
    assert "half \\ud83d" in capsys.readouterr().out


def test_verify_names_the_row_and_ends_with_1(desk: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """Fault 36: sound first, with the last hash; after an edit by hand the row is named. What it cannot do is said."""
    assert run(["log", "verify"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("6 events agree with the texts, the digests and the index; the last hash is ")
    assert "tamper-evident, not tamper-proof" in told.err
    with closing(sqlite3.connect(desk.folder / "data/log.sqlite3")) as connection:
        connection.execute("UPDATE answer SET answer = 'Perfect!' WHERE sequence = 2")
        connection.commit()
    assert run(["log", "verify"]) == 1
    told = capsys.readouterr()
    assert told.out.splitlines()[0].startswith("exchange 2 (01")
    assert "tamper-evident, not tamper-proof" in told.err
    assert run(["log", "verify", "--json"]) == 1
    assert [finding["row"][:10] for finding in json.loads(capsys.readouterr().out)["findings"]] == [
        "exchange 2",
        "search",
    ]


def test_forgetting_needs_a_yes(desk: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nobody can be asked it is refused; with --yes the texts go, and the line says so."""
    assert run(["log", "forget", "2"]) == 2
    assert "nothing was forgotten" in capsys.readouterr().err
    desk.write("data/log.damaged-x.sqlite3", "")
    assert run(["log", "forget", "2", "last~1", "--yes"]) == 0
    told = capsys.readouterr().err
    assert "forgotten: 1" in told
    assert "log.damaged-x.sqlite3" in told
    assert run(["log", "list", "-n", "2"]) == 0
    assert capsys.readouterr().out.splitlines()[1].endswith("-  clear (forgotten)")
    assert run(["log", "show", "2"]) == 0
    assert "forgotten   its texts were removed from the log" in capsys.readouterr().out
    assert run(["log", "verify"]) == 0
    assert run(["log", "forget", "nine", "--yes"]) == 2


def test_a_renamed_draft_keeps_its_notes(desk: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nobody can be asked, a single likeness is taken, and it is said; then its list and notes are the same."""
    (desk.folder / "letter.md").rename(desk.folder / "first.md")
    assert run(["log", "list", "--draft", "first.md"]) == 0
    told = capsys.readouterr()
    assert "is taken for" in told.err
    assert len(told.out.splitlines()) == 2
    (desk.folder / "first.md").rename(desk.folder / "parking.md")
    assert run(["notes", "parking.md"]) == 0
    told = capsys.readouterr()
    assert "is taken for" in told.err
    assert told.out.count("exchange ") == 2
    assert run(["notes", "parking.md"]) == 0
    assert "is taken for" not in capsys.readouterr().err
    assert run(["log", "list", "--draft", "parking.md"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.mark.parametrize(("answer", "notes"), [("y\n", 2), ("n\n", 0)])
def test_on_a_terminal_the_person_is_asked_once(
    answer: str, notes: int, desk: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Yes or no, and not again."""
    (desk.folder / "letter.md").rename(desk.folder / "parking.md")
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert run(["notes", "parking.md"]) == 0
    told = capsys.readouterr()
    assert "Is it the same text under a new name?" in told.err + told.out
    assert told.out.count("exchange ") == notes
    assert run(["notes", "parking.md"]) == 0
    told = capsys.readouterr()
    assert "the same text" not in told.err + told.out
    assert told.out.count("exchange ") == notes


class Terminal:
    """Somebody who answers."""

    def __init__(self, words: str) -> None:
        self._words = iter(words.splitlines(keepends=True))

    def readline(self) -> str:
        """Give the next answer; none is the end."""
        return next(self._words, "")

    def isatty(self) -> bool:
        """Tell that somebody is there."""
        return True


def test_nothing_foreign_steers_the_terminal(desk: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """Fault 41: lines, snippets and what is shown hold no escape."""
    for words in (["log", "list"], ["log", "search", "mostly"], ["log", "show", "last"]):
        assert run(words) == 0
        assert "\x1b" not in capsys.readouterr().out


def test_names_are_those_of_every_command(desk: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """Id, its first letters, last, last~1, number."""
    with the_log(desk) as log:
        name = str(log.find("2").id)
    for called in (name, name[:-1].lower(), "last~1", "2"):
        assert run(["log", "show", called, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["sequence"] == 2


def test_a_path_of_another_folder_is_another_draft(desk: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """A draft is known by its absolute path."""
    other = replace(LETTER, path=str(Path("/elsewhere/letter.md")))
    with the_log(desk) as log:
        log.asked(question_about(other), other)
    assert run(["log", "list", "--draft", "letter.md"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
