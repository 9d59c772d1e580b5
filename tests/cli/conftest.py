"""A home for each test: its own config, data and drafts; and the program run as a person runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from friend.cli.main import run
from tests.builders import LETTER
from tests.fakes.openai import OpenAIServer

# Seconds; the offline model on a busy machine is slow.
LIMIT_S = 300


@dataclass(frozen=True)
class Ran:
    """What a run of the program gave."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Home:
    """A person's machine: a folder, the environment, and `friend`."""

    folder: Path
    environ: Mapping[str, str]

    def run(self, *words: str, given: bytes = b"", **more: str) -> Ran:
        """Run `friend` with `words` and `given` on standard input, without a terminal."""
        done = subprocess.run(
            [sys.executable, "-m", "friend", *words],
            input=given,
            capture_output=True,
            cwd=self.folder,
            env={**self.environ, **more},
            timeout=LIMIT_S,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def write(self, name: str, text: str) -> Path:
        """Write a file of the person's."""
        path = self.folder / name
        path.write_bytes(text.encode())
        return path

    def befriend(self, server: OpenAIServer) -> None:
        """Configure the fake provider as the default friend, `fake`."""
        self.write(
            "config.toml",
            f'default = "fake"\n[models.fake]\nmodel = "openai/gpt-4o"\napi_base = "{server.url}"\n'
            'key_env = "FAKE_KEY"\n',
        )


@dataclass(frozen=True)
class HomeWithin(Home):
    """The same machine, where `friend` runs within the test: a process for each command costs more than the command."""

    capture: pytest.CaptureFixture[str]

    def run(self, *words: str, given: bytes = b"", **more: str) -> Ran:
        """Run `friend` with `words`; a test that needs standard input or an environment wants a process."""
        assert not given, "run it in a process"
        assert not more, "run it in a process"
        self.capture.readouterr()
        code = run([*words])
        told = self.capture.readouterr()
        return Ran(code, told.out, told.err)


@pytest.fixture
def home_within(home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> HomeWithin:
    """Give the home, with `friend` within the test's own process."""
    for name in ("FRIEND_CONFIG", "FRIEND_DATA", "FAKE_KEY"):
        monkeypatch.setenv(name, home.environ[name])
    for name in [name for name in os.environ if name.endswith("_API_KEY")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(home.folder)
    return HomeWithin(home.folder, home.environ, capsys)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Give a home with a letter and nothing configured."""
    environ = {name: value for name, value in os.environ.items() if not name.endswith("_API_KEY")}
    environ |= {
        "FRIEND_CONFIG": str(tmp_path / "config.toml"),
        "FRIEND_DATA": str(tmp_path / "data"),
        "FAKE_KEY": "sk-canary-0123456789",
    }
    made = Home(tmp_path, environ)
    made.write("letter.md", LETTER.text)
    return made
