"""Owns the check of one text again and again: the index follows the log, and what was looked at costs nothing again.

The command line checks once. The desk checks beside the person's typing: in a thread, and where much is to be read
first, such as a whole log, in a process of its own, since sorting millions of numbers would hold up every key. What is
counted without being asked for is counted by a process of its own always (counting.py).
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from friend.adapters.gateway.environment import for_worker
from friend.adapters.log.store import SqliteLog
from friend.adapters.words.catching_up import LoggedReplies, catch_up, is_far_behind
from friend.adapters.words.counting import Counting
from friend.adapters.words.index import WordFile
from friend.adapters.words.layout import Reached
from friend.record.borrowing import Borrowing
from friend.record.checking import check, found_in
from friend.record.findings import Findings
from friend.record.verdict import Verdict
from friend.text.draft import Draft


class DraftCheck:
    """Checks texts against a log; `folder` keeps the index. It implements `friend.tui.services.Check`."""

    def __init__(self, folder: Path, log: SqliteLog) -> None:
        """Name the folder and the log; nothing is read yet."""
        self._folder = folder
        self._log = log
        self._index = WordFile(folder)
        self._replies = LoggedReplies(log)
        self._reached = Reached()
        self._borrowing: Borrowing | None = None
        self._turn = Lock()
        self._counting = Counting(folder, log.path)

    def now(self, draft: Draft, anew: Callable[[], None] = lambda: None) -> Findings:
        """Check a text; `anew` is called where all of the log is read first. Raises LogError and OSError."""
        with self._turn:
            return check(draft, self._caught_up(anew), self._replies, self._log.verdicts())

    def count_now(self, text: str) -> int:
        """Count the places to decide about. Raises LogError and OSError."""
        with self._turn:
            found = found_in(text, self._caught_up(), self._replies, self._log.verdicts())
        return sum(each.decision is None for each in found)

    def _caught_up(self, anew: Callable[[], None] = lambda: None) -> Borrowing:
        catch_up(self._index, self._log, anew)
        if self._borrowing is None or self._reached != self._index.reached:
            # Somebody said or sent something since: what is known of the paragraphs may no longer be so.
            self._borrowing, self._reached = Borrowing(self._index, self._replies), self._index.reached
        return self._borrowing

    async def findings(self, draft: Draft) -> Findings:
        """Check a text beside everything else. Raises LogError and OSError."""
        if await asyncio.to_thread(self._is_far_behind):
            await self._read_elsewhere()
        return await asyncio.to_thread(self.now, draft)

    async def count(self, draft: Draft) -> int:
        """Let another process count the places to decide about. Raises LogError."""
        return await self._counting.count(draft.text)

    async def close(self) -> None:
        """End the process that counts, where there is one, and wait no more for another program's index."""
        self._index.give_up()
        await self._counting.close()

    def judged(self, verdict: Verdict) -> None:
        """Remember what the person decided. Raises LogError."""
        self._log.judged(verdict)

    def _is_far_behind(self) -> bool:
        with self._turn:
            return is_far_behind(self._index, self._log)

    async def _read_elsewhere(self) -> None:
        """Let a child process read the log; where it fails, `now` reads it here and says why it cannot."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "friend.adapters.words.checking"),
            *(str(self._log.path.absolute()), str(self._folder.absolute())),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            env=for_worker(os.environ),
            cwd="/",
            start_new_session=True,
        )
        try:
            await process.wait()
        finally:
            if process.returncode is None:
                process.kill()


def _read(log: str, folder: str) -> None:
    held = SqliteLog(Path(log))
    catch_up(WordFile(Path(folder)), held)
    held.close()


if __name__ == "__main__":
    _read(*sys.argv[1:])
