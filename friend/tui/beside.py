"""Owns what makes a desk stand beside another editor: it follows that editor's saves and cursor, and has no pen.

It reads the file and never writes it: nothing that saves is handed to it.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import Final

from textual.app import App

from friend.text.interface import retold, tr
from friend.text.offsets import from_bytes, to_bytes
from friend.text.span import Span
from friend.text.whereabouts import Place, Unit, Whereabouts
from friend.tui.keeping import Keeping
from friend.tui.recovery import Safekeeping
from friend.tui.room import Beside
from friend.tui.widgets.editor import Editor

UNSAVED_THERE: Final = "your editor holds changes that are not saved; friend sees the file as it was saved last"
_EMPTY_S: Final = 0.05
_EMPTY_LOOKS: Final = 8
"""How often an emptied file is looked at again before its emptiness is believed."""


class NoPen(Safekeeping):
    """The safekeeping of a desk with nothing to keep: the text is in its file, and who writes it sits elsewhere."""

    async def sit_down(self, app: App[str]) -> None:
        """Take no seat, and offer no copy."""

    def heard(self) -> None:
        """Keep no copy: what changed came from the file."""

    def may_save(self) -> bool:
        """Say that nothing is saved here."""
        self._say(tr("friend only reads here: your own editor saves"))
        return False


class Neighbour:
    """The editor beside this desk, as far as it tells: what it saved, where its cursor is, what it has not saved.

    `say` gives news that stay, `settle` is called when the text is another, `is_free` tells whether the cursor may be
    moved just now.
    """

    def __init__(
        self,
        beside: Beside,
        editor: Editor,
        keeping: Keeping,
        *,
        say: Callable[[str], None],
        settle: Callable[[], None],
        is_free: Callable[[], bool],
    ) -> None:
        self._beside = beside
        self._editor = editor
        self._keeping = keeping
        self._say = say
        self._settle = settle
        self._is_free = is_free
        self._address: tuple[str, int] | None = None
        self._is_away = False

    # What it saved

    async def follow(self) -> None:
        """Show each save, until cancelled."""
        path = self._keeping.path or ""
        async for _ in self._beside.changes(path):
            await self._look(path)

    async def _look(self, path: str) -> None:
        """Show what the file holds now; where it cannot be read, what it held stays."""
        name = self._keeping.name
        try:
            draft = self._beside.read(path)
            for _ in range(_EMPTY_LOOKS):
                if draft.text or not self._editor.text:
                    break
                # The other editor may be in the middle of writing it anew.
                await asyncio.sleep(_EMPTY_S)
                draft = self._beside.read(path)
        except FileNotFoundError:
            if self._keeping.is_on_disk:
                self._away(tr("{name} is not there just now: this is what it held", name=name))
            return
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            self._away(tr("{name} cannot be read just now ({why}): this is what it held", name=name, why=retold(why)))
            return
        if self._keeping.is_modified(draft.text) or not self._keeping.is_on_disk:
            self._keeping.caution = ""
            self._keeping.take(draft)
            # Nothing is undone here: what was there before is in the other editor's own history.
            self._editor.history.clear()
            self._settle()
        if self._is_away:
            self._is_away = False
            self._say(tr("{name} is there again", name=name))

    def _away(self, news: str) -> None:
        if not self._is_away:
            self._say(news)
        self._is_away = True

    # What it says

    async def hear(self) -> None:
        """Hear what it says, until cancelled."""
        async with self._beside.listen(self._keeping.path or "", self._heard) as is_heard:
            if not is_heard:
                self._say(tr("your editor's cursor is not followed here: another friend may stand beside this draft"))
            await asyncio.Event().wait()

    def _heard(self, said: Whereabouts) -> None:
        if said.unsaved is not None:
            self._keeping.caution = tr(UNSAVED_THERE) if said.unsaved else ""
        if said.server is not None and said.buffer is not None:
            self._address = said.server, said.buffer
        if said.at is None or not self._is_free():
            return
        start = self._offset(said.at, said.unit)
        end = self._offset(said.to, said.unit) if said.to else start
        here = self._editor.selected_span or Span(*[self._editor.cursor_offset_in_text] * 2)
        span = Span(min(start, end), max(start, end))
        # Where it only says that it went where friend had sent it, the words stay selected.
        if span != here and not (start == end == here.start):
            self._editor.go_to(span, select=len(span) > 0)

    def _offset(self, place: Place, unit: Unit) -> int:
        """Give the code point of a place; one that is not there is the end of its line, or of the text."""
        row, column = place[0] - 1, place[1] - 1
        draft = self._editor.draft
        if unit == "byte" and row < draft.line_count:
            column = from_bytes(draft.get_text_range((row, 0), (row, sys.maxsize)), column)
        return draft.offset_of((row, column))

    # What it is told

    async def show(self, span: Span) -> None:
        """Put its cursor where `span` begins, if it said how it can be told; say why it could not be."""
        if self._address is None:
            return
        draft = self._editor.draft
        row, column = draft.location_of(span.start)
        byte = to_bytes(draft.get_text_range((row, 0), (row, column)), column) + 1
        why = await self._beside.move_cursor(*self._address, row + 1, byte)
        if why is not None:
            self._say(why)
