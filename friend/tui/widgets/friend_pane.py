"""Owns the friend's side: its answers one under the other, and which card the keys speak of."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from friend.asking.suggestion import State
from friend.tui.keymap import give_names
from friend.tui.messages import NoteChosen, NoteDecided, QuoteWanted, StopWanted
from friend.tui.notes import Note
from friend.tui.widgets.answer import Answer
from friend.tui.widgets.blank import Blank
from friend.tui.widgets.card import Card


class FriendPane(Blank, VerticalScroll, can_focus=True):
    """What friends said. It takes no room until there is something in it."""

    DEFAULT_CSS = "FriendPane { height: 1fr; scrollbar-size-vertical: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_to", "go to"),
        Binding("x", "decide('dismissed')", "dismiss", id="dismiss"),
        Binding("q", "quote", "quote"),
        Binding("f", "unfold", "unfold"),
        Binding("r", "unfold_reasoning", "what it thought first", show=False),
        Binding("d", "decide('dealt-with')", "dealt with", show=False, id="dealt_with"),
        Binding("u", "decide('open')", "bring back", show=False, id="bring_back"),
        Binding("n,down,j", "step(1)", "next card", show=False, id="next"),
        Binding("p,up,k", "step(-1)", "previous card", show=False, id="previous"),
        Binding("z", "zoom", "whole screen", show=False),
        Binding("escape", "leave", "stop, back"),
    ]
    give_names("pane", BINDINGS)

    @property
    def cards(self) -> list[Card]:
        """All cards, from top to bottom."""
        return [card for answer in self.query(Answer) for card in answer.cards]

    @property
    def current(self) -> Card | None:
        """The card that the keys speak of."""
        return next((card for card in self.cards if card.has_class("-current")), None)

    def make_current(self, note: Note) -> None:
        """Point at the card of a note, and have it in sight."""
        for card in self.cards:
            card.set_class(card.note is note, "-current")
            if card.note is note:
                self.scroll_to_widget(card, animate=False)

    def show_notes(self) -> None:
        """Show every card as its note is now."""
        for card in self.cards:
            card.show()

    async def begin(self, answer: Answer) -> None:
        """Open an answer under the others, with its first line in sight; after that nothing scrolls by itself."""
        await self.mount(answer)
        self.call_after_refresh(self.scroll_to_widget, answer, animate=False, top=True)

    def action_step(self, by: int) -> None:
        """Point at the next or the previous card; scroll where there is none."""
        cards = self.cards
        if not cards:
            self.scroll_relative(y=by, animate=False)
            return
        current = self.current
        at = cards.index(current) + by if current else (0 if by > 0 else len(cards) - 1)
        self.make_current(cards[max(0, min(at, len(cards) - 1))].note)

    def action_go_to(self) -> None:
        """Go to the place of the current card."""
        if card := self._card():
            self.post_message(NoteChosen(card.note))

    def action_decide(self, state: State) -> None:
        """Put the current card away, or bring it back."""
        if card := self._card():
            self.post_message(NoteDecided(card.note, state))

    def action_unfold(self) -> None:
        """Unfold the current card, or fold it again."""
        if card := self._card():
            card.unfold()

    def action_unfold_reasoning(self) -> None:
        """Unfold what the friend thought first, or fold it again: of the current card's answer, else of the last."""
        card = self.current
        for answer in reversed(list(self.query(Answer))):
            if (card is None or card in answer.cards) and answer.thoughts.unfold():
                return

    def action_quote(self) -> None:
        """Quote the current card, or the answer where no card is current."""
        self.quote()

    def quote(self) -> bool:
        """Ask for a quotation; tell whether there is anything to quote."""
        card = self.current
        for answer in reversed(list(self.query(Answer))):
            if answer.exchange is not None and (card is None or card in answer.cards):
                self.post_message(QuoteWanted(answer.exchange, card.note if card else None))
                return True
        return False

    def action_zoom(self) -> None:
        """Take the whole screen, or give it back."""
        self.screen.toggle_class("-zoomed")

    def action_leave(self) -> None:
        """Stop what comes; where nothing comes, go back to the text."""
        self.post_message(StopWanted())

    def _card(self) -> Card | None:
        """Give the current card; where there is none yet, make the first open one current."""
        if self.current is None:
            first = next((card for card in self.cards if card.note.is_open), None)
            if first is not None:
                self.make_current(first.note)
        return self.current
