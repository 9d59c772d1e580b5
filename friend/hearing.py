"""Owns what has been heard of one answer so far: its prose, its suggestions in their places, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from friend.asking.friend import Friend
from friend.asking.ghostwriting import Folding, note_of
from friend.asking.lead import Lead
from friend.asking.leads import leads
from friend.asking.placing import place
from friend.asking.question import Passage, Question
from friend.asking.reply import Advised, Prose, ReplyParser
from friend.asking.suggestion import Suggestion
from friend.page_ports import Clock
from friend.ports import Delta, Ended, Heard, Reasoning, Served, Settling, Waiting
from friend.record.evidence import weigh
from friend.record.exchange import Blind, Exchange, Relation, Status
from friend.text.draft import Draft
from friend.text.span import Span
from friend.text.word_index import WordIndex

_AT_ONCE_S: Final = 0.1
"""Reasoning that comes with the answer, as from a host that does not stream, tells nothing of its time."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What the person asks of whom, about which text.

    `part` is the section lent, None for the whole draft; `reader` says who the text is for; `rest` is the person's
    own summary of what is not lent. `group` is one id for a question that goes to several friends; `blind` the letter
    that this friend answers under. `earlier` is the thread that the question continues, oldest first, and `relation` as
    what. `reflection` is what the person thinks themselves, which is kept and never sent. Spans are code points of the
    whole draft.
    """

    draft: Draft
    friend: Friend
    question: Question
    passage: Passage
    part: Span | None = None
    reader: str | None = None
    rest: str | None = None
    group: str | None = None
    earlier: tuple[Exchange, ...] = ()
    relation: Relation | None = None
    blind: Blind | None = None
    reflection: str | None = None


def lent(inquiry: Inquiry) -> str:
    """Give the text that is lent: the part, or the whole draft."""
    return inquiry.part.of(inquiry.draft.text) if inquiry.part else inquiry.draft.text


@dataclass(frozen=True, slots=True)
class Noted:
    """A suggestion came whole and has its place on the draft."""

    suggestion: Suggestion


# What a person can be shown of an answer while it comes.
Told = Waiting | Served | Reasoning | Prose | Noted | Settling


class Hearing:
    """What has been heard of one answer so far."""

    def __init__(self, inquiry: Inquiry, exchange: Exchange, clock: Clock) -> None:
        self._inquiry = inquiry
        self._asked = exchange
        self._clock = clock
        self._reasoning: list[str] = []
        self._thinking: tuple[datetime, datetime] | None = None
        self._spoke = False
        self._index = WordIndex(lent(inquiry))
        self._parser = ReplyParser()
        self._prose: list[str] = []
        self._suggestions: list[Suggestion] = []
        self._notes: list[str] = []
        self._served: list[Served] = []
        self.ended: Ended | None = None

    def reading(self) -> Iterator[None]:
        """Read what was lent in small steps, so that places are found at once when they are wanted."""
        return self._index.reading()

    def take(self, heard: Heard) -> list[Told]:
        """Read one event of the gateway."""
        match heard:
            case Delta(text):
                self._think_until_now()
                self._spoke = True
                return self._read(self._parser.feed(text))
            case Served():
                self._served.append(heard)
                return [heard]
            case Waiting():
                return [heard]
            case Reasoning(text):
                self._reasoning.append(text)
                self._think_until_now()
                return [heard]
            case Settling(ended):
                self.ended = ended
                return [*self.finish(), heard]
            case Ended():
                self.ended = heard
                return []

    def finish(self) -> list[Told]:
        """Read what the parser still held back."""
        return self._read(self._parser.close())

    def exchange(self) -> Exchange:
        """Give the exchange with all that came; without the gateway's last word it was cancelled."""
        if self.ended is None:
            self._read(self._parser.close())
        prose = "".join(self._prose).strip()
        brought = Folding(lent(self._inquiry)).brought(prose)
        ended = self.ended or Ended("cancelled", tuple(served.version for served in self._served))
        served = ended.served
        labels = (note_of(brought),) if brought else ()
        return replace(
            self._asked,
            status=self._status(ended),
            speaker=replace(
                self._asked.speaker,
                served=served,
                evidence=weigh(
                    self._asked.speaker.requested, served, from_file=ended.from_file, from_record=ended.from_record
                ),
                provider=ended.provider or self._asked.speaker.provider,
                host=ended.host or self._asked.speaker.host,
                fingerprint=ended.fingerprint,
                sub_provider=ended.sub_provider,
                request_id=ended.request_id,
            ),
            answer=prose,
            raw=self._parser.raw,
            suggestions=tuple(self._suggestions),
            usage=ended.usage,
            finish=ended.finish,
            error=ended.error,
            notes=tuple(dict.fromkeys((*self._asked.notes, *ended.notes, *self._parser.notes, *self._notes, *labels))),
            reasoning="".join(self._reasoning),
            thought_s=self._thought_s(),
            leads=self._leads(prose),
        )

    def _leads(self, prose: str) -> tuple[Lead, ...]:
        """Give what the answer names that the person had not named."""
        inquiry = self._inquiry
        known = "\n".join((lent(inquiry), inquiry.question.text, inquiry.reader or "", inquiry.rest or ""))
        named = enumerate(leads(prose, known), start=1)
        return tuple(Lead(f"{self._asked.id}.v{number}", each) for number, each in named)

    def _think_until_now(self) -> None:
        """Measure from the first thought to the first word of the answer, or to the last thought where none came."""
        if self._reasoning and not self._spoke:
            now = self._clock.now()
            self._thinking = (self._thinking[0] if self._thinking else now, now)

    def _thought_s(self) -> float | None:
        if self._thinking is None:
            return None
        seconds = (self._thinking[1] - self._thinking[0]).total_seconds()
        return seconds if seconds >= _AT_ONCE_S else None

    def _status(self, ended: Ended) -> Status:
        if ended.status == "complete" and not self._parser.raw.strip():
            self._notes.append("the answer is empty")
        return ended.status

    def _read(self, events: Sequence[Prose | Advised]) -> list[Told]:
        progress: list[Told] = []
        for event in events:
            if isinstance(event, Prose):
                self._prose.append(event.text)
                progress.append(event)
            else:
                progress.append(self._place(event))
        return progress

    def _place(self, advised: Advised) -> Noted:
        """Place advice on what was lent, in the offsets of the whole draft."""
        inquiry = self._inquiry
        offset = inquiry.part.start if inquiry.part else 0
        asked = inquiry.passage.span
        passage = replace(inquiry.passage, span=Span(asked.start - offset, asked.end - offset))
        suggestion, notes = place(
            advised.advice,
            self._index,
            passage,
            f"{self._asked.id}.{len(self._suggestions) + 1}",
            question=f"{inquiry.question.text}\n{inquiry.reader or ''}\n{inquiry.rest or ''}",
        )
        if offset:
            suggestion = replace(
                suggestion,
                span=_shifted(suggestion.span, offset) if suggestion.span else None,
                candidates=tuple(_shifted(span, offset) for span in suggestion.candidates),
            )
        self._suggestions.append(suggestion)
        self._notes += notes
        return Noted(suggestion)


def _shifted(span: Span, offset: int) -> Span:
    return Span(span.start + offset, span.end + offset)
