"""Owns how a friend's reasoning is told while it is folded: one line that says how long and how much."""

from __future__ import annotations

from friend.text.words import count_words


def thought_line(reasoning: str, seconds: float | None) -> str:
    """Give `thought for 12 s · 340 words`; without the seconds where they are not known, empty for no reasoning."""
    if not reasoning.strip():
        return ""
    words = count_words(reasoning)
    counted = f"{words} word{'' if words == 1 else 's'}"
    return f"thought · {counted}" if seconds is None else f"thought for {_spent(seconds)} · {counted}"


def _spent(seconds: float) -> str:
    whole = round(seconds)
    if not whole:
        return "less than 1 s"
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60} s"  # noqa: PLR2004 - a minute
