"""The log: what is asked, answered and decided is in it, in order, and in one chain."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from friend.adapters.log import chain
from friend.adapters.log.chain import Event, first_break, link, salted
from friend.adapters.log.rows import ANSWERED, SUGGESTED, Row, answered_record, asked_record, asked_row
from friend.adapters.log.store import SqliteLog
from friend.ports import ExchangeLog, LogError
from friend.record.exchange import Exchange
from friend.text.draft import Draft
from tests.adapters.log_helpers import NOW, answer_to, events, opened, question_about, rows

LETTER = Draft("Dear neighbours,\n\nI am writing.\n\nBest,\n", "letter.md")


def test_it_is_an_exchange_log(tmp_path: Path) -> None:
    """The store is what the use case asks for, and importing or making one touches no file."""
    log: ExchangeLog = SqliteLog(tmp_path / "log.sqlite3")
    assert log
    assert not (tmp_path / "log.sqlite3").exists()


def test_the_intent_is_there_before_the_answer(tmp_path: Path) -> None:
    """An exchange without an answer reads as "unknown", with the place that it was sent to."""
    with opened(tmp_path / "log.sqlite3") as log:
        exchange = question_about(LETTER)
        assert log.asked(exchange, LETTER) == 1
        found = log.find("last")
        assert found == replace(exchange, sequence=1)
        assert (found.status, found.speaker.host) == ("unknown", "api.anthropic.com")


def test_it_stays_when_the_program_goes(tmp_path: Path) -> None:
    """Another process reads the same."""
    exchange = answer_to(question_about(LETTER))
    with opened(tmp_path / "log.sqlite3") as log:
        log.asked(exchange, LETTER)
        log.answered(exchange)
    with opened(tmp_path / "log.sqlite3") as log:
        assert log.find(str(exchange.id)) == replace(exchange, sequence=1)
        assert log.notes == []


def test_the_newest_come_first_and_those_about_a_draft_oldest_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order is that of asking, by number; a draft is known by its absolute path, links resolved."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link.md").symlink_to("letter.md")
    with opened(tmp_path / "log.sqlite3") as log:
        other = replace(LETTER, path="other.md")
        linked = replace(LETTER, path="link.md")
        for draft in (LETTER, other, linked, replace(LETTER, path=None)):
            log.asked(question_about(draft), draft)
        assert [exchange.sequence for exchange in log.recent(2)] == [4, 3]
        assert [exchange.sequence for exchange in log.about(str(tmp_path / "letter.md"))] == [1, 3]
        assert [exchange.draft.path for exchange in log.about(str(tmp_path / "letter.md"))] == ["letter.md", "link.md"]
        assert log.about(str(tmp_path / "none.md")) == []


def test_the_draft_comes_back_as_it_was_sent(tmp_path: Path) -> None:
    """Each exchange has the text of its own moment; a paragraph is stored once."""
    later = replace(LETTER, text=LETTER.text.replace("writing", "asking"))
    with opened(tmp_path / "log.sqlite3") as log:
        first, second, third = (question_about(draft) for draft in (LETTER, later, LETTER))
        log.asked(first, LETTER)
        log.asked(second, later)
        log.asked(third, LETTER)
        assert log.draft_as_sent(str(first.id)) == LETTER.text
        assert log.draft_as_sent(str(second.id)) == later.text
        assert log.draft_as_sent(str(third.id)) == LETTER.text
        with pytest.raises(LookupError, match="no exchange 01NONE"):
            log.draft_as_sent("01NONE")
    assert rows(tmp_path / "log.sqlite3", "SELECT count(*) FROM paragraph") == [(4,)]
    assert rows(tmp_path / "log.sqlite3", "SELECT count(*) FROM snapshot") == [(2,)]


def test_the_first_question_freezes_the_first_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R1: time, digest and words of the first version stay, whatever is asked later; the database itself refuses."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "log.sqlite3"
    later = replace(LETTER, text="All new words.\n")
    with opened(path) as log:
        log.asked(question_about(LETTER), LETTER)
        log.asked(replace(question_about(later), asked_at=NOW.replace(year=2030)), later)
    frozen = "SELECT path, first_at, digest, words FROM draft JOIN snapshot ON snapshot.id = first_snapshot"
    assert rows(path, frozen) == [(str(tmp_path / "letter.md"), NOW.isoformat(), LETTER.digest, LETTER.words)]
    with pytest.raises(sqlite3.IntegrityError, match="the first draft of a text is frozen"):
        rows(path, "UPDATE draft SET first_at = '1970'")


def test_the_same_text_from_standard_input_is_the_same_draft(tmp_path: Path) -> None:
    """It has no path to be known by."""
    piped = replace(LETTER, path=None)
    other = replace(piped, text="Other.\n")
    with opened(tmp_path / "log.sqlite3") as log:
        for draft in (piped, piped, other):
            log.asked(question_about(draft), draft)
    assert rows(tmp_path / "log.sqlite3", "SELECT draft FROM exchange ORDER BY sequence") == [(1,), (1,), (2,)]


def test_decisions_are_kept_and_can_be_taken_back(tmp_path: Path) -> None:
    """The present state is read; each step is an event; the same decision twice is one."""
    exchange = answer_to(question_about(LETTER))
    with opened(tmp_path / "log.sqlite3") as log:
        log.asked(exchange, LETTER)
        log.answered(exchange)
        name = exchange.suggestions[0].id
        for state in ("dismissed", "dismissed", "open", "quoted"):
            log.decided(name, state)
        assert log.find("last").suggestions[0].state == "quoted"
        with pytest.raises(LogError, match="knows no suggestion 01NONE"):
            log.decided("01NONE.1", "open")
    told = [(event.kind, event.suggestion, event.state) for event in events(tmp_path / "log.sqlite3")]
    assert told == [
        ("asked", None, None),
        ("answered", None, None),
        ("decided", name, "dismissed"),
        ("decided", name, "open"),
        ("decided", name, "quoted"),
    ]


def test_an_answer_needs_its_question_and_comes_once(tmp_path: Path) -> None:
    """Neither an answer to nothing nor a second one gets in, and nothing half of it stays."""
    exchange = answer_to(question_about(LETTER))
    with opened(tmp_path / "log.sqlite3") as log:
        with pytest.raises(LogError, match="is not in the log"):
            log.answered(exchange)
        log.asked(exchange, LETTER)
        log.answered(exchange)
        with pytest.raises(LogError, match="did not take it"):
            log.answered(replace(exchange, answer="other"))
        with pytest.raises(LogError, match="did not take it"):
            log.asked(exchange, replace(LETTER, text="Another text.\n"))
        assert log.find("last") == replace(exchange, sequence=1)
    assert len(events(tmp_path / "log.sqlite3")) == 2
    assert rows(tmp_path / "log.sqlite3", "SELECT count(*) FROM snapshot") == [(1,)]


def test_an_exchange_is_found_by_what_people_call_it(tmp_path: Path) -> None:
    """Id, its first letters in either case, `last`, `last~N`, and its number."""
    with opened(tmp_path / "log.sqlite3") as log:
        ids = ["01KAAAAA", "01KAABBB", "01KBCCCC", "77777777"]
        for name in ids:
            log.asked(replace(question_about(LETTER), id=name), LETTER)
        for called, name in [
            ("01KAAAAA", "01KAAAAA"),
            ("01kaab", "01KAABBB"),
            ("01KB", "01KBCCCC"),
            ("last", "77777777"),
            ("last~0", "77777777"),
            (" last~3 ", "01KAAAAA"),
            ("2", "01KAABBB"),
            ("77777777", "77777777"),
            ("7777", "77777777"),
        ]:
            assert log.find(called).id == name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("01KA", "01KA may be any of 01KAABBB, 01KAAAAA: give more of its letters"),
        ("01K", "there is no exchange 01K; the log holds 3, the newest is number 3"),
        ("last~3", "there is no exchange last~3"),
        ("last~", "there is no exchange last~"),
        ("last~99999999999", "there is no exchange"),
        ("9", "there is no exchange 9"),
        ("0", "there is no exchange 0"),
        ("99999999999999999999999", "there is no exchange"),
        ("", "there is no exchange ;"),
        ("%%%%", "there is no exchange %%%%"),
        ("é\ud800éé", "there is no exchange"),
        ("' OR 1=1 --", "there is no exchange"),
    ],
)
def test_a_name_that_means_nothing_or_too_much_is_said(name: str, said: str, tmp_path: Path) -> None:
    """The message tells what there is."""
    with opened(tmp_path / "log.sqlite3") as log:
        for each in ("01KAAAAA", "01KAABBB", "01KBCCCC"):
            log.asked(replace(question_about(LETTER), id=each), LETTER)
        with pytest.raises(LookupError) as caught:
            log.find(name)
        assert said in str(caught.value)


def test_an_empty_log_says_so(tmp_path: Path) -> None:
    """Nothing was asked yet."""
    with opened(tmp_path / "log.sqlite3") as log:
        for name in ("last", "1", "01KAAAAA"):
            with pytest.raises(LookupError, match="the log is empty"):
                log.find(name)
        assert log.recent(10) == []


def test_words_are_readable_with_sqlite_alone(tmp_path: Path) -> None:
    """Question, answer and raw reply are plain TEXT; the sqlite3 shell shows them."""
    exchange = answer_to(question_about(LETTER, "Est-ce « clair » ?"), "Presque. « Eux » : qui ?")
    path = tmp_path / "log.sqlite3"
    with opened(path) as log:
        log.asked(exchange, LETTER)
        log.answered(exchange)
    if not shutil.which("sqlite3"):
        pytest.skip("no sqlite3 shell here")
    statement = "SELECT question, answer, raw FROM exchange JOIN answer USING (sequence)"
    run = subprocess.run(["sqlite3", str(path), statement], capture_output=True, text=True, check=True)
    assert run.stdout == "Est-ce « clair » ?|Presque. « Eux » : qui ?|Presque. « Eux » : qui ?\n"


def filled(path: Path) -> Exchange:
    """Write a log with two questions, one answer and one decision; give the answered exchange."""
    exchange = answer_to(question_about(LETTER))
    with opened(path) as log:
        log.asked(exchange, LETTER)
        log.answered(exchange)
        log.asked(question_about(LETTER), LETTER)
        log.decided(exchange.suggestions[0].id, "dismissed")
    return exchange


def one_row(path: Path, table: str, names: tuple[str, ...]) -> Row:
    """Read the only row of a table."""
    columns = ", ".join(f'"{name}"' for name in names)
    ((*values,),) = rows(path, f"SELECT {columns} FROM {table}")  # noqa: S608 - our own names
    return dict(zip(names, values, strict=True))  # type: ignore[arg-type]


def test_the_chain_holds_and_is_bound_to_the_words(tmp_path: Path) -> None:
    """Each event carries the hash of the one before; the salted digests are those of what the rows hold."""
    path = tmp_path / "log.sqlite3"
    exchange = filled(path)
    found = events(path)
    assert [event.kind for event in found] == ["asked", "answered", "asked", "decided"]
    assert first_break(found) is None
    ((salt,),) = rows(path, "SELECT salt FROM exchange WHERE sequence = 1")
    assert isinstance(salt, bytes)
    assert found[0].digest == salted(salt, asked_record(asked_row(exchange)))
    answer, suggestion = one_row(path, "answer", ANSWERED), one_row(path, "suggestion", SUGGESTED)
    assert found[1].digest == salted(salt, answered_record(answer, [suggestion]))
    for name in ("answer", "reasoning", "request_id"):
        assert found[1].digest != salted(salt, answered_record(answer | {name: "x"}, [suggestion]))
        assert found[1].digest != salted(salt, answered_record(answer | {name: None}, [suggestion]))


@pytest.mark.parametrize("changed", ["number", "kind", "exchange", "at", "suggestion", "state", "digest", "hash"])
def test_any_edited_event_breaks_the_chain(changed: str, tmp_path: Path) -> None:
    """Fault 36: recomputing it names the first event that is not what it was."""
    filled(tmp_path / "log.sqlite3")
    found = events(tmp_path / "log.sqlite3")
    value = 7 if changed == "number" else "else"
    found[1] = replace(found[1], **{changed: value})  # type: ignore[arg-type]
    assert first_break(found) == 2


def test_a_removed_an_added_or_a_swapped_event_breaks_the_chain(tmp_path: Path) -> None:
    """Fault 36: the numbers have no gap, and each hash leans on the last."""
    filled(tmp_path / "log.sqlite3")
    one, two, three, four = events(tmp_path / "log.sqlite3")
    assert first_break([one, three, four]) == 2
    assert first_break([one, two, two, three, four]) == 3
    assert first_break([two, one, three, four]) == 1
    forged = Event(2, "decided", two.exchange, two.at, None, None, None)
    assert first_break([one, replace(forged, hash=link(one.hash, forged)), three, four]) == 3


def test_events_are_only_appended(tmp_path: Path) -> None:
    """The database itself refuses to change or take away one, until somebody removes that rule as well."""
    filled(tmp_path / "log.sqlite3")
    for statement in ("UPDATE event SET kind = 'x'", "DELETE FROM event"):
        with pytest.raises(sqlite3.IntegrityError, match="only ever appended"):
            rows(tmp_path / "log.sqlite3", statement)


def test_two_different_records_never_share_a_spelling() -> None:
    """Words cannot be moved from one field to the next without another digest; the salt counts."""
    assert salted(b"s", {"a": "x", "b": "y"}) != salted(b"s", {"a": 'x","b":"y', "b": ""})
    assert salted(b"s", {"a": None}) != salted(b"s", {"a": "null"})
    assert salted(b"s", {"a": 1}) != salted(b"t", {"a": 1})
    assert salted(b"s", {"a": 1, "b": 2}) == salted(b"s", {"b": 2, "a": 1})
    assert chain.FIRST_PREVIOUS == ""


WRITER = """
import sys
from pathlib import Path
from dataclasses import replace
from friend.adapters.log.store import SqliteLog
from tests.adapters.log_helpers import answer_to, question_about
from friend.text.draft import Draft
log = SqliteLog(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for turn in range(int(sys.argv[2])):
    draft = Draft(f"Dear {sys.argv[3]} {turn},\\n\\nbody\\n", f"{sys.argv[3]}.md")
    exchange = answer_to(question_about(draft))
    sequence = log.asked(exchange, draft)
    log.answered(exchange)
    print(sequence, exchange.id, flush=True)
"""


def test_two_writers_keep_one_chain(tmp_path: Path) -> None:
    """Two processes begin the same log at the same moment and write at once: no number twice, no broken link."""
    path = tmp_path / "log.sqlite3"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), "60", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("a", "b")
    ]
    for writer in writers:
        assert writer.stdout
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin
        writer.stdin.write("\n")
        writer.stdin.flush()
    written = [writer.communicate()[0].splitlines() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]
    numbers = sorted(int(line.split()[0]) for lines in written for line in lines)
    assert numbers == list(range(1, 121))
    assert first_break(events(path)) is None
    assert len(events(path)) == 240


def test_the_same_log_twice_in_one_process(tmp_path: Path) -> None:
    """A second store on the same file sees what the first wrote, and writes on."""
    path = tmp_path / "log.sqlite3"
    with opened(path) as one, opened(path) as two:
        one.asked(question_about(LETTER), LETTER)
        assert two.asked(question_about(LETTER), LETTER) == 2
        assert one.asked(question_about(LETTER), LETTER) == 3
    assert first_break(events(path)) is None


def test_a_reader_in_another_thread_is_served(tmp_path: Path) -> None:
    """The UI may ask the log from a thread, so that a lock never freezes it."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - for this test alone

    with opened(tmp_path / "log.sqlite3") as log, ThreadPoolExecutor(4) as pool:
        asked = list(pool.map(lambda _: log.asked(question_about(LETTER), LETTER), range(12)))
        assert sorted(asked) == list(range(1, 13))
        assert [len(found) for found in pool.map(lambda _: log.recent(5), range(4))] == [5] * 4


def test_reading_the_log_needs_nothing_heavy() -> None:
    """`friend log list` imports neither litellm nor textual, nor what only a question needs."""
    code = (
        "import sys, friend.adapters.log.store, friend.adapters.config, friend.adapters.paths;"
        "print(*sorted({'litellm', 'textual', 'httpx', 'msgspec', 'tomlkit', 'rich', 'pydantic'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
