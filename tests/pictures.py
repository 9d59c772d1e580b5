"""Takes the pictures of docs/desk.md: `python -m tests.pictures`. A question's whole way, in two languages and sizes.

The desk is the real one, and so are the log and the way to the host; the host is the fake one of the tests, which says
what stands here.
"""

from __future__ import annotations

import asyncio
import inspect
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

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
from friend.tui.services import Services
from tests.builders import at_hand
from tests.fakes.openai import OpenAIServer

PAGE: Final = Path(__file__).parents[1] / "docs" / "pictures"
SIZES: Final = ((80, 24), (200, 50))
_FONT: Final = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_LIMIT_S: Final = 30.0


@dataclass(frozen=True)
class Journey:
    """A draft, where the question begins, and what the friend says."""

    language: str
    name: str
    draft: str
    down: int
    said: str


JOURNEYS: Final = (
    Journey(
        "en",
        "letter.md",
        "# The parking in Mill Lane\n\nDear neighbours,\n\nI am writing about the parking. It was decided by them last "
        "month, and we were not told. The signs are there, but they do not say who may park.\n\nI would like us to "
        "meet on Thursday, at mine, and to write to the council together.\n\nWith kind regards,\nAda\n",
        4,
        "Mostly. The weakest point is **who decided**: a reader who was not there cannot tell.\n\n<suggestion>\n"
        "<quote>It was decided by them last month</quote>\n<instead>The council decided it last month</instead>\n"
        "<why>“them” has no one to point to yet.</why>\n</suggestion>\n\n<suggestion>\n<quote>we were not told"
        "</quote>\n<instead>nobody told us</instead>\n<why>Say who kept silent, if you know.</why>\n</suggestion>\n",
    ),
    Journey(
        "fr",
        "lettre.md",
        "# Le stationnement rue du Moulin\n\nChers voisins,\n\nJe vous écris au sujet du stationnement. Cela a été "
        "décidé par eux le mois dernier, et on ne nous a rien dit. Les panneaux sont là, mais ils ne disent pas qui "
        "peut se garer.\n\nJe propose que nous nous retrouvions jeudi chez moi pour écrire ensemble à la mairie.\n\n"
        "Bien à vous,\nAda\n",
        4,
        "Presque. Le point le plus faible, c’est **qui a décidé** : quelqu’un qui n’était pas là ne peut pas le "
        "savoir.\n\n<suggestion>\n<quote>Cela a été décidé par eux le mois dernier</quote>\n<instead>La mairie l’a "
        "décidé le mois dernier</instead>\n<why>« eux » ne désigne encore personne.</why>\n</suggestion>\n\n"
        "<suggestion>\n<quote>on ne nous a rien dit</quote>\n<instead>personne ne nous a prévenus</instead>\n"
        "<why>Dites qui s’est tu, si vous le savez.</why>\n</suggestion>\n",
    ),
)


class _Desk(FriendApp):
    """The desk, with the friend's side there as soon as the page is."""

    async def on_ready(self) -> None:
        """Do not wait until the person rests."""
        await self.desk.with_friend()


async def _until(pilot: Pilot[str], holds: object) -> None:
    for _ in range(int(_LIMIT_S / 0.05)):
        await pilot.pause(0.05)
        if callable(holds) and holds():
            return
    raise TimeoutError(inspect.getsource(holds) if callable(holds) else "")


def _picture(app: FriendApp, journey: Journey, size: tuple[int, int], step: str) -> None:
    """Save the screen; without the web font that Textual would have a viewer fetch."""
    drawn = _FONT.sub("", app.export_screenshot(title=f"friend {journey.name}"))
    name = f"{step}.{journey.language}.{size[0]}x{size[1]}.svg"
    (PAGE / name).write_text(drawn, "utf-8")


async def _travel(journey: Journey, size: tuple[int, int], folder: Path, server: OpenAIServer) -> None:
    """Go the whole way: write, ask, read, go to the next note, quote, see whose words these are."""
    path = folder / journey.name
    path.write_text(journey.draft, "utf-8")
    server.will(text=journey.said)
    gateway, log, shelf = GatewayClient(), SqliteLog(folder / "log.sqlite3"), PromptShelf()
    friend = Friend("gpt", "openai/gpt-4o", api_base=server.url)
    services = Services(
        reviewer=Reviewer(gateway, log, SystemClock(), shelf, new_id),
        files=DraftFolder(),
        log=log,
        friends=(friend,),
        default=friend,
        questions=tuple(shelf.questions()),
        exports=ExportFiles(),
        language=journey.language,
        data_dir=folder,
        clock=SystemClock(),
        recovery=RecoveryFolder(folder / "recovery"),
        seats=SeatFolder(folder / "seats"),
        check=DraftCheck(folder, log),
        cross=shelf.cross_reading(),
    )
    app = _Desk(services, DraftFolder().read(str(path)), at_hand(services))
    try:
        async with app.run_test(size=size) as pilot:
            desk = app.desk
            await _until(pilot, lambda: desk.has_friend)
            _picture(app, journey, size, "1-write")
            await pilot.press(*["down"] * journey.down)
            await pilot.press("ctrl+r")
            await _until(pilot, lambda: desk.panel._preview is not None)
            _picture(app, journey, size, "2-ask")
            await pilot.press("enter")
            await _until(pilot, lambda: desk.pane.children and desk.conversation.talk is None)
            await pilot.press("ctrl+n")
            await pilot.pause(0.2)
            _picture(app, journey, size, "3-read")
            desk.editor.move_cursor(desk.editor.document.end)
            await pilot.press("f6", "down", "i")
            await _until(pilot, lambda: "gpt-4o" in desk.editor.text)
            await pilot.pause(0.2)
            _picture(app, journey, size, "4-quote")
            await pilot.press("f10")
            await _until(pilot, lambda: desk.is_checking)
            await pilot.pause(0.5)
            _picture(app, journey, size, "5-whose-words")
            await pilot.press("escape", "f5")
            await _until(pilot, lambda: app.screen is not desk)
            await pilot.pause(0.3)
            _picture(app, journey, size, "6-log")
    finally:
        await gateway.close()
        log.close()


def main() -> None:
    """Take all pictures."""
    PAGE.mkdir(exist_ok=True)
    server = OpenAIServer()
    try:
        for journey in JOURNEYS:
            for size in SIZES:
                with tempfile.TemporaryDirectory() as folder:
                    asyncio.run(_travel(journey, size, Path(folder), server))
    finally:
        server.close()


if __name__ == "__main__":
    main()
