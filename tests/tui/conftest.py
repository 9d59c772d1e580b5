"""Owns how a desk is set up for a test: a real log, real files, the real gateway, and the fake provider over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

import pytest
from textual import events
from textual.pilot import Pilot

from friend.adapters.clock import SystemClock, new_id
from friend.adapters.exports import ExportFiles
from friend.adapters.files import DraftFolder
from friend.adapters.gateway.client import GatewayClient
from friend.adapters.log.store import SqliteLog
from friend.adapters.prompts import PromptShelf
from friend.adapters.recovery import RecoveryFolder
from friend.adapters.seats import SeatFolder
from friend.adapters.words.checking import DraftCheck
from friend.asking.friend import Friend
from friend.review import Reviewer
from friend.tui.app import FriendApp
from friend.tui.screens.desk import DeskScreen
from friend.tui.services import Services
from tests.builders import at_hand
from tests.fakes.openai import OpenAIServer

LETTER = (
    "Dear neighbours,\n\n"
    "I am writing about the parking. It was decided by them last month, and we were not told.\n\n"
    "The council has since put up signs, but they do'nt say who may park.\n\n"
    "With kind regards,\nAda\n"
)
COUNCIL = """Mostly. The weakest point is **who decided**.

<suggestion>
<quote>It was decided by them last month</quote>
<instead>It was decided by the council last month</instead>
<why>"them" has no one to point to yet.</why>
</suggestion>
"""
TWO = (
    COUNCIL
    + """
<suggestion>
<quote>and we were not told</quote>
<instead>and nobody told us</instead>
<why>Say who did not tell.</why>
</suggestion>
"""
)


class _Furnished(FriendApp):
    """The desk, with the friend's side there as soon as the page is: most tests begin with it."""

    async def on_ready(self) -> None:
        """Do not wait until the person rests."""
        await self.desk.with_friend()


@dataclass
class Desk:
    """A desk and what stands behind it."""

    services: Services
    path: Path
    server: OpenAIServer

    def app(self, **how: object) -> FriendApp:
        """Open the file."""
        draft = DraftFolder().read(str(self.path))
        return _Furnished(self.services, draft, at_hand(self.services), **how)  # type: ignore[arg-type]

    def write(self, text: str) -> None:
        """Write the file, byte for byte."""
        self.path.write_bytes(text.encode())

    def without_friends(self) -> Desk:
        """Give the same desk where no friend is configured."""
        return replace(self, services=replace(self.services, friends=(), default=None))


@pytest.fixture
def desk(tmp_path: Path, openai_server: OpenAIServer, gateway: GatewayClient) -> Iterator[Desk]:
    """Give a desk with one friend and the letter on it."""
    (tmp_path / "data").mkdir()
    log = SqliteLog(tmp_path / "data" / "log.sqlite3")
    shelf = PromptShelf()
    friends = tuple(Friend(name, "openai/gpt-4o", api_base=openai_server.url) for name in ("gpt", "second"))
    services = Services(
        reviewer=Reviewer(gateway, log, SystemClock(), shelf, new_id),
        files=DraftFolder(),
        log=log,
        friends=friends,
        default=friends[0],
        questions=tuple(shelf.questions()),
        exports=ExportFiles(),
        cross=shelf.cross_reading(),
        language="en",
        data_dir=tmp_path / "data",
        clock=SystemClock(),
        recovery=RecoveryFolder(tmp_path / "data" / "recovery"),
        seats=SeatFolder(tmp_path / "data" / "seats"),
        check=DraftCheck(tmp_path / "data", log),
    )
    made = Desk(services, tmp_path / "letter.md", openai_server)
    made.write(LETTER)
    yield made
    log.close()


def screen_of(pilot: Pilot[None]) -> DeskScreen:
    """Give the desk's screen."""
    assert isinstance(pilot.app, FriendApp)
    return pilot.app.desk


async def until(pilot: Pilot[None], holds: Callable[[], object], limit_s: float = 30.0) -> None:
    """Wait until something holds; the limit is there for a test that hangs, and measures nothing."""
    end = monotonic() + limit_s
    while not holds():
        assert monotonic() < end, "it never came to hold"
        await pilot.pause()
        await asyncio.sleep(0.01)
    await pilot.pause()


async def ask(pilot: Pilot[None], *, key: str = "ctrl+r") -> None:
    """Ask the question that is picked, and wait for the whole answer."""
    await begin(pilot, key=key)
    await until(pilot, lambda: screen_of(pilot).conversation.talk is None)


async def begin(pilot: Pilot[None], *, key: str = "ctrl+r") -> None:
    """Ask the question that is picked, and go on as soon as it is under way."""
    screen = screen_of(pilot)
    await pilot.press(key)
    await until(pilot, lambda: screen.panel._preview is not None)
    await pilot.press("enter")
    await until(pilot, lambda: screen.pane.children)


def at_once(pilot: Pilot[None], *keys: str) -> None:
    """Press keys in a burst: each is there before anything comes of the one before."""
    for key in keys:
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))


def seen(pilot: Pilot[None]) -> str:
    """Give what the terminal shows, as plain text."""
    width, height = pilot.app.size
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip)[:width] for strip in strips[:height])


def heard(pilot: Pilot[None]) -> str:
    """Give what the friend's side shows, beside the text, with its rows joined."""
    return " ".join(" ".join(line.partition("│")[2] for line in seen(pilot).splitlines()).split())
