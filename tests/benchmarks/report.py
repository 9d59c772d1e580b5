"""Writes docs/benchmarks.md from the benchmarks' own tables: `python -m tests.benchmarks.report`, some two minutes."""

from __future__ import annotations

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
}


_INTRODUCTION = """# Benchmarks

Written by `python -m tests.benchmarks.report`. The text is *The Debian Administrator's Handbook* without near copies;
`python -m tests.benchmarks.corpus FOLDER` fetches it, and `FRIEND_CORPUS` names the folder. Choices are seeded. Times
are of a shared machine: read the ratios.
"""


def main() -> None:
    """Run each benchmark and write the page."""
    today = f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} processors."
    lines = [*_INTRODUCTION.splitlines(), "", today, ""]
    for name, title in _TITLES.items():
        command = [sys.executable, "-m", f"tests.benchmarks.{name}"]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        rows = [line for line in printed.splitlines() if not line.startswith("<!--")]
        lines += [f"## {title}", "", f"`python -m tests.benchmarks.{name}`", "", *rows, ""]
    _PAGE.write_text("\n".join(lines).rstrip() + "\n", "utf-8")


if __name__ == "__main__":
    main()
