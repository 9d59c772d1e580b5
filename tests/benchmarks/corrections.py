"""Human edits: how often the spans that a diff marks are those that a person marked, against other diffs.

`python -m tests.benchmarks.corrections [--seed 4]` prints tables as Markdown. The sentences of this project stand in
tests/fixtures/corrections.txt. A public corpus is read where it is installed: UA-GEC (`pip install ua-gec`, CC BY 4.0),
Ukrainian texts that people wrote and other people corrected. Nothing of it is kept here.
"""
# ruff: noqa: S311, T201 - seeded choices, and a script that prints

from __future__ import annotations

import argparse
import importlib.util
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from diff_match_patch import diff_match_patch

from friend.text.diff import diff

_OURS: Final = Path(__file__).parents[1] / "fixtures" / "corrections.txt"
_MARKED: Final = re.compile(r"\[([^\[\]]*)->([^\[\]]*)\]")
_ANNOTATED: Final = re.compile(r"\{([^{}]*)=>([^{}|]*)[^{}]*?:::error_type=[^{}]*\}")
_MOST: Final = 800

# What all are measured in, whatever each takes for a token: words and single signs; white space is none.
_UNIT: Final = re.compile(r"\w+(?:['’ʼ-]\w+)*|[^\w\s]")

Piece = tuple[str, str]
Edit = tuple[int, int, int, int]


class Sentence(NamedTuple):
    """A sentence before and after correction, with the pieces that a person marked."""

    old: str
    new: str
    pieces: list[Piece]


class Score(NamedTuple):
    """How much was right, of what was marked, of what should have been."""

    right: int = 0
    marked: int = 0
    wanted: int = 0

    def plus(self, right: int, marked: int, wanted: int) -> Score:
        """Add the counts of one sentence."""
        return Score(self.right + right, self.marked + marked, self.wanted + wanted)

    def cells(self) -> str:
        """Give precision, recall and F0.5, the measure of the field (van Rijsbergen, with recall half as heavy)."""
        precision, recall = self.right / max(1, self.marked), self.right / max(1, self.wanted)
        whole = 1.25 * precision * recall / max(1e-9, 0.25 * precision + recall)
        return f"{precision:.3f} | {recall:.3f} | {whole:.3f}"


def _sentence(line: str, mark: re.Pattern[str]) -> Sentence:
    pieces: list[Piece] = []
    at = 0
    for match in mark.finditer(line):
        pieces += [("=", line[at : match.start()]), ("-", match[1]), ("+", match[2])]
        at = match.end()
    pieces.append(("=", line[at:]))
    old, new = ("".join(text for op, text in pieces if op in ("=", side)) for side in "-+")
    return Sentence(old, new, pieces)


def ours(language: str) -> list[Sentence]:
    """Give this project's sentences in one language."""
    lines = (line.split("\t") for line in _OURS.read_text("utf-8").splitlines() if not line.startswith("#"))
    return [_sentence(marked, _MARKED) for each, _, marked in lines if each == language]


def installed(seed: int) -> list[Sentence]:
    """Give a seeded choice of the corrected lines of UA-GEC's test set, by its first annotator; none without it."""
    found = importlib.util.find_spec("ua_gec")
    if found is None or found.origin is None:
        return []
    folder = Path(found.origin).parent / "data" / "gec-only" / "test" / "annotated"
    lines = [line for file in sorted(folder.glob("*.a1.ann")) for line in file.read_text("utf-8").splitlines()]
    sentences = [_sentence(line, _ANNOTATED) for line in lines if _ANNOTATED.search(line)]
    whole = [each for each in sentences if each.old != each.new and not re.search("[{}]", each.old + each.new)]
    return Random(seed).sample(whole, min(_MOST, len(whole)))


def _by_git(old: str, new: str) -> list[Piece]:
    with tempfile.TemporaryDirectory() as place:
        for name, text in (("old", old), ("new", new)):
            Path(place, name).write_text(text + "\n", "utf-8")
        command = ["git", "diff", "--no-index", "--word-diff=porcelain", "old", "new"]
        told = subprocess.run(command, cwd=place, check=False, stdout=subprocess.PIPE).stdout.decode()
    lines = told.partition("\n@@")[2].split("\n")[1:]
    return [("=" if line[0] == " " else line[0], line[1:]) for line in lines if line and line[0] in " -+"]


def _by_dmp(old: str, new: str, *, clean: bool) -> list[Piece]:
    engine = diff_match_patch()
    found = engine.diff_main(old, new)
    if clean:
        engine.diff_cleanupSemantic(found)
    return [({0: "=", -1: "-", 1: "+"}[op], text) for op, text in found]


ENGINES: Final[dict[str, Callable[[str, str], Iterable[Piece]]]] = {
    "friend": diff,
    "git --word-diff": _by_git,
    "diff-match-patch": lambda old, new: _by_dmp(old, new, clean=False),
    "diff-match-patch, its semantic clean-up": lambda old, new: _by_dmp(old, new, clean=True),
}


def edits(pieces: Iterable[Piece]) -> list[Edit]:
    """Give what a diff marks, as runs of units of the old and the new text.

    A unit is kept where all of it is kept and it is a whole unit on both sides; all others are marked. So a diff that
    marks letters marks their word, and one that marks only a space between two words marks both.
    """
    sides: dict[str, list[tuple[int, int]]] = {}
    kept: list[tuple[int, int, int]] = []
    old = new = ""
    for op, text in pieces:
        if op == "=":
            kept.append((len(old), len(new), len(text)))
        old += text if op != "+" else ""
        new += text if op != "-" else ""
    for name, text in (("old", old), ("new", new)):
        sides[name] = [match.span() for match in _UNIT.finditer(text)]
    numbers = {span: number for number, span in enumerate(sides["new"])}
    found: list[Edit] = []
    after = (0, 0)
    ends = [(len(sides["old"]), len(sides["new"]))]
    pairs = []
    for number, (start, end) in enumerate(sides["old"]):
        for old_at, new_at, length in kept:
            other = (start - old_at + new_at, end - old_at + new_at)
            if old_at <= start and end <= old_at + length and other in numbers:
                pairs.append((number, numbers[other]))
    for one, other in pairs + ends:
        if (one, other) != after:
            found.append((after[0], one, after[1], other))
        after = (one + 1, other + 1)
    return found


def _units(edits: Iterable[Edit]) -> set[tuple[str, int]]:
    return {
        (side, number)
        for edit in edits
        for side, numbers in (("old", range(*edit[:2])), ("new", range(*edit[2:])))
        for number in numbers
    }


def agreement(name: str, sentences: list[Sentence]) -> list[str]:
    """Compare what each diff marks with what a person marked."""
    rows = [
        f"| {name}, {len(sentences)} sentences | edits: precision | recall | F0.5 | words: precision | recall | F0.5 |",
        "|" + "---|" * 7,
    ]
    for engine, compare in ENGINES.items():
        spans, words = Score(), Score()
        for sentence in sentences:
            wanted, marked = edits(sentence.pieces), edits(compare(sentence.old, sentence.new))
            spans = spans.plus(len(set(wanted) & set(marked)), len(marked), len(wanted))
            wanted_words, marked_words = _units(wanted), _units(marked)
            words = words.plus(len(wanted_words & marked_words), len(marked_words), len(wanted_words))
        rows.append(f"| {engine} | {spans.cells()} | {words.cells()} |")
    return rows


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seed", type=int, default=4)
    seed = arguments.parse_args().seed
    sets = {"English": ours("en"), "French": ours("fr"), "UA-GEC": installed(seed)}
    for name, sentences in sets.items():
        print("\n".join(agreement(name, sentences) if sentences else [f"{name} is not installed."]), end="\n\n")


if __name__ == "__main__":
    main()
