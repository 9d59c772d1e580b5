"""Owns the colours: paper and ink, one accent; red and green only for what goes and what comes.

Every pair of text and background meets WCAG 2.2's 1.4.3 (4.5 to 1), those of high contrast 1.4.6 (7 to 1).
"""

from __future__ import annotations

from typing import Final

from textual.theme import Theme


def _theme(
    name: str,
    *,
    dark: bool,
    ink: str,
    paper: str,
    sheet: str,
    accent: str,
    dim: str,
    rule: str,
    old: str,
    new: str,
    selection: str,
) -> Theme:
    return Theme(
        name=name,
        dark=dark,
        primary=accent,
        accent=accent,
        foreground=ink,
        background=paper,
        surface=paper,
        panel=sheet,
        error=old,
        success=new,
        warning=accent,
        variables={
            "ink-dim": dim,
            "rule": rule,
            "input-selection-background": selection,
            "input-cursor-background": accent,
            "input-cursor-foreground": paper,
            "block-cursor-background": accent,
            "block-cursor-foreground": paper,
            "block-cursor-blurred-background": accent,
            "block-cursor-blurred-foreground": paper,
            "footer-key-foreground": accent,
        },
    )


DARK: Final = _theme(
    "dark",
    dark=True,
    ink="#d5d0c5",
    paper="#191a1c",
    sheet="#232427",
    accent="#d6a25e",
    dim="#928f87",
    rule="#303136",
    old="#d98a80",
    new="#93b884",
    selection="#4a4232",
)
LIGHT: Final = _theme(
    "light",
    dark=False,
    ink="#2c2a26",
    paper="#faf7f1",
    sheet="#f1ece2",
    accent="#8f4811",
    dim="#6b665e",
    rule="#ddd6c9",
    old="#a3372b",
    new="#3a6630",
    selection="#ecd9bd",
)
CONTRAST: Final = _theme(
    "high-contrast",
    dark=True,
    ink="#ffffff",
    paper="#000000",
    sheet="#000000",
    accent="#ffd75f",
    dim="#d0d0d0",
    rule="#ffffff",
    old="#ffb0a8",
    new="#a8f0a0",
    selection="#0a3a78",
)
COLOURLESS: Final = _theme(
    "no-colour",
    dark=True,
    ink="#ffffff",
    paper="#000000",
    sheet="#000000",
    accent="#ffffff",
    dim="#ffffff",
    rule="#ffffff",
    old="#ffffff",
    new="#ffffff",
    selection="#000000",
)
THEMES: Final = {theme.name: theme for theme in (DARK, LIGHT, CONTRAST, COLOURLESS)}
DEFAULTS: Final = {"ink-dim": DARK.variables["ink-dim"], "rule": DARK.variables["rule"]}
