"""Cards while one types: what 200 of them add to a keystroke in a long draft, and how smoothly the index is read.

`python -m tests.benchmarks.cards` prints tables as Markdown; see corpus.py for the text. The desk runs in this process
on Textual's headless driver: an echo is the first rendered update of the screen after the key was put in.
"""
# ruff: noqa: T201 - a script that prints

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from textual import events

from friend.adapters.clock import SystemClock, new_id
from friend.adapters.exports import ExportFiles
from friend.adapters.files import DraftFolder
from friend.adapters.gateway.client import GatewayClient
from friend.adapters.log.store import SqliteLog
from friend.adapters.prompts import PromptShelf
from friend.asking.suggestion import Suggestion
from friend.review import Reviewer
from friend.text.diff import diff
from friend.text.span import Span
from friend.text.word_index import WordIndex
from friend.text.words import WORD
from friend.tui.app import FriendApp
from friend.tui.notes import note_of
from friend.tui.services import Services
from tests.benchmarks.corpus import draft
from tests.builders import at_hand

_CARDS = 200
_KEYS = 40
_TICK_S = 0.01


def _services(folder: Path) -> Services:
    log = SqliteLog(folder / "log.sqlite3")
    shelf = PromptShelf()
    return Services(
        reviewer=Reviewer(GatewayClient(), log, SystemClock(), shelf, new_id),
        files=DraftFolder(),
        log=log,
        friends=(),
        default=None,
        questions=(),
        exports=ExportFiles(),
        cross=shelf.cross_reading(),
        language="en",
        data_dir=folder,
        clock=SystemClock(),
    )


def _suggestions(text: str) -> list[Suggestion]:
    """Give suggestions all over the draft, ten words each, of which one is to be replaced."""
    words = [match.span() for match in WORD.finditer(text)]
    step = len(words) // _CARDS
    found = []
    for number in range(_CARDS):
        first = number * step + step // 2
        span = Span(words[first][0], words[first + 9][1])
        quote = span.of(text)
        instead = quote[: words[first + 4][0] - span.start] + "another" + quote[words[first + 4][1] - span.start :]
        found.append(Suggestion(f"x.{number}", quote, span, "exact", instead, "", diff=diff(quote, instead)))
    return found


class _Watch:
    """Adds up the time that calls of some methods take."""

    def __init__(self) -> None:
        self.took = 0.0

    def over(self, thing: object, name: str) -> None:
        """Watch one method of one object."""
        method = getattr(thing, name)

        def watched(*arguments: object) -> object:
            start = time.perf_counter()
            try:
                return method(*arguments)
            finally:
                self.took += time.perf_counter() - start

        setattr(thing, name, watched)


async def _typed(text: str, *, cards: bool) -> tuple[float, float]:
    """Type in mid-draft; give the medians of key to echo and of what the cards took of it, in seconds."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "draft.md")
        path.write_text(text, "utf-8")  # noqa: ASYNC240 - nothing else runs yet
        services = _services(Path(place))
        app = FriendApp(services, services.files.read(str(path)), at_hand(services))
        async with app.run_test(size=(120, 40)) as pilot:
            desk = app.desk
            await desk.with_friend()
            conversation = desk.conversation
            if cards:
                for number, suggestion in enumerate(_suggestions(text), 1):
                    conversation.notes.append(note_of(number, suggestion, text, (), text, folded_why=False))
            middle = text.index("\n\n", len(text) // 2) - 1
            desk.editor.go_to(Span(middle, middle), select=False)
            desk.side.shows_friend = True
            await pilot.pause(0.5)
            watch = _Watch()
            watch.over(conversation, "heard")
            driver = app._driver
            assert driver is not None
            echo = asyncio.Event()
            display = app._display
            app._display = lambda screen, update: (display(screen, update), echo.set())  # type: ignore[method-assign]
            echoes, parts = [], []
            for _ in range(_KEYS):
                await pilot.pause(0.02)
                echo.clear()
                watch.took = 0.0
                key = events.Key("x", "x")
                key.set_sender(app)
                start = time.perf_counter()
                driver.send_message(key)
                await echo.wait()
                echoes.append(time.perf_counter() - start)
                parts.append(watch.took)
        services.log.close()
    return statistics.median(echoes), statistics.median(parts)


async def keystrokes() -> list[str]:
    """Compare a keystroke with and without cards."""
    rows = [
        "| words | cards | key to echo, median | re-anchoring | re-anchoring / key to echo |",
        "|---|---|---|---|---|",
    ]
    for size in (1_000, 150_000):
        text = draft("en", size)
        for cards in (False, True):
            if cards and size < _CARDS * 10:
                continue
            echo, part = await _typed(text, cards=cards)
            cells = (f"{size:,}", _CARDS if cards else 0, f"{echo * 1e3:.1f} ms", f"{part * 1e3:.2f} ms")
            rows.append(f"| {' | '.join(map(str, cells))} | {part / echo:.2f} |")
    return rows


async def _largest_gap(work: asyncio.Task[None] | None, seconds: float) -> float:
    """Tick every 10 ms while `work` goes on, or for so long; give the largest gap in seconds."""
    gaps, last = [], time.perf_counter()
    end = last + seconds
    while (work is not None and not work.done()) or time.perf_counter() < end:
        await asyncio.sleep(_TICK_S)
        now = time.perf_counter()
        gaps.append(now - last)
        last = now
    return max(gaps)


async def smoothness() -> list[str]:
    """Read the index of a long draft in small steps beside a ticker."""
    rows = [
        "| words | split into words | index | index / split | after one key | largest gap, idle | while it reads |",
        "|---|---|---|---|---|---|---|",
    ]
    for size in (37_500, 150_000, 500_000):
        text = draft("en", size)
        split, whole, again = [], [], []
        for _ in range(3):
            start = time.perf_counter()
            [match.group() for match in WORD.finditer(text)]
            split.append(time.perf_counter() - start)
            start = time.perf_counter()
            index = WordIndex(text)
            len(index)
            whole.append(time.perf_counter() - start)
            middle = len(text) // 2
            start = time.perf_counter()
            index.text = text[:middle] + "x" + text[middle:]
            len(index)
            again.append(time.perf_counter() - start)

        async def read(index: WordIndex) -> None:
            for _ in index.reading():
                await asyncio.sleep(0)

        idle = await _largest_gap(None, 1.0)
        busy = await _largest_gap(asyncio.ensure_future(read(WordIndex(text))), 0.0)
        rows.append(
            f"| {size:,} | {min(split) * 1e3:.0f} ms | {min(whole) * 1e3:.0f} ms | {min(whole) / min(split):.1f} |"
            f" {min(again) * 1e3:.1f} ms | {idle * 1e3:.1f} ms | {busy * 1e3:.1f} ms ({busy / idle:.1f} x) |"
        )
    return rows


def main() -> None:
    """Print the tables."""
    for table in (keystrokes, smoothness):
        print("\n".join(asyncio.run(table())), end="\n\n")


if __name__ == "__main__":
    main()
