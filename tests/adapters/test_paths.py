"""Where friend keeps what it keeps."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from friend.adapters import paths
from friend.adapters.clock import SystemClock, new_id


def mode(path: Path) -> int:
    """Give the permissions of a path."""
    return stat.S_IMODE(path.stat().st_mode)


def test_the_environment_names_the_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """FRIEND_CONFIG is a file, FRIEND_DATA a folder; both are read at each call."""
    monkeypatch.setenv("FRIEND_CONFIG", str(tmp_path / "mine.toml"))
    monkeypatch.setenv("FRIEND_DATA", str(tmp_path / "one"))
    assert paths.config_file() == tmp_path / "mine.toml"
    assert paths.log_file() == tmp_path / "one/log.sqlite3"
    monkeypatch.setenv("FRIEND_DATA", str(tmp_path / "two"))
    assert paths.models_dir() == tmp_path / "two/models"
    assert paths.backups_dir() == tmp_path / "two/backups"


def test_without_the_environment_it_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty variable counts as none."""
    monkeypatch.setenv("FRIEND_CONFIG", "")
    monkeypatch.setenv("FRIEND_DATA", "")
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    assert paths.config_file().is_relative_to(tmp_path)
    assert paths.config_file().name == "config.toml"
    assert not paths.config_file().parent.exists()
    assert paths.data_dir().is_relative_to(tmp_path)


def test_a_new_folder_is_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault 68: the folder of the data, and what was missing above it, are 0700 whatever the umask is."""
    monkeypatch.setenv("FRIEND_DATA", str(tmp_path / "above/data"))
    before = os.umask(0)
    try:
        paths.models_dir()
    finally:
        os.umask(before)
    assert [mode(tmp_path / name) for name in ("above", "above/data", "above/data/models")] == [0o700] * 3


def test_a_folder_that_is_there_keeps_its_mode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody chose it: it is neither opened nor closed."""
    for chosen in (0o755, 0o500):
        folder = tmp_path / f"{chosen:o}"
        folder.mkdir(mode=chosen)
        monkeypatch.setenv("FRIEND_DATA", str(folder))
        assert mode(paths.data_dir()) == chosen


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The path is named."""
    (tmp_path / "data").write_text("", "utf-8")
    monkeypatch.setenv("FRIEND_DATA", str(tmp_path / "data"))
    with pytest.raises(NotADirectoryError, match="data is not a folder"):
        paths.data_dir()


def test_importing_reads_no_environment() -> None:
    """The variables may be set after the import."""
    code = "import friend.adapters.paths as p, os; os.environ['FRIEND_CONFIG'] = '/x/y.toml'; print(p.config_file())"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "/x/y.toml\n"


def test_ids_sort_by_time_and_are_all_different() -> None:
    """A ULID is 26 letters of Crockford's alphabet; a later millisecond sorts later."""
    start = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
    ids = [new_id(start + timedelta(milliseconds=step)) for step in range(50)]
    assert ids == sorted(ids)
    assert all(len(each) == 26 and set(each) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for each in ids)
    assert len({new_id(start) for _ in range(1000)}) == 1000
    # The example of the ULID specification: this millisecond begins with these ten letters.
    assert new_id(datetime.fromtimestamp(1469918176.385, UTC)).startswith("01ARYZ6S41")


def test_the_clock_gives_utc() -> None:
    """The time of this machine, with its zone."""
    now = SystemClock().now()
    assert now.tzinfo is UTC
    assert abs(now.timestamp() - datetime.now(UTC).timestamp()) < 60
