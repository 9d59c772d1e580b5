"""Owns how one version of a draft is written down as what changed since another: edits of a list of paragraph ids."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

# From the first to the last: where in the old list, how many ids go there, then the ids that come instead.
Edits = list[list[int]]


def edits_between(old: Sequence[int], new: Sequence[int]) -> Edits:
    """Give the edits that make `new` of `old`."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    left, right = old[head : len(old) - tail], new[head : len(new) - tail]
    if not left or not right:
        return [[head, len(left), *right]] if left or right else []
    # A paragraph seldom stands twice, so that this is as good as linear; autojunk would make it worse, never quicker.
    found = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return [[head + i1, i2 - i1, *right[j1:j2]] for tag, i1, i2, j1, j2 in found if tag != "equal"]


def edited(old: Sequence[int], edits: Edits) -> list[int]:
    """Take the edits; the inverse of `edits_between`."""
    new: list[int] = []
    place = 0
    for start, gone, *come in edits:
        new += [*old[place:start], *come]
        place = start + gone
    return [*new, *old[place:]]


def _common(left: Sequence[int], right: Sequence[int]) -> int:
    """Count how many are the same from the start."""
    return next((at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
