"""Owns the desk without a pen, which stands beside another editor: one reads, asks, quotes and exports there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType

from friend.text.draft import Draft
from friend.text.interface import tr
from friend.text.span import Span
from friend.text.visible import visible
from friend.tui.beside import Neighbour, NoPen
from friend.tui.notes import Note
from friend.tui.room import Room
from friend.tui.screens.desk import DeskScreen
from friend.tui.screens.keys import NEEDS_A_PEN, keys_without_a_pen

if TYPE_CHECKING:
    from friend.tui.room import Furnish


class BesideScreen(DeskScreen):
    """The desk beside another editor. What would write, or open another text to be written, is not there."""

    keys: ClassVar[list[BindingType]] = keys_without_a_pen()

    def __init__(
        self,
        room: Room,
        draft: Draft,
        furnish: Furnish,
        start_at: Span | None,
        question: str | None,
        *,
        wants_keys: Callable[[], None],
    ) -> None:
        if room.beside is None:
            raise ValueError("there is no editor to stand beside")
        super().__init__(room, draft, furnish, start_at, question, wants_keys=wants_keys)
        self.editor.read_only = True
        name = visible(self.keeping.name, keep_lines=False)
        self.editor.placeholder = tr(
            "{name} is empty, or not there yet. What your editor saves is shown here.", name=name
        )
        self.safe = NoPen(self.editor, self.keeping, room.recovery, room.seats, self._say_lasting)
        self.neighbour = Neighbour(
            room.beside,
            self.editor,
            self.keeping,
            say=self._say_lasting,
            settle=self._settle,
            is_free=lambda: self.is_current and not (self.has_friend and self.panel.is_open),
        )

    def _say_lasting(self, news: str) -> None:
        self.say(news, lasting=True)

    def _settle(self) -> None:
        if self.has_friend:
            self.conversation.settle()

    def on_mount(self) -> None:
        """Follow the editor; the desk itself is set up as any other."""
        self.run_worker(self.neighbour.follow(), group="beside")
        self.run_worker(self.neighbour.hear(), group="beside")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Take no key that writes."""
        return action not in NEEDS_A_PEN and super().check_action(action, parameters)

    def _go(self, note: Note) -> None:
        """Go to a note's place, here and in the editor."""
        super()._go(note)
        if self.focused is self.editor:
            self._show_there(self.editor.selected_span or Span(*[self.editor.cursor_offset_in_text] * 2))

    @work(exclusive=True, group="showing")
    async def _show_there(self, span: Span) -> None:
        await self.neighbour.show(span)
