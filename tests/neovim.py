"""Owns a Neovim without a screen for tests, with the lines that docs/beside.md gives to it.

Where Neovim is missing the tests are skipped with the reason, unless FRIEND_TEST_NOTHING_SKIPPED is set, as in CI.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

PAGE: Final = Path(__file__).parents[1] / "docs" / "beside.md"
needed: Final = pytest.mark.skipif(
    not shutil.which("nvim") and not os.environ.get("FRIEND_TEST_NOTHING_SKIPPED"),
    reason="neovim is not installed: apt-get install neovim",
)


def block(language: str) -> str:
    """Give the only block of code in that language on the page."""
    _, block, *others = PAGE.read_text("utf-8").split(f"```{language}\n")
    assert not others
    return block.partition("```")[0]


class Neovim:
    """A Neovim that listens at `server`."""

    def __init__(self, server: Path) -> None:
        self.server = server

    def type(self, keys: str) -> None:
        """Press keys. They may make it leave before it answers."""
        self._say("--remote-send", keys)

    def value(self, expression: str) -> str:
        """Give the value of an expression."""
        return self._say("--remote-expr", expression)

    def _say(self, how: str, what: str) -> str:
        words = ["nvim", "--server", str(self.server), how, what]
        ran = subprocess.run(words, capture_output=True, text=True, check=False, timeout=30)
        return (ran.stdout + ran.stderr).strip()


@contextmanager
def neovim(folder: Path, *words: str) -> Iterator[Neovim]:
    """Run Neovim on some files with the page's lines, and `friend` on its path; `folder` is short and empty."""
    (folder / "friend.lua").write_text(block("lua"))
    friend = folder / "friend"
    friend.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m friend "$@"\n')
    friend.chmod(0o755)
    environ = os.environ | {"PATH": f"{folder}:{os.environ['PATH']}", "PYTHONPATH": str(PAGE.parents[1])}
    server = folder / "nvim"
    program = ["nvim", "--headless", "--listen", str(server), "-u", "NONE", "-i", "NONE", "-n"]
    # Before the files are read, as a plugin is.
    program += ["--cmd", f"luafile {folder / 'friend.lua'}", *words]
    process = subprocess.Popen(program, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 30
        while not server.exists():
            assert time.monotonic() < end, "neovim does not listen"
            time.sleep(0.02)
        yield Neovim(server)
    finally:
        process.terminate()
        process.wait(30)
