"""Owns the child process that speaks to models: the only file that names litellm, whose import takes seconds.

Reads operations from standard input, one JSON line each, and writes events to what was standard output when it
started; whatever else prints goes nowhere. Leaves when its input ends, so it never outlives its parent.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final, NoReturn

import anyio.lowlevel
import httpx

from friend.adapters.gateway import aws, caching, keys, modelmap, prices
from friend.adapters.gateway.options import AZURE_VERSION, options
from friend.adapters.gateway.outbox import Pipe
from friend.adapters.gateway.protocol import LINE_LIMIT, Ask, Broken, Count, Facts, Hello, Limits, Ready, Way
from friend.adapters.gateway.providers import BY_API
from friend.adapters.gateway.service import Service
from friend.adapters.gateway.transport import Witness, WitnessTransport
from friend.adapters.gateway.wire import READERS

_OWN_TOKENS: Final = frozenset({"openai", "azure"})
_USUAL: Final = {
    "openai": "gpt-4o",
    "anthropic": "claude-sonnet-4-0",
    "gemini": "gemini-2.0-flash",
    "ollama_chat": "llama3.2",
    "mistral": "mistral-large-latest",
}
"""A model of each way through the library that has imports of its own."""
_MOMENT_S: Final = 0.01


class LiteLLM:
    """litellm, imported and made quiet: nothing printed, nothing fetched, nothing sent but what is asked."""

    def __init__(self) -> None:
        import litellm  # noqa: PLC0415 - seconds long, and only after the process has said that it runs
        from litellm.llms.custom_httpx.http_handler import AsyncHTTPHandler, HTTPHandler  # noqa: PLC0415 - as above
        from openai import AsyncAzureOpenAI, AsyncOpenAI  # noqa: PLC0415 - as above

        litellm.suppress_debug_info = True
        litellm.disable_hf_tokenizer_download = True
        litellm.telemetry = False
        for name in ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy", "openai", "httpx"):
            logger = logging.getLogger(name)
            logger.handlers = [logging.NullHandler()]
            logger.propagate = False
        # Where it does not know what to do with our client it makes one of its own, and would send past us.
        for name, instead in (("create_async_transport", _no_way), ("create_httpx_proxy_mounts", _no_mounts)):
            setattr(AsyncHTTPHandler, name, staticmethod(instead))
        # Ollama's route asks port 11434 for the model, whatever the api_base, and waits for it before it posts.
        litellm.sync_transport = _NoWay()
        setattr(HTTPHandler, "_create_sync_proxy_mounts", staticmethod(_no_mounts))  # noqa: B010 - as those above
        self._litellm = litellm
        self._handler = AsyncHTTPHandler
        self._openai = AsyncOpenAI
        self._azure = AsyncAzureOpenAI
        self.version: str = litellm._version.version  # noqa: SLF001 - the only place where it says its version

    def entry(self, api: str, model: str) -> dict[str, Any] | None:
        """Give what the bundled map knows of a provider's model."""
        return modelmap.entry(self._litellm.model_cost, api, model)

    def facts(self, op: Count) -> Facts:
        """Count tokens and look prices up; takes a second the first time."""
        entry = self.entry(op.way.api, op.way.model)
        messages = [{"role": role, "content": content} for role, content in op.messages]
        price = prices.of_map(entry, self.version)
        # Other tokenizers are not at hand, and looking for them would go to the network.
        counted_as = op.way.model if op.way.api in _OWN_TOKENS else "gpt-4o"
        return Facts(
            op.id,
            self._litellm.token_counter(model=counted_as, messages=messages),
            known=entry is not None and op.way.api in _OWN_TOKENS,
            window=(entry or {}).get("max_input_tokens"),
            price=(price.input, price.output) if price else None,
            version=self.version,
        )

    async def post(self, ask: Ask, key: str, transport: httpx.AsyncBaseTransport) -> None:
        """Post the question by way of `transport`, which answers with headers only. Raises what litellm raises."""
        way = ask.way
        entry = self.entry(way.api, way.model)
        chunks = await self._litellm.acompletion(
            # Converse is the one way of Amazon's that is the same for every maker's models.
            model=f"converse/{way.model}" if way.api == "bedrock" else way.model,
            custom_llm_provider=way.api,
            # Said outright, so that no variable of the environment is asked.
            api_base=way.api_base,
            **(aws.options(key, way.region) if way.api == "bedrock" else {"api_key": key}),
            client=self._client(way, key, transport, ask.limits.connect_s),
            messages=caching.messages(ask, entry),
            stream=True,
            timeout=httpx.Timeout(None, connect=ask.limits.connect_s),
            num_retries=0,
            max_retries=0,
            **options(ask, entry),
        )
        # Some routes post when the first piece is asked for. There is none: the transport keeps the body.
        async for _ in chunks:
            pass

    async def warm(self, api: str) -> None:
        """Go a provider's whole way once without a network, so that the first question pays for no late import."""
        provider = BY_API[api]
        way = Way("", _USUAL[api], "http://127.0.0.1:9", "", "", local=True, official=False, api=api)
        done = httpx.MockTransport(lambda _: httpx.Response(200, headers={"content-type": "text/event-stream"}))
        witness = Witness(READERS[provider.format]())
        ask = Ask(0, way, [("system", "?"), ("user", "?")], Limits())
        await self.post(ask, keys.NO_KEY, WitnessTransport(done, witness, ask.limits, lambda: None))

    async def warm_counting(self) -> None:
        """Count tokens once: the tokenizer takes a second to load."""
        way = Way("", _USUAL["openai"], "http://127.0.0.1:9", "", "", local=True, official=False)
        await asyncio.to_thread(self.facts, Count(0, way, [("user", "?")]))

    def _client(self, way: Way, key: str, transport: httpx.AsyncBaseTransport, connect_s: float) -> object:
        """Make the client that the library wants for this provider, around our transport."""
        door = BY_API[way.api].door
        timeout = httpx.Timeout(None, connect=connect_s)
        if door == "handler":
            # It makes a client of its own for a second attempt; with our transport in it, that one is refused.
            return self._handler(transport=transport, follow_redirects=False, timeout=timeout)
        http = httpx.AsyncClient(transport=transport, follow_redirects=False, timeout=timeout, trust_env=False)
        shared: dict[str, Any] = {"api_key": key, "http_client": http, "max_retries": 0, "timeout": timeout}
        if door == "azure":
            return self._azure(azure_endpoint=way.api_base, api_version=AZURE_VERSION, **shared)
        return self._openai(base_url=way.api_base, **shared)


class _NoWay(httpx.AsyncBaseTransport, httpx.BaseTransport):
    """Stands where the library would put a way out of its own."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        raise httpx.UnsupportedProtocol("this way does not go through friend's own transport", request=request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        raise httpx.UnsupportedProtocol("this way does not go through friend's own transport", request=request)


def _no_way(*_: object, **__: object) -> httpx.AsyncBaseTransport:
    return _NoWay()


def _no_mounts(*_: object, **__: object) -> dict[str, httpx.AsyncBaseTransport]:
    return {}


async def _run(library: LiteLLM, pipe: Pipe) -> NoReturn:
    lines = asyncio.StreamReader(limit=LINE_LIMIT)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin.buffer)
    pipe.say(Ready(library.version))
    service = Service(library, pipe)
    warming = asyncio.create_task(_warm(library, service))
    await service.serve(lines)
    warming.cancel()
    # At once: a thread that still waits for a keyring holds nothing up.
    os._exit(0)


async def _warm(library: LiteLLM, service: Service) -> None:
    """Warm up while nobody asks; a question that came meanwhile goes first."""
    await anyio.lowlevel.checkpoint()  # imports what the first connection would
    steps: list[Callable[[], Awaitable[None]]] = [partial(library.warm, api) for api in _USUAL]
    for step in (*steps, library.warm_counting):
        await asyncio.sleep(_MOMENT_S)
        while service.is_busy:  # noqa: ASYNC110 - it is nothing to wake up for
            await asyncio.sleep(_MOMENT_S)
        with contextlib.suppress(Exception):
            await step()


def main() -> None:
    """Run until the input ends."""
    pipe = Pipe(os.dup(1))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    pipe.say(Hello())
    # An import makes hundreds of thousands of objects that stay: looking for garbage among them takes a fifth of it.
    gc.disable()
    try:
        library = LiteLLM()
    except Exception as error:  # noqa: BLE001 - whatever it is, the client is to say it
        pipe.say(Broken(f"{type(error).__name__}: {error}"))
        os._exit(1)
    gc.freeze()
    gc.enable()
    asyncio.run(_run(library, pipe))


if __name__ == "__main__":
    main()
