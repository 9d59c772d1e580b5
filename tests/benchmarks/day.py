"""An hour at the desk, in a real terminal and with a friend: keys while an answer streams, and what memory it takes.

`python -m tests.benchmarks.day [memory|streaming|session]` prints tables as Markdown, some eight minutes. The friend is
a fake host on loopback. `LLM` names the command of Simon Willison's llm, the peer in memory.
"""
# ruff: noqa: S311, T201 - seeded choices, and a script that prints

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

from tests.benchmarks.corpus import draft
from tests.benchmarks.desk import _RARE as RARE
from tests.benchmarks.gateway_host import TOKEN, prose
from tests.fakes.openai import OpenAIServer
from tests.terminal import Terminal

_COLUMNS, _ROWS = 130, 40
_KEYS = 60
_GAP_S = 0.05
_CARDS = 50
_A_SECOND = 300
_STREAMS_S = 20
_QUESTIONS, _KEYS_EACH = 60, 200
_WARM = 10
_SINGLE_KEYS = ("\r", "\x1b[A", "\x1b[B", "\x1a", "\x7f")
_LIMITS = {
    "memory": """What limits: the first page alone takes 38 MB, a bare Textual app 34. At rest comes the friend's side:
17 MB of imports for the log with SQLite, the reader of Markdown, the search for quotes, the check. To fetch them with
the first key that asks, and not at rest, would bring 0.7; then the first Ctrl+R would wait for the import, the child
would start later, and open notes would not be told when a draft is opened.""",
    "streaming": """What limits: a key costs the desk 3.4 ms of processor time at rest and 5 while it streams, since a
frame with new prose is painted between two keys; the fake host and this script take the rest of two processors.
Before a key painted its own row only, the medians were 5.7 and 12.5 ms (2.20).""",
}


class Day:
    """`friend` on a draft, with a fake friend to ask, and a log of its own."""

    def __init__(self, words: int, folder: Path) -> None:
        self.server = OpenAIServer()
        self.path = folder / "draft.md"
        self.path.write_text(draft("en", words), "utf-8")
        (folder / "config.toml").write_text(
            f'[models.gpt]\nmodel = "openai/gpt-4o"\napi_base = "{self.server.url}"\nkey_env = "OPENAI_API_KEY"\n',
            "utf-8",
        )
        os.environ |= {
            "FRIEND_CONFIG": str(folder / "config.toml"),
            "FRIEND_DATA": str(folder / "data"),
            "OPENAI_API_KEY": "sk-of-no-use",
        }
        self.terminal = Terminal(
            [sys.executable, "-m", "friend", str(self.path)], columns=_COLUMNS, rows=_ROWS, echo=False
        )
        self.terminal.wait_for("words", 60)
        while not self._children():
            self.terminal.came(b"\0", 0.1)
        self.terminal.settle()

    def rss(self) -> tuple[float, float]:
        """Give the megabytes that the desk holds, and those of its child."""
        return _resident(self.terminal.process.pid), sum(map(_resident, self._children()))

    def _children(self) -> list[int]:
        own = self.terminal.process.pid
        return [int(child) for child in Path(f"/proc/{own}/task/{own}/children").read_text("ascii").split()]

    def ask(self, said: str, **how: object) -> None:
        """Ask about the paragraph of the cursor, and agree where that is asked."""
        self.server.will(text=said, **how)
        asked = len(self.server.requests)
        self.terminal.type("\x12")
        time.sleep(0.5)
        end = time.monotonic() + 60
        while len(self.server.requests) == asked:
            assert time.monotonic() < end, self.terminal.seen[-3000:]
            self.terminal.type("\r")
            self.terminal.came(b"\0", 1.0)

    def close(self) -> None:
        """End it."""
        self.terminal.close()
        self.server.close()


def _resident(process: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text("ascii").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return 0.0


@contextmanager
def _day(words: int) -> Iterator[Day]:
    with tempfile.TemporaryDirectory() as folder:
        day = Day(words, Path(folder))
        try:
            yield day
        finally:
            day.close()


def memory() -> list[str]:
    """Compare what the desk holds with what `llm --help` takes at most."""
    llm = os.environ.get("LLM") or shutil.which("llm")
    rows = ["| resident, 200 words | MB |", "|---|---|"]
    with _day(200) as day:
        own, child = day.rss()
    rows += [f"| the desk | {own:.0f} |", f"| its child, started after first paint | {child:.0f} |"]
    if llm is None:
        return [*rows, "| `llm --help` | not on this machine |"]
    code = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True); "
    code += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    measured = subprocess.run([sys.executable, "-c", code, llm, "--help"], capture_output=True, check=True)
    theirs = int(measured.stdout) / 1024
    rows.append(f"| `llm --help`, the most it takes | {theirs:.0f} |")
    return [*rows, "", f"The desk to `llm --help`: {own / theirs:.2f} (at most 0.8)."]


def _echoes(day: Day, letters: Iterator[str]) -> list[float]:
    found = []
    for _ in range(_KEYS):
        time.sleep(_GAP_S)
        letter = next(letters)
        begun = time.perf_counter()
        day.terminal.type(letter)
        day.terminal.await_bytes(letter.encode())
        found.append(time.perf_counter() - begun)
    return found


def _advice(text: str) -> str:
    """Give a reply with fifty suggestions on words of `text`, each there once."""
    words = [word for word in dict.fromkeys(text.split()) if word.isalpha() and len(word) > 6 and text.count(word) == 1]
    return "\n\n".join(
        f"<suggestion>\n<quote>{word}</quote>\n<instead>{word}s</instead>\n<why>One of many.</why>\n</suggestion>"
        for word in words[:_CARDS]
    )


def streaming() -> list[str]:
    """Time keys to echo with nothing else going on, and while an answer streams with fifty cards open."""
    letters = iter(RARE)
    with _day(5_000) as day:
        idle = _echoes(day, letters)
        day.ask(_advice(day.path.read_text("utf-8")))
        day.terminal.settle()
        day.ask(prose(_A_SECOND * _STREAMS_S), piece=TOKEN, pace_s=1 / _A_SECOND)
        day.terminal.came(b"\0", 1.0)
        busy = _echoes(day, letters)
    rows = ["| key to echo, 5,000 words | median | 95th |", "|---|---|---|"]
    for name, times in (("idle", idle), (f"{_A_SECOND} tokens a second, {_CARDS} cards", busy)):
        rows.append(f"| {name} | {statistics.median(times) * 1e3:.1f} ms | {sorted(times)[-4] * 1e3:.1f} ms |")
    ratio = statistics.median(busy) / statistics.median(idle)
    return [*rows, "", f"While it streams to idle, medians: {ratio:.2f} (at most 1.5)."]


def session() -> list[str]:
    """Write, ask and dismiss for as many keys and questions as an hour holds, as fast as the desk takes them."""
    random = Random(7)
    with _day(2_000) as day:
        text = day.path.read_text("utf-8")
        words = [word for word in text.split() if word.isalpha()]
        held: list[float] = []
        for _ in range(_QUESTIONS):
            typed = 0
            while typed < _KEYS_EACH:
                keys = random.choice([f"{random.choice(words)[:6]} ", *_SINGLE_KEYS])
                day.terminal.type(keys)
                day.terminal.came(b"\0", 0.02)
                typed += 1 if keys in _SINGLE_KEYS else len(keys)
            day.ask(_advice(" ".join(random.sample(words, 40)))[:600] or "Mostly.")
            day.terminal.settle()
            day.terminal.type("\x0e")
            day.terminal.type("\x1b[17~")
            day.terminal.type("p" * 8 + "xn" * 16)
            day.terminal.type("\x1b[17~")
            day.terminal.settle()
            held.append(day.rss()[0])
    rows = ["| after | the desk holds |", "|---|---|"]
    marks = sorted({0, _WARM - 1, _QUESTIONS // 2, _QUESTIONS - 1})
    rows += [f"| {mark + 1} questions, {(mark + 1) * _KEYS_EACH:,} keys | {held[mark]:.0f} MB |" for mark in marks]
    return [
        *rows,
        "",
        f"At the end to after warm-up ({_WARM} questions): {held[-1] / held[_WARM - 1]:.2f} (at most 1.1).",
    ]


def main() -> None:
    """Print the tables named on the command line, or all."""
    tables = {"memory": memory, "streaming": streaming, "session": session}
    for name in sys.argv[1:] or tables:
        print("\n".join([*tables[name](), *(["", _LIMITS[name]] if name in _LIMITS else [])]), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
