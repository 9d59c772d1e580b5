"""A friend's reasoning, folded: one line."""

import pytest

from friend.record.formats.thinking import thought_line


@pytest.mark.parametrize(
    ("reasoning", "seconds", "line"),
    [
        ("Who is “them”? I'd ask.", 12.4, "thought for 12 s · 5 words"),
        ("Hm.", 0.2, "thought for less than 1 s · 1 word"),
        ("Hm.", 125.0, "thought for 2 min 5 s · 1 word"),
        ("Hm.", None, "thought · 1 word"),
        (" \n", 3.0, ""),
    ],
)
def test_how_long_and_how_much(reasoning: str, seconds: float | None, line: str) -> None:
    """Seconds, or minutes, and words; nothing is said of no reasoning, and no time is made up."""
    assert thought_line(reasoning, seconds) == line
