"""Owns the order of a review: check, commit the intent, send once, read, place, commit the answer.

Nothing is sent before the intent is in the log; what came is in the log whatever happens next.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from friend.asking.friend import Friend
from friend.asking.prompt import Prompt
from friend.asking.question import Question
from friend.asking.request import Message, Request, frame, reply_schema
from friend.before_sending import Preview, preview_of
from friend.hearing import Hearing, Inquiry, Noted, Told, lent
from friend.page_ports import Clock
from friend.ports import (
    Destination,
    Ended,
    ExchangeLog,
    Heard,
    LogError,
    ModelGateway,
    Prompts,
    Unsendable,
)
from friend.record.exchange import DraftRef, Exchange, Failure, PromptRef, requested_of
from friend.record.thread import turns_of
from friend.text.draft import Draft, NotADraftError
from friend.text.language import language
from friend.text.passages import has_own_words
from friend.text.sentences import sentences

__all__ = ["RULES", "Answered", "Asked", "Inquiry", "Noted", "Preview", "Progress", "Refused", "Reviewer"]

RULES: Final = ("review", "review-small", "comment-small")
"""The rules that a friend may be given: one for conversation, and the offline model's for wording and for comments."""

# The embedded model says little that is new after its third suggestion, at some ten tokens a second.
_MOST_EMBEDDED: Final = 3
_EMBEDDED_MAX_TOKENS: Final = 640
# Two programs that ask at once may wait for one another at the log; that is no clock set back.
_SKEW: Final = timedelta(seconds=10)


class Refused(Exception):  # noqa: N818 - a refusal is an answer to the person, not a fault of the program
    """Nothing was sent; `failure` says why and what to do."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Asked:
    """The intent is in the log; the question leaves now, as the preview says."""

    exchange: Exchange
    preview: Preview


@dataclass(frozen=True, slots=True)
class Answered:
    """The last event: the exchange as it stands in the log."""

    exchange: Exchange


Progress = Asked | Told | Answered


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

    def new_group(self) -> str:
        """Give a new id, under which the questions to several friends are one."""
        return self._new_id(self._clock.now())

    async def preview(self, inquiry: Inquiry) -> Preview:
        """Say what would go where. Nothing leaves the machine. Raises Refused where it could not be sent."""
        _check(inquiry)
        request = self._request(inquiry)
        try:
            destination = await self._gateway.destination(inquiry.friend, request)
        except Unsendable as error:
            raise Refused(error.failure) from None
        await self._check_fits(inquiry, request, destination)
        return preview_of(inquiry, request, destination)

    async def ask(self, inquiry: Inquiry, stop: asyncio.Event | None = None) -> AsyncIterator[Progress]:
        """Ask once, and give what comes; `Answered` is last. Raises Refused where nothing was sent.

        Setting `stop` ends it with status "cancelled". Cancelling the task, or closing the iterator, commits what
        came before it lets go.
        """
        preview = await self.preview(inquiry)
        exchange = self._intent(inquiry, preview)
        yield Asked(exchange, preview)
        hearing = Hearing(inquiry, exchange, self._clock)
        reading = asyncio.ensure_future(_at_leisure(hearing.reading()))
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
            reading.cancel()
            settled = self._commit(hearing.exchange())
        yield Answered(settled)

    def _request(self, inquiry: Inquiry) -> Request:
        rule, question = self._rule(inquiry), _put_to(inquiry)
        spoken = language(lent(inquiry))
        text = frame(
            inquiry.draft,
            inquiry.passage,
            question,
            language=spoken,
            part=inquiry.part,
            reader=inquiry.reader,
            rest=inquiry.rest,
            earlier=turns_of(inquiry.earlier, inquiry.draft, inquiry.friend, inquiry.relation),
        )
        # What a small model must not have forgotten when it begins stands last.
        closing = rule.meta.get("closing")
        messages = (Message("system", rule.text), Message("user", f"{text}\n\n{closing}" if closing else text))
        if not inquiry.friend.is_embedded:
            return Request(messages)
        quotes = [span.of(inquiry.draft.text) for span in sentences(inquiry.draft.text, inquiry.passage.span)]
        schema = reply_schema(list(dict.fromkeys(quotes)), question, _MOST_EMBEDDED)
        return Request(messages, schema, _EMBEDDED_MAX_TOKENS)

    def _rule(self, inquiry: Inquiry) -> Prompt:
        if not inquiry.friend.is_embedded:
            return self._prompts.rule("review")
        return self._prompts.rule("comment-small" if _put_to(inquiry).is_about_meaning else "review-small")

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
            group=inquiry.group,
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
            follows=inquiry.earlier[-1].id if inquiry.earlier else None,
            relation=(inquiry.relation or "follow-up") if inquiry.earlier else None,
            reflection=inquiry.reflection,
            blind=inquiry.blind,
        )
        try:
            exchange = replace(exchange, clock_went_back=self._is_after(now))
            return replace(exchange, sequence=self._log.asked(exchange, inquiry.draft))
        except LogError as error:
            raise _refusal("log", f"nothing was sent, since the log cannot be written: {error}") from None

    def _is_after(self, now: datetime) -> bool:
        """Tell whether the last question is dated later than `now`: the clock was set back (fault 35)."""
        return any(last.asked_at > now + _SKEW for last in self._log.recent(1))

    def _commit(self, exchange: Exchange) -> Exchange:
        """Commit the answer; where the log fails, the answer is kept in hand and says so (fault 62)."""
        try:
            self._log.answered(exchange)
        except LogError as error:
            note = f"this answer is not in the log: {error}"
            return replace(exchange, notes=(*exchange.notes, note))
        return exchange


async def _at_leisure(steps: Iterator[None]) -> None:
    """Take small steps, and let all else go first between two of them."""
    for _ in steps:
        await asyncio.sleep(0)


def _put_to(inquiry: Inquiry) -> Question:
    """Give the question as this friend is asked it: a small model that is made to give wording cannot answer back."""
    talks_back = inquiry.friend.is_embedded and inquiry.earlier
    return replace(inquiry.question, wants="comments") if talks_back else inquiry.question


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
    if inquiry.question.wants == "ideas" and inquiry.passage.whole and not has_own_words(lent(inquiry)):
        raise _refusal("no-idea", "write your own idea first: a sentence is enough; or mark the passage that it is in")
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
