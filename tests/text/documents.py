"""Reads test cases written as documents: a title, a dot, the text, a dot, what is expected, a dot."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).parent.parent / "fixtures" / "text"


class Case(NamedTuple):
    """One case of a document; `expected` is a list of lines."""

    title: str
    text: str
    expected: list[str]


def cases(name: str) -> list[Case]:
    """Read the cases of a document in tests/fixtures/text."""
    parts = (_FOLDER / name).read_text("utf-8").split("\n.\n")
    found = []
    for title, text, expected in zip(parts[0::3], parts[1::3], parts[2::3], strict=False):
        found.append(Case(title.strip().splitlines()[-1], text, expected.splitlines()))
    return found
