"""`friend disclose`: from the log of a person's machine to a sentence, a file, a trailer."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest

from friend.adapters.log.store import SqliteLog
from friend.text.draft import Draft
from tests.builders import LETTER, exchange
from tests.cli.conftest import Home


@pytest.fixture
def asked(home: Home) -> Home:
    """Give a home whose log holds one question about the letter."""
    (home.folder / "data").mkdir()
    log = SqliteLog(home.folder / "data" / "log.sqlite3")
    path = str(home.folder / "letter.md")
    told = replace(exchange(), draft=replace(exchange().draft, path=path))
    log.asked(told, Draft(LETTER.text, path))
    log.answered(told)
    log.decided(told.suggestions[0].id, "dealt-with")
    log.close()
    return home


def test_a_sentence_a_file_and_json(asked: Home) -> None:
    """By default one sentence on stdout; -o writes a new file and never over another; --json is the whole account."""
    ran = asked.run("disclose", "letter.md")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "I asked Claude Sonnet 4 (claude-sonnet-4-20250514) 1 question about this text, on 21 Nov. 2026; "
        "of 1 suggestion, 1 was dealt with.\n"
    )
    french = asked.run("disclose", "letter.md", "--as", "prose", "--lang", "fr", "-o", "dit.txt")
    assert french.code == 0
    assert "«\u00a0Est-ce clair" in (asked.folder / "dit.txt").read_text(encoding="utf-8")
    again = asked.run("disclose", "letter.md", "-o", "dit.txt")
    assert again.code == 2
    assert "--force" in again.err
    told = json.loads(asked.run("disclose", "letter.md", "--json").out)
    assert told["first_draft"] == {"at": "2026-11-21T10:00:00Z", "words": 15}
    assert told["suggestions"]["dealt_with"] == 1


def test_a_copy_and_a_forgotten_log(asked: Home) -> None:
    """A copy of the text is told to be one; after `forget`, the log says that it holds nothing more, not "no help"."""
    shutil.copy(asked.folder / "letter.md", asked.folder / "final.md")
    copy = asked.run("disclose", "final.md")
    assert "shares 15 words with it" in copy.out
    assert "letter.md; its questions are not counted here" in copy.err
    assert asked.run("disclose", "final.md", "--as", "git-trailer").out == ""
    assert asked.run("log", "forget", "last", "--yes").code == 0
    gone = asked.run("disclose", "letter.md").out
    assert gone.startswith("friend’s log holds no question about this text; 1 question was removed from the log")


def test_standard_input_has_no_place_in_the_log(asked: Home) -> None:
    """A text without a file is refused: its silence could be taken for innocence."""
    ran = asked.run("disclose", "-", given=LETTER.text.encode())
    assert ran.code == 2
    assert "give the draft's file" in ran.err
