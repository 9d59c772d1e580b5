"""Owns what a person agrees to before a text leaves the machine: a host once for each friend, each secret by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from friend.asking.friend import Friend
from friend.before_sending import Preview
from friend.text.interface import retold, tr


class Agreements(Protocol):
    """What was agreed to on earlier days."""

    def known(self, friend: str, host: str) -> bool:
        """Tell whether the person agreed to send texts to `host` for `friend`."""
        ...

    def agree(self, friend: str, host: str) -> None:
        """Remember that they did. Raises OSError."""
        ...


@dataclass(slots=True)
class ForToday:
    """Agreements that are kept nowhere."""

    _agreed: set[tuple[str, str]] = field(default_factory=set)

    def known(self, friend: str, host: str) -> bool:
        """Tell whether it was agreed to since the desk opened."""
        return (friend, host) in self._agreed

    def agree(self, friend: str, host: str) -> None:
        """Remember it until the desk closes."""
        self._agreed.add((friend, host))


class Asking:
    """Knows when to ask. What looks like a secret is remembered until the desk closes, and written nowhere."""

    def __init__(self, agreements: Agreements, say: Callable[[str], None]) -> None:
        self._agreements = agreements
        self._say = say
        self._secrets: set[str] = set()

    def is_first(self, friend: Friend, preview: Preview) -> bool:
        """Tell whether this would be the first text of the person's to go to this host for this friend."""
        return not preview.destination.local and not self._agreements.known(friend.name, preview.destination.host)

    def has_new_secret(self, preview: Preview) -> bool:
        """Tell whether something that looks like a secret would leave that was not agreed to yet."""
        return not self._secrets.issuperset(preview.secrets)

    def agreed(self, friend: Friend, preview: Preview) -> None:
        """Remember a yes. Where it cannot be kept it holds for this time, and the person is asked again."""
        self._secrets.update(preview.secrets)
        if not self.is_first(friend, preview):
            return
        try:
            self._agreements.agree(friend.name, preview.destination.host)
        except OSError as error:
            self._say(
                tr("you will be asked again: your agreement could not be kept ({why})", why=retold(error.strerror))
            )
