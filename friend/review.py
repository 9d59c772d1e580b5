"""Owns the order of a review: check, commit the intent, send once, read, place, commit the answer.

Nothing is sent before the intent is in the log; what came is in the log whatever happens next.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from friend.asking.friend import Friend
from friend.asking.placing import place
from friend.asking.prompt import Prompt
from friend.asking.question import Passage, Question
from friend.asking.reply import Advised, Prose, ReplyParser
from friend.asking.request import Message, Request, frame, reply_schema
from friend.asking.suggestion import Suggestion
from friend.ports import (
    Clock,
    Delta,
    Destination,
    Ended,
    ExchangeLog,
    Heard,
    LogError,
    ModelGateway,
    Prompts,
    Reasoning,
    Served,
    Unsendable,
    Waiting,
)
from friend.record.evidence import weigh
from friend.record.exchange import DraftRef, Exchange, Failure, PromptRef, Status, requested_of
from friend.text.draft import Draft, NotADraftError
from friend.text.language import language
from friend.text.sentences import sentences
from friend.text.span import Span
from friend.text.visible import count_invisible

MOST_SUGGESTIONS: Final = 7
# The embedded model says little that is new after its third suggestion, at some ten tokens a second.
_MOST_EMBEDDED: Final = 3
_EMBEDDED_MAX_TOKENS: Final = 640


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What the person asks of whom, about which text.

    `part` is the section lent, None for the whole draft; `reader` says who the text is for; `rest` is the person's
    own summary of what is not lent. Spans are code points of the whole draft.
    """

    draft: Draft
    friend: Friend
    question: Question
    passage: Passage
    part: Span | None = None
    reader: str | None = None
    rest: str | None = None


class Refused(Exception):  # noqa: N818 - a refusal is an answer to the person, not a fault of the program
    """Nothing was sent; `failure` says why and what to do."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Preview:
    """What would go where, before anything is sent. `words` counts what is lent; `warnings` stop nothing here."""

    destination: Destination
    words: int
    request: Request
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """The intent is in the log; the question leaves now, as the preview says."""

    exchange: Exchange
    preview: Preview


@dataclass(frozen=True, slots=True)
class Noted:
    """A suggestion came whole and has its place on the draft."""

    suggestion: Suggestion


@dataclass(frozen=True, slots=True)
class Answered:
    """The last event: the exchange as it stands in the log."""

    exchange: Exchange


Progress = Asked | Waiting | Served | Prose | Noted | Answered


class Reviewer:
    """The use case. It holds no state of a review: each `ask` is whole in itself."""

    def __init__(
        self,
        gateway: ModelGateway,
        log: ExchangeLog,
        clock: Clock,
        prompts: Prompts,
        new_id: Callable[[datetime], str],
        *,
        friends: Sequence[Friend] = (),
    ) -> None:
        self._gateway = gateway
        self._log = log
        self._clock = clock
        self._prompts = prompts
        self._new_id = new_id
        self._friends = friends

    async def preview(self, inquiry: Inquiry) -> Preview:
        """Say what would go where. Nothing leaves the machine. Raises Refused where it could not be sent."""
        _check(inquiry)
        request = self._request(inquiry)
        try:
            destination = await self._gateway.destination(inquiry.friend, request)
        except Unsendable as error:
            raise Refused(error.failure) from None
        await self._check_fits(inquiry, request, destination)
        lent = _lent(inquiry)
        return Preview(destination, Draft(lent).words, request, tuple(_warnings(lent, destination)))

    async def ask(self, inquiry: Inquiry, stop: asyncio.Event | None = None) -> AsyncIterator[Progress]:
        """Ask once, and give what comes; `Answered` is last. Raises Refused where nothing was sent.

        Setting `stop` ends it with status "cancelled". Cancelling the task, or closing the iterator, commits what
        came before it lets go.
        """
        preview = await self.preview(inquiry)
        exchange = self._intent(inquiry, preview)
        yield Asked(exchange, preview)
        hearing = _Hearing(inquiry, exchange)
        try:
            async with _closing(self._gateway.send(inquiry.friend, preview.request)) as stream:
                async for heard in _until(stop, stream):
                    for event in hearing.take(heard):
                        yield event
            for event in hearing.finish():
                yield event
        except Unsendable as error:
            hearing.ended = Ended("refused", error=error.failure)
        except Exception:
            hearing.ended = Ended("incomplete", notes=("friend itself failed while this answer came",))
            raise
        finally:
            settled = self._commit(hearing.exchange())
        yield Answered(settled)

    def _request(self, inquiry: Inquiry) -> Request:
        rule = self._rule(inquiry)
        spoken = language(_lent(inquiry))
        text = frame(
            inquiry.draft,
            inquiry.passage,
            inquiry.question,
            language=spoken,
            part=inquiry.part,
            reader=inquiry.reader,
            rest=inquiry.rest,
        )
        messages = (Message("system", rule.text), Message("user", text))
        if not inquiry.friend.is_embedded:
            return Request(messages)
        quotes = [span.of(inquiry.draft.text) for span in sentences(inquiry.draft.text, inquiry.passage.span)]
        schema = reply_schema(list(dict.fromkeys(quotes)), inquiry.question, _MOST_EMBEDDED)
        return Request(messages, schema, _EMBEDDED_MAX_TOKENS)

    def _rule(self, inquiry: Inquiry) -> Prompt:
        if not inquiry.friend.is_embedded:
            return self._prompts.rule("review")
        return self._prompts.rule("comment-small" if inquiry.question.wants == "comments" else "review-small")

    async def _check_fits(self, inquiry: Inquiry, request: Request, destination: Destination) -> None:
        """Refuse what the window cannot hold, with the numbers and the friends that could (fault 22)."""
        if _fits(destination, request):
            return
        others = []
        for other in self._friends:
            with suppress(Unsendable):
                if other != inquiry.friend and _fits(await self._gateway.destination(other, request), request):
                    others.append(other.name)
        able = f"{', '.join(others)} could take it; or lend" if others else "Lend"
        about = "about " if destination.approximate else ""
        raise _refusal(
            "too-long",
            f"this text takes {about}{destination.input_tokens} tokens with the question, and {inquiry.friend.name} "
            f"reads at most {destination.window} with its answer. {able} one section with --part",
        )

    def _intent(self, inquiry: Inquiry, preview: Preview) -> Exchange:
        """Commit what is about to be asked (fault 63: no log, no question)."""
        now = self._clock.now()
        rule = self._rule(inquiry)
        speaker = requested_of(inquiry.friend)
        exchange = Exchange(
            id=self._new_id(now),
            sequence=None,
            group=None,
            status="unknown",
            asked_at=now,
            speaker=replace(speaker, provider=preview.destination.provider, host=preview.destination.host),
            prompt=PromptRef(rule.name, rule.digest),
            draft=DraftRef(inquiry.draft.path, inquiry.draft.digest, inquiry.draft.words),
            passage=inquiry.passage,
            question=inquiry.question,
            part=inquiry.part,
            reader=inquiry.reader,
            notes=preview.warnings,
        )
        try:
            return replace(exchange, sequence=self._log.asked(exchange, inquiry.draft))
        except LogError as error:
            raise _refusal("log", f"nothing was sent, since the log cannot be written: {error}") from None

    def _commit(self, exchange: Exchange) -> Exchange:
        """Commit the answer; where the log fails, the answer is kept in hand and says so (fault 62)."""
        try:
            self._log.answered(exchange)
        except LogError as error:
            note = f"this answer is not in the log: {error}"
            return replace(exchange, notes=(*exchange.notes, note))
        return exchange


class _Hearing:
    """What has been heard of one answer so far."""

    def __init__(self, inquiry: Inquiry, exchange: Exchange) -> None:
        self._inquiry = inquiry
        self._asked = exchange
        self._parser = ReplyParser()
        self._prose: list[str] = []
        self._suggestions: list[Suggestion] = []
        self._notes: list[str] = []
        self._served: list[Served] = []
        self.ended: Ended | None = None

    def take(self, heard: Heard) -> list[Progress]:
        """Read one event of the gateway."""
        match heard:
            case Delta(text):
                return self._read(self._parser.feed(text))
            case Served():
                self._served.append(heard)
                return [heard]
            case Waiting():
                return [heard]
            case Reasoning():
                return []
            case Ended():
                self.ended = heard
                return []

    def finish(self) -> list[Progress]:
        """Read what the parser still held back."""
        return self._read(self._parser.close())

    def exchange(self) -> Exchange:
        """Give the exchange with all that came; without the gateway's last word it was cancelled."""
        if self.ended is None:
            self._read(self._parser.close())
        ended = self.ended or Ended("cancelled", tuple(served.version for served in self._served))
        served = ended.served
        return replace(
            self._asked,
            status=self._status(ended),
            speaker=replace(
                self._asked.speaker,
                served=served,
                evidence=weigh(self._asked.speaker.requested, served, from_file=ended.from_file),
                provider=ended.provider or self._asked.speaker.provider,
                host=ended.host or self._asked.speaker.host,
                fingerprint=ended.fingerprint,
            ),
            answer="".join(self._prose).strip(),
            raw=self._parser.raw,
            suggestions=tuple(self._suggestions),
            usage=ended.usage,
            finish=ended.finish,
            error=ended.error,
            notes=tuple(dict.fromkeys((*self._asked.notes, *ended.notes, *self._parser.notes, *self._notes))),
        )

    def _status(self, ended: Ended) -> Status:
        if ended.status == "complete" and not self._parser.raw.strip():
            self._notes.append("the answer is empty")
        return ended.status

    def _read(self, events: Sequence[Prose | Advised]) -> list[Progress]:
        progress: list[Progress] = []
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
            _lent(inquiry),
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


def _lent(inquiry: Inquiry) -> str:
    return inquiry.part.of(inquiry.draft.text) if inquiry.part else inquiry.draft.text


def _fits(destination: Destination, request: Request) -> bool:
    if destination.window is None or destination.input_tokens is None:
        return True
    return destination.input_tokens + (request.max_tokens or 0) <= destination.window


def _refusal(kind: str, message: str) -> Refused:
    return Refused(Failure(kind, message))


def _check(inquiry: Inquiry) -> None:
    """Refuse what cannot be asked (R1, faults 24 and 25)."""
    if not inquiry.draft.text.strip("\ufeff \t\r\n"):
        raise _refusal("empty-draft", "the draft is empty: you write first, then friend reads")
    if not inquiry.question.text.strip():
        raise _refusal("empty-question", "there is no question: ask one, or name a ready question")
    if not inquiry.passage.text.strip():
        raise _refusal("empty-passage", "the passage is empty: name one with words in it")
    if inquiry.part and not inquiry.part.contains(inquiry.passage.span):
        raise _refusal("outside-part", "the passage is not in the part that is lent")
    for name, text in _texts(inquiry):
        try:
            Draft(text).to_bytes()
        except NotADraftError as error:
            raise _refusal("not-text", f"the {name} cannot be sent: {error}") from None


def _texts(inquiry: Inquiry) -> list[tuple[str, str]]:
    return [
        ("draft", inquiry.draft.text),
        ("question", inquiry.question.text),
        ("reader", inquiry.reader or ""),
        ("summary", inquiry.rest or ""),
    ]


def _warnings(lent: str, destination: Destination) -> list[str]:
    warnings = []
    if invisible := count_invisible(lent.removeprefix("\ufeff")):
        warnings.append(f"the text holds {invisible} invisible characters, which the model reads and you do not see")
    if destination.window is None:
        warnings.append("how much this model can read is unknown")
    if destination.price_usd is None and not destination.local:
        warnings.append("the price is unknown")
    return warnings


class _closing:  # noqa: N801 - reads as contextlib.aclosing does
    """Close an iterator on the way out, so that a socket never outlives the question."""

    def __init__(self, stream: AsyncIterator[Heard]) -> None:
        self._stream = stream

    async def __aenter__(self) -> AsyncIterator[Heard]:
        return self._stream

    async def __aexit__(self, *_: object) -> None:
        close = getattr(self._stream, "aclose", None)
        if close:
            await close()


async def _until(stop: asyncio.Event | None, stream: AsyncIterator[Heard]) -> AsyncIterator[Heard]:
    """Give what the stream gives until `stop` is set."""
    if stop is None:
        async for heard in stream:
            yield heard
        return
    stopping = asyncio.ensure_future(stop.wait())
    following: asyncio.Future[Heard] | None = None
    try:
        while True:
            following = asyncio.ensure_future(anext(stream))
            await asyncio.wait({stopping, following}, return_when=asyncio.FIRST_COMPLETED)
            if not following.done():
                return
            try:
                heard = following.result()
            except StopAsyncIteration:
                return
            yield heard
    finally:
        stopping.cancel()
        if following and not following.done():
            following.cancel()
            with suppress(asyncio.CancelledError, StopAsyncIteration):
                await following
