"""Owns the friend's side: its answers one under the other, and which card the keys speak of."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from friend.asking.suggestion import State
from friend.record.exchange import Exchange
from friend.tui.messages import NoteChosen, NoteDecided, QuoteWanted, StopWanted, ThenAndNowWanted
from friend.tui.notes import Note
from friend.tui.widgets.answer import Answer
from friend.tui.widgets.card import Card


class FriendPane(VerticalScroll):
    """What friends said. It takes no room until there is something in it."""

    BLANK = True  # nothing of its own but the background: an answer that grows would have all its rows painted again
    DEFAULT_CSS = "FriendPane { height: 1fr; scrollbar-size-vertical: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_to", "go to"),
        Binding("x", "decide('dismissed')", "dismiss"),
        Binding("q", "quote", "quote"),
        Binding("t", "try_first", "try first"),
        Binding("f", "unfold", "unfold", show=False),
        Binding("w", "then_and_now(True)", "these words when you asked, and now", show=False),
        Binding("e", "then_and_now(False)", "your changes since you asked", show=False),
        Binding("r", "unfold_reasoning", "what it thought first", show=False),
        Binding("d", "decide('dealt-with')", "dealt with", show=False),
        Binding("u", "decide('open')", "bring back", show=False),
        Binding("n,down,j", "step(1)", "next card", show=False),
        Binding("p,up,k", "step(-1)", "previous card", show=False),
        Binding("z", "zoom", "whole screen", show=False),
        Binding("escape", "leave", "stop, back"),
    ]

    @property
    def cards(self) -> list[Card]:
        """All cards, from top to bottom."""
        return [card for answer in self.query(Answer) for card in answer.cards]

    @property
    def current(self) -> Card | None:
        """The card that the keys speak of."""
        return next((card for card in self.cards if card.has_class("-current")), None)

    @property
    def exchange(self) -> Exchange | None:
        """The exchange that the keys speak of: that of the current card, else the last one."""
        card = self.current
        answers = (one for one in reversed(list(self.query(Answer))) if card is None or card in one.cards)
        return next((one.exchange for one in answers if one.exchange is not None), None)

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
        self.show_from_top(answer)

    def show_from_top(self, answer: Answer) -> None:
        """Have an answer in sight from its first line on."""
        self.call_after_refresh(self.scroll_to_widget, answer, animate=False, top=True)

    def answer_to(self, exchange: Exchange) -> Answer | None:
        """Give the answer that shows an exchange, None where it is not here."""
        answers = self.query(Answer)
        return next((one for one in answers if one.exchange is not None and one.exchange.id == exchange.id), None)

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

    def action_try_first(self) -> None:
        """Hide the wording of the current card until one has tried one's own, or show it."""
        if card := self._card():
            card.try_first()

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
        if card is not None and card.is_waiting:
            # Who quotes a wording asks for it.
            card.try_first()
        exchange = self.exchange
        if exchange is not None:
            self.post_message(QuoteWanted(exchange, card.note if card else None))
        return exchange is not None

    def action_then_and_now(self, of_the_card: bool) -> None:  # noqa: FBT001 - a binding gives it by place
        """Compare the place of the current card with what it was when asked, or the whole text."""
        card = self._card() if of_the_card else None
        exchange = self.exchange
        if exchange is not None and (card is not None or not of_the_card):
            self.post_message(ThenAndNowWanted(exchange, card.note if card else None))

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
