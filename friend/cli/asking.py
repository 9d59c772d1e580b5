"""Owns one question asked without a screen: from the words of the command to the exit code."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import click

from friend.adapters.config import Config
from friend.adapters.log.store import SqliteLog
from friend.adapters.prompts import PromptShelf
from friend.asking.friend import Friend
from friend.asking.question import Passage, Question
from friend.cli.choose import allowed_friends, check_place, chosen, known
from friend.cli.drafts import read_draft
from friend.cli.exits import Stop, code_for, in_the_way, not_sent, usage
from friend.cli.following import Followed, followed, who_spoke
from friend.cli.offer import offered
from friend.cli.ondisk import read_configuration
from friend.cli.output import print_json, shown
from friend.cli.renamed import know_again
from friend.cli.telling import Teller, destination_line
from friend.cli.wiring import House, house
from friend.record.exchange import Exchange, Failure
from friend.record.formats.exchange_json import SCHEMA, as_json, failure_as_json
from friend.review import Answered, Asked, Inquiry, Preview, Refused
from friend.text import address
from friend.text.draft import Draft
from friend.text.language import language
from friend.text.span import Span

_CROSS: Final = "cross-reading"


@dataclass(frozen=True, slots=True)
class Asking:
    """The words of an asking command, as they were given."""

    draft: str
    question: str | None
    at: str | None = None
    part: str | None = None
    rest: str | None = None
    reader: str | None = None
    as_json: bool = False
    dry_run: bool = False
    why: bool = False
    reasoning: bool = False
    everything: bool = False
    follow: str | None = None
    cross: str | None = None
    blind: bool = False
    reflect: bool | None = None


def run_asking(asking: Asking, name: str | None) -> int:
    """Ask the friend `name` (None: the one by default), show the answer, give the exit code.

    Raises Stop, having printed its object where `--json` asks for one.
    """
    try:
        return _run(asking, name)
    except Stop as stop:
        if asking.as_json:
            print_json(refusal(asking, name, stop.failure))
        raise


def _run(asking: Asking, name: str | None) -> int:
    try:
        config = read_configuration()
        spoke = who_spoke(config, asking.follow) if asking.follow and not name else None
        friend = chosen(config, name or spoke) or offered(config)
        return asyncio.run(_ask(asking, config, friend))
    except BrokenPipeError:
        raise
    except OSError as error:
        raise in_the_way(error) from None


async def _ask(asking: Asking, config: Config, friend: Friend) -> int:
    draft, summary = (Path(name) if name and name != "-" else None for name in (asking.draft, asking.rest))
    others = allowed_friends(config, known(config), draft)
    async with house([friend, *(other for other in others if other.name != friend.name)]) as at_home:
        # The child imports while the draft is read.
        await at_home.gateway.start()
        inquiry = inquire(asking, friend, at_home.log)
        for lent in (draft, summary):
            check_place(config, friend, lent)
        try:
            if asking.dry_run:
                show_request(asking, inquiry, await at_home.reviewer.preview(inquiry))
                return 0
            know_again(at_home.log, inquiry.draft)
            return await _hear(asking, at_home, inquiry)
        except Refused as refused:
            raise not_sent(refused.failure) from None


def inquire(asking: Asking, friend: Friend, log: SqliteLog) -> Inquiry:
    """Make the inquiry that the words mean. Raises Stop (2) where there is no such file, passage or question."""
    draft = read_draft(asking.draft)
    if asking.follow and asking.cross:
        raise usage("--follow and --cross do not go together")
    goes_on = asking.follow or asking.cross
    before = followed(log, goes_on, draft) if goes_on else None
    if asking.follow and asking.question is None:
        raise usage("say what you want to ask: friend ask DRAFT --follow ID QUESTION")
    try:
        part = _part(draft, asking, before)
        passage = passage_of(draft, asking.at, part) if asking.at or not before else before.passage(draft.text)
        rest = read_draft(asking.rest).text if asking.rest else None
    except address.NoSuchPassageError as error:
        raise usage(str(error)) from None
    inquiry = Inquiry(draft, friend, Question(""), passage, part, asking.reader, rest)
    if asking.cross and before:
        # Of the answer alone, not of what led to it.
        return replace(inquiry, question=_cross_question(asking, draft), earlier=before.thread[-1:], relation=_CROSS)
    question = question_of(asking.question, draft, whole=passage.whole)
    return replace(inquiry, question=question, earlier=before.thread if before else ())


def _cross_question(asking: Asking, draft: Draft) -> Question:
    """Give the words of the person, else the question that every cross-reading is asked."""
    if asking.question:
        return Question(asking.question)
    return PromptShelf().cross_reading().put(language(draft.text))


def _part(draft: Draft, asking: Asking, before: Followed | None) -> Span | None:
    """Give the part that is lent: the one named, else what was lent before."""
    if asking.part:
        return address.part(draft.text, asking.part)
    return before.part(draft.text) if before else None


def passage_of(draft: Draft, at: str | None, part: Span | None) -> Passage:
    """Give the passage that `--at` names; without it, all that is lent. Raises NoSuchPassageError."""
    if at is None:
        span = part or Span(0, len(draft.text))
        return Passage(span, span.of(draft.text), whole=True)
    span = address.resolve(draft.text, at)
    return Passage(span, span.of(draft.text))


def question_of(words: str | None, draft: Draft, *, whole: bool) -> Question:
    """Give the ready question of that name, in the draft's language, or the words themselves."""
    if words is None:
        words = "review" if whole else "clear"
    with suppress(LookupError):
        ready = PromptShelf().question(words.strip())
        if ready.scope != "note":  # it needs a note to be about
            return ready.put(language(draft.text))
    return Question(words)


async def _hear(asking: Asking, at_home: House, inquiry: Inquiry) -> int:
    """Send, show what comes, and give the exit code. Ctrl+C stops the answer and keeps what came."""
    teller = Teller(inquiry, asking.why, asking.reasoning, asking.everything)
    if sys.stdin.isatty() and sys.stderr.isatty():
        _agree(teller, await at_home.reviewer.preview(inquiry))
    inquiry = replace(inquiry, reflection=reflected(asking))
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(name, stop.set)
    async for event in at_home.reviewer.ask(inquiry, stop):
        if isinstance(event, Answered):
            _finish(asking, teller, event.exchange)
            return code_for(event.exchange)
        if not asking.as_json:
            teller.tell(event)
        elif isinstance(event, Asked):
            teller.warn(event.preview)
    raise AssertionError("a review ends with Answered")


def reflected(asking: Asking) -> str | None:
    """Ask the person what they think themselves, where they want to be asked; None where they say nothing.

    It is asked before anything is sent, so that no answer is in the way. Raises Stop (2) where nobody can be asked.
    """
    can_answer = sys.stdin.isatty() and sys.stderr.isatty()
    if asking.reflect and not can_answer:
        raise usage("--reflect asks you at a terminal what you think yourself")
    wanted = read_configuration().reflect if asking.reflect is None else asking.reflect
    if not (wanted and can_answer):
        return None
    return str(click.prompt("What do you think yourself?", default="", show_default=False, err=True)).strip() or None


def _agree(teller: Teller, preview: Preview) -> None:
    """Have a person at a terminal agree to what speaks against sending it (DESIGN §4.2). Raises Stop (3)."""
    if preview.warnings:
        click.echo(destination_line(teller.inquiry, preview), err=True)
        teller.warn(preview)
        if not click.confirm("Send it all the same?", default=False, err=True):
            raise not_sent(Failure("declined", "nothing was sent, as you said"))


def _finish(asking: Asking, teller: Teller, exchange: Exchange) -> None:
    if asking.as_json:
        print_json(as_json(exchange))
    else:
        teller.close(exchange)


def show_request(asking: Asking, inquiry: Inquiry, preview: Preview) -> None:
    """Print what would be sent, to the letter, and nothing else."""
    request = preview.request
    if asking.as_json:
        messages = [{"role": message.role, "content": message.content} for message in request.messages]
        print_json(
            {"messages": messages, "schema": request.schema, "max_tokens": request.max_tokens}
            | {"friend": inquiry.friend.name, "model": inquiry.friend.model, "host": preview.destination.host}
            | {"input_tokens": preview.destination.input_tokens, "notes": list(preview.warnings)}
        )
        return
    click.echo(f"nothing is sent; this would go: {destination_line(inquiry, preview)}", err=True)
    for message in request.messages:
        click.echo(shown(f"[{message.role}]\n{message.content}\n"))


def refusal(asking: Asking, name: str | None, failure: Failure) -> dict[str, Any]:
    """Give the one object that `--json` prints where nothing was asked: no exchange, the reason in `error`."""
    path = None if asking.draft == "-" else asking.draft
    return {
        "schema": SCHEMA,
        "exchange": None,
        "status": "refused",
        "friend": {"name": name, "requested": None, "served": [], "evidence": "none reported"},
        "draft": {"path": path},
        "question": {"name": None, "text": asking.question},
        "error": failure_as_json(failure),
        "notes": [],
    }
