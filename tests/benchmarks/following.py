"""Keystrokes and bad input: what it costs to keep 200 places, to index, and to read hostile texts at 1x, 2x and 4x.

`python -m tests.benchmarks.following` prints tables as Markdown; see corpus.py for the text.
"""
# ruff: noqa: T201 - a script that prints

from __future__ import annotations

import time
from collections.abc import Callable

from friend.text.anchoring import find_quote
from friend.text.diff import diff
from friend.text.following import change_between, followed
from friend.text.normalise import fold
from friend.text.passages import paragraphs
from friend.text.sentences import sentences
from friend.text.span import Span
from friend.text.word_index import WordIndex
from friend.text.words import WORD
from tests.benchmarks.corpus import draft

_PLACES = 200
_ABSENT = "a quote that nobody ever wrote in any draft like this one"


def _timed(work: Callable[[], object], times: int = 3) -> float:
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best * 1e3


def keystrokes() -> list[str]:
    """Follow 200 places through one keystroke in mid-draft, and index the words."""
    rows = [
        "| words | find the edit | follow 200 places | split into words | index | index / split |",
        "|---|---|---|---|---|---|",
    ]
    for size in (37_500, 75_000, 150_000):
        text = draft("en", size)
        middle = len(text) // 2
        changed = text[:middle] + "x" + text[middle:]
        step = len(text) // _PLACES
        places = [Span(at, at + step // 2) for at in range(0, step * _PLACES, step)]
        edit = change_between(text, changed)
        found = _timed(lambda: change_between(text, changed))  # noqa: B023 - called at once
        follow = _timed(lambda: [followed(place, edit) for place in places])  # noqa: B023
        split = _timed(lambda: [match.group() for match in WORD.finditer(text)])  # noqa: B023
        index = _timed(lambda: len(WordIndex(text)))  # noqa: B023
        rows.append(
            f"| {size:,} | {found:.2f} ms | {follow:.2f} ms | {split:.0f} ms | {index:.0f} ms | {index / split:.1f} |"
        )
    return rows


def bad_input() -> list[str]:
    """Time hostile texts at 1x, 2x and 4x: four times the text is to take about four times as long."""
    rows = ["| text | work | 1x | 2x | 4x | 4x / 1x |", "|---|---|---|---|---|---|"]
    kinds = {
        "one line of words": "word and other ",
        "one line of sentences": "The word is out. And others are in. ",
        "one letter": "a ",
        "without spaces": "abcdefgh",
        "emoji": "👩\u200d👩\u200d👧",
        "white space": " \n\t",
        "right to left": "مرحبا بكم ",
        "marks": "[a](b) *",
    }
    works: dict[str, Callable[[str], object]] = {
        "search": lambda text: find_quote(text, _ABSENT),
        "a quote longer than it": lambda text: find_quote(text[: len(text) // 2], text),
        "fold": fold,
        "paragraphs": paragraphs,
        "sentences": lambda text: sentences(text, Span(0, len(text))),
        "diff": lambda text: diff(text, text[::-1]),
    }
    for name, piece in kinds.items():
        texts = [piece * (250_000 * times // len(piece)) for times in (1, 2, 4)]
        for work, do in works.items():
            took = [_timed(lambda: do(text), 1) for text in texts]  # noqa: B023 - called at once
            cells = " | ".join(f"{each:.0f} ms" for each in took)
            rows.append(f"| {name} | {work} | {cells} | {took[2] / took[0]:.1f} |")
    return rows


def main() -> None:
    """Print the tables."""
    for table in (keystrokes(), bad_input()):
        print("\n".join(table), end="\n\n")


if __name__ == "__main__":
    main()
