"""Owns what writing needs of the rest of friend: it is there before the page is, and is quick to come."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from friend.tui.looks import Looks

if TYPE_CHECKING:
    from friend.page_ports import Clock, DraftFiles, Recovery, Seats
    from friend.text.draft import Draft
    from friend.text.whereabouts import Whereabouts
    from friend.tui.services import Services

    Furnish = Callable[[], Awaitable[Services]]
    """Gives what asking needs, once the page is on the screen. Raises LogError or OSError."""


def _vi(path: str, _line: int, _column: int) -> Sequence[str]:
    return "vi", path


@dataclass(frozen=True, slots=True)
class Beside:
    """What a desk needs to stand beside another editor. There is nothing here to write a file with.

    `read` reads the draft at a path; `changes` comes at once, and whenever its file may hold something else. `listen`
    hears, while it is held, what the editor says of the draft, and gives whether it is this desk that hears it.
    `move_cursor` puts the editor's cursor, by its address and the number of its buffer, on a line and a column in
    bytes, both from 1, and gives why it could not.
    """

    read: Callable[[str], Draft]
    changes: Callable[[str], AsyncIterator[None]]
    listen: Callable[[str, Callable[[Whereabouts], None]], AbstractAsyncContextManager[bool]]
    move_cursor: Callable[[str, int, int, int], Awaitable[str | None]]


@dataclass(frozen=True, slots=True)
class Room:
    """The parts behind the page.

    `language` is the interface's, `data_dir` the folder for the report if it breaks, `looks` how the desk is to look
    and which keys it takes.

    `own_editor` gives the words that open a file in the person's own editor at a line and a column, both from 1.
    `beside` is there for a desk without a pen, which then has no `files` to save to.
    """

    files: DraftFiles | None
    language: str
    data_dir: Path
    clock: Clock
    recovery: Recovery
    seats: Seats
    looks: Looks = field(default_factory=Looks, kw_only=True)
    own_editor: Callable[[str, int, int], Sequence[str]] = field(default=_vi, kw_only=True)
    beside: Beside | None = field(default=None, kw_only=True)
