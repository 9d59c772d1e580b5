"""Owns the list of found words: which one the keys speak of, and what can be done about it."""

from __future__ import annotations

from typing import ClassVar, Final

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from friend.text.interface import tr
from friend.text.visible import visible
from friend.tui.borrowed import Place
from friend.tui.keymap import give_names, hint, hints
from friend.tui.widgets.found_words import FoundWords

_TITLE: Final = "Whose words are these?"


class CheckPane(VerticalScroll):
    """What a check found, in the order of the text."""

    DEFAULT_CSS = "CheckPane { height: 1fr; scrollbar-size-vertical: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,r", "choose", "reword it"),
        Binding("q", "quote", "quote it"),
        Binding("o", "own", "own it"),
        Binding("n,down,j", "step(1)", "next", show=False, id="next"),
        Binding("p,up,k", "step(-1)", "previous", show=False, id="previous"),
        Binding("z", "zoom", "whole screen", show=False),
        Binding("escape", "leave", "close"),
    ]
    give_names("found", BINDINGS)

    class QuoteWanted(Message):
        """The person wants these words to be an attributed quotation."""

        def __init__(self, place: Place) -> None:
            super().__init__()
            self.place = place

    class OwnWanted(Message):
        """The person says that these words are theirs."""

        def __init__(self, place: Place) -> None:
            super().__init__()
            self.place = place

    class Left(Message):
        """The person closed the list."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._head = Static(markup=False, classes="check--head")
        self._said = Static(markup=False, classes="dim")

    def on_mount(self) -> None:
        """Put the title over the list."""
        self._head.update(Text(tr(_TITLE), "bold"))
        self.mount(self._head, self._said)

    @property
    def cards(self) -> list[FoundWords]:
        """All findings, from top to bottom."""
        return list(self.query(FoundWords))

    @property
    def hints(self) -> str:
        """The keys at hand: where nothing was found there is nothing to do but to leave."""
        return hints(self.BINDINGS) if self.cards else hint("found.leave")

    @property
    def current(self) -> Place | None:
        """The finding that the keys speak of: the one pointed at, else the first that is open."""
        pointed = next((card.place for card in self.cards if card.has_class("-current")), None)
        if pointed is None:
            pointed = next((card.place for card in self.cards if card.place.is_open), None)
            if pointed:
                self.make_current(pointed)
        return pointed

    def say(self, words: str) -> None:
        """Say under the title how it stands."""
        self._said.update(Text(visible(words, keep_lines=False)))

    async def show(self, cards: list[FoundWords]) -> None:
        """Show these findings in the place of those before."""
        before = next((card.place for card in self.cards if card.has_class("-current")), None)
        await self.remove_children(FoundWords)
        await self.mount(*cards)
        if before and (again := next((card.place for card in cards if card.place.words == before.words), None)):
            self.make_current(again)

    def make_current(self, place: Place) -> None:
        """Point at a finding, and have it in sight."""
        for card in self.cards:
            card.set_class(card.place is place, "-current")
            if card.place is place:
                self.scroll_to_widget(card, animate=False)

    def action_step(self, by: int) -> None:
        """Point at the next or the previous finding; scroll where there is none."""
        cards = self.cards
        at = next((number for number, card in enumerate(cards) if card.has_class("-current")), None)
        if not cards:
            self.scroll_relative(y=by, animate=False)
            return
        to = (0 if by > 0 else len(cards) - 1) if at is None else at + by
        self.make_current(cards[max(0, min(to, len(cards) - 1))].place)

    def action_choose(self) -> None:
        """Go to the words, to put them in words of one's own."""
        if place := self.current:
            self.post_message(FoundWords.Chosen(place))

    def action_quote(self) -> None:
        """Make an attributed quotation of the words."""
        if place := self.current:
            self.post_message(self.QuoteWanted(place))

    def action_own(self) -> None:
        """Say why the words are one's own."""
        if place := self.current:
            self.post_message(self.OwnWanted(place))

    def action_zoom(self) -> None:
        """Take the whole screen, or give it back."""
        self.screen.toggle_class("-zoomed")

    def action_leave(self) -> None:
        """Close the list, and go back to the text."""
        self.post_message(self.Left())
