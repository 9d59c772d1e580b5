"""Owns the child process that speaks to models: the only file that names litellm, whose import takes seconds.

Reads operations from standard input, one JSON line each, and writes events to what was standard output when it
started; whatever else prints goes nowhere. Leaves when its input ends, so it never outlives its parent.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from typing import Any, Final, NoReturn

import httpx

from friend.adapters.gateway import aws, caching, keys, modelmap, prices
from friend.adapters.gateway.options import AZURE_VERSION, options
from friend.adapters.gateway.outbox import Pipe
from friend.adapters.gateway.protocol import LINE_LIMIT, Ask, Broken, Count, Facts, Hello, Limits, Ready, Way
from friend.adapters.gateway.providers import BY_API
from friend.adapters.gateway.service import Service

_OWN_TOKENS: Final = frozenset({"openai", "azure"})


class LiteLLM:
    """litellm, imported and made quiet: nothing printed, nothing fetched, nothing sent but what is asked."""

    def __init__(self) -> None:
        import litellm  # noqa: PLC0415 - seconds long, and only after the process has said that it runs
        from litellm.llms.custom_httpx.http_handler import AsyncHTTPHandler  # noqa: PLC0415 - as above
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

    async def warm(self) -> None:
        """Go the whole way once without a network, so that the first question does not pay for late imports."""
        way = Way("", "gpt-4o", "http://127.0.0.1:9/v1", "", "", local=True, official=False)
        done = httpx.MockTransport(lambda _: httpx.Response(200, content=b"data: [DONE]\n\n"))
        await self.post(Ask(0, way, [("user", "?")], Limits()), keys.NO_KEY, done)
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


class _NoWay(httpx.AsyncBaseTransport):
    """Stands where the library would put a way out of its own."""

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
    warming = asyncio.create_task(library.warm())
    await Service(library, pipe).serve(lines)
    warming.cancel()
    # At once: a thread that still waits for a keyring holds nothing up.
    os._exit(0)


def main() -> None:
    """Run until the input ends."""
    pipe = Pipe(os.dup(1))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    pipe.say(Hello())
    try:
        library = LiteLLM()
    except Exception as error:  # noqa: BLE001 - whatever it is, the client is to say it
        pipe.say(Broken(f"{type(error).__name__}: {error}"))
        os._exit(1)
    asyncio.run(_run(library, pipe))


if __name__ == "__main__":
    main()
