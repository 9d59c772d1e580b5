"""Writes the table of docs/manners.md from runs of `friend manners --json`.

friend manners -m small --json > small.json
python -m tests.benchmarks.manners small.json tiny.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from friend.record.manners.report import Row, markdown, rows
from friend.record.manners.scoring import Figure

PAGE = Path(__file__).parents[2] / "docs" / "manners.md"
BEGINS, ENDS = "<!-- figures -->\n", "<!-- /figures -->\n"


def read(name: str) -> tuple[str, list[Row]]:
    """Read a run: who was measured with how much of the suite, and the rows."""
    run: dict[str, Any] = json.loads(Path(name).read_text("utf-8"))
    figures = [Figure(check, value) for asked in run["asked"] for check, value in asked["figures"]]
    return f"{Path(name).stem} ({run['measured']} of {run['wanted']})", rows(figures, (), run["seed"])


def main() -> None:
    """Put the table into the page."""
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    table = markdown([read(name) for name in sys.argv[1:]])
    PAGE.write_text(f"{before}{BEGINS}{table}{ENDS}{after}", "utf-8")


if __name__ == "__main__":
    main()
