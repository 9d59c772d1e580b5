"""The model's process starts, or a line says why not. These tests need no model: its runtime is missing or broken."""

from __future__ import annotations

import os
import stat
import struct
from pathlib import Path

import pytest

from friend.adapters.embedded import running, speed
from friend.adapters.embedded.catalogue import SMALL
from friend.adapters.embedded.cores import physical_cores
from friend.adapters.embedded.host import EmbeddedHost
from friend.ports import Unsendable

NOT_QUITE_A_MODEL = b"GGUF" + struct.pack("<IQQ", 3, 0, 0)


@pytest.fixture
def model(tmp_path: Path) -> str:
    """Give a file that has a model's header and nothing else."""
    path = tmp_path / "broken.gguf"
    path.write_bytes(NOT_QUITE_A_MODEL)
    return f"embedded/{path}"


async def refusal(data_dir: Path, model: str, tokens: int = 1000) -> str:
    """Give the line with which the host refuses."""
    with pytest.raises(Unsendable) as refused:
        await EmbeddedHost(data_dir).ensure(model, tokens)
    assert "\n" not in refused.value.failure.message
    return refused.value.failure.message


def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let the model's process find another xllamacpp first."""
    (tmp_path / "fake").mkdir()
    (tmp_path / "fake" / "xllamacpp.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "fake"))


async def test_no_libgomp(tmp_path: Path, model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without libgomp is told which package brings it."""
    runtime(tmp_path, monkeypatch, "raise ImportError('libgomp.so.1: cannot open shared object file')")
    line = await refusal(tmp_path / "data", model)
    assert "apt install libgomp1" in line
    assert "dnf install libgomp" in line


async def test_no_runtime(tmp_path: Path, model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without the extra is told its name."""
    runtime(tmp_path, monkeypatch, "raise ModuleNotFoundError('No module named xllamacpp', name='xllamacpp')")
    assert "pip install 'expert-friend[embedded]'" in await refusal(tmp_path / "data", model)


async def test_a_broken_runtime(tmp_path: Path, model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another library that is missing is named, made visible (fault 41)."""
    runtime(tmp_path, monkeypatch, "raise ImportError('GLIBC_2.99 \\x1b[31m not found')")
    line = await refusal(tmp_path / "data", model)
    assert "GLIBC_2.99" in line
    assert "\x1b" not in line


async def test_a_process_that_dies_while_it_loads(tmp_path: Path, model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that the system kills is said; the next question starts another one (fault 30)."""
    runtime(tmp_path, monkeypatch, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    for _ in range(2):
        assert "ended while" in await refusal(tmp_path / "data", model)


async def test_a_file_that_cannot_be_loaded(tmp_path: Path, model: str) -> None:
    """A file with a model's header and no model gives a line that names the log; all files are private (fault 68)."""
    pytest.importorskip("xllamacpp", reason="pip install 'expert-friend[embedded]'")
    data = tmp_path / "data"
    line = await refusal(data, model)
    assert "cannot be loaded as a model" in line
    assert str(running.log_file(data)) in line
    assert stat.S_IMODE(running.folder(data).stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in running.folder(data).iterdir()} == {0o600}


async def test_more_than_the_window_is_refused_with_the_figures(tmp_path: Path, model: str) -> None:
    """A draft that does not fit is refused before anything starts, with the numbers and --part (fault 22)."""
    line = await refusal(tmp_path / "data", model, tokens=5000)
    assert "5,000" in line
    assert "4,096" in line
    assert "--part" in line
    assert not running.folder(tmp_path / "data").exists()


def test_a_dead_server_is_not_taken_for_a_living_one(tmp_path: Path) -> None:
    """What is written down counts only while the process that wrote it holds its lock, whatever its number is."""
    running.folder(tmp_path).mkdir()
    held = running.write(tmp_path, running.Running("http://127.0.0.1:9", "key", "m@sha256:0", 4096, os.getpid()))
    found = running.living(tmp_path)
    assert found
    assert found.served == "m@sha256:0"
    assert running.lease(tmp_path, held)
    os.close(held)
    assert running.living(tmp_path) is None


def test_a_server_learns_that_another_took_its_place(tmp_path: Path) -> None:
    """The lease ends when the server is struck out, and when another is written down."""
    running.folder(tmp_path).mkdir()
    first = running.write(tmp_path, running.Running("http://127.0.0.1:9", "a", "m", 4096, 1))
    second = running.write(tmp_path, running.Running("http://127.0.0.1:8", "b", "m", 8192, 2))
    assert running.lease(tmp_path, first) is None
    assert running.lease(tmp_path, second)
    running.retire(tmp_path)
    assert running.lease(tmp_path, second) is None
    os.close(first)
    os.close(second)


def test_there_is_always_a_core() -> None:
    """The model gets at least one thread, and no more than there are processors."""
    assert 1 <= physical_cores() <= (os.cpu_count() or 1)


def test_a_slow_machine_reads_in_smaller_steps(tmp_path: Path) -> None:
    """A cancel is heard between two batches, so that these follow what this machine was measured at (fault 19)."""
    memory = tmp_path / "data" / "speed.json"
    assert speed.batch(memory, "unknown.gguf@sha256:0") == 32
    assert speed.batch(memory, f"small.gguf@sha256:{SMALL.sha256}") == 48
    for rate, batch in ((3, 16), (20, 16), (60, 64), (500, 128)):
        speed.remember(memory, f"{rate}", tokens=1000, seconds=1000 / rate)
        assert speed.batch(memory, f"{rate}") == batch
