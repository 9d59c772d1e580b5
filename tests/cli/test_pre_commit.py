"""The hook that other repositories may use: its shape, and that its command is one that friend knows."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_check import TWELVE, asked
from tests.cli.test_sharing import Inside

__all__ = ["asked"]

_HOOKS = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"
_FIELD = re.compile(r"(?:- |  )([a-z_]+): (\S.*)")


def test_the_hook_has_the_shape_that_pre_commit_wants() -> None:
    """One hook with the fields that it must have; its files are drafts."""
    fields = dict(match.groups() for match in map(_FIELD.fullmatch, _HOOKS.read_text("utf-8").splitlines()) if match)
    assert len(fields) == len(_HOOKS.read_text("utf-8").splitlines())
    assert {"id", "name", "entry", "language"} <= set(fields)
    assert fields["id"] == "friend-check"
    assert re.search(fields["files"], "drafts/letter.md")
    assert not re.search(fields["files"], "letter.py")


@pytest.mark.skipif(not shutil.which("git"), reason="git is not there")
def test_a_commit_waits_until_it_is_said_whose_words_these_are(asked: Inside) -> None:
    """A real commit with the hook's own command: refused for a friend's words, and made once they are owned."""
    entry = next(line for line in _HOOKS.read_text("utf-8").splitlines() if "entry:" in line).split(": ", 1)[1]
    program, *words = shlex.split(entry)
    assert program == "friend"
    environ = {name: value for name, value in asked.environ.items() if not name.startswith("GIT_")}

    def git(*words: str) -> int:
        config = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.hooksPath=hooks")
        done = subprocess.run(
            ["git", *config, *words], cwd=asked.folder, env=environ, capture_output=True, check=False, timeout=60
        )
        return done.returncode

    asked.write("draft.md", f"As I see it, {TWELVE}.\n")
    (asked.folder / "hooks").mkdir()
    hook = asked.write(
        "hooks/pre-commit", f"#!/bin/sh\nexec {shlex.join([sys.executable, '-m', program, *words])} draft.md\n"
    )
    hook.chmod(0o755)
    assert git("init") == 0
    assert git("add", "draft.md") == 0
    assert git("commit", "-m", "A draft") == 1
    assert asked.run("check", "draft.md", "--own", "1", "--reason", "accepted help").code == 0
    assert git("commit", "-m", "A draft") == 0
