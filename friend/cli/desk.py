"""`friend DRAFT`: the desk. Imported only when it opens, since Textual is."""

from __future__ import annotations

import asyncio
import importlib
import os
import sys
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from friend.adapters import paths
from friend.adapters.clock import SystemClock
from friend.adapters.config import Config
from friend.adapters.files import DraftFolder
from friend.adapters.own_editor import editor_command
from friend.adapters.recovery import RecoveryFolder
from friend.adapters.seats import SeatFolder
from friend.asking.friend import Friend
from friend.cli.choose import check_place, chosen
from friend.cli.drafts import read_draft
from friend.cli.exits import usage
from friend.cli.ondisk import read_configuration
from friend.text.draft import Draft
from friend.text.interface import language_of
from friend.tui.app import FriendApp
from friend.tui.looks import Looks
from friend.tui.room import Beside, Room

if TYPE_CHECKING:
    from friend.text.span import Span
    from friend.tui.services import Services


@click.command(hidden=True, epilog="Example:  friend letter.md")
@click.argument("draft", required=False)
@click.option("-m", "--model", "name", metavar="NAME", help="Which friend to ask.")
@click.option("--for", "reader", metavar="WHO", help="Who the text is for.")
@click.option("--beside", is_flag=True, help="Stand beside your own editor: show each save of it, and never write.")
@click.option("--plain", is_flag=True, help="In plain words and one column, for a screen reader.")
def command(*, draft: str | None, name: str | None, reader: str | None, beside: bool, plain: bool) -> int:
    """Open DRAFT at the desk; a name that is not there yet begins a new one."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise usage("the desk needs a terminal; without one, `friend ask DRAFT` answers on stdout")
    return open_desk(Path(draft) if draft else None, name, reader=reader, beside=beside, plain=plain)


def open_desk(
    path: Path | None,
    name: str | None,
    *,
    reader: str | None = None,
    at: str | None = None,
    question: str | None = None,
    plain: bool = False,
    beside: bool = False,
) -> int:
    """Open the desk on the draft at `path`, with the question panel open where a passage and a question are given.

    With `beside` it is a desk without a pen, which follows what another editor saves. Gives the exit code. Raises Stop
    where the draft cannot be read.
    """
    while True:
        draft = _draft(path)
        config = read_configuration()
        friend = chosen(config, name)
        if name is not None and friend is not None:
            # Whom the person named is not silently replaced by another.
            check_place(config, friend, path)
        code, then = asyncio.run(
            _sit_down(
                draft,
                config,
                friend,
                _looks(config, plain=plain),
                reader=reader,
                at=at,
                question=question,
                beside=beside,
            )
        )
        if then is None:
            return code
        path, at, question = Path(then).expanduser(), None, None


async def _sit_down(
    draft: Draft,
    config: Config,
    friend: Friend | None,
    looks: Looks,
    *,
    reader: str | None,
    at: str | None,
    question: str | None,
    beside: bool,
) -> tuple[int, str | None]:
    """Give the exit code, and the draft that the person wants to open next."""
    room = Room(
        files=None if beside else DraftFolder(paths.backups_dir()),
        language=language_of(config.language, os.environ),
        data_dir=paths.data_dir(),
        clock=SystemClock(),
        recovery=RecoveryFolder(paths.recovery_dir()),
        seats=SeatFolder(paths.seats_dir()),
        looks=looks,
        own_editor=partial(editor_command, os.environ),
        beside=_beside() if beside else None,
    )
    async with AsyncExitStack() as stack:

        async def furnish() -> Services:
            # Beside the page's own work: it takes as long to import as the page did.
            module = await asyncio.to_thread(importlib.import_module, "friend.cli.furnishing")
            services: Services = await module.furnished(stack, room, draft, config, friend=friend, reader=reader)
            return services

        place = _place(draft, at) if at else None
        app = FriendApp(room, draft, furnish, start_at=place, question=question)
        then = await app.run_async()
    if app.unfurnished is not None:
        raise app.unfurnished
    return app.return_code or 0, then


def _beside() -> Beside:
    from friend.adapters.beside.listening import listening  # noqa: PLC0415 - few stand beside another editor
    from friend.adapters.beside.neovim import move_cursor  # noqa: PLC0415
    from friend.adapters.watching import changes  # noqa: PLC0415

    return Beside(DraftFolder().read, changes, listening, move_cursor)


def _place(draft: Draft, at: str) -> Span:
    from friend.text import address  # noqa: PLC0415 - only where a passage was named

    return address.resolve(draft.text, at)


def _looks(config: Config, *, plain: bool) -> Looks:
    desk = config.desk
    return Looks(desk.theme, plain or desk.plain, desk.reduced_motion, desk.keys)


def _draft(path: Path | None) -> Draft:
    """Read the draft, or begin one: an empty text, whose file is made when it is first saved."""
    if path is None:
        return Draft("")
    if not path.exists() and not path.is_symlink():
        if not path.absolute().parent.is_dir():
            raise usage(f"there is no folder {path.parent} to keep {path.name} in")
        return Draft("", str(path))
    return read_draft(str(path))
