"""Owns the count of found words while one writes: a process of its own counts, so that no key waits for it.

It is started by the first count, hears one text after the other, remembers the paragraphs that it looked at, and leaves
with the one that started it. Each text comes as its length in bytes (eight of them) and UTF-8; each answer is a line of
JSON: a number, or why there is none.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Final

from friend.adapters.gateway.environment import for_worker
from friend.ports import LogError

HEAD: Final = 8
"""Bytes of the length before each text."""
_LEAVE_S: Final = 0.3


class Counting:
    """The process that counts, where it runs; `folder` keeps the index, `log` is the log's file."""

    def __init__(self, folder: Path, log: Path) -> None:
        """Name the places; nothing is started yet."""
        self._places = str(log.absolute()), str(folder.absolute())
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def count(self, text: str) -> int:
        """Count the places to decide about. Raises LogError where the log cannot be read, or nobody can be started."""
        async with self._turn:
            try:
                return await self._answer(text)
            except (OSError, EOFError) as error:
                await self._end()
                raise LogError(f"nothing was counted: {error}") from None
            except asyncio.CancelledError:
                # Its answer would be taken for that to the next text.
                await self._end()
                raise

    async def close(self) -> None:
        """End the process."""
        async with self._turn:
            await self._end()

    async def _answer(self, text: str) -> int:
        process = self._process = self._process or await self._start()
        if process.stdin is None or process.stdout is None:
            raise OSError("the process has no pipes")
        data = text.encode("utf-8", "surrogatepass")
        process.stdin.writelines([len(data).to_bytes(HEAD, "little"), data])
        line = await process.stdout.readline()
        if not line:
            raise EOFError("the process that counts has ended")
        answer = json.loads(line)
        if not isinstance(answer, int):
            raise LogError(str(answer))
        return answer

    async def _start(self) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "friend.adapters.words.counter", *self._places),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=for_worker(os.environ),
            cwd="/",
            start_new_session=True,
        )

    async def _end(self) -> None:
        """See the process out: it leaves when its input ends, and is made to if it does not."""
        process, self._process = self._process, None
        if process is None or process.stdin is None:
            return
        process.stdin.close()
        try:
            async with asyncio.timeout(_LEAVE_S):
                await process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
