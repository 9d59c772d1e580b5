"""Owns what the question that is being put is about, what is lent with it, and what it goes on from."""

from __future__ import annotations

from friend.asking.friend import Friend
from friend.asking.question import Passage, Question
from friend.hearing import Inquiry
from friend.ports import LogError
from friend.record.exchange import Exchange
from friend.record.thread import part_now, passage_now
from friend.text.draft import Draft
from friend.text.span import Span
from friend.tui.conversation import Conversation
from friend.tui.notes import Note
from friend.tui.onward import RESOLVES, Onward, now_there
from friend.tui.passage import Aim, Aiming
from friend.tui.services import Services
from friend.tui.widgets.editor import Editor


class PartGoneError(Exception):
    """The part that was lent before is not in the text any more: more is never lent without a word."""


class Pointing:
    """What the question is about. Its places are the conversation's, which follow what is typed."""

    def __init__(self, services: Services, editor: Editor, aiming: Aiming, conversation: Conversation) -> None:
        self._services = services
        self._editor = editor
        self._aiming = aiming
        self._conversation = conversation
        self.aim: Aim | None = None
        self.onward: Onward | None = None

    @property
    def span(self) -> Span:
        """Where the passage stands now; all that is lent where it is the whole."""
        places = self._conversation
        return places.passage or places.part or Span(0, len(self._editor.text))

    @property
    def scope(self) -> str:
        """Say which ready questions fit."""
        return "whole" if self.aim is None or self.aim.passage.whole else "passage"

    def at(self, aim: Aim, onward: Onward | None = None, part: Span | None = None) -> None:
        """Point at a passage; `part` is all that is lent, None for the whole text."""
        self.onward, self._conversation.part = onward, part
        self._take(aim)

    def again(self, onward: Onward, note: Note | None) -> None:
        """Point at what an exchange was about, or at the place of one of its notes; no more is lent than before.

        Raises PartGoneError where what was lent is not there any more.
        """
        exchange, text = onward.last, self._editor.text
        sent = self._sent(exchange)
        part = part_now(exchange, sent, text)
        if exchange.part and part is None:
            raise PartGoneError
        place = note.place if note else None
        if place is not None:
            aim = self._aiming.here(now_there(place, text) if onward.relation == RESOLVES else place)
        else:
            passage = passage_now(exchange, sent, text)
            aim = None if passage is None or passage.whole else self._aiming.here(passage.span)
        aim = aim or self._aiming.lent(part)
        if aim is not None:
            self.at(aim, onward, part)

    def widen(self, by: int) -> bool:
        """Point at more (1) or less (-1) of what is lent; tell whether there is any."""
        span = self.span
        rungs = self._aiming.ladder(span, self._conversation.part)
        others = [aim for aim in rungs if (len(aim.passage.span) - len(span)) * by > 0]
        if others:
            self._take(others[0] if by > 0 else others[-1])
        return bool(others)

    def lend(self) -> bool:
        """Lend the next larger section around the passage, then the whole text again; tell whether there is any."""
        cursor = self._editor.cursor_offset_in_text
        is_whole = self.aim is None or self.aim.passage.whole
        part = self._conversation.part
        around = Span(cursor, cursor) if is_whole and part is None else self.span
        choices = [None, *self._aiming.parts(around)]
        chosen = choices[(choices.index(part) + 1) % len(choices)] if part in choices else None
        if chosen == part:
            return False
        self._conversation.part = chosen
        if is_whole and (aim := self._aiming.lent(chosen)):
            self._take(aim)
        return True

    def inquiry(self, friend: Friend, question: Question, path: str | None) -> Inquiry:
        """Give the question on the text as it is now."""
        text, span, onward = self._editor.text, self.span, self.onward
        draft = Draft(text, path)
        return Inquiry(
            draft,
            friend,
            onward.put(question, draft) if onward else question,
            Passage(span, span.of(text), whole=self._conversation.passage is None),
            part=self._conversation.part,
            reader=self._services.reader,
            earlier=onward.thread if onward else (),
            relation=onward.relation if onward else None,
        )

    def leave(self) -> None:
        """Point at nothing any more."""
        self.aim = self.onward = self._conversation.passage = self._conversation.part = None

    def sent(self) -> None:
        """Let go of what was pointed at: the question is on its way, and its passage stays marked."""
        self.aim = self.onward = self._conversation.part = None

    def _take(self, aim: Aim) -> None:
        self.aim = aim
        self._conversation.passage = None if aim.passage.whole else aim.passage.span

    def _sent(self, exchange: Exchange) -> str:
        try:
            return self._services.log.draft_as_sent(str(exchange.id))
        except (LookupError, LogError):
            return ""
