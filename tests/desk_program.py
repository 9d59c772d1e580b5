"""The desk alone as a program: `python -m tests.desk_program DRAFT DATA [OFFSET [live | LOOKS]]`.

No friend, and no child process. With `live` it counts a friend's words while one writes; LOOKS are the fields of
`friend.tui.looks.Looks`, in JSON.
"""

from __future__ import annotations

import asyncio
import fcntl
import importlib
import json
import os
import sys
import termios
from contextlib import suppress
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from friend.adapters.clock import SystemClock, new_id
from friend.adapters.exports import ExportFiles
from friend.adapters.files import DraftFolder
from friend.adapters.own_editor import editor_command
from friend.adapters.recovery import RecoveryFolder
from friend.adapters.seats import SeatFolder
from friend.text.draft import Draft
from friend.text.span import Span
from friend.tui import collector

if TYPE_CHECKING:
    from friend.tui.services import Services


async def _sit_down(path: str, data: Path, offset: int, wishes: dict[str, object]) -> int:
    # As `friend DRAFT` does, before anything of the desk is imported.
    collector.hold()
    from friend.tui.app import FriendApp  # noqa: PLC0415 - as above
    from friend.tui.looks import Looks  # noqa: PLC0415
    from friend.tui.room import Room  # noqa: PLC0415

    with suppress(OSError):  # no terminal of its own: then closing it tells us nothing
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    room = Room(
        files=DraftFolder(data),
        language="en",
        data_dir=data,
        clock=SystemClock(),
        recovery=RecoveryFolder(data / "recovery"),
        seats=SeatFolder(data / "seats"),
        looks=Looks(**wishes),  # type: ignore[arg-type] - read from the command line
        own_editor=partial(editor_command, os.environ),
    )

    async def furnish() -> Services:
        # As `friend DRAFT` does: imported beside the page's own work.
        await asyncio.to_thread(importlib.import_module, "friend.cli.furnishing")
        from friend.adapters.gateway.client import GatewayClient  # noqa: PLC0415 - as above
        from friend.adapters.log.store import SqliteLog  # noqa: PLC0415
        from friend.adapters.prompts import PromptShelf  # noqa: PLC0415
        from friend.adapters.words.checking import DraftCheck  # noqa: PLC0415
        from friend.review import Reviewer  # noqa: PLC0415
        from friend.tui.services import Services  # noqa: PLC0415

        log, shelf = SqliteLog(data / "log.sqlite3"), PromptShelf()
        return Services(
            **{field.name: getattr(room, field.name) for field in fields(room)},
            reviewer=Reviewer(GatewayClient(), log, room.clock, shelf, new_id),
            log=log,
            friends=(),
            default=None,
            questions=tuple(shelf.questions()),
            exports=ExportFiles(),
            cross=shelf.cross_reading(),
            check=DraftCheck(data, log),
            counts_borrowed="live" in sys.argv[4:],
        )

    draft = room.files.read(path) if path else Draft("")
    app = FriendApp(room, draft, furnish, start_at=Span(offset, offset))
    await app.run_async()
    return app.return_code or 0


if __name__ == "__main__":
    Path(sys.argv[2]).mkdir(exist_ok=True)
    draft, folder, offset, looks = (*sys.argv[1:], *("0", "{}")[len(sys.argv) - 3 :])
    sys.exit(asyncio.run(_sit_down(draft, Path(folder), int(offset), {} if looks == "live" else json.loads(looks))))
