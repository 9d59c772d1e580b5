"""Owns how a question goes on from what a friend said: a follow-up, about one note, or "does this resolve it?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from friend.asking.friend import Friend
from friend.asking.prompt import ReadyQuestion
from friend.asking.question import Question
from friend.asking.suggestion import Suggestion
from friend.ports import LogError
from friend.record.exchange import Exchange, Relation
from friend.record.thread import advice_in_words
from friend.text.draft import Draft
from friend.text.language import language
from friend.text.sentences import sentences
from friend.text.span import Span
from friend.tui.notes import Note
from friend.tui.services import Services

RESOLVES: Final = "resolves"
_ABOUT: Final = {
    "en": "About your remark on “{}”: {}",
    "fr": "À propos de ta remarque sur « {} » : {}",
}


@dataclass(frozen=True, slots=True)
class Onward:
    """What a question goes on from: the thread, oldest first, and as what.

    `remark` are the draft's words that the note was on, where the question is about one note; `ready` the question that
    stands ready, None where the person puts their own.
    """

    thread: tuple[Exchange, ...]
    relation: Relation = "follow-up"
    remark: str | None = None
    ready: ReadyQuestion | None = None

    @property
    def last(self) -> Exchange:
        """The exchange that it continues."""
        return self.thread[-1]

    def put(self, question: Question, draft: Draft) -> Question:
        """Give the question as it is asked and logged: one about a note names it, in the draft's language."""
        if self.remark is None or question.name is not None:
            return question
        words = _ABOUT.get(language(draft.text), _ABOUT["en"]).format(self.remark, question.text.strip())
        return replace(question, text=words)

    def friend(self, friends: Sequence[Friend]) -> Friend | None:
        """Give the friend who spoke, None where there is none of that name any more."""
        return next((friend for friend in friends if friend.name == self.last.speaker.name), None)


def going_on(services: Services, exchange: Exchange, note: Note | None = None) -> Onward:
    """Go on from an exchange, about one of its notes where one is given."""
    remark = " ".join(note.suggestion.quote.split()) if note else None
    return Onward(_thread(services, exchange), remark=remark)


def resolving(services: Services, exchange: Exchange, note: Note, text: str) -> Onward | None:
    """Ask whether what the person wrote meets the note; None where the place is as it was, or is gone."""
    ready = next((one for one in services.questions if one.name == RESOLVES), None)
    place = note.place
    if ready is None or place is None or not note.is_rewritten(text):
        return None
    words = {
        "point": advice_in_words(note.suggestion),
        "before": _before(services, exchange, note.suggestion),
        "now": now_there(place, text).of(text),
    }
    return Onward(_thread(services, exchange), RESOLVES, ready=ready.filled(words))


def now_there(place: Span, text: str) -> Span:
    """Give the sentences that a note's place is in now; where nothing is left of it, the nearest words."""
    first = text.rfind("\n\n", 0, place.start) + 1
    end = text.find("\n\n", place.end)
    around = Span(first, end if end >= 0 else len(text))
    found = [one for one in sentences(text, around) if one.start <= place.end and place.start <= one.end]
    return Span(found[0].start, found[-1].end) if found else place


def _before(services: Services, exchange: Exchange, suggestion: Suggestion) -> str:
    """Give the sentences as the friend read them."""
    try:
        sent = services.log.draft_as_sent(str(exchange.id))
    except (LookupError, LogError):
        sent = ""
    if not sent or suggestion.span is None:
        return suggestion.quote
    return now_there(suggestion.span, sent).of(sent)


def _thread(services: Services, exchange: Exchange) -> tuple[Exchange, ...]:
    """Give all that it goes on from; where the log has lost it, it stands alone."""
    try:
        return tuple(services.log.thread(str(exchange.id))) or (exchange,)
    except LogError:
        return (exchange,)
