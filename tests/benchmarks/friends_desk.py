"""Ten friends at once at the desk: by how much a 10 ms ticker of its loop is late, beside a desk that rests.

`python -m tests.benchmarks.friends_desk` prints a table as Markdown, in half a minute. The desk is the real one without
a terminal, the providers the tests' fake ones, in processes of their own.
"""
# ruff: noqa: T201 - a script that prints

from __future__ import annotations

import asyncio
import tempfile
import time
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Final

from friend.adapters.clock import SystemClock, new_id
from friend.adapters.exports import ExportFiles
from friend.adapters.files import DraftFolder
from friend.adapters.gateway.client import GatewayClient
from friend.adapters.log.store import SqliteLog
from friend.adapters.prompts import PromptShelf
from friend.adapters.recovery import RecoveryFolder
from friend.adapters.seats import SeatFolder
from friend.asking.friend import Friend
from friend.review import Reviewer
from friend.tui.services import Services
from tests.benchmarks.gateway import provider
from tests.fakes.openai import OpenAIServer
from tests.tui.conftest import LETTER, Desk, screen_of, until

_FRIENDS: Final = 10
_TOKENS: Final = 400
_PACE: Final = 80
_TICK_S: Final = 0.01
_FOR_S: Final = 4.0
_LIMITS: Final = """Wanted: at most 2 times idle. A gap is the time between two ticks; the 99th of 100, and the longest.
Own work is the processor time of the desk's thread in a gap: what is over it is other programs' doing. The ten fake
hosts share the machine with friend."""


async def _gaps(seconds: float) -> tuple[float, float, float, float]:
    """Give the 99th centile and the longest of the gaps, and of the processor time in them, in milliseconds."""
    gaps, works, end = [], [], time.perf_counter() + seconds
    last, worked = time.perf_counter(), time.thread_time()
    while last < end:
        await asyncio.sleep(_TICK_S)
        now, work = time.perf_counter(), time.thread_time()
        gaps.append((now - last) * 1000)
        works.append((work - worked) * 1000)
        last, worked = now, work
    gaps.sort()
    works.sort()
    return gaps[int(len(gaps) * 0.99)], gaps[-1], works[int(len(works) * 0.99)], works[-1]


async def _measured(urls: list[str], folder: Path) -> list[tuple[str, tuple[float, float, float, float]]]:
    friends = tuple(Friend(f"f{number}", "openai/gpt-4o", api_base=url) for number, url in enumerate(urls))
    gateway, shelf = GatewayClient(), PromptShelf()
    with closing(SqliteLog(folder / "log.sqlite3")) as log:
        services = Services(
            reviewer=Reviewer(gateway, log, SystemClock(), shelf, new_id),
            files=DraftFolder(),
            log=log,
            friends=friends,
            default=friends[0],
            questions=tuple(shelf.questions()),
            language="en",
            data_dir=folder,
            clock=SystemClock(),
            recovery=RecoveryFolder(folder / "recovery"),
            seats=SeatFolder(folder / "seats"),
            exports=ExportFiles(),
            cross=shelf.cross_reading(),
        )
        desk = Desk(services, folder / "letter.md", OpenAIServer())
        desk.write(LETTER)
        try:
            return await _at(desk)
        finally:
            await gateway.close()
            desk.server.close()


async def _at(desk: Desk) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Measure idle, with one friend, and with all of them."""
    found = []
    async with desk.app().run_test(size=(150, 44)) as pilot:
        screen = screen_of(pilot)
        await pilot.press("down", "down")
        for name, more in (("warm", 0), ("one friend", 0), ("ten friends", _FRIENDS - 1)):
            if name == "one friend":
                found.append(("idle", await _gaps(_FOR_S)))
            await pilot.press("ctrl+r", *["space"] * more)
            await until(pilot, lambda: screen.panel._preview is not None)
            await pilot.press("enter")
            await until(
                pilot, lambda: screen.conversation.talks and all(t.answer.came for t in screen.conversation.talks)
            )
            if name != "warm":
                found.append((name, await _gaps(_FOR_S)))
            await until(pilot, lambda: screen.conversation.talk is None)
    return found


def main() -> None:
    """Print the table."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        urls = [stack.enter_context(provider("openai", _TOKENS, _PACE)) for _ in range(_FRIENDS)]
        found = asyncio.run(_measured(urls, folder))
    idle = dict(found)["idle"]
    print("| the desk | p99 | of idle | longest | of idle | own work, p99 | longest |\n|---|---|---|---|---|---|---|")
    for name, (p99, longest, work, most) in found:
        late = f"{p99:.1f} ms | {p99 / idle[0]:.2f} | {longest:.1f} ms | {longest / idle[1]:.2f}"
        print(f"| {name} | {late} | {work:.1f} ms | {most:.1f} ms |")
    print(f"\n{_LIMITS}")


if __name__ == "__main__":
    main()
