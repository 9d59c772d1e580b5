"""Misquotes and rewrites: how often a place is found, and at what price.

`python -m tests.benchmarks.anchoring [--seed 4]` prints a table as Markdown; see corpus.py for the text.
"""

# ruff: noqa: S311, T201 - seeded choices, and a script that prints

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from random import Random

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import partial_ratio_alignment

from friend.text.anchoring import find_quote, find_selector
from friend.text.selector import select
from friend.text.span import Span
from friend.text.word_index import WordIndex
from tests.benchmarks.corpus import draft, paragraphs
from tests.benchmarks.damage import KINDS, quotes_of

_SIZES = (1_000, 10_000, 100_000, 500_000)
_LANGUAGES = ("en", "fr")
_HELD_OUT = 300
_MISQUOTES = 300
_RIGHT = 0.9
_WRONG = 0.5


def _overlap(one: Span, other: Span) -> float:
    shared = max(0, min(one.end, other.end) - max(one.start, other.start))
    return shared / (len(one) + len(other) - shared)


def _timed(work: Callable[[], object], times: int = 3) -> float:
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def _chosen(text: str, random: Random, *, late: bool = False) -> Span:
    """Choose 8 to 40 words that the draft's own language has once; `late` in its last tenth."""
    places = [0, *(at + 2 for at in range(len(text)) if text.startswith("\n\n", at))] if len(text) < 10_000 else None
    while True:
        low = int(len(text) * 0.9) if late else 0
        start = (
            random.choice(places) if places and not late else text.rfind("\n\n", 0, random.randint(low, len(text) - 2))
        )
        start = max(start, 0)
        start = start + 2 if text.startswith("\n\n", start) else start
        paragraph = text[start : (text + "\n\n").index("\n\n", start)].rstrip("\n")
        quote = quotes_of(paragraph, random)
        if quote and text.count(quote) == 1:
            at = text.index(quote)
            return Span(at, at + len(quote))


def misquotes(seed: int) -> list[str]:
    """Find 300 damaged quotes, and as many that are not there."""
    random = Random(seed)
    drafts = {(size, language): draft(language, size, held_out=_HELD_OUT) for size in _SIZES for language in _LANGUAGES}
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    # One draft after the other: the index of a draft is kept for the next quote.
    for number in sorted(range(_MISQUOTES), key=lambda number: number // 9 % 8):
        kind = list(KINDS)[number % 9]
        language = _LANGUAGES[number // 9 % 2]
        text = drafts[_SIZES[number // 18 % 4], language]
        own = text if len(text) < 900_000 else text[:800_000]  # the first part is in the draft's language
        truth = _chosen(own, random)
        quote = " ".join(KINDS[kind](truth.of(text).split(" "), random, language))
        anchor = find_quote(text, quote)
        if anchor.span is None:
            outcome = anchor.kind
        else:
            overlap = _overlap(anchor.span, truth)
            outcome = "right" if overlap >= _RIGHT else "wrong" if overlap < _WRONG else "inexact"
        outcomes[kind][outcome] += 1
        if outcome != "right":
            print(f"<!-- {kind} {outcome} {anchor.score}: {quote!r} / {truth.of(text)!r} -->")
    absent = 0
    for (_, language), text in drafts.items():
        for paragraph in paragraphs(language)[-_HELD_OUT:]:
            quote = quotes_of(paragraph, random)
            if quote and quote not in text and (anchor := find_quote(text, quote)).span:
                absent += 1
                print(f"<!-- absent {anchor.kind} {anchor.score}: {quote!r} / {anchor.span.of(text)!r} -->")
    total = sum(outcomes.values(), Counter())
    rows = ["| damage | right | inexact | ambiguous | lost | wrong place |", "|---|---|---|---|---|---|"]
    for kind, counts in [*outcomes.items(), ("all", total)]:
        cells = [counts[each] for each in ("right", "inexact", "ambiguous", "lost", "wrong")]
        rows.append(f"| {kind} | {' | '.join(map(str, cells))} |")
    rows.append("")
    rows.append(
        f"Right: {total['right'] / total.total():.1%}. Absent quotes accepted: {absent} of {2 * _HELD_OUT * 4}."
    )
    return rows


def times(seed: int) -> list[str]:
    """Compare the time for a damaged quote in the last tenth, with the index read, with three peers in the same run.

    `str.find` looks for the undamaged quote at its true place. The whole-draft alignments look for the damaged one:
    rapidfuzz's Indel over code points (all of the draft, as a diff would), and its partial ratio over code points
    (the best window, which is nearest to what is asked here, and gives no words, ties or proof).
    """
    heads = ("words", "find_quote, median", "95th", "str.find", "ratio", "Indel", "ratio", "partial ratio", "ratio")
    rows = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    for size in _SIZES[2:]:
        random = Random(seed)
        text = draft("en", size)
        index = WordIndex(text)
        took: list[float] = []
        peers: list[list[float]] = [[], [], []]
        for number in range(45):
            truth = _chosen(text, random, late=True).of(text)
            quote = " ".join(KINDS[list(KINDS)[number % 9]](truth.split(" "), random, "en"))
            took.append(_timed(lambda: find_quote(index, quote)))  # noqa: B023 - called at once
            peers[0].append(_timed(lambda: text.find(truth)))  # noqa: B023
            if number < 9:
                peers[1].append(_timed(lambda: Indel.opcodes(quote, text), 1))  # noqa: B023
                peers[2].append(_timed(lambda: partial_ratio_alignment(quote, text), 1))  # noqa: B023
        median = statistics.median(took)
        high = sorted(took)[int(len(took) * 0.95)]
        cells = [f"{size:,}", f"{median * 1e3:.2f} ms", f"{high * 1e3:.2f} ms ({high / median:.1f} x)"]
        for peer in map(statistics.median, peers):
            cells += [f"{peer * 1e3:.3g} ms", f"{median / peer:.2g}"]
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def _rewritten(parts: list[str], random: Random) -> tuple[list[str], list[int]]:
    """Rewrite half of the paragraphs (words replaced, sentences gone) and move a tenth; give where each went."""
    order = list(range(len(parts)))
    for number in random.sample(order, len(parts) // 10):
        order.remove(number)
        order.insert(random.randrange(len(order) + 1), number)
    touched = set(random.sample(range(len(parts)), len(parts) // 2))
    new = []
    for number in order:
        words = parts[number].split(" ")
        if number in touched:
            if random.random() < 0.5:
                words = [
                    w if random.random() < 0.8 else random.choice(["perhaps", "other", "said", "well"]) for w in words
                ]
            else:
                start = random.randrange(len(words))
                words = words[:start] + words[start + max(3, len(words) // 3) :] or ["Gone."]
        new.append(" ".join(words))
    return new, order


def rewrites(seed: int) -> list[str]:  # noqa: C901 - one run, told in order
    """Remember passages, rewrite half of the paragraphs, and look for the passages again."""
    rows = [
        "| language | passages | words survive | of these found | on wrong words | lost or tied |",
        "|---|---|---|---|---|---|",
    ]
    for language in _LANGUAGES:
        random = Random(seed)
        parts = paragraphs(language)[:600]
        text = "\n\n".join(parts)
        starts, at = [], 0
        for part in parts:
            starts.append(at)
            at += len(part) + 2
        remembered = []
        for number in random.sample(range(len(parts)), 300):
            quote = quotes_of(parts[number], random)
            if quote:
                start = starts[number] + parts[number].index(quote)
                remembered.append((number, select(text, Span(start, start + len(quote)))))
        new, order = _rewritten(parts, random)
        changed = "\n\n".join(new)
        new_starts, at = {}, 0
        for number, part in zip(order, new, strict=True):
            new_starts[number] = Span(at, at + len(part))
            at += len(part) + 2
        counts: Counter[str] = Counter()
        for number, selector in remembered:
            home = new_starts[number]
            survives = selector.exact in home.of(changed)
            counts["survive"] += survives
            anchor = find_selector(changed, selector)
            if anchor.span is None:
                counts["lost"] += 1
            elif not home.overlaps(anchor.span):
                if anchor.span.of(changed) != selector.exact:
                    counts["wrong"] += 1
            elif survives and anchor.span.of(changed) == selector.exact:
                counts["found"] += 1
        rows.append(
            f"| {language} | {len(remembered)} | {counts['survive']} | {counts['found'] / counts['survive']:.1%} |"
            f" {counts['wrong']} | {counts['lost']} |"
        )
    return rows


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seed", type=int, default=4)
    seed = arguments.parse_args().seed
    for table in (misquotes(seed), rewrites(seed), times(seed)):
        print("\n".join(table), end="\n\n")


if __name__ == "__main__":
    main()
