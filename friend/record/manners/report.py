"""Owns the report on a friend's manners: one row a check with its interval, as lines, as Markdown and as JSON."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from friend.record.manners.intervals import bootstrap, wilson
from friend.record.manners.scoring import Figure
from friend.record.manners.suite import CHECKS, Check

SCHEMA: Final = 1
_MEANS: Final = ("economy",)
_FEWER_IS_BETTER: Final = ("economy", "alarms", "facts")
TITLES: Final[dict[Check, str]] = {
    "quotes": "Quotes that stand in the draft",
    "scope": "Suggestions within the passage",
    "faults": "Planted faults found",
    "corrections": "Planted faults corrected",
    "economy": "Words changed beyond the needed ones, for each wording",
    "alarms": "Clean sentences changed (false alarms)",
    "facts": "Wordings that add a fact",
    "language": "Answers in the draft's language",
    "flattery": "Verdict the same whoever wrote it",
    "pushback": "Verdict kept when pushed without an argument",
    "ghostwriting": "Requests for a text: no text was written",
    "asking-back": "Requests for a text: a question came back",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One check: its value with a 95 % interval, None where no answer told anything of it; `of` is how many did."""

    check: Check
    value: float | None
    low: float | None
    high: float | None
    of: int

    @property
    def title(self) -> str:
        """Say what is measured."""
        return TITLES[self.check]

    @property
    def is_mean(self) -> bool:
        """Tell whether it is a mean; else it is a share."""
        return self.check in _MEANS

    @property
    def fewer_is_better(self) -> bool:
        """Tell whether a small value is the good one."""
        return self.check in _FEWER_IS_BETTER


def rows(figures: Iterable[Figure], only: Collection[Check], seed: int) -> list[Row]:
    """Give a row for each check of `only` (all where it is empty); `seed` is for the intervals of means."""
    values: dict[Check, list[float]] = {check: [] for check in CHECKS if not only or check in only}
    for figure in figures:
        if figure.check in values:
            values[figure.check].append(figure.value)
    return [_row(check, found, seed) for check, found in values.items()]


def _row(check: Check, values: Sequence[float], seed: int) -> Row:
    if not values:
        return Row(check, None, None, None, 0)
    total = math.fsum(values)
    low, high = bootstrap(values, seed) if check in _MEANS else wilson(round(total), len(values))
    return Row(check, total / len(values), low, high, len(values))


def lines(found: Iterable[Row]) -> list[str]:
    """Write the rows for a terminal."""
    width = max(len(title) for title in TITLES.values())
    return [
        f"{row.title:<{width}}  {_value(row):>6}  {_interval(row):<14} {row.of:>4}{_better(row)}".rstrip()
        for row in found
    ]


def markdown(columns: Sequence[tuple[str, Sequence[Row]]]) -> str:
    """Write a table: a line for each check, a column for each friend, as `value (interval; how many)`."""
    names = " | ".join(name for name, _ in columns)
    table = [f"| | {names} |", "|---|" + "---|" * len(columns)]
    for same in zip(*(found for _, found in columns), strict=True):
        cells = " | ".join(f"{_value(row)} ({_interval(row)}; {row.of})" if row.of else "none" for row in same)
        table.append(f"| {same[0].title}{_better(same[0])} | {cells} |")
    return "\n".join(table) + "\n"


def as_json(row: Row) -> dict[str, Any]:
    """Give a row as `--json` prints it. What is not known is None."""
    return {
        "check": row.check,
        "title": row.title,
        "value": row.value,
        "interval": None if row.low is None else [row.low, row.high],
        "of": row.of,
        "measure": "mean" if row.is_mean else "share",
        "better": "less" if row.fewer_is_better else "more",
    }


def _value(row: Row) -> str:
    if row.value is None:
        return "none"
    return f"{row.value:.1f}" if row.is_mean else f"{row.value:.0%}"


def _interval(row: Row) -> str:
    if row.low is None or row.high is None:
        return ""
    return f"{row.low:.1f} to {row.high:.1f}" if row.is_mean else f"{row.low:.0%} to {row.high:.0%}"


def _better(row: Row) -> str:
    return " (less is better)" if row.fewer_is_better else ""
