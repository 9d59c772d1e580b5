"""Owns what writing needs of the rest of friend: it is there before the page is, and is quick to come."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from friend.tui.looks import Looks

if TYPE_CHECKING:
    from friend.ports import Clock, DraftFiles, Recovery, Seats
    from friend.tui.services import Services

    Furnish = Callable[[], Awaitable[Services]]
    """Gives what asking needs, once the page is on the screen. Raises LogError or OSError."""


@dataclass(frozen=True, slots=True)
class Room:
    """The parts behind the page.

    `language` is the interface's, `data_dir` the folder for the report if it breaks, `looks` how the desk is to look
    and which keys it takes.
    """

    files: DraftFiles
    language: str
    data_dir: Path
    clock: Clock
    recovery: Recovery
    seats: Seats
    looks: Looks = field(default_factory=Looks, kw_only=True)
