"""Owns how a command tells the desk that stands beside a draft where one is, and whether there is such a desk."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Final

from friend.adapters.beside.places import is_our_socket, is_private, sockets
from friend.adapters.beside.protocol import LONGEST_LINE, line_of, reply
from friend.text.whereabouts import Whereabouts

_LIMIT_S: Final = 5.0


class NobodyBesideError(Exception):
    """No desk stands beside this draft."""


def tell(draft: str, told: Whereabouts) -> None:
    """Tell the desk beside the draft at `draft`.

    Raises NobodyBesideError, OSError where it does not answer, and ValueError where it did not understand.
    """
    with _called(draft)[0] as own:
        own.sendall(line_of(told))
        line = b""
        while not line.endswith(b"\n") and len(line) < LONGEST_LINE and (more := own.recv(LONGEST_LINE)):
            line += more
    answer = reply(line)
    if not answer.ok:
        raise ValueError(answer.error or "friend did not say why")


def where(draft: str) -> tuple[Path, bool]:
    """Give where the desk beside a draft listens, or would listen, and whether it does. Raises NobodyBesideError."""
    try:
        own, place = _called(draft)
    except NobodyBesideError:
        for place in sockets(draft):
            return place, False
        raise
    own.close()
    return place, True


def _called(draft: str) -> tuple[socket.socket, Path]:
    for place in sockets(draft):
        if not (is_private(place.parent) and is_our_socket(place)):
            continue
        own = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        own.settimeout(_LIMIT_S)
        try:
            own.connect(str(place))
        except OSError:
            own.close()  # a friend that was killed left it there, or it is just leaving
            continue
        return own, place
    raise NobodyBesideError
