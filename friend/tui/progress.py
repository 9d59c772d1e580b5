"""Owns how an answer under way is told: a quiet sign, the seconds gone, and about how many tokens came."""

from __future__ import annotations

from typing import Final

from friend.text.interface import tr

_SIGNS: Final = "○●"
_CHARACTERS_A_TOKEN: Final = 4
"""In English and in French; the true figure comes with the end of the answer."""


def progress(seconds: float, characters: int, *, moves: bool) -> str:
    """Tell it in a few words. Where signs move, this one changes once a second; it always has the same width."""
    sign = _SIGNS[int(seconds) % 2] if moves else _SIGNS[1]
    gone = f"{sign} {seconds:.0f} s"
    tokens = characters // _CHARACTERS_A_TOKEN
    return tr("{gone} · ≈{tokens} tokens", gone=gone, tokens=tokens) if tokens else gone
