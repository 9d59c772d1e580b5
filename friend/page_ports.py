"""Owns what writing needs of the outside world: drafts, copies of them, seats, a clock. Protocols only.

Apart from `friend.ports`, which tells what asking needs, so that the page is there the sooner.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from friend.text.draft import Draft


class LogError(Exception):
    """The log cannot be written or read; the message says what was kept and what to do."""


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Give the time in UTC."""
        ...


class ChangedOnDiskError(Exception):
    """The file is no longer what was read: another program changed, removed or made it. Nothing was written."""


class DraftFiles(Protocol):
    """Drafts on disk."""

    def read(self, path: str) -> Draft:
        """Read a draft. Raises FileNotFoundError, OSError or NotADraftError."""
        ...

    def save(self, draft: Draft, expecting: str | None) -> None:
        """Save to `draft.path` atomically: old or new complete, never mixed.

        `expecting` is the digest that the file must still have (of the draft as it was read or last saved), or None
        where there must be no file yet. Raises ChangedOnDiskError, and OSError whose `strerror` says why in words;
        then nothing was written. To write over a change all the same, read again and expect that digest.
        """
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """A text that was kept while it was not saved: the text, when (UTC), and the file that it lies in."""

    text: str
    at: datetime
    place: str


class Recovery(Protocol):
    """Copies of what is not saved yet, one for each draft. `path` is None for a text that has no name yet."""

    def keep(self, path: str | None, text: str) -> str:
        """Keep a text, in the place of the one before; give the file that it lies in. Raises OSError."""
        ...

    def find(self, path: str | None) -> Kept | None:
        """Give what was kept of a draft, or None; without a name, what a process that is gone left behind."""
        ...

    def forget(self, path: str | None) -> None:
        """Remove what was kept: it is saved, or the person let it go. Raises OSError."""
        ...

    def put_aside(self, kept: Kept) -> str:
        """Move a copy out of the way of later ones; give the file. Raises OSError."""
        ...


@dataclass(frozen=True, slots=True)
class Writer:
    """Another process that has a draft open: its number, since when (UTC), and its machine where that is another."""

    process: int
    since: datetime
    machine: str | None = None


class Seats(Protocol):
    """Who writes at which draft."""

    def take(self, path: str, *, over: bool = False) -> Writer | None:
        """Sit down at a draft; give who sits there, None where the seat is ours now. `over` takes it from them.

        Raises OSError.
        """
        ...

    def is_ours(self, path: str) -> bool:
        """Tell whether nobody took the seat from us."""
        ...

    def leave(self, path: str) -> None:
        """Get up, if the seat is ours. Raises OSError."""
        ...
