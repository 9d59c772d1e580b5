"""The log in bad times: held, full, broken, killed, written by a newer friend."""

from __future__ import annotations

import hashlib
import os
import resource
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from friend.adapters.log.chain import first_break
from friend.adapters.log.migrations import NEWEST
from friend.ports import LogError
from friend.text.draft import Draft
from tests.adapters.log_helpers import answer_to, events, opened, question_about, rows
from tests.adapters.test_log_store import WRITER

LETTER = Draft("Dear neighbours,\n\nI am writing.\n", None)


def ask(path: Path) -> None:
    """Ask and answer once."""
    with opened(path) as log:
        exchange = answer_to(question_about(LETTER))
        log.asked(exchange, LETTER)
        log.answered(exchange)


def mode(path: Path) -> int:
    """Give the permissions of a path."""
    return stat.S_IMODE(path.stat().st_mode)


def sound(path: Path) -> bool:
    """Tell whether the database and the chain are whole."""
    return rows(path, "PRAGMA integrity_check") == [("ok",)] and first_break(events(path)) is None


def test_a_lock_is_waited_for_and_then_said(tmp_path: Path) -> None:
    """Fault 62: the message names the file and what to do; when the lock goes, the same answer is taken."""
    path = tmp_path / "log.sqlite3"
    exchange = answer_to(question_about(LETTER))
    with opened(path, wait_s=0.2) as log:
        log.asked(exchange, LETTER)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(LogError, match=r"another program holds the log .*waited 0\.2 s.*try again"):
                log.answered(exchange)
            assert log.find("last").status == "unknown"
            other.execute("ROLLBACK")
        log.answered(exchange)
        assert log.find("last").status == "complete"


def test_a_lock_that_goes_is_waited_for(tmp_path: Path) -> None:
    """Fault 62: both an open log and one that is just being opened take the answer when the other program is done."""
    path = tmp_path / "log.sqlite3"
    ask(path)
    for is_open in (False, True):
        other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        release = threading.Timer(0.4, other.close)
        with opened(path, wait_s=30) as log:
            if is_open:
                log.recent(1)
            else:
                other.execute("PRAGMA locking_mode = EXCLUSIVE")
            other.execute("BEGIN IMMEDIATE" if is_open else "BEGIN EXCLUSIVE")
            release.start()
            log.asked(question_about(LETTER), LETTER)
        release.join()
    assert sound(path)


def test_a_lock_while_opening_is_said(tmp_path: Path) -> None:
    """Fault 62: also when the log is not open yet, and it is not taken for a broken one."""
    path = tmp_path / "log.sqlite3"
    ask(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other, opened(path, wait_s=0.2) as log:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LogError, match="another program holds the log"):
            log.asked(question_about(LETTER), LETTER)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["log.sqlite3"]
    assert sound(path)


def test_a_full_disk_lets_nothing_be_sent(tmp_path: Path) -> None:
    """Faults 63 and 67: wherever the writing stops, the intent is refused or whole, and the file is sound after it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    refused = taken = 0
    for size in range(0, 1_500_000, 60_000):
        path = tmp_path / f"{size}.sqlite3"
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
        told: list[str] = []
        try:
            with opened(path) as log:
                for _ in range(6):
                    exchange = question_about(LETTER)
                    log.asked(exchange, replace(LETTER, text=LETTER.text + os.urandom(9000).hex()))
                    told.append(str(exchange.id))
        except LogError:
            refused += 1
        else:
            taken += 1
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        with opened(path) as log:
            assert [exchange.id for exchange in reversed(log.recent(10))] == told
        assert sound(path)
    assert refused > 3
    assert taken > 3


@pytest.mark.skipif(os.geteuid() != 0, reason="gives up root's rights to be refused")
def test_a_log_that_may_not_be_written_lets_nothing_be_sent() -> None:
    """Fault 63: an unwritable file, or a folder that takes none, is said with its path."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        path = folder / "log.sqlite3"
        os.seteuid(65534)
        try:
            with (
                opened(path) as log,
                pytest.raises(LogError, match=r"log\.sqlite3 cannot be opened: Permission denied"),
            ):
                log.asked(question_about(LETTER), LETTER)
        finally:
            os.seteuid(0)
        ask(path)
        path.chmod(0o400)
        os.chown(path, 65534, 65534)
        os.seteuid(65534)
        try:
            with opened(path) as log, pytest.raises(LogError, match=r"log\.sqlite3 "):
                log.asked(question_about(LETTER), LETTER)
        finally:
            os.seteuid(0)
        assert sound(path)


def test_a_folder_in_its_place_is_said(tmp_path: Path) -> None:
    """Fault 63: what is no file is neither moved nor written to."""
    (tmp_path / "log.sqlite3").mkdir()
    with opened(tmp_path / "log.sqlite3") as log, pytest.raises(LogError, match="may not be written"):
        log.asked(question_about(LETTER), LETTER)
    assert (tmp_path / "log.sqlite3").is_dir()


def test_a_kill_loses_no_acknowledged_row(tmp_path: Path) -> None:
    """Fault 64: kill -9 at any moment: what was told to be in the log is in it, and the chain holds."""
    path = tmp_path / "log.sqlite3"
    acknowledged: list[str] = []
    for turn in range(6):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), "10000", "a"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout
        assert writer.stdout.readline() == "ready\n"
        acknowledged += [writer.stdout.readline() for _ in range(1 + 5 * turn)]
        writer.send_signal(signal.SIGKILL)
        acknowledged += [line for line in writer.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
        writer.wait()
        writer.stdout.close()
        with opened(path) as log:
            for line in acknowledged:
                sequence, name = line.split()
                found = log.find(name)
                assert (str(found.sequence), found.status) == (sequence, "complete")
        assert sound(path)


def noise(path: Path) -> None:
    """Make it no database at all."""
    path.write_bytes(os.urandom(8192))


def page(path: Path) -> None:
    """Break the first page behind the header."""
    data = bytearray(path.read_bytes())
    data[100:4096] = os.urandom(3996)
    path.write_bytes(data)


def cut(path: Path) -> None:
    """Cut it off in the middle."""
    path.write_bytes(path.read_bytes()[:5000])


def another(path: Path) -> None:
    """Put another program's database there."""
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE event (a)")
        connection.commit()


@pytest.mark.parametrize("damage", [noise, page, cut, another])
def test_a_broken_log_is_moved_aside_and_friend_goes_on(damage: Callable[[Path], None], tmp_path: Path) -> None:
    """Fault 65: not a byte of it is lost, where it lies is said, and the next question is logged."""
    path = tmp_path / "log.sqlite3"
    ask(path)
    damage(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    with opened(path) as log:
        assert log.asked(question_about(LETTER), LETTER) == 1
        (note,) = log.notes
    assert note.startswith("the log was damaged or no log at all")
    (kept,) = tmp_path.glob("log.damaged-*.sqlite3")
    assert str(kept) in note
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == digest
    assert mode(kept) == 0o600
    assert sound(path)


def test_a_log_that_breaks_in_use_is_moved_aside_by_the_next_question(tmp_path: Path) -> None:
    """Fault 65: reading says that it is damaged; asking begins a new one, and the old is kept."""
    path = tmp_path / "log.sqlite3"
    with opened(path) as log:
        for turn in range(40):
            draft = replace(LETTER, text=f"Dear {turn},\n\n" + os.urandom(2000).hex())
            log.asked(question_about(draft), draft)
    with opened(path) as log:
        assert log.recent(1)[0].sequence == 40
        size = path.stat().st_size
        with path.open("r+b") as file:
            for place in range(4096, size, 4096):
                file.seek(place)
                file.write(os.urandom(4096))
        log._connection().execute("PRAGMA shrink_memory")
        with pytest.raises(LogError, match=r"damaged.*the next question moves it aside"):
            log.recent(40)
        assert log.asked(question_about(LETTER), LETTER) == 1
        assert "is kept as" in log.notes[0]
    assert len(list(tmp_path.glob("log.damaged-*.sqlite3"))) == 1
    assert sound(path)


@pytest.mark.parametrize(
    "harm", ["DELETE FROM search_data WHERE id > 10", "UPDATE search_data SET block = x'ffff' WHERE id > 10"]
)
def test_a_broken_index_stops_nobody(harm: str, tmp_path: Path) -> None:
    """Fault 65: the log stays where it is, and its index is made again by whoever meets it first."""
    path = tmp_path / "log.sqlite3"
    for write in (False, True):
        ask(path)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(harm)
            connection.commit()
        with opened(path) as log:
            assert [finding.row for finding in log.findings()][-1:] == ["search"]
            before = len(log.recent(9))
            if write:
                log.asked(question_about(LETTER), LETTER)
            assert len(log.search("neighbours")) == 1
            assert len(log.search("warmer")) == before
            assert log.notes == ["the search index of the log was damaged; it has been made again"]
            assert log.findings() == []


def test_an_empty_file_is_a_new_log(tmp_path: Path) -> None:
    """What a kill may leave right after the file was made."""
    (tmp_path / "log.sqlite3").touch()
    with opened(tmp_path / "log.sqlite3") as log:
        log.asked(question_about(LETTER), LETTER)
        assert log.notes == []


def test_a_newer_log_is_read_and_not_written(tmp_path: Path) -> None:
    """Fault 66: it is opened read-only, its schema stays, and the person hears why nothing was sent."""
    path = tmp_path / "log.sqlite3"
    ask(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE exchange ADD COLUMN mood TEXT")
        connection.execute(f"PRAGMA user_version = {NEWEST + 1}")
        connection.commit()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    with opened(path) as log:
        assert log.find("last").status == "complete"
        for write in (
            lambda: log.asked(question_about(LETTER), LETTER),
            lambda: log.answered(log.find("last")),
            lambda: log.decided(log.find("last").suggestions[0].id, "quoted"),
        ):
            with pytest.raises(LogError, match=rf"a newer friend wrote the log .* \(schema {NEWEST + 1}\)"):
                write()
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest


def test_the_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    """Fault 68: the log, its journal and its index are 0600 whatever the umask is; looser ones are closed."""
    path = tmp_path / "log.sqlite3"
    before = os.umask(0)
    try:
        with opened(path) as log:
            log.asked(question_about(LETTER), LETTER)
            names = sorted(each.name for each in tmp_path.iterdir())
            assert names == ["log.sqlite3", "log.sqlite3-shm", "log.sqlite3-wal"]
            assert [mode(each) for each in tmp_path.iterdir()] == [0o600] * 3
    finally:
        os.umask(before)
    path.chmod(0o644)
    with opened(path) as log:
        log.recent(1)
        assert [mode(each) for each in tmp_path.iterdir()] == [0o600] * len(list(tmp_path.iterdir()))


def test_it_is_durable_and_wipes_what_it_deletes(tmp_path: Path) -> None:
    """The settings that DESIGN names are those of the open connection."""
    with opened(tmp_path / "log.sqlite3") as log:
        connection = log._connection()
        for pragma, value in [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)]:
            assert connection.execute(f"PRAGMA {pragma}").fetchone() == (value,)
