"""Owns which friends a question goes to at once: those beside the one that the panel shows, and whether blind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from friend.asking.friend import Friend
from friend.text.interface import tr


@dataclass(frozen=True, slots=True)
class Company:
    """The friends that are asked beside the one that the panel shows, in the order in which they were picked."""

    others: tuple[Friend, ...] = ()
    wants_blind: bool = False

    @property
    def is_blind(self) -> bool:
        """Tell whether they are heard under letters; one alone cannot be."""
        return self.wants_blind and bool(self.others)

    def next_after(self, friend: Friend, friends: Sequence[Friend]) -> Friend:
        """Give the next friend who is not asked yet, round the end."""
        at = friends.index(friend)
        return next((one for one in [*friends[at + 1 :], *friends[:at]] if one not in self.others), friend)

    def grown(self, friend: Friend, friends: Sequence[Friend]) -> tuple[Company, Friend]:
        """Ask one more friend, and give who that is; where all are asked already, only the first again."""
        more = replace(self, others=(*self.others, friend))
        another = more.next_after(friend, friends)
        if another != friend:
            return more, another
        return replace(self, others=()), (self.others or (friend,))[0]

    def names(self, friend: Friend) -> str:
        """Name all of them, and say whether they are heard blind."""
        said = ", ".join(one.name for one in (*self.others, friend))
        return tr("{names} (blind)", names=said) if self.is_blind else said

    def turned(self) -> Company:
        """Hear them under letters, or by name again."""
        return replace(self, wants_blind=not self.wants_blind)
