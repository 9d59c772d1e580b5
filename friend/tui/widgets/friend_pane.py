"""Owns the friend's side: its answers one under the other, and which card the keys speak of."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from friend.asking.suggestion import State
from friend.record.exchange import Exchange
from friend.tui.messages import CitationWanted, ExportWanted, NoteChosen, NoteDecided, QuoteWanted, StopWanted
from friend.tui.notes import Note
from friend.tui.reading import Breath, Reading
from friend.tui.selecting import selected_in
from friend.tui.widgets.answer import Answer
from friend.tui.widgets.card import Card
from friend.tui.widgets.prose_view import ProseView, scroll_to_words


class FriendPane(VerticalScroll):
    """What friends said. It takes no room until there is something in it."""

    BLANK = True  # nothing of its own but the background: an answer that grows would have all its rows painted again
    DEFAULT_CSS = "FriendPane { height: 1fr; scrollbar-size-vertical: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_to", "go to"),
        Binding("x", "decide('dismissed')", "dismiss"),
        Binding("q", "quote", "quote"),
        Binding("i", "quote_in_text", "quote in the text"),
        Binding("c", "cite", "copy a reference", show=False),
        Binding("e", "export", "export to a file", show=False),
        Binding("f", "unfold", "unfold"),
        Binding("r", "unfold_reasoning", "what it thought first", show=False),
        Binding("d", "decide('dealt-with')", "dealt with", show=False),
        Binding("u", "decide('open')", "bring back", show=False),
        Binding("down", "read(1)", "next sentence", show=False),
        Binding("up", "read(-1)", "previous sentence", show=False),
        Binding("shift+down", "extend(1)", "take in the next sentence", show=False),
        Binding("shift+up", "extend(-1)", "take in the sentence before", show=False),
        Binding("space", "keep", "keep this sentence, and go on to others", show=False),
        Binding("n,j", "step(1)", "next card", show=False),
        Binding("p,k", "step(-1)", "previous card", show=False),
        Binding("z", "zoom", "whole screen", show=False),
        Binding("escape", "leave", "stop, back"),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.reading = Reading(self._breaths)

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
        self.reading.forget()
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

    def action_read(self, by: int) -> None:
        """Point at the next or the previous sentence or card; scroll where there is none."""
        card = self.current
        note = self.reading.step(by, card.note if card else None)
        if note is not None:
            self.make_current(note)
        elif self.reading.place is None:
            self.scroll_relative(y=by, animate=False)
        else:
            self._show_sentence()

    def action_extend(self, by: int) -> None:
        """Take in the next sentence or the one before; point at one where none is pointed at."""
        if self.reading.extend(by):
            self._show_sentence()
        else:
            self.action_read(by)

    def action_keep(self) -> None:
        """Keep what is pointed at while one goes on to other sentences, or keep it no more."""
        self.reading.keep()

    def _breaths(self) -> list[Breath]:
        answers = [(answer, answer.exchange) for answer in self.query(Answer)]
        return [
            breath
            for answer, exchange in answers
            if exchange is not None
            for breath in (
                Breath(exchange, answer.prose),
                *(Breath(exchange, card, card.note) for card in answer.cards),
            )
        ]

    def _show_sentence(self) -> None:
        """Point at no card, and have the sentence in sight that was come to."""
        for card in self.cards:
            card.remove_class("-current")
        if (place := self.reading.place) is not None:
            shown, words = place
            if isinstance(shown, ProseView):
                scroll_to_words(self, shown, words)
            elif isinstance(shown, Card):
                self.scroll_to_widget(shown, animate=False)

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
        """Quote what is selected or pointed at, or the answer where nothing is."""
        self.quote()

    def action_quote_in_text(self) -> None:
        """Put what is selected or pointed at into the text, as a quotation."""
        self.quote(into_text=True)

    def quote(self, *, into_text: bool = False) -> bool:
        """Ask for a quotation; tell whether there is anything to quote."""
        pointed = selected_in(self) or self.reading.pointed
        if pointed is not None:
            self.post_message(QuoteWanted(pointed.exchange, words=pointed.words, into_text=into_text))
            return True
        exchange, card = self._exchange, self.current
        if exchange is not None:
            self.post_message(QuoteWanted(exchange, card.note if card else None, into_text=into_text))
        return exchange is not None

    @property
    def _exchange(self) -> Exchange | None:
        """The exchange that the keys speak of: of what is pointed at, else the last."""
        pointed, card = self.reading.pointed, self.current
        if pointed is not None:
            return pointed.exchange
        answers = [each for each in self.query(Answer) if each.exchange and (card is None or card in each.cards)]
        return answers[-1].exchange if answers else None

    def action_cite(self) -> None:
        """Copy the answer as a reference for a bibliography."""
        if exchange := self._exchange:
            self.post_message(CitationWanted(exchange))

    def action_export(self) -> None:
        """Export the text with its notes, or with those of the answer."""
        if exchange := self._exchange:
            self.post_message(ExportWanted(exchange))

    def action_zoom(self) -> None:
        """Take the whole screen, or give it back."""
        self.screen.toggle_class("-zoomed")

    def action_leave(self) -> None:
        """Stop what comes; where nothing comes, go back to the text."""
        self.reading.forget()
        self.post_message(StopWanted())

    def _card(self) -> Card | None:
        """Give the current card; where nothing is pointed at yet, make the first open one current."""
        if self.reading.place is not None:
            return None
        if self.current is None:
            first = next((card for card in self.cards if card.note.is_open), None)
            if first is not None:
                self.make_current(first.note)
        return self.current
