"""Owns the friend's side: its answers one under the other, and which card the keys speak of."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.layout import DockArrangeResult

from friend.asking.suggestion import State
from friend.record.exchange import Exchange
from friend.tui.keymap import give_names
from friend.tui.messages import (
    CitationWanted,
    CrossWanted,
    ExportWanted,
    LeadsWanted,
    NoteChosen,
    NoteDecided,
    OnwardWanted,
    QuoteWanted,
    RoundWanted,
    StopWanted,
    ThenAndNowWanted,
)
from friend.tui.notes import Note
from friend.tui.reading import Breath, Reading
from friend.tui.selecting import selected_in
from friend.tui.widgets.answer import Answer
from friend.tui.widgets.blank import Blank
from friend.tui.widgets.card import Card
from friend.tui.widgets.prose_view import ProseView, scroll_to_words


class FriendPane(Blank, VerticalScroll, can_focus=True):
    """What friends said. It takes no room until there is something in it."""

    DEFAULT_CSS = "FriendPane { height: 1fr; scrollbar-size-vertical: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_to", "go to"),
        Binding("x", "decide('dismissed')", "dismiss", id="dismiss"),
        Binding("q", "quote", "quote"),
        Binding("i", "quote_in_text", "quote in the text"),
        Binding("b", "cite", "copy a reference for a bibliography", show=False),
        Binding("e", "export", "export to a file", show=False),
        Binding("t", "try_first", "try first"),
        Binding("o", "go_on", "go on asking"),
        Binding("a", "ask_about", "ask about this note", show=False),
        Binding("s", "resolves", "does this resolve your point?", show=False),
        Binding("f", "unfold", "unfold", show=False),
        Binding("w", "then_and_now(True)", "these words when you asked, and now", show=False, id="then_and_now"),
        Binding("y", "then_and_now(False)", "your changes since you asked", show=False, id="changes"),
        Binding("r", "unfold_reasoning", "what it thought first", show=False),
        Binding("d", "decide('dealt-with')", "dealt with", show=False, id="dealt_with"),
        Binding("u", "decide('open')", "bring back", show=False, id="bring_back"),
        Binding("down", "read(1)", "next sentence", show=False, id="next_sentence"),
        Binding("up", "read(-1)", "previous sentence", show=False, id="previous_sentence"),
        Binding("shift+down", "extend(1)", "take in the next sentence", show=False),
        Binding("shift+up", "extend(-1)", "take in the sentence before", show=False),
        Binding("space", "keep", "keep this sentence, and go on to others", show=False),
        Binding("n,j", "step(1)", "next card", show=False, id="next"),
        Binding("p,k", "step(-1)", "previous card", show=False, id="previous"),
        Binding("v", "leads", "verify what it names", show=False),
        Binding("c", "cross", "have another friend read this answer", show=False),
        Binding("m", "side_by_side", "several friends side by side", show=False),
        Binding("z", "zoom", "whole screen", show=False),
        Binding("escape", "leave", "stop, back"),
    ]
    give_names("pane", BINDINGS)

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.reading = Reading(self._breaths)
        self._answer: Answer | None = None
        self._tops: dict[Answer, int] = {}
        self._ends: dict[Answer, int] = {}

    @property
    def answers(self) -> list[Answer]:
        """The answers, from top to bottom."""
        return list(self.query(Answer))

    @property
    def answer(self) -> Answer | None:
        """The answer that the keys speak of: the one begun or pointed at last."""
        return self._answer if self._answer in self.children else next(iter(reversed(self.answers)), None)

    def answer_to(self, exchange: str | None) -> Answer | None:
        """Give the answer of the exchange with this id, if it is here."""
        return next((one for one in self.answers if one.exchange and one.exchange.id == exchange), None)

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
        for answer in self.answers:
            for card in answer.cards:
                card.set_class(card.note is note, "-current")
                if card.note is note:
                    self._speak_of(answer)
                    self.scroll_to_widget(card, animate=False)

    def show_notes(self) -> None:
        """Show every card as its note is now."""
        for card in self.cards:
            card.show()

    async def begin(self, answer: Answer) -> None:
        """Open an answer under the others, with its first line in sight; after that nothing scrolls by itself."""
        if any(one.is_live for one in self.answers):
            # Room below, so that this one can stand at the top and stay there while those above it grow.
            last = answer if self._before(answer) in {None, self.answers[-1]} else self.answers[-1]
            last.styles.margin = (0, 0, max(2, self.size.height - 2), 0)
        await self.put(answer)
        self.show_from_top(answer)

    def show_from_top(self, answer: Answer) -> None:
        """Point at an answer, and have it in sight from its first line on."""
        self._point_at(answer)
        self.call_after_refresh(self.scroll_to_widget, answer, animate=False, top=True)

    async def put(self, answer: Answer) -> None:
        """Put an answer under those of its thread, or under all."""
        await self.mount(answer, after=self._before(answer))

    def _before(self, answer: Answer) -> Answer | None:
        """Give the last answer of its thread; None where it begins one."""
        return next((one for one in reversed(self.answers) if answer.under and one.root is answer.root), None)

    def _point_at(self, answer: Answer) -> None:
        for card in self.cards:
            card.remove_class("-current")
        self._speak_of(answer)

    def _speak_of(self, answer: Answer) -> None:
        self._answer = answer
        for one in self.answers:
            one.set_class(one is answer, "-current")

    def arrange(self, size: Size, optimal: bool = False) -> DockArrangeResult:  # noqa: FBT001, FBT002 - Textual's
        """Lay out; where what stands above the words that are read grows, scroll along in the same frame."""
        laid_out = super().arrange(size, optimal)
        if optimal:
            return laid_out
        read = self._read(size.height)
        before = self._tops.get(read) if read else None
        self._tops = {one.widget: one.region.y for one in laid_out.placements if isinstance(one.widget, Answer)}
        self._ends = {one.widget: one.region.bottom for one in laid_out.placements if isinstance(one.widget, Answer)}
        self.call_later(self._tell_sight)
        if read is None or before is None or self._tops.get(read, before) == before:
            return laid_out
        most = max(0, laid_out.total_region.bottom - size.height)
        scrolled = max(0, min(round(self.scroll_y) + self._tops[read] - before, most))
        self.set_reactive(FriendPane.scroll_y, scrolled)
        self.set_reactive(FriendPane.scroll_target_y, scrolled)
        return laid_out

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Scroll, and tell the answers which of them are in sight."""
        super().watch_scroll_y(old_value, new_value)
        self._tell_sight()

    def _tell_sight(self) -> None:
        top = round(self.scroll_y)
        for answer, end in self._ends.items():
            answer.come_in_sight(is_in_sight=top < end and self._tops[answer] < top + self.size.height)

    def _read(self, height: int) -> Answer | None:
        """Give the answer that keeps its row: that which the keys speak of if it begins in sight, else the topmost."""
        top, tops = round(self.scroll_y), self._tops
        if self._answer is not None and top <= tops.get(self._answer, -1) < top + height:
            return self._answer
        return next((one for one, at in reversed(tops.items()) if at <= top), next(iter(tops), None))

    def action_step(self, by: int) -> None:
        """Point at the next or the previous card, or answer without cards; scroll where there is one place only."""
        stops: list[Card | Answer] = []
        for answer in self.answers:
            stops += answer.cards or [answer]
        if len(stops) < 2 and not self.cards:  # noqa: PLR2004 - one answer without cards
            self.scroll_relative(y=by, animate=False)
            return
        now = self.current or self.answer
        at = stops.index(now) + by if now in stops else (0 if by > 0 else len(stops) - 1)
        stop = stops[max(0, min(at, len(stops) - 1))]
        if isinstance(stop, Card):
            self.make_current(stop.note)
        else:
            self.reading.forget()
            self._point_at(stop)
            self.scroll_to_widget(stop, animate=False, top=True)

    def action_go_on(self) -> None:
        """Ask on, in the thread of the answer that the keys speak of."""
        answer = self.answer
        thread = [one.exchange for one in self.answers if answer and one.root is answer.root and one.exchange]
        self.post_message(OnwardWanted(thread[-1] if thread else None))

    def action_ask_about(self) -> None:
        """Ask about the current note."""
        self._go_on_from_note(resolves=False)

    def action_resolves(self) -> None:
        """Ask whether what the person wrote in the place of the current note meets it."""
        self._go_on_from_note(resolves=True)

    def _go_on_from_note(self, *, resolves: bool) -> None:
        card = self._card()
        for answer in self.answers:
            if card is not None and card in answer.cards:
                self.post_message(OnwardWanted(answer.exchange, card.note, resolves))

    def action_read(self, by: int) -> None:
        """Point at the next or the previous sentence or card; scroll where there is none."""
        card = self.current
        note = self.reading.step(by, card.note if card else None, self._exchange)
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
        return [
            breath
            for answer in self.answers
            if (exchange := answer.exchange) is not None
            for breath in (
                Breath(exchange, answer.prose),
                *(Breath(exchange, card, card.note) for card in answer.cards),
            )
        ]

    def _show_sentence(self) -> None:
        """Have the sentence in sight that was come to; the keys speak of its answer, and of no card."""
        pointed, place = self.reading.pointed, self.reading.place
        answer = self.answer_to(pointed.exchange.id) if pointed else None
        if place is None or answer is None:
            return
        self._point_at(answer)
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
        """Unfold the current card, or fold it again; where no card is current, a text that the answer brings."""
        if self.current is None and self.answer is not None and self.answer.unfold():
            return
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
        if card is not None and card.is_waiting:
            # Who quotes a wording asks for it.
            card.try_first()
        if exchange is not None:
            self.post_message(QuoteWanted(exchange, card.note if card else None, into_text=into_text))
        return exchange is not None

    @property
    def _exchange(self) -> Exchange | None:
        """The exchange that the keys speak of: the current card's, else that of the answer pointed at last."""
        card = self.current
        spoken_of = next((one for one in self.answers if card in one.cards), None) if card else self.answer
        return spoken_of.exchange if spoken_of else None

    def action_then_and_now(self, of_the_card: bool) -> None:  # noqa: FBT001 - a binding gives it by place
        """Compare the place of the current card with what it was when asked, or the whole text."""
        card = self._card() if of_the_card else None
        exchange = self._exchange
        if exchange is not None and (card is not None or not of_the_card):
            self.post_message(ThenAndNowWanted(exchange, card.note if card else None))

    def action_cite(self) -> None:
        """Copy the answer as a reference for a bibliography."""
        if exchange := self._exchange:
            self.post_message(CitationWanted(exchange))

    def action_export(self) -> None:
        """Export the text with its notes or those of the answer, or what is selected or pointed at."""
        pointed = selected_in(self) or self.reading.pointed
        if pointed is not None:
            self.post_message(ExportWanted(pointed.exchange, pointed.words))
        elif exchange := self._exchange:
            self.post_message(ExportWanted(exchange))

    def action_leads(self) -> None:
        """Look up what the answer names."""
        exchange = self._exchange
        if exchange is not None and exchange.leads:
            self.post_message(LeadsWanted(exchange))

    def action_cross(self) -> None:
        """Have another friend read what the answer says."""
        exchange = self._exchange
        if exchange is not None:
            self.post_message(CrossWanted(exchange))

    def action_side_by_side(self) -> None:
        """See the answers of several friends beside each other."""
        self.post_message(RoundWanted())

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
