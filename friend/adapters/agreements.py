"""Owns where it is kept to which hosts the person agreed to send texts: one small file, theirs alone."""

from __future__ import annotations

from pathlib import Path

import msgspec

from friend.adapters import atomic

_PRIVATE = 0o600


class AgreementFile:
    """Implements friend.tui.agreement.Agreements. A damaged or absent file means that nothing was agreed to."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def known(self, friend: str, host: str) -> bool:
        """Tell whether the person agreed to send texts to `host` for `friend`."""
        return host in self._read().get(friend, [])

    def agree(self, friend: str, host: str) -> None:
        """Remember that they did. Raises OSError."""
        agreed = self._read()
        hosts = agreed.setdefault(friend, [])
        if host not in hosts:
            hosts.append(host)
        data = msgspec.json.format(msgspec.json.encode(agreed))
        if self._path.exists():
            atomic.replace(self._path, data, mode=_PRIVATE)
        else:
            atomic.create(self._path, data, _PRIVATE)

    def _read(self) -> dict[str, list[str]]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, list[str]])
        except (OSError, msgspec.MsgspecError):
            return {}
