"""Owns what is between the person's text and the friend's words: the question under way, and the notes on the text."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from textual.worker import Worker

from friend.asking.suggestion import State, Suggestion
from friend.ports import LogError, Reasoning, Served, Settling, Waiting
from friend.record.exchange import Exchange
from friend.record.notes import every_note, has_open_notes
from friend.record.thread import passage_now
from friend.review import Answered, Asked, Inquiry, Noted, Progress, Refused
from friend.text.anchoring import Anchor
from friend.text.following import Change, followed
from friend.text.interface import tr
from friend.text.span import Span
from friend.text.word_index import WordIndex
from friend.tui.letting_go import spare
from friend.tui.notes import Note, in_text_order, note_again, note_of
from friend.tui.passage import Aiming
from friend.tui.services import Services
from friend.tui.turns import Turns
from friend.tui.widgets.answer import Answer
from friend.tui.widgets.blind_answer import answer_of
from friend.tui.widgets.editor import Editor
from friend.tui.widgets.friend_pane import FriendPane
from friend.tui.widgets.rows import Marks


@dataclass(slots=True)
class Talk:
    """A question under way: the text as it was sent, and what was typed since. Several may be under way at once."""

    inquiry: Inquiry
    answer: Answer
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    since: list[Change] = field(default_factory=list)
    running: Worker[None] | None = None
    notes: list[Note] = field(default_factory=list)


class Conversation:
    """Asks, hears, and keeps the notes in their places. It reads the editor's text and never writes to it.

    `told` is called when something that the desk shows has changed, `say` with news for the person.
    """

    def __init__(
        self,
        services: Services,
        editor: Editor,
        pane: FriendPane,
        aiming: Aiming,
        *,
        told: Callable[[], None],
        say: Callable[[str], None],
    ) -> None:
        self._services = services
        self._editor = editor
        self._pane = pane
        self._aiming = aiming
        self._told = told
        self._say = say
        self.notes: list[Note] = []
        self.talks: list[Talk] = []
        self.passage: Span | None = None
        self.part: Span | None = None
        self._turns = Turns()
        self._index = WordIndex()

    @property
    def talk(self) -> Talk | None:
        """The question under way that was put last; None where none is."""
        return self.talks[-1] if self.talks else None

    @property
    def standing(self) -> list[Note]:
        """The notes that still want attention and have a place, in the order of the text."""
        return in_text_order(self.notes)

    @property
    def standing_count(self) -> int:
        """How many there are of them."""
        return sum(note.is_open and note.place is not None for note in self.notes)

    @property
    def open_count(self) -> int:
        """How many notes are open that had a place when they came, in sight in the text or not."""
        return sum(note.state == "open" and note.suggestion.span is not None for note in self.notes)

    def marks(self) -> Marks:
        """Give what is to be marked in the text."""
        placed = [note for note in self.standing if note.place]
        numbers = ((note.place.start, note.sign) for note in placed if note.place)
        spans = [hunk.span for note in placed for hunk in note.hunks if hunk.is_there]
        spans += [note.place for note in placed if note.place and not note.hunks]
        return Marks(self.passage, tuple(sorted(spans)), tuple(sorted(numbers)))

    # What the person does to the text

    def heard(self, change: Change) -> None:
        """Follow one edit."""
        for talk in self.talks:
            talk.since.append(change)
        if self.passage is not None:
            self.passage = followed(self.passage, change)
        if self.part is not None:
            self.part = followed(self.part, change)
        is_another = [note.heard(change, self._text) for note in self.notes]
        if any(is_another):
            self._show()
            self._told()

    def _text(self) -> str:
        return self._editor.text

    def settle(self) -> None:
        """Close the notes whose words are gone, and open again those whose words came back; commit both."""
        lost = [note for note in self.notes if note.changed and note.state == "open"]
        if lost:
            self._index.text = self._editor.text
        for note in lost:
            note.find(self._index)
        for note in self.notes:
            if note.changed and note.state == "open":
                note.by_itself = True
                self._commit(note, "dealt-with")
            elif not note.changed and note.by_itself:
                note.by_itself = False
                self._commit(note, "open")
        self._show()

    def decide(self, note: Note, state: State) -> None:
        """Put a note away, or bring it back."""
        note.by_itself = False
        note.pinned = state == "open"
        note.changed = False
        self._commit(note, state)
        self._show()

    def neighbour(self, offset: int, by: int) -> Note | None:
        """Give the next (1) or the previous (-1) open note from `offset` in the text, round the end."""
        notes = self.standing
        if not notes:
            return None
        starts = [note.spot.start if note.spot else 0 for note in notes]
        if by > 0:
            return next((note for note, start in zip(notes, starts, strict=True) if start > offset), notes[0])
        return next(
            (note for note, start in reversed(list(zip(notes, starts, strict=True))) if start < offset), notes[-1]
        )

    # What the friend says

    def begin(self, inquiry: Inquiry, about: str) -> Talk:
        """Take a question; `run` sends it. From here on every edit is followed."""
        title = self._services.title(inquiry.question.name, inquiry.question.text)
        under = self._pane.answer_to(inquiry.earlier[-1].id) if inquiry.earlier else None
        answer = answer_of(inquiry, self._services.clock.now(), title, about, under)
        answer.typed_at = lambda: self._editor.typed_at
        talk = Talk(inquiry, answer)
        self.talks.append(talk)
        self.passage = None if inquiry.passage.whole else inquiry.passage.span
        return talk

    async def run(self, talk: Talk) -> None:
        """Ask, and show what comes until the answer is settled."""
        try:
            await self._pane.begin(talk.answer)
            await self._let_go()
            if not talk.inquiry.friend.is_embedded:
                await self._ask(talk)
                return
            if not self._turns.is_free:
                talk.answer.wait_for_turn()
            async with self._turns.taken(talk.stop) as ours:
                if ours:
                    await self._ask(talk)
                else:
                    talk.answer.refuse(tr("You stopped before its turn."))
        finally:
            self.talks.remove(talk)
            self._told()

    async def _let_go(self) -> None:
        """Take the answers away that are spare, with their notes: what the desk holds does not grow all day."""
        gone = spare(self._pane.answers, self._pane.answer)
        notes = {id(card.note) for answer in gone for card in answer.cards}
        self.notes = [note for note in self.notes if id(note) not in notes]
        await self._pane.remove_children(gone)

    async def _ask(self, talk: Talk) -> None:
        try:
            async for event in self._services.reviewer.ask(talk.inquiry, talk.stop):
                self._hear(talk, event)
        except Refused as error:
            talk.answer.refuse(error.failure.message)

    def _hear(self, talk: Talk, event: Progress) -> None:
        match event:
            case Asked():
                pass
            case Waiting():
                talk.answer.wait(event)
            case Served(version):
                talk.answer.served(version)
            case Reasoning(text):
                talk.answer.think(text)
            case Settling(ended):
                talk.answer.ask_who(ended.host or tr("the host"))
            case Noted(suggestion):
                self._note(talk, suggestion)
            case Answered(exchange):
                known = {note.suggestion.id for note in self.notes}
                for suggestion in exchange.suggestions:
                    if suggestion.id not in known:
                        self._note(talk, suggestion)
                talk.answer.settle(exchange)
                self._put_in_order(talk)
                self._commit_early(talk)
            case _:
                talk.answer.say(event.text)

    def _note(self, talk: Talk, suggestion: Suggestion) -> None:
        if suggestion.says_nothing:
            return
        inquiry = talk.inquiry
        note = note_of(
            self._next_number,
            suggestion,
            inquiry.draft.text,
            talk.since,
            self._editor.text,
            folded_why=inquiry.friend.is_embedded,
        )
        self._take(note)
        talk.notes.append(note)
        talk.answer.add(note)
        self._told()

    def _put_in_order(self, talk: Talk) -> None:
        """Put the notes of an answer that is over in the order of the text, and number them so: a friend may not."""
        ordered = sorted(talk.notes, key=_in_the_text)
        if [*map(id, ordered)] == [*map(id, talk.notes)]:
            return
        for number, note in zip(sorted(note.number for note in talk.notes), ordered, strict=True):
            note.number = number
        talk.answer.order(ordered)
        self._pane.show_notes()
        self._told()
        if (card := self._pane.current) in talk.answer.cards:
            self._pane.call_after_refresh(self._pane.scroll_to_widget, card, animate=False)

    # What was said before

    async def reopen(self, path: str) -> list[Exchange]:
        """Lay out the open notes of earlier days on the text as it is now; give their exchanges, oldest first.

        `path` is absolute.
        """
        try:
            told = self._services.log.open_about(path)
        except LogError as error:
            self._say(str(error))
            return []
        told = [(one, sent) for one, sent in told if has_open_notes(one)]
        if told:
            self._index.text = self._editor.text
            for _ in self._index.reading():
                await asyncio.sleep(0)
        exchanges = [one for one, _ in told]
        sent_with = {one.id: sent for one, sent in told}
        for exchange in self._in_threads(exchanges):
            sent = sent_with.get(exchange.id)
            answer = await self._lay_out(exchange, sent)
            if sent is not None:
                self._add_notes(answer, exchange, sent)
        self._told()
        return exchanges

    async def recall(self, exchange: Exchange, sent: str) -> None:
        """Have an exchange in sight with all its notes on the text as it is now; `sent` is the draft as it was sent."""
        answer = self._pane.answer_to(exchange.id)
        if answer is None or (exchange.suggestions and not answer.cards):
            self._index.text = self._editor.text
            for _ in self._index.reading():
                await asyncio.sleep(0)
            answer = answer or await self._lay_out(exchange, sent)
            self._add_notes(answer, exchange, sent)
            self._told()
        self._pane.show_from_top(answer)

    def _add_notes(self, answer: Answer, exchange: Exchange, sent: str) -> None:
        # The text may have changed while the answer was laid out.
        self._index.text = self._editor.text
        for note in every_note(exchange, sent, self._index):
            answer.add(self._again(note.suggestion, note.anchor, exchange, sent))

    def _in_threads(self, exchanges: list[Exchange]) -> list[Exchange]:
        """Give them with all that was said in the same threads, oldest first."""
        try:
            related = self._services.log.threads([str(one.id) for one in exchanges])
        except LogError as error:
            self._say(str(error))
            return exchanges
        return [one for one in related if not one.forgotten]

    async def _lay_out(self, exchange: Exchange, sent: str | None) -> Answer:
        title = self._services.title(exchange.question.name, exchange.question.text)
        under = self._pane.answer_to(exchange.follows)
        answer = Answer(exchange.speaker.name, exchange.asked_at, title, self._about(exchange, sent), under=under)
        answer.lent = self._lent(exchange, sent)
        await self._pane.put(answer)
        answer.settle(exchange)
        return answer

    def _about(self, exchange: Exchange, sent: str | None) -> str:
        """Say in short what an exchange was about, as it is called now; "" where that is not in the text any more."""
        passage = passage_now(exchange, sent, self._index) if sent is not None else None
        return self._aiming.short(passage) if passage else ""

    def _lent(self, exchange: Exchange, sent: str | None) -> str:
        """Give what was lent of the draft then, so that a whole text that was offered stays folded; "" where gone."""
        if sent is None:
            try:
                sent = self._services.log.draft_as_sent(str(exchange.id))
            except (LogError, LookupError):
                return ""
        return exchange.part.of(sent) if exchange.part else sent

    def _again(self, suggestion: Suggestion, anchor: Anchor, exchange: Exchange, sent: str) -> Note:
        embedded = exchange.speaker.evidence == "file"
        note = note_again(self._next_number, suggestion, anchor, sent, self._editor.text, folded_why=embedded)
        self._take(note)
        return note

    # Common to both

    @property
    def _next_number(self) -> int:
        return max((note.number for note in self.notes), default=0) + 1

    def _take(self, note: Note) -> None:
        note.hides_wording = self._services.try_first
        self.notes.append(note)
        self._name_place(note)

    def _commit(self, note: Note, state: State) -> None:
        note.state = state
        note.suggestion = replace(note.suggestion, state=state)
        if not any(note in talk.notes for talk in self.talks):
            self._write(note)

    def _commit_early(self, talk: Talk) -> None:
        """Commit what was decided about notes before their answer was in the log."""
        decided = [note for note in talk.notes if note.state != "open"]
        talk.notes.clear()
        for note in decided:
            self._write(note)

    def _write(self, note: Note) -> None:
        try:
            self._services.log.decided(note.suggestion.id, note.state)
        except LogError as error:
            self._say(str(error))

    def _name_place(self, note: Note) -> None:
        note.where = self._aiming.named(note.spot.start) if note.spot else ""

    def _show(self) -> None:
        for note in self.notes:
            self._name_place(note)
        self._pane.show_notes()


def _in_the_text(note: Note) -> tuple[bool, int]:
    """Give what puts notes in the order of the text; those without a place stay behind the others as they came."""
    return note.spot is None, note.spot.start if note.spot else 0
