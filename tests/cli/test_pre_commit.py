"""The hook that other repositories may use: its shape, and that its command is one that friend knows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from friend.cli.main import run

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


def test_its_command_is_one_that_friend_knows() -> None:
    """The words of the hook, and a draft that is not there: wrong usage names the draft, not the command."""
    entry = next(line for line in _HOOKS.read_text("utf-8").splitlines() if "entry:" in line).split(": ", 1)[1]
    program, *words = shlex.split(entry)
    assert program == "friend"
    assert run([*words, "--help"]) == 0
