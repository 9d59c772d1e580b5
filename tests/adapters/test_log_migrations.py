"""The log's schema: each step is the released one, and a log of any older schema is read and written on."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from friend.adapters.log.chain import first_break, salted
from friend.adapters.log.migrations import MIGRATIONS, NEWEST
from friend.adapters.log.rows import ANSWERED, ASKED, SUGGESTED, Row, answered_record, asked_record
from friend.record.exchange import Failure, Usage
from friend.text.draft import Draft
from tests.adapters.log_helpers import answer_to, events, opened, question_about, rows

HERE = Path(__file__).parents[1]
LETTER = Draft("Dear neighbours,\n\nI am writing.\n\nBest,\n", None)
ONE, TWO, THREE = (f"01KAXE0000000000000000000{letter}" for letter in "ABC")


@pytest.fixture
def old_log(tmp_path: Path) -> Path:
    """Give a log that the first schema's own code wrote (fixtures/log-v1.md says how)."""
    return copied(tmp_path, 1)


def copied(folder: Path, version: int) -> Path:
    """Copy a log that an older schema's own code wrote (fixtures/log-v*.md say how)."""
    path = folder / "log.sqlite3"
    shutil.copy(HERE / f"fixtures/log-v{version}.sqlite3", path)
    return path


@pytest.mark.parametrize("version", range(1, NEWEST))
def test_a_log_of_any_older_schema_verifies_and_forgets(version: int, tmp_path: Path) -> None:
    """Its chain holds after the migration and after its first exchange was forgotten."""
    path = copied(tmp_path, version)
    with opened(path) as log:
        assert log.findings() == []
        log.forget([1])
        assert log.findings() == []
        assert log.find("1").forgotten
        assert log.chain_end()[0] == len(events(path))


def test_a_log_of_the_second_schema_is_searched_and_goes_on(tmp_path: Path) -> None:
    """Old words are in the index, each paragraph under the question that first sent it; new versions lean on old."""
    path = copied(tmp_path, 2)
    with opened(path) as log:
        for words, numbers in [("auteur", [1]), ("oeuvre", [2, 1]), ("neighbours", [1]), ("note", [3])]:
            assert [hit.entry.sequence for hit in log.search(words)] == numbers
        texts = [log.draft_as_sent(name) for name in (ONE, TWO, THREE)]
        assert [text.split("\n\n")[1:2] for text in texts] == [
            ["I am writing about l’œuvre."],
            ["We are writing about l’œuvre."],
            [],
        ]
        newest = Draft(texts[1].replace("Best", "Yours"), "/nowhere/letter.md")
        log.asked(question_about(newest), newest)
        assert log.draft_as_sent(str(log.find("last").id)) == newest.text
        assert [exchange.sequence for exchange in log.about("/nowhere/letter.md")] == [1, 2, 4]
        assert log.findings() == []


@pytest.mark.parametrize("version", range(1, NEWEST + 1))
def test_each_step_is_the_released_one(version: int) -> None:
    """A released migration is never edited: the tables that it leaves are those of its golden file."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for step in MIGRATIONS[:version]:
            for statement in step:
                connection.execute(statement)
        made = connection.execute(
            # The tables behind the index are SQLite's own.
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL "
            "AND name NOT LIKE 'search!_%' ESCAPE '!' ORDER BY rowid"
        ).fetchall()
    text = ";\n".join(str(sql) for (sql,) in made) + ";\n"
    assert text == (HERE / f"golden/log_schema_{version}.sql").read_text("utf-8")


def test_a_log_of_the_first_schema_is_read_as_it_was(old_log: Path) -> None:
    """Who asked, who answered, the texts, what was decided: all of it is there; what was not stored is not known."""
    with opened(old_log) as log:
        three, two, one = log.recent(5)
        assert [exchange.id for exchange in (one, two, three)] == [ONE, TWO, THREE]
        said = answer_to(replace(question_about(LETTER), id=ONE), "Mostly. Who is “we”?")
        decided = replace(said.suggestions[0], state="dismissed")
        plain = Usage(512, 90, 0.0029, "litellm 1.106.2 map", (0.2, 0.9), "a source")
        speaker = replace(said.speaker, sub_provider=None, request_id=None)
        expected = replace(said, sequence=1, suggestions=(decided,), usage=plain, speaker=speaker, reasoning="")
        assert one == replace(expected, thought_s=None)
        assert (two.status, two.error) == ("failed", Failure("rate-limit", "wait", 20.0))
        assert two.passage.text == LETTER.text
        assert three.status == "unknown"
        assert log.draft_as_sent(THREE) == LETTER.text
        assert log.notes == []
    with closing(sqlite3.connect(old_log)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (NEWEST,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_chain_of_the_first_schema_still_holds(old_log: Path) -> None:
    """The same words have the same digests after the migration; the next event leans on the last of the old ones."""
    with opened(old_log) as log:
        log.asked(question_about(LETTER), LETTER)
        log.answered(answer_to(log.find("last")))
    found = events(old_log)
    assert first_break(found) is None
    assert [event.kind for event in found] == ["asked"] * 3 + ["answered"] * 2 + ["decided", "asked", "answered"]
    ((salt,),) = rows(old_log, "SELECT salt FROM exchange WHERE id = ?", ONE)
    assert isinstance(salt, bytes)
    asked, answer = one_row(old_log, "exchange", ASKED), one_row(old_log, "answer", ANSWERED)
    assert found[0].digest == salted(salt, asked_record(asked))
    assert found[3].digest == salted(salt, answered_record(answer, [one_row(old_log, "suggestion", SUGGESTED)]))
    assert found[3].digest != salted(salt, answered_record(answer | {"reasoning": "slipped in"}, []))


def one_row(path: Path, table: str, names: tuple[str, ...]) -> Row:
    """Read the row of the first exchange."""
    columns = ", ".join(f'"{name}"' for name in names)
    statement = f"SELECT {columns} FROM {table} WHERE sequence = 1"  # noqa: S608 - our own names
    ((*values,),) = rows(path, statement)
    return dict(zip(names, values, strict=True))  # type: ignore[arg-type]
