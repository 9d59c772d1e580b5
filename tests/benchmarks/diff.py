"""Diffs: how long they take, and how they read, against difflib and git's word diff.

`python -m tests.benchmarks.diff [--seed 4]` prints tables as Markdown; see corpus.py for the text.
"""
# ruff: noqa: S311, T201 - seeded choices, and a script that prints

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from random import Random

from friend.text.alignment import Hunk, changes
from friend.text.diff import diff
from friend.text.reading import readable
from friend.text.tokens import tokens
from tests.benchmarks.corpus import draft, paragraphs

_REWRITES = 200
_PROGRAM = """
import sys
from pathlib import Path
from friend.text.diff import diff
diff(*(Path(name).read_text("utf-8") for name in sys.argv[1:]))
"""
_OTHER_WORDS = ["perhaps", "clear", "which", "the", "of", "quite", "says", "it", "and", "plainly", "les", "plus"]


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _in_turn(*works: Callable[[], object], times: int = 5) -> list[float]:
    """Give the median time of each, in seconds; they take turns, so that what slows the machine slows them all."""
    took = [[_timed(work) for work in works] for _ in range(times)]
    return [statistics.median(column) for column in zip(*took, strict=True)]


def _rewritten(words: Sequence[str], random: Random) -> list[str]:
    """Rewrite as a reader would: phrases replaced, words cut, put in and moved, here and there."""
    new: list[str] = []
    place = 0
    while place < len(words):
        dice = random.random()
        if dice < 0.06:
            place += random.randint(1, 3)
            new += random.choices(_OTHER_WORDS, k=random.randint(1, 3))
        elif dice < 0.09:
            place += random.randint(1, 2)
        elif dice < 0.12:
            new.append(random.choice(_OTHER_WORDS))
        elif dice < 0.13 and place + 1 < len(words):
            new += [words[place + 1], words[place]]
            place += 2
        else:
            count = random.randint(1, 4)
            new += words[place : place + count]
            place += count
    return new


def _tokens_changed(hunks: Sequence[Hunk]) -> int:
    return sum(hunk.old_end - hunk.old_start + hunk.new_end - hunk.new_start for hunk in hunks)


def _by_difflib(old: list[str], new: list[str]) -> int:
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return sum(code[2] - code[1] + code[4] - code[3] for code in codes if code[0] != "equal")


def passages(seed: int) -> list[str]:
    """Compare the diffs of rewritten passages of about 200 words."""
    random = Random(seed)
    took, fewer, hunks, cleaned, shortest, shown = [], 0, 0, 0, 0, 0
    sources = [part for language in ("en", "fr") for part in paragraphs(language)]
    for _ in range(_REWRITES):
        start = random.randrange(len(sources) - 12)
        words = " ".join(sources[start : start + 12]).split(" ")[:200]
        old, new = " ".join(words), " ".join(_rewritten(words, random))
        olds, news = tokens(old), tokens(new)
        minimal = changes(olds, news)
        read = readable(minimal, olds, news)
        fewer += _tokens_changed(minimal) <= _by_difflib(olds, news)
        hunks, cleaned = hunks + len(minimal), cleaned + len(read)
        shortest, shown = shortest + _tokens_changed(minimal), shown + _tokens_changed(read)
        took.append(
            _in_turn(
                lambda: changes(olds, news),  # noqa: B023 - called at once
                lambda: diff(old, new),  # noqa: B023
                lambda: _by_difflib(olds, news),  # noqa: B023
                times=3,
            )
        )
    aligned, whole, peer = (statistics.median(column) for column in zip(*took, strict=True))
    return [
        "| 200-word passages | friend | difflib, autojunk off | ratio |",
        "|---|---|---|---|",
        f"| alignment, median of {_REWRITES} | {aligned * 1e3:.2f} ms | {peer * 1e3:.1f} ms | {aligned / peer:.3f} |",
        f"| `diff()`: alignment, tokens, clean-up, pieces | {whole * 1e3:.2f} ms | | {whole / peer:.3f} |",
        f"| tokens changed, no more than the peer | {fewer} of {_REWRITES} | | |",
        f"| hunks after clean-up | {cleaned} of {hunks} | | {cleaned / hunks:.2f} |",
        f"| tokens changed after clean-up | {shown} of {shortest} | | {shown / shortest:.2f} |",
    ]


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=False, stdout=subprocess.PIPE)


def _compared(old: str, new: str) -> list[float]:
    """Time `diff()` here, git's process, and a process of Python that does nothing but read both files and compare."""
    with tempfile.TemporaryDirectory() as place:
        left, right = str(Path(place, "old.md")), str(Path(place, "new.md"))
        Path(left).write_text(old, "utf-8")
        Path(right).write_text(new, "utf-8")
        return _in_turn(
            lambda: diff(old, new),
            lambda: _run(["git", "diff", "--no-index", "--word-diff", left, right]),
            lambda: _run([sys.executable, "-c", _PROGRAM, left, right]),
            times=9,
        )


def books(seed: int) -> list[str]:
    """Compare two versions of a book in which twenty paragraphs changed, at 1x, 2x and 4x.

    friend compares in a process that runs already, as it does in the desk; git is started for it.
    """
    rows = [
        "| words | friend, in process | git diff --no-index --word-diff | ratio | friend, started for it |",
        "|---|---|---|---|---|",
    ]
    for size in (100_000, 200_000, 400_000):
        random = Random(seed)
        text = draft("en", size)
        parts = text.split("\n\n")
        for number in random.sample(range(len(parts)), 20):
            parts[number] = " ".join(_rewritten(parts[number].split(" "), random))
        ours, git, started = (1e3 * each for each in _compared(text, "\n\n".join(parts)))
        rows.append(f"| {size:,} | {ours:.1f} ms | {git:.1f} ms | {ours / git:.2f} | {started:.0f} ms |")
    return rows


def _shuffled(text: str, random: Random) -> str:
    words = text.split(" ")
    return " ".join(random.sample(words, len(words)))


def _strewn(text: str, random: Random) -> str:
    """Change one word in a hundred."""
    return " ".join(random.choice(_OTHER_WORDS) if random.random() < 0.01 else word for word in text.split(" "))


def bad_input(seed: int) -> list[str]:
    """Time hostile pairs at 1x, 2x and 4x: four times the text is to take about four times as long."""
    words = [f"word{number}" for number in range(80_000)]
    rows = ["| pair, at 1x | 1x | 2x | 4x | 4x / 1x |", "|---|---|---|---|---|"]
    kinds: dict[str, Callable[[int, Random], tuple[str, str]]] = {
        "two texts of 20,000 words with none in common": lambda times, _: (
            " ".join(words[: 20_000 * times]),
            " ".join(word.upper() for word in words[: 20_000 * times]),
        ),
        "20,000 words in another order": lambda times, random: (
            " ".join(words[: 20_000 * times]),
            _shuffled(" ".join(words[: 20_000 * times]), random),
        ),
        "20,000 words of ten, in another order": lambda times, random: (
            "one two three four five six seven eight nine ten " * 2_000 * times,
            _shuffled("one two three four five six seven eight nine ten " * 2_000 * times, random),
        ),
        "an English text of 20,000 words, and a French one": lambda times, _: (
            draft("en", 20_000 * times),
            draft("fr", 20_000 * times),
        ),
        "125,000 words, one in a hundred changed": lambda times, random: (
            draft("en", 125_000 * times),
            _strewn(draft("en", 125_000 * times), random),
        ),
        "the same in one line": lambda times, random: (
            draft("en", 125_000 * times).replace("\n", " "),
            _strewn(draft("en", 125_000 * times).replace("\n", " "), random),
        ),
        "250,000 letters without a space, one changed": lambda times, _: (
            "a" * 250_000 * times,
            "a" * 125_000 * times + "b" + "a" * 125_000 * times,
        ),
        "50,000 emoji, a tenth taken out": lambda times, _: (
            "👩\u200d👩\u200d👧🇫🇷👍🏽🎉✨" * 10_000 * times,
            "👩\u200d👩\u200d👧🇫🇷👍🏽🎉✨" * 9_000 * times,
        ),
        "250,000 spaces and tabs, and lines": lambda times, _: (" \t" * 125_000 * times, " \n" * 125_000 * times),
        "50,000 words from right to left, shuffled": lambda times, random: (
            "مرحبا بكم في هذا النص " * 10_000 * times,
            _shuffled("مرحبا بكم في هذا النص " * 10_000 * times, random),
        ),
        "50,000 stops and spaces": lambda times, _: (". " * 50_000 * times, " ." * 50_000 * times),
    }
    for name, pair in kinds.items():
        took = []
        for times in (1, 2, 4):
            old, new = pair(times, Random(seed))
            took.append(min(_timed(lambda: diff(old, new)) for _ in range(2)))  # noqa: B023 - called at once
        rows.append(f"| {name} | {' | '.join(f'{each * 1e3:.0f} ms' for each in took)} | {took[2] / took[0]:.1f} |")
    return rows


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seed", type=int, default=4)
    seed = arguments.parse_args().seed
    for table in (passages(seed), books(seed), bad_input(seed)):
        print("\n".join(table), end="\n\n")


if __name__ == "__main__":
    main()
