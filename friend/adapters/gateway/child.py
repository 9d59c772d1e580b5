"""Owns the life of the child process: its start, the lines to and from it, and what its death means to who waits."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import signal
import sys
from collections.abc import Mapping
from typing import Final

import msgspec

from friend.adapters.gateway.environment import for_worker
from friend.adapters.gateway.protocol import LINE_LIMIT, Broken, Event, Hello, Op, Ready, line, read_event

_LEAVE_S: Final = 0.3
"""It has nothing to lose: what it does in the middle of its import is not worth a wait at the end of friend."""


class Child:
    """One process. When it dies, everyone who listens hears None, and another Child is to be made."""

    def __init__(
        self, process: asyncio.subprocess.Process, stdin: asyncio.StreamWriter, stdout: asyncio.StreamReader
    ) -> None:
        self._process = process
        self._stdin = stdin
        self._stdout = stdout
        self._listeners: dict[int, asyncio.Queue[Event | None]] = {}
        self._ids = itertools.count(1)
        self._reading = asyncio.create_task(self._read(), name="gateway worker")
        self.alive = True
        self.reason: str | None = None

    @classmethod
    async def spawn(cls, environ: Mapping[str, str]) -> Child:
        """Start the process, and do not wait for its import."""
        # -P and "/": nothing in the folder of the draft is imported. A session of its own: Ctrl+C is not for it.
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "friend.adapters.gateway.worker"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=LINE_LIMIT,
            env=for_worker(environ),
            cwd="/",
            start_new_session=True,
        )
        if process.stdin is None or process.stdout is None:
            raise OSError("the process has no pipes")
        return cls(process, process.stdin, process.stdout)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def listen(self) -> tuple[int, asyncio.Queue[Event | None]]:
        """Open a conversation: its number, and where its events come. None means that the process died."""
        number, queue = next(self._ids), asyncio.Queue[Event | None]()
        self._listeners[number] = queue
        if not self.alive:
            queue.put_nowait(None)
        return number, queue

    def forget(self, number: int) -> None:
        """Hear no more of a conversation."""
        self._listeners.pop(number, None)

    def tell(self, op: Op) -> None:
        """Put an operation into the pipe; it is written as the process reads."""
        if self.alive:
            self._stdin.write(line(op))

    async def close(self) -> None:
        """End the process."""
        await self._leave()
        await self._reading

    async def _read(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            while data := await self._stdout.readline():
                self._pass_on(data)
        self.alive = False
        for queue in self._listeners.values():
            queue.put_nowait(None)
        await self._leave()

    async def _leave(self) -> None:
        """See the process out: it leaves when its input ends, and is made to if it does not."""
        self._stdin.close()
        try:
            async with asyncio.timeout(_LEAVE_S):
                await self._process.wait()
        except TimeoutError:
            # Not Process.kill, which may take the exit code away from the loop that waits for it.
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)
            await self._process.wait()

    def _pass_on(self, data: bytes) -> None:
        try:
            event = read_event(data)
        except msgspec.MsgspecError:
            return
        if isinstance(event, Broken):
            self.reason = event.reason
        elif not isinstance(event, Hello | Ready) and (queue := self._listeners.get(event.id)):
            queue.put_nowait(event)
