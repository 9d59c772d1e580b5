"""`friend notes`: the open notes or all, at their places in the draft as it is now."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace

import pytest

from friend.adapters.log.store import SqliteLog
from friend.cli.main import run
from friend.record.exchange import Exchange
from friend.text.span import Span
from tests.adapters.log_helpers import answer_to, question_about
from tests.builders import LETTER
from tests.cli.conftest import Home


@pytest.fixture
def asked(home: Home, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    """Give an exchange about a letter with two notes, of which the first was dismissed."""
    for name in ("FRIEND_CONFIG", "FRIEND_DATA"):
        monkeypatch.setenv(name, home.environ[name])
    monkeypatch.chdir(home.folder)
    (home.folder / "data").mkdir(exist_ok=True)
    with closing(SqliteLog(home.folder / "data" / "log.sqlite3")) as log:
        exchange = answer_to(question_about(LETTER), "Mostly.")
        (first,) = exchange.suggestions
        words = "It was decided by them last month"
        span = Span(LETTER.text.index(words), LETTER.text.index(words) + len(words))
        second = replace(first, id=f"{exchange.id}.2", quote=words, span=span, instead=None, diff=(), flags=())
        exchange = replace(exchange, suggestions=(first, second))
        log.asked(exchange, LETTER)
        log.answered(exchange)
        log.decided(exchange.suggestions[0].id, "dismissed")
    return exchange


def test_all_tells_what_became_of_each(asked: Exchange, capsys: pytest.CaptureFixture[str]) -> None:
    """What was dismissed is no open note; with --all it is there, and says so, in lines, for Vim and as JSON."""
    assert asked.id
    assert run(["notes", "letter.md"]) == 0
    assert capsys.readouterr().out.count("exchange 1") == 1
    assert run(["notes", "letter.md", "--all"]) == 0
    told = capsys.readouterr().out
    assert told.count("exchange 1") == 2
    assert told.splitlines().count("   dismissed") == 1
    assert run(["notes", "letter.md", "--all", "--vimgrep"]) == 0
    assert [line.partition(":dismissed — ")[1] for line in capsys.readouterr().out.splitlines()].count("") == 1
    assert run(["notes", "letter.md", "--all", "--json"]) == 0
    assert [note["state"] for note in json.loads(capsys.readouterr().out)["notes"]] == ["dismissed", "open"]


def test_words_that_were_changed_since_say_so(asked: Exchange, home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """A note whose words are there in another wording tells it under the wording that it was about."""
    assert asked.id
    home.write("letter.md", LETTER.text.replace("decided by them", "decided, it seems, by them"))
    assert run(["notes", "letter.md", "--all"]) == 0
    assert capsys.readouterr().out.count("these words were changed since") == 1


def test_without_any_note_it_says_which_it_looked_for(
    asked: Exchange, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    """No open notes is not the same as no notes."""
    assert asked.id
    home.write("other.md", "Something else altogether, of which nobody was asked.\n")
    assert run(["notes", "other.md"]) == 0
    assert capsys.readouterr().err == "no open notes\n"
    assert run(["notes", "other.md", "--all"]) == 0
    assert capsys.readouterr().err == "no notes\n"
