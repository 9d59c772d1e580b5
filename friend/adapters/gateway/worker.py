"""Owns the child process that speaks to models: the only file that names litellm, whose import takes seconds.

Reads operations from standard input, one JSON line each, and writes events to what was standard output when it
started; whatever else prints goes nowhere. Leaves when its input ends, so it never outlives its parent.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import AsyncGenerator
from typing import Any, NoReturn

import httpx

from friend.adapters.gateway import keys, prices
from friend.adapters.gateway.outbox import Pipe
from friend.adapters.gateway.protocol import LINE_LIMIT, Ask, Broken, Count, Facts, Hello, Limits, Ready, Way
from friend.adapters.gateway.service import Service


class LiteLLM:
    """litellm, imported and made quiet: nothing printed, nothing fetched, nothing sent but what is asked."""

    def __init__(self) -> None:
        import litellm  # noqa: PLC0415 - seconds long, and only after the process has said that it runs
        from openai import AsyncOpenAI  # noqa: PLC0415 - as above

        litellm.suppress_debug_info = True
        litellm.disable_hf_tokenizer_download = True
        litellm.telemetry = False
        # What goes round in circles is stopped by us, and said.
        vars(litellm)["REPEATED_STREAMING_CHUNK_LIMIT"] = sys.maxsize
        for name in ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy", "openai", "httpx"):
            logger = logging.getLogger(name)
            logger.handlers = [logging.NullHandler()]
            logger.propagate = False
        self._litellm = litellm
        self._openai = AsyncOpenAI
        self.version: str = litellm._version.version  # noqa: SLF001 - the only place where it says its version

    def entry(self, model: str) -> dict[str, Any] | None:
        """Give what the bundled map knows of a model of OpenAI's."""
        entry = self._litellm.model_cost.get(model)
        return entry if isinstance(entry, dict) and entry.get("litellm_provider") == "openai" else None

    def facts(self, op: Count) -> Facts:
        """Count tokens and look prices up; takes a second the first time."""
        entry = self.entry(op.model)
        messages = [{"role": role, "content": content} for role, content in op.messages]
        price = prices.of_map(entry, self.version)
        return Facts(
            op.id,
            self._litellm.token_counter(model=op.model, messages=messages),
            known=entry is not None,
            window=(entry or {}).get("max_input_tokens"),
            longest_answer=(entry or {}).get("max_output_tokens"),
            price=(price.input, price.output) if price else None,
            version=self.version,
        )

    async def stream(self, ask: Ask, key: str, http: httpx.AsyncClient) -> AsyncGenerator[str, None]:
        """Post the question by way of `http`; give the words of the answer. Raises what litellm raises."""
        base = ask.way.api_base
        client = self._openai(api_key=key, base_url=base, http_client=http, max_retries=0, timeout=http.timeout)
        chunks = await self._litellm.acompletion(
            model=ask.way.model,
            custom_llm_provider="openai",
            # Said outright, so that no variable of the environment is asked.
            api_base=base,
            api_key=key,
            client=client,
            messages=[{"role": role, "content": content} for role, content in ask.messages],
            stream=True,
            timeout=http.timeout,
            num_retries=0,
            max_retries=0,
            **self._options(ask),
        )
        async for chunk in chunks:
            yield (chunk.choices[0].delta.content or "") if chunk.choices else ""

    async def warm(self) -> None:
        """Go the whole way once without a network, so that the first question does not pay for late imports."""
        way = Way("", "gpt-4o", "http://127.0.0.1:9/v1", "", "", local=True, official=False)
        done = httpx.MockTransport(lambda _: httpx.Response(200, content=b"data: [DONE]\n\n"))
        async with httpx.AsyncClient(transport=done) as http:
            async for _ in self.stream(Ask(0, way, [("user", "?")], Limits()), keys.NO_KEY, http):
                pass
        await asyncio.to_thread(self.facts, Count(0, "gpt-4o", [("user", "?")]))

    def _options(self, ask: Ask) -> dict[str, Any]:
        options: dict[str, Any] = {
            "max_tokens": ask.max_tokens,
            "temperature": ask.temperature,
            "extra_body": ask.extra,
        }
        if ask.schema is not None:
            form = {"name": "reply", "strict": True, "schema": ask.schema}
            options["response_format"] = {"type": "json_schema", "json_schema": form}
        if ask.count_tokens:
            options["stream_options"] = {"include_usage": True}
        entry = self.entry(ask.way.model)
        thinks = entry is None or entry.get("supports_reasoning", False)
        # A model that does not think does as "none" says when it is told nothing.
        if ask.reasoning is not None and (thinks or ask.reasoning != "none"):
            options["reasoning_effort"] = ask.reasoning
            if entry is None:
                # What the map does not know is asked as the config has it: its host is the judge.
                options["allowed_openai_params"] = ["reasoning_effort"]
        return {name: value for name, value in options.items() if value is not None}


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
