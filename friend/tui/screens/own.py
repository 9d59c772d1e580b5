"""Owns how a person says why found words are theirs: one of the ready reasons, or one in their own words."""

from __future__ import annotations

from typing import Final

from rich.text import Text
from textual.screen import Screen

from friend.record.findings import REASONS
from friend.text.interface import retold, tr
from friend.tui.screens.choice import Choice, OneLine

_OTHER: Final = "w"


async def ask_why(screen: Screen[object]) -> str | None:
    """Ask for the reason; None where the person thinks better of it."""
    ready = {str(number): reason for number, reason in enumerate(REASONS, start=1)}
    answers = {**{key: retold(reason) for key, reason in ready.items()}, _OTHER: tr("in my own words")}
    said = await screen.app.push_screen_wait(
        Choice(Text(tr("Why are these words yours?") + "\n"), answers, esc=tr("cancel"))
    )
    if said != _OTHER:
        return ready[said] if said else None
    return await screen.app.push_screen_wait(
        OneLine(Text(tr("Why are these words yours? The log keeps what you say.") + "\n"))
    )
