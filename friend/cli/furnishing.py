"""Owns how the desk comes to what asking needs: imported and put together once the page is on the screen."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from friend.adapters import paths
from friend.adapters.agreements import AgreementFile
from friend.adapters.config import Config
from friend.adapters.exports import ExportFiles
from friend.adapters.words.checking import DraftCheck
from friend.asking.friend import Friend
from friend.cli.choose import allowed_friends, barred, known
from friend.cli.wiring import house
from friend.text.draft import Draft
from friend.tui.room import Room
from friend.tui.services import Services

# So that the friend's side is imported here, and not between two keys.
from friend.tui.widgets import check_side, side  # noqa: F401

if TYPE_CHECKING:
    from friend.record.exchange import Exchange


async def furnished(
    stack: AsyncExitStack, room: Room, draft: Draft, config: Config, *, friend: Friend | None, reader: str | None
) -> Services:
    """Open the log and the way to the friends; `stack` closes them. Raises LogError or OSError."""
    path = Path(draft.path) if draft.path else None
    friends = allowed_friends(config, known(config), path)
    at_home = await stack.enter_async_context(house(friends))
    check = DraftCheck(paths.data_dir(), at_home.log)
    stack.push_async_callback(check.close)

    def retired(exchange: Exchange) -> date | None:
        from friend.adapters.gateway.modelmap import ModelMap  # noqa: PLC0415 - not before there is an answer

        return ModelMap().retired_on(exchange.speaker, room.clock.now().date())

    return Services(
        **{field.name: getattr(room, field.name) for field in fields(room)},
        reviewer=at_home.reviewer,
        log=at_home.log,
        friends=tuple(friends),
        default=friend if friend in friends else None,
        questions=tuple(at_home.prompts.questions()),
        exports=ExportFiles(),
        reader=reader,
        awaken=at_home.gateway.start,
        barred=lambda name, file: barred(config, name, Path(file) if file else None),
        nobody=barred(config, friend.name, path) if friend and not friends else None,
        retired=retired,
        agreements=AgreementFile(paths.agreements_file()),
        check=check,
        counts_borrowed=config.check_live,
        try_first=config.try_first,
        reflects=config.reflect,
        cross=at_home.prompts.cross_reading(),
    )
