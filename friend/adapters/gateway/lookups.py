"""Owns what a host is asked beside the question, always without the draft: which file a local model is, who answered.

A look-up that fails is no failure of the answer: what could not be learnt is not known, and that is all.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import ssl
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import httpx

from friend.adapters.gateway.protocol import Way
from friend.adapters.gateway.transport import proxy_for
from friend.adapters.gateway.wire.reader import count, money, plain, table

_PATIENCE_S: Final = 5.0
_RECORD_S: Final = 2.5
"""A person waits for it with the whole answer on the screen, and wants to go on."""
_LARGEST: Final = 4_000_000
_FOUND: Final = 200
_NOT_YET: Final = (0.0, 0.4, 1.2)
"""Seconds before each attempt: a record is written a moment after its answer."""
_SHORTEST_DIGEST: Final = 12


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A model that Ollama keeps on this machine. `window` is the most tokens that it reads, None if not told."""

    name: str
    digest: str
    window: int | None = None

    @property
    def served(self) -> str:
        """The name with the digest of what it names."""
        return f"{self.name}@sha256:{self.digest}"

    def is_named(self, model: str) -> bool:
        """Tell whether a name in an answer is this file's."""
        return full_name(model) == full_name(self.name)

    def told(self, model: str) -> str:
        """Give a name in an answer with the digest, where it is this file's."""
        return self.served if self.is_named(model) else model


@dataclass(frozen=True, slots=True)
class Record:
    """What a host's own record of one answer says."""

    model: str
    sub_provider: str | None = None
    cost_usd: float | None = None


async def ollama_file(way: Way, tls: ssl.SSLContext, windows: dict[str, int | None]) -> LocalFile | None:
    """Ask Ollama on this machine which file a model's name stands for; None where it has none, or serves it elsewhere.

    `windows` is what is known already of files by their digests, and learns. Raises nothing: without an answer there
    is no file.
    """
    async with _client(way, tls) as http:
        listed = table(await _json(http, "GET", f"{way.api_base}/api/tags")).get("models")
        for model in map(table, listed if isinstance(listed, list) else []):
            name, digest = plain(model.get("name")), plain(model.get("digest"))
            if name and digest and full_name(name) == full_name(way.model) and not model.get("remote_host"):
                digest = digest.removeprefix("sha256:")
                if len(digest) >= _SHORTEST_DIGEST and digest.isalnum():
                    window = windows.get(digest) or await _ollama_window(http, way)
                    windows[digest] = window
                    return LocalFile(way.model, digest, window)
    return None


async def generation(way: Way, answer_id: str, key: str, tls: ssl.SSLContext) -> Record | None:
    """Fetch OpenRouter's record of one answer; None where there is none (yet)."""
    url = f"{way.api_base}/generation?id={quote(answer_id, safe='')}"
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_RECORD_S), _client(way, tls, {"authorization": f"Bearer {key}"}) as http:
            return await _generation(http, url)
    return None


async def _generation(http: httpx.AsyncClient, url: str) -> Record | None:
    for pause in _NOT_YET:
        await asyncio.sleep(pause)
        data = table(table(await _json(http, "GET", url)).get("data"))
        model = plain(data.get("model"))
        if model:
            return Record(model, plain(data.get("provider_name")), money(data.get("total_cost")))
    return None


def full_name(model: str) -> str:
    """Give a name of Ollama's with its tag."""
    return model if ":" in model.rpartition("/")[2] else f"{model}:latest"


async def _ollama_window(http: httpx.AsyncClient, way: Way) -> int | None:
    shown = table(await _json(http, "POST", f"{way.api_base}/api/show", {"model": way.model}))
    lengths = [
        count(value) for name, value in table(shown.get("model_info")).items() if name.endswith(".context_length")
    ]
    return next((length for length in lengths if length), None)


def _client(way: Way, tls: ssl.SSLContext, headers: dict[str, str] | None = None) -> httpx.AsyncClient:
    transport = httpx.AsyncHTTPTransport(verify=tls, proxy=proxy_for(way.api_base))
    return httpx.AsyncClient(
        transport=transport, headers=headers, follow_redirects=False, timeout=_PATIENCE_S, trust_env=False
    )


async def _json(http: httpx.AsyncClient, method: str, url: str, body: dict[str, Any] | None = None) -> object:
    """Ask, and give the JSON of a good answer of ordinary size; None for anything else."""
    try:
        async with asyncio.timeout(_PATIENCE_S), http.stream(method, url, json=body) as response:
            if response.status_code != _FOUND:
                return None
            data = b""
            async for piece in response.aiter_bytes():
                data += piece
                if len(data) > _LARGEST:
                    return None
            value: object = json.loads(data)
            return value
    except (httpx.HTTPError, TimeoutError, ValueError, RecursionError):
        return None
