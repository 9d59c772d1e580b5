"""A home for each test: its own config, data and drafts; and the program run as a person runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

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
