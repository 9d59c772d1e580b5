"""Owns which friend is meant: the one named, else the config's, else the offline model on disk (DESIGN §4.4)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from friend.adapters import paths
from friend.adapters.config import Config, allowed, places_of
from friend.asking.friend import Friend
from friend.cli.exits import not_sent
from friend.record.failure import Failure


def embedded_friend(name: str) -> Friend:
    """Give the friend that a model of the catalogue is, under its own name."""
    return Friend(name, f"embedded/{name}")


def on_disk() -> list[str]:
    """Give the names of the catalogue's models that were fetched."""
    from friend.adapters.embedded.catalogue import available  # noqa: PLC0415 - not where a configured friend is meant

    return [entry.name for entry in available(paths.data_dir())]


def known(config: Config) -> list[Friend]:
    """Give every friend that can be named: the configured ones, then the offline models on disk."""
    friends = list(config.friends.values())
    return friends + [embedded_friend(name) for name in on_disk() if name not in config.friends]


def chosen(config: Config, name: str | None) -> Friend | None:
    """Give the friend that is meant; None where nothing is configured and no model is on disk.

    Raises Stop (3) where `name` is not known.
    """
    wanted = name or config.default
    if wanted in config.friends:
        return config.friends[wanted]
    friends = known(config)
    if wanted:
        for friend in friends:
            if friend.name == wanted:
                return friend
        raise not_sent(Failure("no-such-friend", _unknown(wanted, friends)))
    if config.friends:
        return next(iter(config.friends.values()))
    return next((friend for friend in friends if friend.name == "small"), None)


def allowed_friends(config: Config, friends: Sequence[Friend], draft: Path | None) -> list[Friend]:
    """Give those of `friends` that the draft's folder is open to (`[[places]]`)."""
    permitted = allowed(config, str(draft)) if draft else None
    return [friend for friend in friends if permitted is None or friend.name in permitted]


def check_place(config: Config, friend: Friend, draft: Path | None) -> None:
    """Refuse a friend that the draft's folder is not open to (`[[places]]`). Raises Stop (3)."""
    if why := barred(config, friend.name, draft):
        raise not_sent(Failure("place", why))


def barred(config: Config, name: str, draft: Path | None) -> str | None:
    """Say why the draft may not go to the friend `name`: which place, and who may have it; None where it may."""
    permitted = allowed(config, str(draft)) if draft else None
    if permitted is None or name in permitted:
        return None
    folders = " and ".join(str(place.folder) for place in places_of(config, str(draft)))
    others = ", ".join(sorted(permitted)) or "no friend"
    return f"texts in {folders} go to {others} only, not to {name} ([[places]] in {config.path})"


def _unknown(wanted: str, friends: Sequence[Friend]) -> str:
    from friend.adapters.embedded.catalogue import CATALOGUE  # noqa: PLC0415 - as above

    if wanted in CATALOGUE:
        return f"the offline model “{wanted}” is not on disk: `friend models get {wanted}` fetches it"
    names = ", ".join(friend.name for friend in friends)
    there_is = f"there is: {names}" if names else "there is none yet"
    return f"there is no friend named “{wanted}” ({there_is}); `friend models add` makes one"
