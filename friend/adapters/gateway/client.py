"""Owns the way to any model as the rest of friend sees it: it asks a child process, and never imports litellm itself.

The offline model is asked the same way, once its server runs on this machine.
"""

from __future__ import annotations

import asyncio
import math
import os
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from typing import Any, Final

import msgspec

from friend.adapters.gateway import aws, keys
from friend.adapters.gateway.child import Child
from friend.adapters.gateway.conversation import TICK_S, Conversation, Patience, death
from friend.adapters.gateway.environment import checks_are_off
from friend.adapters.gateway.offline import EmbeddedWay, likely_tokens, most_tokens
from friend.adapters.gateway.protocol import Ask, Count, Facts, Limits, Tokens, Way
from friend.adapters.gateway.providers import BY_API
from friend.adapters.gateway.route import way_to
from friend.asking.friend import Friend
from friend.asking.request import Request, stable_start
from friend.ports import Destination, Ended, Heard, Served, Unsendable, Waiting
from friend.record.exchange import Failure

_HERE: Final = "this machine"
_OFFLINE_ANSWER: Final = 1_024
"""Tokens: a small model that is given no limit may never stop."""
_OLLAMA_ANSWER: Final = 2_048
_OLLAMA_STEP: Final = 4_096
_LOCAL_LIMITS: Final = Limits(first_s=None, total_s=1_800.0)
"""A model on this machine may have to be loaded first, and reads a draft for minutes."""
_LONG_ANSWER: Final = 2_000
"""Tokens: what an answer about a passage seldom exceeds. The longest that a model could write says nothing of it."""


class GatewayClient:
    """Implements friend.ports.ModelGateway. Belongs to the event loop that it is first used in.

    `limits` holds for every host; without it, a host on this machine is given more time than one elsewhere.
    `environ` is where keys are found, and what the child process inherits a part of.
    """

    def __init__(
        self,
        embedded: EmbeddedWay | None = None,
        *,
        limits: Limits | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self._embedded = embedded
        self._limits = limits
        self._environ = os.environ if environ is None else environ
        self._child: Child | None = None
        self._starting = asyncio.Lock()

    async def start(self) -> None:
        """Start the child process, so that the first question does not wait for its import."""
        await self._living_child()

    async def close(self) -> None:
        """End the child process."""
        async with self._starting:
            if self._child is not None:
                await self._child.close()
                self._child = None

    async def destination(self, friend: Friend, request: Request) -> Destination:
        """Say where `request` would go; nothing leaves the machine. Raises Unsendable."""
        if friend.is_embedded:
            return Destination(
                host=_HERE,
                provider=_HERE,
                local=True,
                input_tokens=most_tokens(request),
                approximate=True,
                window=friend.window or self._offline().window(friend.model),
                price_usd=None,
                price_source="unknown",
            )
        way = self._way(friend)
        facts = await self._facts(way, request)
        price, source = _price(friend, way, facts)
        longest = request.max_tokens or _LONG_ANSWER
        cost = None
        if price is not None and facts.tokens is not None:
            cost = (facts.tokens * price[0], facts.tokens * price[0] + longest * price[1])
        return Destination(
            host=way.host,
            provider=way.provider,
            local=way.local,
            input_tokens=facts.tokens,
            approximate=not (way.official and facts.known),
            window=friend.window or facts.window,
            price_usd=cost,
            price_source=source if cost else "unknown",
        )

    def send(self, friend: Friend, request: Request) -> AsyncGenerator[Heard, None]:
        """Send once, and give what comes; `Ended` is the last event. Closing the iterator cancels at the socket.

        Raises Unsendable before anything left.
        """
        return self._send_offline(friend, request) if friend.is_embedded else self._send_to_host(friend, request)

    async def _send_to_host(self, friend: Friend, request: Request) -> AsyncGenerator[Heard, None]:
        way = self._way(friend)
        finding = asyncio.create_task(self._key(friend, way))
        try:
            async for waiting in _until_done(finding, "waiting for the key"):
                yield waiting
            key = finding.result()
        finally:
            finding.cancel()
        ask = partial(
            Ask,
            way=way,
            messages=_messages(request),
            limits=self._limits or (_LOCAL_LIMITS if way.loopback else Limits()),
            key=key,
            keyring=friend.key.where if friend.key and friend.key.kind == "keyring" else None,
            max_tokens=request.max_tokens,
            schema=request.schema,
            reasoning=friend.reasoning,
            # Only where it is known to be taken: a strict gateway refuses a question for a word that it does not know.
            count_tokens=BY_API[way.api].counts and way.official,
            price=friend.price,
            stable=stable_start(request.messages[-1].content),
            data_collection=friend.data_collection,
            room=_room(request) if BY_API[way.api].format == "ollama" else None,
            window=friend.window,
        )
        talk = Conversation(await self._living_child(), way, Patience("waiting for the first word"))
        async with aclosing(talk.events(ask)) as events:
            async for heard in events:
                yield heard

    async def _send_offline(self, friend: Friend, request: Request) -> AsyncGenerator[Heard, None]:
        embedded = self._offline()
        answer = request.max_tokens or _OFFLINE_ANSWER
        await self.start()  # its import goes on while the model is loaded
        starting = asyncio.create_task(embedded.ensure(friend.model, most_tokens(request) + answer))
        try:
            async for waiting in _until_done(starting, "starting the offline model"):
                yield waiting
            address = starting.result()
        finally:
            starting.cancel()
        yield Served(address.served)
        way = Way(friend.name, address.alias, address.api_base, _HERE, _HERE, local=True, official=False, loopback=True)
        ask = partial(
            Ask,
            way=way,
            messages=_messages(request),
            limits=_LOCAL_LIMITS,
            key=address.key,
            max_tokens=answer,
            schema=request.schema,
            temperature=0.0,
            # Without it the server reads the whole draft before it notices that nobody waits any more (fault 19).
            extra={"return_progress": True},
            count_tokens=True,
            price=friend.price,
        )

        def learn(took: Tokens, read_s: float) -> None:
            if took.input is not None:
                embedded.measured(took.input - took.cached, read_s)

        patience = Patience("reading your text", embedded.expected_seconds(likely_tokens(request)), learn)
        talk = Conversation(await self._living_child(), way, patience)
        async with aclosing(talk.events(ask)) as events:
            async for heard in events:
                if isinstance(heard, Ended):
                    yield replace(heard, served=(address.served,), from_file=True, fingerprint=None)
                elif not isinstance(heard, Served):  # the server repeats its alias; the file's digest says more
                    yield heard

    async def _facts(self, way: Way, request: Request) -> Facts:
        child = await self._living_child()
        number, inbox = child.listen()
        try:
            child.tell(Count(number, way, _messages(request)))
            event = await inbox.get()
        finally:
            child.forget(number)
        if not isinstance(event, Facts):
            raise Unsendable(death(child, "Nothing was sent. Your question is kept; ask again."))
        return event

    def _offline(self) -> EmbeddedWay:
        if self._embedded is None:
            raise Unsendable(Failure("embedded", "The offline model is no part of this installation of friend."))
        return self._embedded

    def _way(self, friend: Friend) -> Way:
        way = way_to(friend)
        if checks_are_off(self._environ):
            raise Unsendable(
                Failure(
                    "tls",
                    "SSL_VERIFY in your environment turns certificate checks off, and friend does not send without "
                    "them. Nothing was sent: unset it, or name your own certificates in SSL_CERT_FILE.",
                )
            )
        return msgspec.structs.replace(way, key_source=keys.in_words(friend.key)) if friend.key else way

    async def _key(self, friend: Friend, way: Way) -> str | None:
        """Find the key; Amazon's usual variables count where the host is Bedrock and no other source is named."""
        found = aws.from_environment(self._environ) if way.api == "bedrock" and friend.key is None else None
        return found or await keys.find(friend, way, self._environ)

    async def _living_child(self) -> Child:
        async with self._starting:
            if self._child is not None and not self._child.alive:
                await self._child.close()
                self._child = None
            if self._child is None:
                self._child = await Child.spawn(self._environ)
            return self._child


async def _until_done(task: asyncio.Task[Any], doing: str) -> AsyncGenerator[Waiting, None]:
    """Wait for a task, and tell the wait."""
    clock = asyncio.get_running_loop().time
    began = clock()
    while not (await asyncio.wait({task}, timeout=TICK_S))[0]:
        yield Waiting(doing, clock() - began)


def _messages(request: Request) -> list[tuple[str, str]]:
    return [(message.role, message.content) for message in request.messages]


def _room(request: Request) -> int:
    """Say how many tokens Ollama is to make room for. In steps: a new size makes it load the model again."""
    needed = most_tokens(request) + (request.max_tokens or _OLLAMA_ANSWER)
    return math.ceil(needed / _OLLAMA_STEP) * _OLLAMA_STEP


def _price(friend: Friend, way: Way, facts: Facts) -> tuple[tuple[float, float] | None, str]:
    """Give the price of an input and of an output token in US dollars, and where it stands."""
    if friend.price is not None:
        return (friend.price[0] / 1e6, friend.price[1] / 1e6), "config"
    # Another host may charge what it likes for a model of this name.
    return (facts.price if way.official else None), f"litellm {facts.version} map"
