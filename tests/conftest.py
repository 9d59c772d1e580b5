"""Owns what every test may share: a fake provider over real HTTP, and one child process that imports litellm once."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from typing import Final, TypeVar

import pytest
from hypothesis import HealthCheck, settings

from friend.adapters.gateway.client import GatewayClient
from tests.fakes.anthropic import AnthropicServer
from tests.fakes.gemini import GeminiServer
from tests.fakes.ollama import OllamaServer
from tests.fakes.openai import OpenAIServer
from tests.fakes.server import FakeServer

# A slow machine is no fault of the code. A run at one's desk takes fewer examples than CI does.
_EXAMPLES: Final = 100 if os.environ.get("CI") else 25
settings.register_profile("friend", max_examples=_EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("friend")

Kind = TypeVar("Kind", bound=FakeServer)
CANARY: Final = "sk-canary-000000000000000000000000"
ENVIRONMENT: Final = {
    "PATH": "/usr/bin:/bin",
    "CANARY_KEY": CANARY,
    # What lies about in the environments of people who use other programs; none of it may count.
    "OPENAI_API_KEY": "sk-ambient-00000000000000000000",
    "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
    "OPENAI_API_BASE": "http://127.0.0.1:9/v1",
    "OPENAI_ORGANIZATION": "org-ambient",
    "ANTHROPIC_BASE_URL": "http://127.0.0.1:9",
    "OLLAMA_API_BASE": "http://127.0.0.1:9",
    # The child process is to run the code that is tested, wherever it stands.
    **({"PYTHONPATH": os.environ["PYTHONPATH"]} if "PYTHONPATH" in os.environ else {}),
}
"""The environment of the gateway in every test."""


@pytest.fixture(scope="session")
def _servers() -> Iterator[dict[type[FakeServer], FakeServer]]:
    """Run the fake providers that were asked for until the session ends."""
    servers: dict[type[FakeServer], FakeServer] = {}
    yield servers
    for server in servers.values():
        server.close()


def _running(servers: dict[type[FakeServer], FakeServer], kind: type[Kind]) -> Iterator[Kind]:
    """Give a fake provider as it is when nothing was asked of it."""
    server = servers.get(kind) or servers.setdefault(kind, kind())
    assert isinstance(server, kind)
    server.reset()
    yield server
    server.reset()


@pytest.fixture
def openai_server(_servers: dict[type[FakeServer], FakeServer]) -> Iterator[OpenAIServer]:
    """Give the fake OpenAI-compatible host."""
    yield from _running(_servers, OpenAIServer)


@pytest.fixture
def anthropic_server(_servers: dict[type[FakeServer], FakeServer]) -> Iterator[AnthropicServer]:
    """Give the fake Anthropic."""
    yield from _running(_servers, AnthropicServer)


@pytest.fixture
def gemini_server(_servers: dict[type[FakeServer], FakeServer]) -> Iterator[GeminiServer]:
    """Give the fake Google."""
    yield from _running(_servers, GeminiServer)


@pytest.fixture
def ollama_server(_servers: dict[type[FakeServer], FakeServer]) -> Iterator[OllamaServer]:
    """Give the fake Ollama."""
    yield from _running(_servers, OllamaServer)


@pytest.fixture(params=[OpenAIServer, AnthropicServer, GeminiServer, OllamaServer], ids=lambda kind: kind.__name__)
def server(request: pytest.FixtureRequest, _servers: dict[type[FakeServer], FakeServer]) -> Iterator[FakeServer]:
    """Give a fake provider of each wire format in turn."""
    yield from _running(_servers, request.param)


@pytest.fixture(scope="session")
async def gateway() -> AsyncIterator[GatewayClient]:
    """Give a gateway whose child process runs for the session."""
    client = GatewayClient(environ=ENVIRONMENT)
    await client.start()
    yield client
    await client.close()
