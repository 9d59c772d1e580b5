"""The index of words on disk: made from the log, caught up with it, and never trusted when it is not whole."""

from __future__ import annotations

import asyncio
import fcntl
import multiprocessing
import os
import resource
import signal
from array import array
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.adapters.log.store import SqliteLog
from friend.adapters.words.catching_up import LoggedReplies, catch_up
from friend.adapters.words.checking import DraftCheck
from friend.adapters.words.index import WordFile
from friend.adapters.words.layout import SAID, Entry, Reached
from friend.adapters.words.table import swept, table_of
from friend.ports import LogError
from friend.record.borrowing import Borrowing
from friend.text.draft import Draft
from tests.adapters.log_helpers import NOW, answer_to, opened, question_about

LETTER = Draft("Dear neighbours,\n\nI am writing.\n", None)
SAID_FIRST = "Nobody on the lane was told before the kerb was painted in one night"
SAID_THEN = "The council keeps its minutes in a drawer that no key of ours will open"


@pytest.fixture
def log(tmp_path: Path) -> SqliteLog:
    """Give a log in which a friend said SAID_FIRST."""
    log = SqliteLog(tmp_path / "log.sqlite3")
    say(log, SAID_FIRST)
    return log


def say(log: SqliteLog, words: str, friend: str = "sonnet") -> str:
    """Log one more question, answered with these words; give its id."""
    asked = question_about(LETTER)
    asked = replace(asked, speaker=replace(asked.speaker, name=friend))
    log.asked(asked, LETTER)
    log.answered(replace(answer_to(asked, words), suggestions=()))
    return str(asked.id)


def found(log: SqliteLog, folder: Path, text: str = f"{SAID_FIRST}.\n\n{SAID_THEN}.") -> list[int]:
    """Give who said what is in a text, with the index as it is on disk."""
    index = WordFile(folder)
    catch_up(index, log)
    return [each.sequence for each in Borrowing(index, LoggedReplies(log)).in_text(text)]


def test_a_reply_is_added_to_the_tail_and_the_rest_stays(log: SqliteLog, tmp_path: Path) -> None:
    """The second check appends what is new; the mapped file is not written again."""
    assert found(log, tmp_path) == [1]
    before = (tmp_path / "words.index").read_bytes()
    say(log, SAID_THEN)
    assert found(log, tmp_path) == [1, 2]
    assert (tmp_path / "words.index").read_bytes() == before
    assert found(log, tmp_path) == [1, 2]


def test_what_the_person_said_beside_the_draft_is_theirs_too(log: SqliteLog, tmp_path: Path) -> None:
    """Who it is for, and what one thought before the answer came: a reply that says them again adds nothing."""
    reader, thought = "a neighbour who was never at that meeting", "my weakest point is that nobody pays for it"
    asked = replace(question_about(LETTER), reader=reader, reflection=thought)
    log.asked(asked, LETTER)
    words = f"Tell {reader} who decided. You say that {thought}: quite so, and it is the one thing to mend."
    log.answered(replace(answer_to(asked, words), suggestions=()))
    assert found(log, tmp_path, f"For {reader}. It seems that {thought}.") == []
    assert found(log, tmp_path, "Quite so, and it is the one thing to mend.") == [2]


@pytest.mark.parametrize("cut", [1, 30, 90])
def test_a_tail_that_was_cut_off_is_added_again(log: SqliteLog, tmp_path: Path, cut: int) -> None:
    """Whatever kill -9 or a full disk left of the last frame, the next check has all of it."""
    found(log, tmp_path)
    say(log, SAID_THEN)
    found(log, tmp_path)
    tail = tmp_path / "words.tail"
    tail.write_bytes(tail.read_bytes()[:-cut])
    assert found(log, tmp_path) == [1, 2]
    say(log, "And this is what a third reply has to say about it all.")
    assert found(log, tmp_path, "this is what a third reply has to say") == [3]
    assert found(log, tmp_path) == [1, 2]


def test_what_a_full_disk_kept_out_is_added_by_the_next_check(log: SqliteLog, tmp_path: Path) -> None:
    """A desk whose index could not grow goes on: nothing that was said meanwhile is missing on disk (fault 50)."""
    desk = WordFile(tmp_path)
    catch_up(desk, log)
    say(log, SAID_THEN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, ((tmp_path / "words.tail").stat().st_size + 100, hard))
    try:
        with pytest.raises(OSError, match="too large"):
            catch_up(desk, log)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    say(log, "And this is what a third reply has to say about it all.")
    catch_up(desk, log)
    assert found(log, tmp_path) == [1, 2]
    assert found(log, tmp_path, "this is what a third reply has to say") == [3]


@pytest.mark.parametrize("place", [0, 20, 60, 180, 400, -1])
def test_a_damaged_file_is_made_again(log: SqliteLog, tmp_path: Path, place: int) -> None:
    """One byte that is another anywhere, and the file is nothing: all is read from the log."""
    found(log, tmp_path)
    path = tmp_path / "words.index"
    data = bytearray(path.read_bytes())
    data[place] ^= 0xFF
    path.write_bytes(data)
    assert found(log, tmp_path) == [1]
    path.write_bytes(bytes(data)[:100])
    assert found(log, tmp_path) == [1]


def test_the_index_of_another_log_is_made_again(log: SqliteLog, tmp_path: Path) -> None:
    """Where a damaged log was moved aside, the index of the old one says nothing about the new one."""
    found(log, tmp_path)
    log.close()
    for path in tmp_path.glob("log.sqlite3*"):
        path.unlink()
    with opened(tmp_path / "log.sqlite3") as other:
        assert found(other, tmp_path) == []
        say(other, SAID_THEN)
        assert found(other, tmp_path) == [1]


def test_what_was_forgotten_leaves_no_trace_even_where_nobody_discarded_it(log: SqliteLog, tmp_path: Path) -> None:
    """The chain says that something was forgotten: the next check makes all again, and no hash of it is left."""
    say(log, SAID_THEN)
    found(log, tmp_path)
    log.forget([1])
    assert found(log, tmp_path) == [2]
    alone = WordFile(tmp_path / "alone")
    (tmp_path / "alone").mkdir()
    catch_up(alone, log)
    kept = (tmp_path / "words.index").read_bytes()
    fresh = (tmp_path / "alone" / "words.index").read_bytes()
    # All but the mark, which is chance, and the check over it.
    assert len(kept) == len(fresh)
    assert kept[256:] == fresh[256:]


def test_ten_thousand_identical_replies_are_one(tmp_path: Path) -> None:
    """The first to say it is named, and the index is as small as for one reply."""
    with opened(tmp_path / "log.sqlite3") as log:
        first = say(log, SAID_FIRST)
        with log.writing() as connection:
            for table, key in (("exchange", "id"), ("answer", "")):
                columns = [row[1] for row in connection.execute("SELECT * FROM pragma_table_info(?)", (table,))]
                same = ", ".join(f'"{each}"' for each in columns if each not in {"sequence", key})
                ids = f"'{first}' || value, " if key else ""
                numbers = "WITH RECURSIVE more (value) AS (SELECT 2 UNION ALL SELECT value + 1 FROM more LIMIT 9999) "
                new = f"INSERT INTO {table} (sequence, {'id, ' if key else ''}{same}) "
                rest = f"SELECT value, {ids}{same} FROM {table}, more WHERE sequence = 1"  # noqa: S608 - our own words
                connection.execute(numbers + new + rest)
            assert connection.execute("SELECT count(*) FROM answer").fetchone() == (10_000,)
        assert found(log, tmp_path) == [1]
        assert [each.sequence for each in LoggedReplies(log).on(NOW.date())] == [1]
    assert (tmp_path / "words.index").stat().st_size < 4_000


def test_of_a_day_who_said_the_same_again_is_read_once(log: SqliteLog) -> None:
    """Another friend who said it, and other words, are read too: a quotation may be theirs."""
    say(log, SAID_THEN)
    say(log, SAID_FIRST)
    say(log, SAID_FIRST, "gpt")
    say(log, SAID_THEN)
    assert [each.sequence for each in LoggedReplies(log).on(NOW.date())] == [1, 2, 4]
    assert LoggedReplies(log).on(NOW.date() - timedelta(days=1)) == []


def test_a_phrase_that_very_many_replies_have_is_common(log: SqliteLog, tmp_path: Path) -> None:
    """Six words of which twenty replies have each pair are nobody's; eight are, and so are six that few have said."""
    for number in range(20):
        say(log, f"Reply {number}: it is worth noting that the kerb number {number} was painted on a Sunday {number}.")
    assert found(log, tmp_path, "Yes, it is worth noting that the dog barked.") == []
    assert found(log, tmp_path, "Yes, it is worth noting that the kerb number was mine.") == [2]
    assert found(log, tmp_path, "Yes, told before the kerb was painted, they say.") == [1]
    index = WordFile(tmp_path)
    catch_up(index, log)
    # Who quotes it is told who said it first all the same.
    assert Borrowing(index, LoggedReplies(log)).sayers("it is worth noting that the") == [2]


async def test_a_log_of_years_is_read_by_another_process(log: SqliteLog, tmp_path: Path) -> None:
    """Sorting what hundreds of replies said would hold up a person who types; a few replies are read at once."""
    check = DraftCheck(tmp_path, log)
    assert not check._is_far_behind()
    text = Draft(f"{SAID_FIRST}.\n\n{SAID_THEN}.\n")
    assert [each.text for each in (await check.findings(text)).all] == [SAID_FIRST]
    for number in range(201):
        say(log, f"{SAID_THEN}, {number} times")
    assert check._is_far_behind()
    await check._read_elsewhere()
    assert not check._is_far_behind()
    assert [each.text for each in (await check.findings(text)).all] == [SAID_FIRST, SAID_THEN]


async def test_another_process_counts_and_a_dead_one_is_replaced(log: SqliteLog, tmp_path: Path) -> None:
    """The same count as by the check itself; killed, the next count has a new process; closed, it is gone."""
    check = DraftCheck(tmp_path, log)
    text = Draft(f"{SAID_FIRST}.\n\n{SAID_THEN}.\n")
    assert await check.count(text) == 1
    first = check._counting._process
    assert first is not None
    say(log, SAID_THEN)
    assert await check.count(text) == 2
    assert check._counting._process is first
    os.kill(first.pid, signal.SIGKILL)
    await first.wait()
    with pytest.raises(LogError, match="nothing was counted"):
        await check.count(text)
    assert await check.count(text) == 2
    second = check._counting._process
    await check.close()
    assert second is not None
    assert second.returncode == 0


async def test_a_log_that_cannot_be_counted_in_says_why(log: SqliteLog, tmp_path: Path) -> None:
    """What the other process cannot read it tells; it stays, and counts when it can."""
    check = DraftCheck(tmp_path, log)
    (tmp_path / "words.tail").mkdir()
    with pytest.raises(LogError, match=r"words\.tail"):
        await check.count(LETTER)
    (tmp_path / "words.tail").rmdir()
    assert await check.count(LETTER) == 0
    await check.close()


async def test_a_desk_that_leaves_does_not_wait_for_another_programs_index(log: SqliteLog, tmp_path: Path) -> None:
    """Another program reads a long log: a check waits and is then right; closed, it waits no more."""
    check = DraftCheck(tmp_path, log)
    text = Draft(f"{SAID_FIRST}.\n")
    with (tmp_path / "words.tail").open("wb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        waiting = asyncio.create_task(check.findings(text))
        for _ in range(5):
            await asyncio.sleep(0.02)
            assert not waiting.done()
        fcntl.flock(other, fcntl.LOCK_UN)
        assert len((await waiting).all) == 1
        fcntl.flock(other, fcntl.LOCK_EX)
        waiting = asyncio.create_task(check.findings(text))
        await asyncio.sleep(0.02)
        await check.close()
        with pytest.raises(BlockingIOError):
            await waiting


def test_a_tail_is_read_once_and_then_only_what_was_added(log: SqliteLog, tmp_path: Path) -> None:
    """An index that stays open reads what others added since, and all again where the tail is another one."""
    catch_up(WordFile(tmp_path), log)
    index = WordFile(tmp_path)
    catch_up(index, log)
    for number in range(3):
        say(log, f"{SAID_THEN}, said for the {number}th time")
        catch_up(WordFile(tmp_path), log)
        tail = index._tail
        with index.held():
            assert index._tail is tail
        assert [each.sequence for each in Borrowing(index, LoggedReplies(log)).in_text(SAID_THEN)] == [2]
    path = tmp_path / "words.tail"
    path.write_bytes(path.read_bytes()[:60])
    with index.held():
        assert not index._tail.near


def _add_for_ever(folder: Path) -> None:
    index = WordFile(folder)
    with index.held():
        for number in range(1_000_000):
            index.add([Entry(Reached(2, "x"), 1, SAID, (array("Q", range(number, number + 40)),))])


def test_kill_9_in_mid_write(log: SqliteLog, tmp_path: Path) -> None:
    """A process that dies while it adds leaves an index that the next one reads or mends."""
    found(log, tmp_path)
    say(log, SAID_THEN)
    process = multiprocessing.get_context("spawn").Process(target=_add_for_ever, args=(tmp_path,))
    process.start()
    size = (tmp_path / "words.tail").stat().st_size
    while (tmp_path / "words.tail").stat().st_size < size + 10_000:
        assert process.is_alive()
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    assert found(log, tmp_path) == [1, 2]


@pytest.mark.parametrize("forgets", [False, True])
def test_kill_9_while_the_whole_is_written(log: SqliteLog, tmp_path: Path, *, forgets: bool) -> None:
    """Half a file is no index; the next check makes it, and takes away what was left, as `forget` does."""
    process = multiprocessing.get_context("spawn").Process(target=_killed_at_the_end, args=(tmp_path,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert list(tmp_path.glob(".friend-*"))
    if forgets:
        WordFile(tmp_path).discard()
    else:
        assert found(log, tmp_path) == [1]
    assert not list(tmp_path.glob(".friend-*"))


def _killed_at_the_end(folder: Path) -> None:
    os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
    catch_up(WordFile(folder), SqliteLog(folder / "log.sqlite3"))


def test_files_are_for_their_owner_alone(log: SqliteLog, tmp_path: Path) -> None:
    """Who could read the hashes could ask whether a sentence was said (fault 68)."""
    found(log, tmp_path)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("words.*")} == {0o600}


@given(st.lists(st.tuples(st.integers(0, 2**64 - 1), st.integers(0, 2**32 - 1)), max_size=200), st.data())
def test_a_table_is_a_dict_with_the_lowest_number(pairs: list[tuple[int, int]], data: st.DataObject) -> None:
    """Every hash that was put in comes out, with the lowest of its numbers, and no other."""
    table = table_of(pairs)
    expected: dict[int, int] = {}
    for run, value in pairs:
        expected[run] = min(value, expected.get(run, value))
    asked = array("Q", data.draw(st.lists(st.integers(0, 2**64 - 1), max_size=20)) + [run for run, _ in pairs])
    assert dict(table) == expected
    assert list(swept(table).hits(asked)) == [
        (place, expected[run]) for place, run in enumerate(asked) if run in expected
    ]
