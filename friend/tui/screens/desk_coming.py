"""Owns how the friend comes to the desk: when the person rests, or with the first key that needs it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.geometry import Size
from textual.message import Message

from friend.page_ports import LogError
from friend.text.draft import Draft
from friend.tui import collector
from friend.tui.screens.desk_friend import FriendActions

if TYPE_CHECKING:
    from friend.text.span import Span
    from friend.tui.room import Furnish


@dataclass
class Unfurnished(Message):
    """What asking needs cannot be had: the log cannot be opened, say."""

    error: Exception


class Furnished(Message):
    """The friend's side is there."""


class FriendComes(FriendActions):
    """The part of the desk that fetches what asking needs, once, and opens what `start_at` and `question` name."""

    def __init__(self, furnish: Furnish, start_at: Span | None, question: str | None) -> None:
        super().__init__()
        self.has_friend = False
        self._furnish = furnish
        self._fetching = asyncio.Lock()
        self._first = (start_at, question)
        self._greets = False

    def _told(self) -> None:
        """Show what is there now."""
        raise NotImplementedError

    def _share(self, size: Size, *, update: bool = True) -> None:
        """Give the friend its room."""
        raise NotImplementedError

    async def with_friend(self) -> None:
        """Fetch the friend's side, once; the page takes keys meanwhile."""
        async with self._fetching:
            if self.has_friend:
                return
            try:
                self.services = await self._furnish()
            except (LogError, OSError) as error:
                self.app.post_message(Unfurnished(error))
                return
            # `furnish` imported them, beside the page's work.
            from friend.tui.widgets.check_side import CheckSide  # noqa: PLC0415
            from friend.tui.widgets.side import Side  # noqa: PLC0415

            self.side = Side(self.services, self.editor, self.keeping, self._told, self.say)
            self.pane = self.side.pane
            self.panel = self.side.panel
            self.conversation = self.side.conversation
            self.aiming = self.side.aiming
            self.checking = CheckSide(
                self.services, self.editor, self.keeping, self.aiming, told=self._told, say=self.say
            )
            # What was read after the page was painted has colours for the desk itself, too.
            self.update_node_styles(animate=False)
            await self.query_one("#room").mount(self.side, self.checking)
            self.has_friend = True
            self._share(self.size)
            self.look()
            self.app.post_message(Furnished())

    def welcome(self) -> None:
        """Let the friend come, while the page goes on."""
        self._welcome()

    @work
    async def _welcome(self) -> None:
        """Fetch the friend, lay out the open notes, and open the question that friend was started with."""
        await self.with_friend()
        if not self.has_friend:
            return
        from friend.tui.renaming import know_again  # noqa: PLC0415 - as in with_friend

        collector.settle()
        if self.services.awaken is not None:
            self.run_worker(self.services.awaken, exit_on_error=False)
        if self.keeping.absolute_path is not None:
            await know_again(self.app, self.services.log, Draft(self.editor.text, self.keeping.absolute_path))
        start_at, question = self._first
        if question is not None:
            self.side.ask_about(self.aiming.here(start_at), question)
        await self._lay_out()

    async def _lay_out(self) -> None:
        """Lay out the open notes."""
        if said := await self.side.looking_back.reopen():
            self.say(said, lasting=True)
            self._greets = True
