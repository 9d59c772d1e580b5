"""Versions of a draft are kept as what changed, and come back exactly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from friend.adapters.log.manifest import edited, edits_between
from friend.adapters.log.snapshots import LONGEST_CHAIN
from friend.text.draft import Draft
from tests.adapters.log_helpers import opened, question_about, rows

IDS = st.lists(st.integers(1, 9), max_size=12)
FIRST = Draft("".join(f"Paragraph {number} of many.\n\n" for number in range(40)), "/nowhere/long.md")


@given(IDS, IDS)
def test_edits_make_the_new_of_the_old(old: list[int], new: list[int]) -> None:
    """For any two lists, with paragraphs that stand several times."""
    assert edited(old, edits_between(old, new)) == new


def test_only_what_changed_is_written() -> None:
    """Two paragraphs changed far apart are two edits."""
    assert edits_between([1, 2, 3, 4, 5], [1, 9, 3, 4, 8]) == [[1, 1, 9], [4, 1, 8]]
    assert edits_between([1, 2], [1, 2]) == []
    assert edits_between([], [1]) == [[0, 0, 1]]
    assert edits_between([1, 2], []) == [[0, 2]]


def test_versions_lean_on_each_other_and_come_back(tmp_path: Path) -> None:
    """Of a hundred versions each has its text; few are written out whole, and no chain is longer than allowed."""
    path = tmp_path / "log.sqlite3"
    versions = [FIRST]
    for number in range(100):
        versions.append(replace(FIRST, text=versions[-1].text.replace(f"Paragraph {number % 40} ", "Changed ", 1)))
        versions[-1] = replace(FIRST, text=versions[-1].text + f"And {number}.\n\n")
    with opened(path) as log:
        names = []
        for draft in versions:
            exchange = question_about(draft)
            log.asked(exchange, draft)
            names.append(str(exchange.id))
        assert [log.draft_as_sent(name) for name in names] == [draft.text for draft in versions]
        assert log.findings() == []
    whole = rows(path, "SELECT count(*) FROM snapshot WHERE base IS NULL")
    assert whole == [(1 + 100 // LONGEST_CHAIN,)]
    (longest,) = rows(path, "SELECT max(length(paragraphs)) FROM snapshot WHERE base IS NOT NULL")[0]
    assert isinstance(longest, int)
    assert longest < 40


def test_a_text_all_new_is_written_out(tmp_path: Path) -> None:
    """Where edits would be longer than the list, the list is written."""
    path = tmp_path / "log.sqlite3"
    with opened(path) as log:
        for draft in (FIRST, replace(FIRST, text="Short.\n")):
            log.asked(question_about(draft), draft)
    assert rows(path, "SELECT base, paragraphs FROM snapshot ORDER BY id DESC LIMIT 1") == [(None, "[41]")]
