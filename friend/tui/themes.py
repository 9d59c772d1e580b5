"""Owns the colours: paper and ink, one accent; red and green only for what goes and what comes."""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

DARK: Final = Theme(
    name="friend-dark",
    dark=True,
    primary="#d6a25e",
    accent="#d6a25e",
    foreground="#d5d0c5",
    background="#191a1c",
    surface="#191a1c",
    panel="#232427",
    error="#d98a80",
    success="#93b884",
    warning="#d6a25e",
    variables={
        "ink-dim": "#86837c",
        "rule": "#303136",
        "input-selection-background": "#4a4232",
        "block-cursor-background": "#d6a25e",
        "block-cursor-foreground": "#191a1c",
        "footer-key-foreground": "#d6a25e",
    },
)
LIGHT: Final = Theme(
    name="friend-light",
    dark=False,
    primary="#9a4f14",
    accent="#9a4f14",
    foreground="#2c2a26",
    background="#faf7f1",
    surface="#faf7f1",
    panel="#f1ece2",
    error="#a3372b",
    success="#3d6b33",
    warning="#9a4f14",
    variables={
        "ink-dim": "#77726a",
        "rule": "#ddd6c9",
        "input-selection-background": "#ecd9bd",
        "block-cursor-background": "#9a4f14",
        "block-cursor-foreground": "#faf7f1",
        "footer-key-foreground": "#9a4f14",
    },
)
DEFAULTS: Final = {"ink-dim": "#86837c", "rule": "#303136"}
