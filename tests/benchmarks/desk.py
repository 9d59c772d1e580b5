"""The desk in a real terminal against vim and a bare Textual TextArea, in turns, in the same run.

`python -m tests.benchmarks.desk` prints tables as Markdown, some five minutes; see corpus.py for the text. An echo is
the time from a key written to the terminal until the program's bytes with that letter come back from it.
"""
# ruff: noqa: T201 - a script that prints

from __future__ import annotations

import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.corpus import draft
from tests.terminal import Terminal

_COLUMNS, _ROWS = 100, 30
_KEYS = 60
_GAP_S = 0.05
_AGAIN_S = 0.03
_ROUNDS = 3
_STARTING = """What limits the start: of the processor instructions that the bare app takes until it shows a key,
Python with Textual and TextArea imported are 0.83 already (cachegrind), and friend's own imports add 0.14; the work
on the first page is level with the bare app's. At 150,000 words nearly all of friend's time is the same fixed cost.
What would move it: a Textual that imports less for its `App`, such as no command palette before it is wanted."""
# Letters that stand in no text: Latin Extended-A, each used once in a run.
_RARE = [chr(0x100 + index) for index in range(0x7F)]


class Seat:
    """A program on a text, at the code point `at`, or at the line in its middle."""

    def __init__(self, name: str, path: Path, at: int | None = None) -> None:
        text = path.read_text("utf-8")
        middle = text.rfind("\n", 0, len(text) // 2) + 1 if at is None else at
        self.name = name
        self._data = tempfile.TemporaryDirectory()
        commands = {
            "friend": [sys.executable, "-m", "tests.desk_program", str(path), self._data.name, str(middle)],
            "TextArea": [sys.executable, "-m", "tests.benchmarks.bare", str(path), str(middle)],
            "vim": ["vim", "-n", f"+{text.count(chr(10), 0, middle) + 1}", str(path)],
        }
        self._rare = iter(_RARE)
        self.begun = time.perf_counter()
        self.terminal = Terminal(commands[name], columns=_COLUMNS, rows=_ROWS, echo=False)

    def first_key(self) -> float:
        """Give the seconds from the start of the program to the first echo of a key that is pressed all the while."""
        self.terminal.type("i" if self.name == "vim" else "")
        letter = next(self._rare)
        while not self.terminal.came(letter.encode(), _AGAIN_S):
            # Some programs lose what was typed before they listen.
            self.terminal.type(letter)
        return time.perf_counter() - self.begun

    def ready(self) -> None:
        """Wait until it has nothing more to say."""
        self.terminal.settle()

    def echo(self) -> float:
        """Give the seconds from a key to its echo."""
        letter = next(self._rare)
        begun = time.perf_counter()
        self.terminal.type(letter)
        self.terminal.await_bytes(letter.encode())
        return time.perf_counter() - begun

    def stall(self, keys: str) -> float:
        """Give the seconds from `keys` to the echo of a letter typed right after them."""
        letter = next(self._rare)
        begun = time.perf_counter()
        self.terminal.type(keys + letter)
        self.terminal.await_bytes(letter.encode())
        taken = time.perf_counter() - begun
        self.ready()
        return taken

    def resize(self, columns: int, rows: int) -> float:
        """Give the seconds from a new size until the new last row, the status line, is painted."""
        begun = time.perf_counter()
        self.terminal.resize(columns, rows)
        self.terminal.await_bytes(f"\x1b[{rows};1H".encode())
        taken = time.perf_counter() - begun
        self.ready()
        return taken

    def close(self) -> None:
        """End it."""
        self.terminal.close()
        self._data.cleanup()


@contextmanager
def seated(name: str, path: Path) -> Iterator[Seat]:
    """Give a program on a text, and end it."""
    seat = Seat(name, path)
    try:
        yield seat
    finally:
        seat.close()


def _echoes(seats: list[Seat]) -> list[list[float]]:
    """Type one key in each in turn, so that all meet the same noise."""
    found: list[list[float]] = [[] for _ in seats]
    for _ in range(_KEYS):
        for seat, times in zip(seats, found, strict=True):
            time.sleep(_GAP_S)
            times.append(seat.echo())
    return found


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:.1f} ms"


def typing(texts: dict[int, Path]) -> list[str]:
    """Key to echo."""
    names = [("friend", 1_000), ("friend", 500_000), ("TextArea", 1_000), ("TextArea", 500_000), ("vim", 1_000)]
    names.append(("vim", 500_000))
    seats = []
    try:
        for name, words in names:
            seat = Seat(name, texts[words])
            seats.append(seat)
            seat.first_key()
            seat.ready()
        found = _echoes(seats)
    finally:
        for seat in seats:
            seat.close()
    medians = {key: statistics.median(times) for key, times in zip(names, found, strict=True)}
    rows = ["| key to echo | words | median | 95th |", "|---|---|---|---|"]
    for (name, words), times in zip(names, found, strict=True):
        rows.append(f"| {name} | {words:,} | {_ms(statistics.median(times))} | {_ms(sorted(times)[-4])} |")
    ours, theirs = medians["friend", 500_000], medians["friend", 1_000]
    rows += [
        "",
        "| ratio, medians | is | at most |",
        "|---|---|---|",
        f"| friend, 500,000 words to 1,000 | {ours / theirs:.2f} | 1.1 |",
        f"| friend to TextArea, 500,000 words | {ours / medians['TextArea', 500_000]:.3f} | 0.08 |",
        f"| friend to vim, 500,000 words | {ours / medians['vim', 500_000]:.2f} | 4 |",
        f"| friend to vim, 1,000 words | {theirs / medians['vim', 1_000]:.2f} | 4 |",
    ]
    return rows


def long_lines(texts: dict[int, Path]) -> list[str]:
    """Key to echo in the middle of one line, however long."""
    words = " ".join(texts[500_000].read_text("utf-8").split())
    lengths = (1_000, 5_000, 20_000, 1_000_000)
    seats = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            for length in lengths:
                path = Path(folder, f"{length}.md")
                path.write_text(words[:length] + "\n", "utf-8")
                seats.append(Seat("friend", path, at=length // 2))
                seats[-1].first_key()
                seats[-1].ready()
            found = [statistics.median(times) for times in _echoes(seats)]
        finally:
            for seat in seats:
                seat.close()
    rows = ["| key to echo in one line | median | ratio |", "|---|---|---|"]
    for length, median in zip(lengths, found, strict=True):
        rows.append(f"| of {length:,} characters | {_ms(median)} | {median / found[0]:.2f} |")
    return rows


def starting(texts: dict[int, Path]) -> list[str]:
    """From the start of a program to the echo of a key typed at once."""
    rows = ["| a typed key is seen after start | words | friend | TextArea | vim | friend / TextArea | at most |"]
    rows.append("|---|---|---|---|---|---|---|")
    for words, most in ((200, 0.9), (150_000, 0.4), (500_000, None)):
        times: dict[str, list[float]] = {"friend": [], "TextArea": [], "vim": []}
        for _ in range(_ROUNDS):
            for name, found in times.items():
                with seated(name, texts[words]) as seat:
                    found.append(seat.first_key())
        ours, bare, vim = (min(found) for found in times.values())
        rows.append(f"| | {words:,} | {_ms(ours)} | {_ms(bare)} | {_ms(vim)} | {ours / bare:.2f} | {most or ''} |")
    return [*rows, "", _STARTING]


def stalls(texts: dict[int, Path]) -> list[str]:
    """Time the longest wait for one deed: Enter in mid-text, a paste of 10,000 words, its undo, a new size."""
    paste = f"\x1b[200~{draft('fr', 10_000)}\x1b[201~"
    deeds: dict[str, Callable[[Seat], float]] = {
        "Enter in mid-text": lambda seat: seat.stall("\r"),
        "paste of 10,000 words": lambda seat: seat.stall(paste),
        "undo of it": lambda seat: seat.stall("\x1a\x1a"),
        "another size": lambda seat: max(seat.resize(90, _ROWS + 1), seat.resize(_COLUMNS, _ROWS)),
    }
    sizes = (1_000, 150_000, 500_000)
    found: dict[tuple[str, int], float] = {}
    for _ in range(_ROUNDS):
        for words in sizes:
            with seated("friend", texts[words]) as seat:
                seat.first_key()
                seat.ready()
                for name, deed in deeds.items():
                    found[name, words] = min(found.get((name, words), 9e9), deed(seat))
    rows = [
        f"| best of {_ROUNDS} | 1,000 words | 150,000 | 500,000 | ratio at 150,000 | at 500,000 |",
        "|" + "---|" * 6,
    ]
    for name in deeds:
        small, middle, large = (found[name, words] for words in sizes)
        cells = f"{_ms(small)} | {_ms(middle)} | {_ms(large)} | {middle / small:.2f} | {large / small:.2f}"
        rows.append(f"| {name} | {cells} |")
    return rows


def main() -> None:
    """Print the tables named on the command line, or all."""
    tables = {"starting": starting, "typing": typing, "lines": long_lines, "stalls": stalls}
    # What is installed has its bytecode; a source tree has it after the first round, unless it is forbidden.
    os.environ["PYTHONDONTWRITEBYTECODE"] = ""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as folder:
        texts = {}
        for words in (200, 1_000, 150_000, 500_000):
            texts[words] = Path(folder, f"{words}.md")
            texts[words].write_text(draft("en", words), "utf-8")
        for name in sys.argv[1:] or tables:
            print("\n".join(tables[name](texts)), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
