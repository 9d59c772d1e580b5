"""When a text may be one that was known under another name."""

from __future__ import annotations

import pytest

from friend.record.identity import likeness

LONG = ["Dear neighbours,\n\n", "one two three four five six seven eight nine ten eleven twelve.\n\n", "Best,\n"]
OTHER = "quite another paragraph with as many words as the one above it, thirteen.\n\n"


@pytest.mark.parametrize(
    ("there", "here", "common"),
    [
        (LONG, LONG, 15),
        (LONG, [*LONG, OTHER, OTHER + "more.", OTHER + "and more."], 15),
        (LONG, [LONG[1].strip()], 12),
        (LONG, [LONG[1], OTHER], 12),
        (LONG, [LONG[0], OTHER, LONG[2]], None),
        (LONG, [OTHER], None),
        (LONG, [], None),
        (["Short.\n"], ["Short."], 1),
        (["Short.\n"], ["Short.", "Longer."], None),
        ([], [], None),
    ],
)
def test_half_of_the_shorter_one_is_a_likeness(there: list[str], here: list[str], common: int | None) -> None:
    """Whole paragraphs count; a salutation alone is none; of two short texts all must be the same."""
    found = likeness(7, "/was/letter.md", there, here)
    assert (found.common if found else None) == common
