"""Owns how the worker answers: each operation is a task, each question has one way out and one last event."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

import httpx
import msgspec

from friend.adapters.gateway import keys, prices
from friend.adapters.gateway.errors import Stop, Story, verdict
from friend.adapters.gateway.outbox import Outbox, Pipe
from friend.adapters.gateway.protocol import Ask, Cancel, Count, Facts, Over, Refused, Sent, Version, read_op
from friend.adapters.gateway.repetition import Circle
from friend.adapters.gateway.transport import Witness, WitnessTransport, proxy_for
from friend.adapters.gateway.wire import OpenAIReader
from friend.asking.friend import KeySource
from friend.ports import Unsendable
from friend.record.exchange import Failure


class Library(Protocol):
    """What is wanted of the library that knows the providers."""

    version: str

    def entry(self, model: str) -> dict[str, Any] | None:
        """Give what its map knows of a model; None where it does not know it."""
        ...

    def facts(self, op: Count) -> Facts:
        """Count tokens and look prices up; takes a second the first time."""
        ...

    def stream(self, ask: Ask, key: str, http: httpx.AsyncClient) -> AsyncGenerator[str, None]:
        """Post the question by way of `http`; give the words of the answer as they come. Raises anything."""
        ...


class Service:
    """Reads operations and answers them."""

    def __init__(self, library: Library, pipe: Pipe) -> None:
        self._library = library
        self._pipe = pipe
        # The checks are always on. Certificates as SSL_CERT_FILE and SSL_CERT_DIR say, or certifi's.
        self._tls = httpx.create_ssl_context()
        self._tasks: dict[int, asyncio.Task[None]] = {}

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
        self._pipe.say(await asyncio.to_thread(self._library.facts, op))

    async def _ask(self, ask: Ask) -> None:
        entry = self._library.entry(ask.way.model) or {}
        try:
            _see_mode(ask.way.model, entry)
            key = await _key(ask)
        except Unsendable as error:
            self._pipe.say(Refused(ask.id, error.failure))
            return
        if ask.reasoning != "none" and (ask.reasoning or entry.get("supports_reasoning")):
            # A model that thinks first may be silent for minutes.
            ask = msgspec.structs.replace(ask, limits=msgspec.structs.replace(ask.limits, first_s=None))
        story = await _Hearing(ask, self._pipe).hear(self._library, self._http, key)
        story = replace(story, key=key, retired=entry.get("deprecation_date"))
        self._end(ask, story, entry)

    def _http(self, ask: Ask, witness: Witness) -> httpx.AsyncClient:
        """Make the one way out for one question."""
        # A connection of its own for each question: a kept one may be dead, and nobody could tell what it sent.
        alone = httpx.Limits(max_keepalive_connections=0)
        inner = httpx.AsyncHTTPTransport(verify=self._tls, proxy=proxy_for(ask.way.api_base), limits=alone)
        transport = WitnessTransport(inner, witness, ask.limits, lambda: self._pipe.say(Sent(ask.id)))
        timeout = httpx.Timeout(None, connect=ask.limits.connect_s)
        return httpx.AsyncClient(transport=transport, follow_redirects=False, timeout=timeout, trust_env=False)

    def _end(self, ask: Ask, story: Story, entry: dict[str, Any]) -> None:
        reader, found = story.witness.reader, verdict(story)
        if found.status == "refused" and found.failure is not None:
            self._pipe.say(Refused(ask.id, found.failure))
            return
        price = prices.of_config(ask.price) if ask.price else None
        if price is None and ask.way.official:
            # What answered is what is paid for.
            named = next((known for name in reversed(reader.served) if (known := self._library.entry(name))), entry)
            price = prices.of_map(named, self._library.version)
        tokens = prices.bill(reader.input_tokens, reader.output_tokens, reader.cached_tokens, price)
        over = Over(ask.id, found.status, reader.served, reader.fingerprint, found.finish, tokens, found.failure)
        self._pipe.say(over)


class _Hearing:
    """One question, from the post to the end of its answer."""

    def __init__(self, ask: Ask, pipe: Pipe) -> None:
        self._ask = ask
        self._pipe = pipe
        self._outbox = Outbox(pipe, ask.id)
        self._witness = Witness(OpenAIReader())
        self._spoke = False
        self._told = 0

    async def hear(self, library: Library, way_out: Callable[[Ask, Witness], httpx.AsyncClient], key: str) -> Story:
        """Ask, pass on what comes, and tell how it went; the socket is closed whatever happens."""
        stop: Stop | None = None
        trouble: str | None = None
        http = way_out(self._ask, self._witness)
        deadline = asyncio.timeout(self._ask.limits.total_s)
        try:
            async with deadline, aclosing(library.stream(self._ask, key, http)) as words:
                stop = await self._listen(words)
        except asyncio.CancelledError:
            stop = "cancelled"
        except Exception as error:  # noqa: BLE001 - a library raises what it likes; the wire says what happened
            trouble = getattr(error, "message", None) or str(error) or type(error).__name__
        if deadline.expired():
            stop = "deadline"
        with contextlib.suppress(Exception):
            await http.aclose()
        self._outbox.close()
        return Story(self._ask.way, self._ask.limits, self._witness, self._spoke, stop, trouble)

    async def _listen(self, words: AsyncIterator[str]) -> Stop | None:
        circle = Circle()
        async for text in words:
            self._tell_versions()
            if text:
                self._spoke = True
                self._outbox.put(text)
                if circle.closes(text):
                    return "repeated"
        self._tell_versions()
        return None

    def _tell_versions(self) -> None:
        served = self._witness.reader.served
        for version in served[self._told :]:
            self._pipe.say(Version(self._ask.id, version))
        self._told = len(served)


def _see_mode(model: str, entry: dict[str, Any]) -> None:
    """Raise Unsendable for a model that the library would reach another way, past our transport."""
    if model.startswith("responses/") or entry.get("mode") == "responses":
        raise Unsendable(
            Failure(
                "provider",
                f"“{model}” is reached by OpenAI's Responses interface only, which friend does not speak yet. "
                "Nothing was sent: choose a chat model.",
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
