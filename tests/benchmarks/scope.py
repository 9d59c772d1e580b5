"""Seeded oversteps on real text: how many of each kind carry their label.

`python -m tests.benchmarks.scope [--seed 4]` prints a table as Markdown; see corpus.py for the text. False labels are
counted by tests/asking/test_scope.py on two hundred plain corrections.
"""
# ruff: noqa: S311, T201 - seeded choices, and a script that prints

from __future__ import annotations

import argparse
from collections import Counter
from random import Random

from friend.asking.question import Passage
from friend.asking.scope import flags
from friend.text.diff import diff
from friend.text.sentences import sentences
from friend.text.span import Span
from tests.benchmarks.corpus import paragraphs

_EACH = 100
_NAMES = ["Margaret", "Okonkwo", "Zbigniew", "Lindqvist", "Featherstone", "Quimper"]
_LANGUAGES = ("en", "fr")


def _sentence(parts: list[str], random: Random) -> tuple[str, Span]:
    """Choose a sentence of ten words and more, and the paragraph that it stands in."""
    while True:
        part = random.choice(parts)
        found = [each for each in sentences(part, Span(0, len(part))) if 10 <= len(each.of(part).split()) <= 40]
        if found:
            return part, random.choice(found)


def _into(sentence: str, fact: str, random: Random) -> str:
    words = sentence.split(" ")
    words.insert(random.randrange(2, len(words) - 1), fact)
    return " ".join(words)


def _instead(kind: str, sentence: str, language: str, parts: dict[str, list[str]], random: Random) -> str:
    if kind == "number":
        return _into(sentence, str(random.randint(10**5, 10**6)), random)
    if kind == "name":
        return _into(sentence, f"{random.choice(_NAMES).lower().capitalize()}", random)
    if kind == "address":
        return _into(sentence, f"https://example.org/{random.randint(1, 10**6)}", random)
    if kind == "rewrite":
        return _sentence(parts[language], random)[0]
    if kind == "language":
        part, other = _sentence(parts["fr" if language == "en" else "en"], random)
        return other.of(part)
    return sentence


def oversteps(seed: int) -> list[str]:
    """Make a hundred oversteps of each kind and look for their labels."""
    random = Random(seed)
    parts = {language: paragraphs(language) for language in _LANGUAGES}
    wanted = {
        "outside": "outside-passage",
        "number": "adds-facts",
        "name": "adds-facts",
        "address": "adds-facts",
        "rewrite": "rewrites",
        "language": "changes-language",
    }
    rows = ["| overstep | labelled | of |", "|---|---|---|"]
    for kind, label in wanted.items():
        counts: Counter[str] = Counter()
        for number in range(_EACH):
            language = _LANGUAGES[number % 2]
            part, span = _sentence(parts[language], random)
            other = f"{_sentence(parts[language], random)[0]}\n\n"
            text = other + part
            there = Span(span.start + len(other), span.end + len(other))
            asked = Span(0, len(other) - 2) if kind == "outside" else Span(len(other), len(text))
            words = there.of(text)
            instead = _instead(kind, words, language, parts, random)
            found = flags(there, instead, diff(words, instead), text, Passage(asked, asked.of(text)))
            counts[label] += label in found
            if label not in found:
                print(f"<!-- {kind}: {words!r} / {instead!r} / {found} -->")
        rows.append(f"| {kind} | {counts[label]} | {_EACH} |")
    return rows


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seed", type=int, default=4)
    print("\n".join(oversteps(arguments.parse_args().seed)), end="\n\n")


if __name__ == "__main__":
    main()
