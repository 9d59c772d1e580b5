"""The log on a disk that fails: at the Nth change of a file, for every N."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "fakes/failing_writes.c"
COMPILER = shutil.which("cc")

pytestmark = pytest.mark.skipif(
    COMPILER is None or not sys.platform.startswith("linux"), reason="needs a C compiler and LD_PRELOAD"
)

# What one round does: a question on a new version, its answer, a decision, a forgetting, and the end.
ROUND = """
import ctypes, os, shutil, sys
from dataclasses import replace
from pathlib import Path
from friend.adapters.log.store import SqliteLog
from friend.ports import LogError
from friend.text.draft import Draft
from tests.adapters.log_helpers import answer_to, question_about

disk = ctypes.CDLL(None)
folder, how = Path(sys.argv[1]), int(sys.argv[2])
LETTER = Draft("".join(f"Paragraph {n}, as it was.\\n\\n" for n in range(30)), "/nowhere/letter.md")
LATER = replace(LETTER, text=LETTER.text.replace("as it was", "as it is", 1))
base = folder / "base.sqlite3"

def ask(log, draft):
    exchange = answer_to(question_about(draft))
    told = [("asked", log.asked(exchange, draft), exchange.id)]
    return exchange, told

def begin():
    log = SqliteLog(base)
    for draft in (LETTER, LATER):
        exchange, _ = ask(log, draft)
        log.answered(exchange)
    log.close()

def work(path, told):
    log = SqliteLog(path)
    try:
        exchange, asked = ask(log, replace(LETTER, text=LETTER.text.replace("as it was", "as it will be", 3)))
        told += asked
        log.answered(exchange)
        told.append(("answered", exchange.id))
        log.decided(exchange.suggestions[0].id, "quoted")
        told.append(("decided", exchange.id))
        log.forget([1])
        told.append(("forgotten", 1))
    except LogError:
        pass
    finally:
        log.close()
    return told

def check(path, told, number):
    log = SqliteLog(path)
    assert log.findings() == [], (number, log.findings())
    assert log.notes == [], log.notes
    for what, *rest in told:
        if what == "asked":
            assert log.find(rest[1]).sequence == rest[0], number
        elif what == "answered":
            assert log.find(rest[0]).status == "complete", number
        elif what == "decided":
            assert log.find(rest[0]).suggestions[0].state == "quoted", number
        else:
            assert log.find("1").forgotten, number
    log.close()

def main():
    begin()
    for number in range(1, 100_000):
        path = folder / f"{number}.sqlite3"
        shutil.copy(base, path)
        told = []
        if how == 2:
            child = os.fork()
            if not child:
                disk.fail_at(number, how)
                work(path, told)
                os._exit(0)
            reached = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
        else:
            disk.fail_at(number, how)
            work(path, told)
            reached = disk.changes() >= number
        disk.fail_at(0, 0)
        check(path, told, number)
        for each in folder.glob(f"{number}.*"):
            each.unlink()
        if not reached:
            print(number)
            return

main()
"""


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the compiled disk that fails."""
    made = tmp_path_factory.mktemp("shim") / "failing_writes.so"
    subprocess.run([str(COMPILER), "-shared", "-fPIC", "-O1", "-o", str(made), str(SOURCE), "-ldl"], check=True)
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Give a folder in memory where there is one: what fails is counted, and no real disk needs to turn."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as name:
        yield Path(name)


@pytest.mark.parametrize("how", [0, 1, 2], ids=["one fails", "the disk is full from there", "half written, then gone"])
def test_every_write_may_fail(how: int, shim: Path, folder: Path) -> None:
    """Fault 67: each write, sync and cut in turn, once or for good, or the process dies in the middle of it.

    Afterwards the file's own check, the chain, the digests and the index agree, what was acknowledged is there, and
    the log was not set aside. Fault 64: the third way is a kill at every moment that matters.
    """
    ran = subprocess.run(
        [sys.executable, "-c", ROUND, str(folder), str(how)],
        capture_output=True,
        text=True,
        env={**os.environ, "LD_PRELOAD": str(shim), "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) > 40
