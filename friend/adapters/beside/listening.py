"""Owns how a desk hears what an editor says: by a socket for its owner alone, of which nothing is believed unread."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from friend.adapters import paths
from friend.adapters.beside.places import is_our_socket, is_private, sockets
from friend.adapters.beside.protocol import LONGEST_LINE, Reply, line_of, said
from friend.text.whereabouts import Whereabouts

_MOST_GUESTS: Final = 16
_FILE: Final = 0o600
_CREDENTIALS: Final = struct.Struct("3i")


@asynccontextmanager
async def listening(draft: str, heard: Callable[[Whereabouts], None]) -> AsyncIterator[bool]:
    """Listen for what an editor says of the draft at `draft` until left; gives whether we are who hears it.

    It is False where another friend hears it already, or no socket can be made: then nothing is heard here.
    """
    taken = _take(draft)
    if taken is None:
        yield False
        return
    own, place = taken
    guests: set[asyncio.Task[None]] = set()

    async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None or len(guests) >= _MOST_GUESTS or not _is_ours(writer):
            writer.close()
            return
        guests.add(task)
        try:
            await _converse(reader, writer, heard)
        except OSError:
            pass  # it went away in the middle of a line
        finally:
            guests.discard(task)
            writer.close()

    inode = place.lstat().st_ino
    server = await asyncio.start_unix_server(welcome, sock=own, limit=LONGEST_LINE)
    try:
        yield True
    finally:
        server.close()
        for guest in guests:
            guest.cancel()
        await asyncio.gather(*guests, return_exceptions=True)
        with contextlib.suppress(OSError):
            # Another friend's socket that took this place meanwhile stays.
            if place.lstat().st_ino == inode:
                place.unlink()


async def _converse(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, heard: Callable[[Whereabouts], None]
) -> None:
    """Take lines until the editor leaves. A line that is too long ends it: what follows could be anything."""
    while True:
        try:
            line = await reader.readuntil(b"\n")
        except asyncio.IncompleteReadError:
            return
        except asyncio.LimitOverrunError:
            writer.write(line_of(Reply(ok=False, error=f"a line has {LONGEST_LINE} bytes at most")))
            await writer.drain()
            return
        try:
            heard(said(line))
        except ValueError as error:
            writer.write(line_of(Reply(ok=False, error=str(error))))
        else:
            writer.write(line_of(Reply(ok=True)))
        await writer.drain()


def _take(draft: str) -> tuple[socket.socket, Path] | None:
    """Make the socket where there can be one."""
    for place in sockets(draft):
        with contextlib.suppress(OSError):
            folder = paths.private_folder(place.parent)
            if not is_private(folder):
                continue
            if place.exists() and _is_answered(place):
                return None
            return _bound(place), place
    return None


def _bound(place: Path) -> socket.socket:
    """Make a socket that no one else may speak to; one that a killed friend left there goes. Raises OSError."""
    if is_our_socket(place):
        place.unlink()
    own = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        own.bind(str(place))
        # Nobody is answered before it listens; and the folder lets nobody else in anyway.
        place.chmod(_FILE)
        own.setblocking(False)  # noqa: FBT003 - it takes no name
    except OSError:
        own.close()
        raise
    return own


def _is_answered(place: Path) -> bool:
    """Tell whether somebody listens there."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as own:
        own.settimeout(1.0)
        try:
            own.connect(str(place))
        except (ConnectionRefusedError, FileNotFoundError):
            return False
        except OSError:
            return True  # it is busy, or no socket: it is not ours to take away
        return True


def _is_ours(writer: asyncio.StreamWriter) -> bool:
    """Tell whether who speaks is the same person, where the system says who speaks; the folder's mode says so too."""
    if not hasattr(socket, "SO_PEERCRED"):
        return True
    found = writer.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _, user, _ = _CREDENTIALS.unpack(found)
    return bool(user == os.getuid())
