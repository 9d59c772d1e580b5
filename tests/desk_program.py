"""The desk alone as a program: `python -m tests.desk_program DRAFT DATA [OFFSET [LOOKS]]`.

No friend, and no child process. LOOKS are the fields of `friend.tui.looks.Looks`, in JSON.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import sys
import termios
from contextlib import suppress
from pathlib import Path

from friend.adapters.clock import SystemClock, new_id
from friend.adapters.files import DraftFolder
from friend.adapters.gateway.client import GatewayClient
from friend.adapters.log.store import SqliteLog
from friend.adapters.prompts import PromptShelf
from friend.adapters.recovery import RecoveryFolder
from friend.adapters.seats import SeatFolder
from friend.review import Reviewer
from friend.text.draft import Draft
from friend.text.span import Span
from friend.tui.app import FriendApp
from friend.tui.looks import Looks
from friend.tui.services import Services


async def _sit_down(path: str, data: Path, offset: int, looks: Looks) -> int:
    with suppress(OSError):  # no terminal of its own: then closing it tells us nothing
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    log, shelf, clock = SqliteLog(data / "log.sqlite3"), PromptShelf(), SystemClock()
    services = Services(
        reviewer=Reviewer(GatewayClient(), log, clock, shelf, new_id),
        files=DraftFolder(data),
        log=log,
        friends=(),
        default=None,
        questions=tuple(shelf.questions()),
        language="en",
        data_dir=data,
        clock=clock,
        recovery=RecoveryFolder(data / "recovery"),
        seats=SeatFolder(data / "seats"),
        looks=looks,
    )
    draft = services.files.read(path) if path else Draft("")
    app = FriendApp(services, draft, start_at=Span(offset, offset))
    await app.run_async()
    log.close()
    return app.return_code or 0


if __name__ == "__main__":
    Path(sys.argv[2]).mkdir(exist_ok=True)
    draft, folder, offset, looks = (*sys.argv[1:], *("0", "{}")[len(sys.argv) - 3 :])
    sys.exit(asyncio.run(_sit_down(draft, Path(folder), int(offset), Looks(**json.loads(looks)))))
