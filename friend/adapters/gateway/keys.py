"""Owns how a key is found: only where the configuration says, in an environment variable, a command or the keyring.

A key is never in a message: what went wrong is said by naming its source.
"""

from __future__ import annotations

import asyncio
import importlib
import os
import shlex
import signal
from collections.abc import Mapping
from typing import Final

from friend.adapters.gateway.protocol import Way
from friend.asking.friend import Friend, KeySource
from friend.ports import Unsendable
from friend.record.exchange import Failure
from friend.text.visible import visible

PATIENCE_S: Final = 3.0
"""Seconds for the keyring."""
COMMAND_PATIENCE_S: Final = 60.0
"""Seconds for a command: a person may have to type a pass phrase into a window of its own."""
_TERMINAL: Final = "GPG_TTY"
_SHELL_SIGNS: Final = frozenset({"|", "||", "&", "&&", ";", ">", "<", "2>"})
NO_KEY: Final = "no-key"
"""What a host on this machine is given where no key is configured: the protocol wants some word there."""


def in_words(source: KeySource) -> str:
    """Say where a key comes from."""
    words = {"env": "the environment variable", "keyring": "the keyring entry", "command": "the command"}
    return f"{words[source.kind]} {visible(source.where)}"


async def find(friend: Friend, way: Way, environ: Mapping[str, str]) -> str | None:
    """Find the key of a friend; None where the worker is to look into the keyring. Raises Unsendable."""
    source = friend.key
    if source is None:
        if way.loopback:
            return NO_KEY
        raise missing(
            f"no key is configured for {friend.name} ({way.host})",
            "name its source in the config: key_env, key_keyring or key_command",
        )
    if source.kind == "keyring":
        return None
    key = environ.get(source.where, "") if source.kind == "env" else await _from_command(source, environ)
    return checked(key, source)


def checked(key: str, source: KeySource) -> str:
    """Give the key as a header can carry it. Raises Unsendable where there is none, or not one word of ASCII."""
    key = key.strip()
    if not key:
        raise missing(f"{in_words(source)} gave no key", "set it, and ask again")
    if not key.isascii() or not key.isprintable() or " " in key:
        raise missing(f"{in_words(source)} gave something that is no key", "it is to give the key alone, on one line")
    return key


def from_keyring(where: str) -> str:
    """Look `service/user` up in the system's keyring; blocks. Raises Unsendable."""
    service, _, user = where.rpartition("/")
    instead = "put the key in a variable or behind a command, and name it as key_env or key_command"
    try:
        # Optional, slow, and wanted in the worker only.
        keyring = importlib.import_module("keyring")
    except ImportError:
        raise missing("the `keyring` library is not installed", f"install it, or {instead}") from None
    try:
        key = keyring.get_password(service, user)
    except Exception as error:  # noqa: BLE001 - a backend raises what it likes; its class says enough
        raise missing(f"the system's keyring did not open ({type(error).__name__})", instead) from None
    return checked(key or "", KeySource("keyring", where))


def missing(what: str, then: str) -> Unsendable:
    """Say what is missing and what to do."""
    return Unsendable(Failure("key", f"{what[0].upper()}{what[1:]}. Nothing was sent: {then}."))


async def _from_command(source: KeySource, environ: Mapping[str, str]) -> str:
    """Run the command, without a shell, and give the first line that it prints. Raises Unsendable."""
    try:
        words = shlex.split(source.where)
    except ValueError:
        words = []
    if not words:
        raise missing(f"{in_words(source)} cannot be read as a command", "see to its quotation marks in the config")
    # The command is the person's own and may need all of their environment. It has no terminal, nor the name of one:
    # a prompt would write over the screen. One that opens a window of its own is given time.
    try:
        process = await asyncio.create_subprocess_exec(
            *words,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={name: value for name, value in environ.items() if name != _TERMINAL},
            start_new_session=True,
        )
    except (OSError, ValueError):
        raise missing(f"{in_words(source)} cannot be run", "see to it in the config") from None
    try:
        async with asyncio.timeout(COMMAND_PATIENCE_S):
            out, _ = await process.communicate()
    except TimeoutError:
        raise missing(
            f"{in_words(source)} did not answer within {COMMAND_PATIENCE_S:.0f} s",
            "unlock it in another terminal, and ask again",
        ) from None
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    if process.returncode:
        shell = _SHELL_SIGNS.intersection(words)
        then = "it is run without a shell: write it as sh -c '…'" if shell else "try it in a terminal, and ask again"
        raise missing(f"{in_words(source)} failed (exit {process.returncode})", then)
    lines = out.decode("utf-8", "replace").splitlines()
    return lines[0] if lines else ""
