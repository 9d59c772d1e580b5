"""From the start of `friend DRAFT` to the first readable text of the draft, in turns with vim as it is installed.

`python -m tests.benchmarks.first_text`: some two minutes. What is waited for is a word that stands in the first rows.
"""

# ruff: noqa: T201 - a script that prints

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.benchmarks.corpus import draft
from tests.terminal import Terminal

_WORD: Final = "Firstreadable"
_ROUNDS: Final = 15
_SIZES: Final = (200, 150_000)
_AT_MOST: Final = 0.4
_LIMITS: Final = """What limits: Textual has to be imported before it can paint. A first screen of our own, painted
before that, was left out: it would have to be the app's first frame to the cell, in each theme, language and size, and
a Python that prints one word already takes a third of vim's whole start."""


def _shown(command: list[str]) -> float:
    """Give the seconds until the word is on the terminal."""
    begun = time.perf_counter()
    terminal = Terminal(command, echo=False)
    try:
        terminal.await_bytes(_WORD.encode())
        return time.perf_counter() - begun
    finally:
        terminal.close()


def measured(folder: Path, words: int) -> list[str]:
    """Give the row of the table for a draft of so many words."""
    path = folder / f"{words}.md"
    path.write_text(f"The {_WORD} words of a letter.\n\n{draft('fr', words)}", "utf-8")
    commands = {
        "friend": [sys.executable, "-m", "friend", str(path)],
        "python": [sys.executable, "-c", f"print({_WORD!r})"],
        "vim": ["vim", str(path)],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(_ROUNDS + 1):
        for name, command in commands.items():
            taken = _shown(command)
            if turn:  # the first one reads programs from the disk
                times[name].append(taken)
            for left in (*folder.glob(".*.sw?"), *(folder / "data" / "seats").glob("*")):
                left.unlink()
    middle = {name: statistics.median(found) for name, found in times.items()}
    ratio = middle["friend"] / middle["vim"]
    cells = [f"{words:,}", *(f"{seconds * 1e3:.0f} ms" for seconds in middle.values()), f"{ratio:.1f}", str(_AT_MOST)]
    return [f"| {' | '.join(cells)} |"]


def main() -> None:
    """Measure, and print a table."""
    print("| words | friend | a Python that prints a word | vim | friend / vim | at most |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # As it is installed, with its bytecode, which the first round writes.
        os.environ["PYTHONDONTWRITEBYTECODE"] = ""
        os.environ |= {"FRIEND_DATA": str(folder / "data"), "FRIEND_CONFIG": str(folder / "config.toml")}
        for words in _SIZES:
            print(*measured(folder, words), sep="\n")
    print("", _LIMITS, sep="\n")


if __name__ == "__main__":
    main()
