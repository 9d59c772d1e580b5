"""Owns how the worker answers: each operation is a task, each question has one way out and one last event."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

import httpx
import msgspec

from friend.adapters.gateway import aws, keys, modelmap
from friend.adapters.gateway.errors import Stop, Story, verdict
from friend.adapters.gateway.lookups import LocalFile, ollama_file
from friend.adapters.gateway.outbox import Outbox, Pipe
from friend.adapters.gateway.protocol import (
    Ask,
    Cancel,
    Count,
    Facts,
    Refused,
    Sent,
    Thought,
    Version,
    Way,
    read_op,
)
from friend.adapters.gateway.providers import BY_API
from friend.adapters.gateway.repetition import Circle
from friend.adapters.gateway.settling import settled
from friend.adapters.gateway.transport import Witness, WitnessTransport, proxy_for
from friend.adapters.gateway.wire import READERS
from friend.asking.friend import KeySource
from friend.ports import Unsendable
from friend.record.exchange import Failure


class Library(Protocol):
    """What is wanted of the library that knows the providers."""

    version: str

    def entry(self, api: str, model: str) -> dict[str, Any] | None:
        """Give what its map knows of a provider's model; None where it does not know it."""
        ...

    def facts(self, op: Count) -> Facts:
        """Count tokens and look prices up; takes a second the first time."""
        ...

    async def post(self, ask: Ask, key: str, transport: httpx.AsyncBaseTransport) -> None:
        """Post the question by way of `transport`, which answers it with headers only. Raises anything."""
        ...


class Service:
    """Reads operations and answers them."""

    def __init__(self, library: Library, pipe: Pipe) -> None:
        self._library = library
        self._pipe = pipe
        # The checks are always on. Certificates as SSL_CERT_FILE and SSL_CERT_DIR say, or certifi's.
        self._tls = httpx.create_ssl_context()
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._windows: dict[str, int | None] = {}
        """What the files of Ollama's read, by their digests: a file of one digest is always the same."""

    @property
    def is_busy(self) -> bool:
        """Tell whether an operation is under way."""
        return bool(self._tasks)

    async def serve(self, lines: asyncio.StreamReader) -> None:
        """Read operations until the input ends."""
        while data := await lines.readline():
            op = read_op(data)
            if isinstance(op, Cancel):
                if task := self._tasks.get(op.id):
                    task.cancel()
            else:
                task = asyncio.create_task(self._count(op) if isinstance(op, Count) else self._ask(op))
                self._tasks[op.id] = task
                task.add_done_callback(partial(self._over, op.id))

    def _over(self, number: int, _: asyncio.Task[None]) -> None:
        self._tasks.pop(number, None)

    async def _count(self, op: Count) -> None:
        facts = await asyncio.to_thread(self._library.facts, op)
        if file := await self._file(op.way):
            facts = msgspec.structs.replace(facts, window=file.window)
        self._pipe.say(facts)

    async def _ask(self, ask: Ask) -> None:
        way = ask.way
        entry = self._library.entry(way.api, way.model) or {}
        try:
            _see_mode(way, entry)
            key = await _key(ask)
            file = await self._file(way)
            _see_room(ask, file)
        except Unsendable as error:
            self._pipe.say(Refused(ask.id, error.failure))
            return
        if ask.reasoning != "none" and (ask.reasoning or entry.get("supports_reasoning")):
            # A model that thinks first may be silent for minutes.
            ask = msgspec.structs.replace(ask, limits=msgspec.structs.replace(ask.limits, first_s=None))
        story = await _Hearing(ask, self._pipe, file).hear(self._library, self._way_out, key)
        gone = modelmap.retires(way.provider, way.model, entry, "map")
        told = aws.secret_of(key) if way.api == "bedrock" else key
        story = replace(story, key=told, retired=gone.on.isoformat() if gone else None)
        found = verdict(story)
        if found.status == "refused" and found.failure is not None:
            self._pipe.say(Refused(ask.id, found.failure))
        else:
            self._pipe.say(await settled(ask, story, file, self._library, self._tls, say=self._pipe.say))

    async def _file(self, way: Way) -> LocalFile | None:
        if way.local and BY_API[way.api].format == "ollama":
            return await ollama_file(way, self._tls, self._windows)
        return None

    def _way_out(self, ask: Ask, witness: Witness) -> WitnessTransport:
        """Make the one way out for one question."""
        # A connection of its own for each question: a kept one may be dead, and nobody could tell what it sent.
        alone = httpx.Limits(max_keepalive_connections=0)
        inner = httpx.AsyncHTTPTransport(verify=self._tls, proxy=proxy_for(ask.way.api_base), limits=alone)
        return WitnessTransport(inner, witness, ask.limits, lambda: self._pipe.say(Sent(ask.id)))


class _Hearing:
    """One question, from the post to the end of its answer."""

    def __init__(self, ask: Ask, pipe: Pipe, file: LocalFile | None) -> None:
        self._question = ask
        self._pipe = pipe
        self._file = file
        self._outbox = Outbox(pipe, ask.id)
        self._circles = (Circle(), Circle())
        self._witness = Witness(READERS[BY_API[ask.way.api].format]())
        self._spoke = False
        self._told = 0

    async def hear(self, library: Library, way_out: Callable[[Ask, Witness], WitnessTransport], key: str) -> Story:
        """Ask, pass on what comes, and tell how it went; the socket is closed whatever happens."""
        stop: Stop | None = None
        trouble: str | None = None
        transport = way_out(self._question, self._witness)
        deadline = asyncio.timeout(self._question.limits.total_s)
        try:
            async with deadline:
                stop, trouble = await self._ask(library, transport, key)
        except asyncio.CancelledError:
            stop = "cancelled"
        except TimeoutError:
            stop = "deadline"
        with contextlib.suppress(Exception):
            await transport.close()
        self._outbox.close()
        return Story(self._question.way, self._question.limits, self._witness, self._spoke, stop, trouble)

    async def _ask(self, library: Library, transport: WitnessTransport, key: str) -> tuple[Stop | None, str | None]:
        """Have the question posted, and listen; give the library's complaint, which counts where nothing was sent.

        It is not waited for once the headers are there: it may go on trying what is refused to it.
        """
        posting = asyncio.create_task(library.post(self._question, key, transport))
        settled = asyncio.create_task(transport.settled.wait())
        try:
            await asyncio.wait({posting, settled}, return_when=asyncio.FIRST_COMPLETED)
            stop = await self._listen(transport)
            return stop, _complaint(posting)
        finally:
            posting.cancel()
            settled.cancel()
            await asyncio.gather(posting, settled, return_exceptions=True)

    async def _listen(self, transport: WitnessTransport) -> Stop | None:
        async for _ in transport.listen():
            self._tell_versions()
            answer, thoughts = self._witness.reader.take()
            if thoughts:
                self._outbox.put(thoughts, Thought)
            if answer:
                self._spoke = True
                self._outbox.put(answer)
            if self._circles[0].closes(answer) or self._circles[1].closes(thoughts):
                return "repeated"
        return None

    def _tell_versions(self) -> None:
        served = self._witness.reader.served
        for version in served[self._told :]:
            self._pipe.say(Version(self._question.id, self._file.told(version) if self._file else version))
        self._told = len(served)


def _complaint(posting: asyncio.Task[None]) -> str | None:
    """Give what the library said where it gave up; the wire says what happened to what was sent."""
    error = posting.exception() if posting.done() and not posting.cancelled() else None
    return (getattr(error, "message", None) or str(error) or type(error).__name__) if error else None


def _see_mode(way: Way, entry: dict[str, Any]) -> None:
    """Raise Unsendable for a model that the library would reach another way, past our transport."""
    if way.model.startswith("responses/") or entry.get("mode") == "responses":
        raise Unsendable(
            Failure(
                "provider",
                f"“{way.model}” is reached by OpenAI's Responses interface only, which friend does not speak yet. "
                "Nothing was sent: choose a chat model.",
            )
        )


def _see_room(ask: Ask, file: LocalFile | None) -> None:
    """Raise Unsendable for what Ollama has no room for: it would cut the text, and say nothing."""
    most = ask.window or (file.window if file else None)
    if ask.room is not None and most is not None and ask.room > most:
        raise Unsendable(
            Failure(
                "window",
                f"{ask.way.friend} reads at most {most} tokens, and the question with its answer may take {ask.room}. "
                "Nothing was sent: lend a part of the text (--part).",
            )
        )


async def _key(ask: Ask) -> str:
    """Give the key that came with the question, or look it up in the keyring. Raises Unsendable."""
    if ask.keyring is None:
        return ask.key or keys.NO_KEY
    try:
        async with asyncio.timeout(keys.PATIENCE_S):
            return await asyncio.to_thread(keys.from_keyring, ask.keyring)
    except TimeoutError:
        source = keys.in_words(KeySource("keyring", ask.keyring))
        raise keys.missing(
            f"{source} did not answer within {keys.PATIENCE_S:.0f} s",
            "unlock it, or name the key's source as key_env or key_command",
        ) from None
