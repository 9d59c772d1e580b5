"""Owns when an embedded model's server is used again, started, or replaced by one for another model or longer drafts.

One server a person: whoever asks holds the start lock, and hands it to the new server until that can be found.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from friend.adapters.embedded import modelfile, running, speed
from friend.adapters.embedded.catalogue import models_dir
from friend.adapters.embedded.environment import child_environment
from friend.adapters.embedded.fetch import memory_in
from friend.adapters.embedded.locks import try_lock
from friend.adapters.embedded.modelfile import ModelFile, refusal
from friend.adapters.embedded.running import Running
from friend.adapters.embedded.server import ALIAS, IDLE_S
from friend.adapters.paths import private_folder

_STEPS = (4_096, 8_192, 16_384, 32_768, 65_536, 131_072)
_POLL_S = 0.02
# Seconds for a model to be read from a slow disk.
_PATIENCE_S = 300.0
_MOST_LINE_BYTES = 4_096


@dataclass(frozen=True, slots=True)
class Address:
    """Where a model answers: llama.cpp's server, with the OpenAI routes under `api_base`.

    `alias` is the model's name there. `served` is `FILENAME@sha256:HEX`. `window` is the most that the model can
    take, in tokens; the server's own context was sized to what was asked for, and may be smaller.
    """

    url: str
    key: str
    alias: str
    served: str
    window: int

    @property
    def api_base(self) -> str:
        """Where the OpenAI routes are."""
        return f"{self.url}/v1"


class EmbeddedHost:
    """The way to the one server of this person. `idle_s` is how long a new one stays when nobody asks."""

    def __init__(self, data_dir: Path, *, idle_s: float = IDLE_S) -> None:
        self._data_dir = data_dir
        self._idle_s = idle_s
        self._served: str | None = None

    def window(self, model: str) -> int:
        """Say how many tokens the model takes, without starting anything. Raises Unsendable."""
        return modelfile.locate(model, self._data_dir).window

    async def ensure(self, model: str, context_tokens: int) -> Address:
        """Have a server that holds `model` and takes `context_tokens` (draft, question and answer), and say where.

        Raises Unsendable where the model is missing or damaged, cannot take as much, or cannot be run.
        """
        file = await asyncio.to_thread(modelfile.locate, model, self._data_dir)
        if context_tokens > file.window:
            raise refusal(
                f"This takes about {context_tokens:,} tokens with the answer, and {file.name} takes "
                f"{file.window:,} at most. Lend it a part of the text with --part, or ask another friend.",
                kind="window",
            )
        served = await asyncio.to_thread(modelfile.served_version, file, memory_in(models_dir(self._data_dir)))
        async with self._start_lock() as lock:
            found = running.living(self._data_dir)
            if found is None or found.served != served or found.context < context_tokens:
                running.retire(self._data_dir)
                found = await self._start(file, served, _context(context_tokens, file.window), lock)
        self._served = served
        return Address(found.url, found.key, ALIAS, served, file.window)

    def expected_seconds(self, tokens: int) -> float | None:
        """Say how long the model that was asked for last reads `tokens`; None where nothing is known yet."""
        rate = speed.tokens_per_second(self._speeds, self._served) if self._served else None
        return tokens / rate if rate else None

    def measured(self, tokens: int, seconds: float) -> None:
        """Remember that it read `tokens` in `seconds`; only those that it read, not those that its cache held."""
        if self._served:
            speed.remember(self._speeds, self._served, tokens, seconds)

    @property
    def _speeds(self) -> Path:
        return running.folder(self._data_dir) / "speed.json"

    @contextlib.asynccontextmanager
    async def _start_lock(self) -> AsyncIterator[int]:
        path = running.start_lock(self._data_dir)
        try:
            private_folder(path.parent)
            while (held := try_lock(path)) is None:  # noqa: ASYNC110 - another process holds it, no event of this loop
                await asyncio.sleep(_POLL_S)
        except OSError as error:
            raise refusal(f"The offline model cannot be started: {error}.") from None
        try:
            yield held
        finally:
            # Closed, never unlocked: a server that was left to start holds it on.
            os.close(held)

    async def _start(self, file: ModelFile, served: str, context: int, lock: int) -> Running:
        hear, tell = os.pipe()
        try:
            try:
                child = self._spawn(file, served, context, lock, tell)
            except OSError as error:
                raise refusal(f"The offline model cannot be started: {error}.") from None
            finally:
                os.close(tell)
            await asyncio.to_thread(child.wait)
            said = await _line(hear)
        finally:
            os.close(hear)
        found = running.living(self._data_dir) if said.get("ready") else None
        if found is None:
            raise refusal(_in_words(said, file.name, running.log_file(self._data_dir)))
        return found

    def _spawn(self, file: ModelFile, served: str, context: int, lock: int, tell: int) -> subprocess.Popen[bytes]:
        """Start the process, which forks and is gone at once; the server is its child."""
        # -P: no file in the folder that the person stands in is taken for a module.
        command = [sys.executable, "-P", "-m", "friend.adapters.embedded.server"]
        command += ["--data", str(self._data_dir.absolute()), "--model", str(file.path.absolute())]
        command += ["--served", served, "--context", str(context), "--idle", str(self._idle_s)]
        command += ["--batch", str(speed.batch(self._speeds, served))]
        command += ["--tell", str(tell), "--lock", str(lock)]
        log = running.open_log(self._data_dir)
        try:
            # In a session of its own: Ctrl+C here does not reach the server.
            return subprocess.Popen(  # noqa: S603 - our own words
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=running.folder(self._data_dir),
                env=child_environment(),
                pass_fds=(tell, lock),
                start_new_session=True,
            )
        finally:
            os.close(log)


def _context(tokens: int, window: int) -> int:
    """Round up to a step, so that a few more words do not need a new server."""
    return min(next((step for step in _STEPS if step >= tokens), tokens), window)


async def _line(descriptor: int) -> dict[str, object]:
    """Read the one line that the server says; an empty object where it died or took too long."""
    os.set_blocking(descriptor, False)
    line = b""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE_S):
            while not line.endswith(b"\n"):
                try:
                    piece = os.read(descriptor, _MOST_LINE_BYTES)
                except BlockingIOError:
                    await asyncio.sleep(_POLL_S)
                    continue
                if not piece:
                    break
                line += piece
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _in_words(said: dict[str, object], name: str, log: Path) -> str:
    detail = said.get("detail")
    match said.get("fault"):
        case "no runtime":
            return "The offline model needs its runtime. Install it: pip install 'expert-friend[embedded]'"
        case "no libgomp":
            return (
                "The offline model needs the system's libgomp. Install it: "
                "apt install libgomp1 (Debian, Ubuntu) or dnf install libgomp (Fedora)."
            )
        case "broken runtime":
            return f"The offline model's runtime cannot be loaded ({detail}). Install it again: pip install xllamacpp"
        case "not loaded":
            return f"{name} cannot be loaded as a model; what its runtime said is in {log}."
        case "not written":
            return f"The offline model cannot be started: {detail}."
        case _:
            return (
                f"The offline model's process ended while {name} was loading, maybe for want of memory; "
                f"what it said is in {log}."
            )
