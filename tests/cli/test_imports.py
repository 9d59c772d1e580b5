"""What each command loads: quick ones stay quick."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.cli.conftest import Home

HEAVY = ("litellm", "textual", "httpx", "xllamacpp")
SPY = """
import sys
from friend.cli.main import run
code = run(sys.argv[1:])
print("LOADED", *sorted(name for name in sys.modules if name.split(".")[0] in {heavy}), file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["--version"],
        ["log", "list"],
        ["ask", "--help"],
        ["models", "list"],
        ["export", "--help"],
        ["cite", "--help"],
        ["quote", "--help"],
        ["goto", "--help"],
    ],
)
def test_quick_commands_load_no_heavy_library(home: Home, words: list[str]) -> None:
    """`friend --help` and `friend log list` import neither litellm nor textual, nor anything else that is slow."""
    ran = subprocess.run(
        [sys.executable, "-c", SPY.format(heavy=set(HEAVY)), *words],
        capture_output=True,
        text=True,
        env=dict(home.environ),
        cwd=home.folder,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr.splitlines()[-1].strip() == "LOADED"


def test_the_desks_process_never_imports_litellm() -> None:
    """The UI's process loads the whole desk and the gateway's client, and no litellm."""
    code = (
        "import sys, friend.cli.desk, friend.cli.wiring, friend.tui.app\n"
        "print('litellm' in sys.modules, 'textual' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "True"]


def test_importing_the_entry_point_runs_nothing() -> None:
    """`friend.__main__` can be imported: it defines `main` and does no more."""
    code = "import sys, friend.__main__ as entry; print(callable(entry.main), 'click' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["True", "False"]


def test_help_is_everywhere_with_examples(home: Home) -> None:
    """Every command has --help, and its help shows how it is used."""
    listed = home.run("--help").out
    for name in ("try", "ask", "review", "notes", "log", "quote", "cite", "export", "models", "goto", "doctor"):
        assert f"  {name} " in listed
        told = home.run(name, "--help")
        assert told.code == 0
        assert "Example" in told.out
