"""Owns `friend models test`: one small real question about a built-in text, and what it showed of the way to a friend.

It takes the way of every question: the intent is in the log before anything is sent, and the answer is kept.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Final

import click

from friend.adapters.clock import SystemClock, new_id
from friend.asking.friend import Friend
from friend.asking.question import Passage, Question
from friend.asking.request import Request
from friend.cli.choose import chosen
from friend.cli.exits import code_for, not_sent
from friend.cli.ondisk import read_configuration
from friend.cli.output import print_json
from friend.cli.telling import Teller, ending_lines
from friend.cli.wiring import House, house
from friend.ports import Delta, Destination, Ended, Heard, ModelGateway, Served, Waiting
from friend.record.exchange import Exchange, Failure
from friend.record.formats.exchange_json import as_json
from friend.review import Answered, Asked, Inquiry, Refused, Reviewer
from friend.text.draft import Draft
from friend.text.span import Span
from friend.text.visible import visible

_DRAFT: Final = Draft("The meeting was moved by them. We was not told about it before Friday.\n")
_QUESTION: Final = Question("Is this correct, and would it be understood? One sentence is enough.")
_EVIDENCE: Final = {
    "wire": "the answer itself named it",
    "record": "the host's own record of the answer named it",
    "echo": "the host only repeated the name asked for",
    "file": "the digest of the model's file",
    "none reported": "the host reported no version",
}


class Stopwatch:
    """A gateway that passes everything on, and notes when the first words came. Seconds since the question left."""

    def __init__(self, gateway: ModelGateway) -> None:
        self._gateway = gateway
        self.first_s: float | None = None
        self.whole_s: float | None = None
        self.end: Ended | None = None

    async def destination(self, friend: Friend, request: Request) -> Destination:
        """Say where it would go."""
        return await self._gateway.destination(friend, request)

    async def send(self, friend: Friend, request: Request) -> AsyncIterator[Heard]:
        """Send once, and take the time."""
        began = time.perf_counter()
        async for heard in self._gateway.send(friend, request):
            if isinstance(heard, Delta) and self.first_s is None:
                self.first_s = time.perf_counter() - began
            if isinstance(heard, Ended):
                self.end, self.whole_s = heard, time.perf_counter() - began
            yield heard

    async def close(self) -> None:
        """Let go of nothing: the one who made the gateway closes it."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What the question showed."""

    exchange: Exchange
    watch: Stopwatch


def run_trial(name: str, *, in_json: bool) -> int:
    """Ask the friend `name`, print what it showed, and give the exit code. Raises Stop where nothing was sent."""
    friend = chosen(read_configuration(), name)
    if friend is None:
        raise not_sent(Failure("no-such-friend", f"there is no friend named “{name}”"))
    try:
        trial = asyncio.run(_at_home(friend, tell=not in_json))
    except Refused as refused:
        raise not_sent(refused.failure) from None
    exchange = trial.exchange
    if in_json:
        print_json(_as_json(trial))
        return code_for(exchange)
    for label, said in findings(friend, trial):
        click.echo(visible(f"{label:<12} {said}", keep_lines=False))
    for line in ending_lines(exchange)[: None if exchange.status != "complete" else 0]:
        click.echo(line, err=True)
    return code_for(exchange)


async def _at_home(friend: Friend, *, tell: bool) -> Trial:
    async with house([friend]) as at_home:
        return await try_out(friend, at_home, tell=tell)


async def try_out(friend: Friend, at_home: House, *, tell: bool) -> Trial:
    """Ask the friend the built-in question; `tell` shows on stderr where it goes and what is waited for.

    Raises Refused where it could not be sent.
    """
    watch = Stopwatch(at_home.gateway)
    reviewer = Reviewer(watch, at_home.log, SystemClock(), at_home.prompts, new_id)
    passage = Passage(Span(0, len(_DRAFT.text)), _DRAFT.text, whole=True)
    inquiry = Inquiry(_DRAFT, friend, _QUESTION, passage)
    teller = Teller(inquiry, why=False)
    async for event in reviewer.ask(inquiry):
        if isinstance(event, Answered):
            teller.clear_wait()
            return Trial(event.exchange, watch)
        if isinstance(event, Asked | Waiting | Served) and tell:
            teller.tell(event)
    raise AssertionError("a review ends with Answered")


def findings(friend: Friend, trial: Trial) -> list[tuple[str, str]]:
    """Give what the question showed, each under its label."""
    exchange, watch = trial.exchange, trial.watch
    speaker, usage = exchange.speaker, exchange.usage
    sub = f", served by {watch.end.sub_provider}" if watch.end and watch.end.sub_provider else ""
    cost = "none: it runs on this machine" if friend.is_embedded else "unknown"
    if usage.cost_usd is not None:
        cost = f"${usage.cost_usd:.6f} ({usage.price_source})"
    return [
        ("friend", friend.name),
        ("host", f"{speaker.host or 'unknown'}{sub}"),
        ("requested", speaker.requested),
        ("served", ", ".join(speaker.served) or "no version reported"),
        ("evidence", f"{speaker.evidence}: {_EVIDENCE[speaker.evidence]}"),
        ("first words", _seconds(watch.first_s)),
        ("whole answer", _seconds(watch.whole_s)),
        ("tokens", f"{_count(usage.input_tokens)} in, {_count(usage.output_tokens)} out"),
        ("price", cost),
        ("end mark", exchange.finish or "none"),
        ("status", exchange.status),
        ("in the log", f"friend log show {exchange.sequence}"),
    ]


def _as_json(trial: Trial) -> dict[str, Any]:
    return {
        "first_words_s": trial.watch.first_s,
        "whole_answer_s": trial.watch.whole_s,
        "exchange": as_json(trial.exchange),
    }


def _seconds(seconds: float | None) -> str:
    return "none came" if seconds is None else f"after {seconds:.2f} s"


def _count(tokens: int | None) -> str:
    return "unknown" if tokens is None else f"{tokens:,}"
