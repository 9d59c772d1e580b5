"""Opening the desk: one painting, with all that stands on it; what else there is comes after, unseen."""

from __future__ import annotations

import gc
import platform
import subprocess
import sys

from textual import events

from friend.adapters.files import DraftFolder
from friend.tui import collector
from friend.tui.app import FriendApp
from tests.builders import at_hand
from tests.tui.conftest import Desk, screen_of, seen, until

_LATER = (
    "sqlite3",
    "markdown_it",
    "rapidfuzz",
    "friend.ports",
    "friend.record.exchange",
    "friend.asking.secrets",
    "friend.adapters.embedded.catalogue",
    "friend.tui.services",
)
"""What only asking needs."""


class _Watched(FriendApp):
    """A desk that notes what each painting shows, and when it takes keys."""

    def on_load(self) -> None:
        """Begin with nothing seen."""
        self.frames: list[str] = []
        self.ready_at: int | None = None

    def post_display_hook(self) -> None:
        """Note the frame."""
        strips = self.desk._compositor.render_strips() if self.desk.size else []
        self.frames.append("\n".join("".join(segment.text for segment in strip) for strip in strips))

    def listen(self) -> None:
        """Note that keys are taken."""
        self.ready_at = self.ready_at or len(self.frames)
        super().listen()


def _watched(desk: Desk) -> _Watched:
    return _Watched(desk.services, DraftFolder().read(str(desk.path)), at_hand(desk.services))


async def test_the_first_painting_is_the_page_as_it_stays(desk: Desk) -> None:
    """The text stands in its place at once, the line under it too but for the words, which are counted after."""
    app = _watched(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "words" in seen(pilot))
        first = next(frame for frame in app.frames if frame.strip())
        assert "It was decided by" in first
        assert first.splitlines()[:-1] == seen(pilot).splitlines()[:-1]
        assert "letter.md" in first.splitlines()[-1]


async def test_what_was_typed_before_the_page_was_there_stands_in_it(desk: Desk) -> None:
    """Keys that came first are taken in their order, and a row down is a row as it is wrapped."""
    desk.write("one two three " * 20 + "\n\nlast")
    app = _watched(desk)
    app._early = [events.Key(key, key if len(key) == 1 else None) for key in ("down", "home", "a", "b")]
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, lambda: "ab" in app.desk.editor.text)
        at = app.desk.editor.text.index("ab")
        assert 0 < at < len("one two three " * 20), "a row, and not a paragraph"


async def test_what_is_asked_at_the_start_looks_as_all_sheets_do(desk: Desk) -> None:
    """The sheet that says that a draft is open elsewhere has its colours and its width (fault 60)."""
    app = _watched(desk)
    desk.services.seats.take(str(desk.path))
    seat = next((desk.services.data_dir / "seats").iterdir())
    seat.write_text(seat.read_text().replace(platform.node(), "elsewhere"))
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "is open in another friend" in seen(pilot))
        sheet = app.screen.query_one(".sheet")
        assert sheet.outer_size.width == 76
        assert sheet.styles.background != app.desk.styles.background


def test_the_page_comes_without_what_asking_needs() -> None:
    """Neither the log, nor Markdown, nor what is told of an exchange is imported before the page is there."""
    code = f"import sys, friend.cli.desk; print([name for name in {_LATER!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_collector_looks_at_no_more_than_what_comes() -> None:
    """It is kept away until the desk rests; then all that is there stays, and it works again."""
    before = gc.get_freeze_count()
    collector.settle()
    assert gc.get_freeze_count() == before, "where nobody kept it away nothing is done"
    collector.hold()
    try:
        assert not gc.isenabled()
        collector.settle()
        assert gc.isenabled()
        assert gc.get_freeze_count() > before
    finally:
        gc.enable()
        gc.unfreeze()


async def test_the_bar_that_finds_comes_when_it_is_wanted(desk: Desk) -> None:
    """No field of it is there before; a key typed right after it is opened goes into it."""
    app = _watched(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        screen = screen_of(pilot)
        assert not screen.finding.children
        await pilot.press("ctrl+f", "w", "e")
        assert screen.finding.words.value == "we"
        await pilot.press("escape", "ctrl+f")
        assert len(screen.finding.query("Input")) == 2
