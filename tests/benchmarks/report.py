"""Writes docs/benchmarks.md from the benchmarks' own tables: `python -m tests.benchmarks.report`, some ten minutes.

With names (`python -m tests.benchmarks.report gateway`) it measures these again and leaves the others as they are.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

_PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
_TITLES = {
    "anchoring": "Where it points",
    "diff": "What it shows",
    "corrections": "What a person would have marked",
    "scope": "What it labels",
    "following": "While one types",
    "check": "Whose words these are",
    "cards": "Cards while one types",
    "gateway": "While one asks",
    "friends": "Several friends at once",
    "friends_desk": "Ten friends at the desk",
    "desk": "The desk against vim and a bare text area",
    "first_text": "The first readable text",
    "day": "An hour at the desk",
    "log": "What is remembered",
}


_INTRODUCTION = """# Benchmarks

Written by `python -m tests.benchmarks.report`. The text is *The Debian Administrator's Handbook* without near copies;
`python -m tests.benchmarks.corpus FOLDER` fetches it, and `FRIEND_CORPUS` names the folder. Choices are seeded. Times
are of a shared machine: read the ratios.
"""


def _section(name: str) -> str:
    """Run one benchmark; give its section, which says when and where it was measured."""
    command = [sys.executable, "-m", f"tests.benchmarks.{name}"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = [line for line in printed.splitlines() if not line.startswith("<!--")]
    when = f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} processors."
    return "\n".join([f"## {_TITLES[name]}", "", f"`python -m tests.benchmarks.{name}`, {when}", "", *rows]).rstrip()


def main() -> None:
    """Run the benchmarks that are named, or all, and write the page."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("names", nargs="*", choices=[*_TITLES, []], help="which to measure again")
    names = arguments.parse_args().names or list(_TITLES)
    before = _PAGE.read_text("utf-8") if _PAGE.exists() else ""
    kept = {part.partition("\n")[0]: f"## {part}".rstrip() for part in before.split("\n## ")[1:]}
    parts = [_section(name) if name in names else kept.get(title) for name, title in _TITLES.items()]
    _PAGE.write_text("\n\n".join([_INTRODUCTION.strip(), *filter(None, parts)]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
