"""Owns how one looks back from the desk: what was asked about this draft, and what one wrote since it was asked.

All of it is read; nothing here changes the text or what was decided.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from friend.ports import LogError
from friend.record.exchange import Exchange
from friend.text.interface import counted, day, retold, tr
from friend.tui.conversation import Conversation
from friend.tui.keeping import Keeping
from friend.tui.messages import ThenAndNowWanted
from friend.tui.notes import Note
from friend.tui.screens.difference import Difference
from friend.tui.screens.exchanges import ExchangesScreen
from friend.tui.screens.place import PlaceScreen
from friend.tui.services import Services
from friend.tui.then_and_now import then_and_now
from friend.tui.widgets.editor import Editor

if TYPE_CHECKING:
    from friend.tui.widgets.side import Side

NO_FILE = "this text has no file yet: what was asked about it is in the friend's pane"
FORGOTTEN = "the texts of this exchange were removed from the log"


class LookingBack:
    """Opens what there is to look back at, from the friend's `side`. `say` is called with news."""

    def __init__(
        self,
        side: Side,
        services: Services,
        editor: Editor,
        keeping: Keeping,
        conversation: Conversation,
        *,
        say: Callable[[str], None],
    ) -> None:
        self._side = side
        self._services = services
        self._editor = editor
        self._keeping = keeping
        self._conversation = conversation
        self._say = say

    async def reopen(self) -> str:
        """Lay out the open notes of earlier days; give one line about them, empty where there are none."""
        path = self._keeping.absolute_path
        exchanges = await self._conversation.reopen(path) if path is not None else []
        return open_notes_words(self._conversation.open_count, exchanges[-1].asked_at) if exchanges else ""

    def exchanges(self, keys: Callable[[], None]) -> None:
        """List what was asked about this draft; the one that is chosen is shown beside the text."""
        path = self._keeping.absolute_path
        if path is None:
            self._say(tr(NO_FILE))
            return
        self._side.app.push_screen(ExchangesScreen(self._services, path, keys, beside=self._beside))

    def then_and_now(self, message: ThenAndNowWanted) -> None:
        """Compare the place of a note, or the whole text where there is no note, with what it was when asked."""
        if message.note is None:
            self._begin(self._since(message.exchange))
        else:
            self._begin(self._place(message.exchange, message.note))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        self._side.run_worker(work, group="looking back", exclusive=True)

    def _beside(self, exchange_id: str) -> None:
        self._begin(self._recall(exchange_id))

    async def _recall(self, exchange_id: str) -> None:
        try:
            exchange = self._services.log.find(exchange_id)
        except (LogError, LookupError) as error:
            self._say(retold(error.args[0]))
            return
        sent = await self._sent(exchange)
        if sent is not None:
            await self._conversation.recall(exchange, sent)
            self._side.enter()

    async def _since(self, exchange: Exchange) -> None:
        sent = await self._sent(exchange)
        if sent is not None:
            told = partial(since_words, exchange.asked_at)
            self._side.app.push_screen(Difference(sent, self._editor.text, told))

    async def _place(self, exchange: Exchange, note: Note) -> None:
        sent = await self._sent(exchange)
        if sent is None:
            return
        both = await asyncio.to_thread(then_and_now, note.suggestion, sent, self._editor.text)
        if both is None:
            self._say(tr("these words were not in your text when you asked"))
        elif not both.is_rewritten:
            self._say(tr("these words are as they were when you asked"))
        else:
            self._side.app.push_screen(PlaceScreen(note, both, exchange.speaker))

    async def _sent(self, exchange: Exchange) -> str | None:
        """Give the draft as it was sent, None where it is not known any more, which is said."""
        try:
            sent = await asyncio.to_thread(self._services.log.draft_as_sent, str(exchange.id))
        except (LogError, LookupError) as error:
            self._say(retold(error.args[0]))
            return None
        if exchange.forgotten or not sent:
            self._say(tr(FORGOTTEN))
            return None
        return sent


def open_notes_words(count: int, asked_at: datetime) -> str:
    """Say how many notes are open when a draft is opened again, and of which day the last answer is."""
    return counted(count, "{n} open note, {day}", "{n} open notes, {day}", day=day(asked_at.astimezone()))


def since_words(asked_at: datetime, count: int | None) -> str:
    """Say how many paragraphs changed since a question was asked; None while they are looked for."""
    when = asked_at.astimezone()
    at = f"{day(when, year=True)}, {when:%H:%M}"
    match count:
        case None:
            return tr("− is your text when you asked, {at}; + is your text now", at=at)
        case 0:
            return tr("Your text is as it was when you asked, {at}", at=at)
        case _:
            return counted(
                count,
                "{n} paragraph differs: − when you asked, {at}; + now",
                "{n} paragraphs differ: − when you asked, {at}; + now",
                at=at,
            )
