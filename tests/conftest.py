"""Owns what every test may share: a fake provider over real HTTP, and one child process that imports litellm once."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

from friend.adapters.gateway.client import GatewayClient
from tests.fakes.anthropic import AnthropicServer
from tests.fakes.gemini import GeminiServer
from tests.fakes.ollama import OllamaServer
from tests.fakes.openai import OpenAIServer
from tests.fakes.server import FakeServer

# A slow machine is no fault of the code.
settings.register_profile("friend", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("friend")

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
def _openai_server() -> Iterator[OpenAIServer]:
    """Run the fake provider for the session."""
    server = OpenAIServer()
    yield server
    server.close()


@pytest.fixture
def openai_server(_openai_server: OpenAIServer) -> Iterator[OpenAIServer]:
    """Give the fake provider as it is when nothing was asked of it."""
    _openai_server.reset()
    yield _openai_server
    _openai_server.reset()


@pytest.fixture(scope="session")
def _servers() -> Iterator[dict[type[FakeServer], FakeServer]]:
    """Run the fake providers that were asked for until the session ends."""
    servers: dict[type[FakeServer], FakeServer] = {}
    yield servers
    for server in servers.values():
        server.close()


@pytest.fixture(params=[OpenAIServer, AnthropicServer, GeminiServer, OllamaServer], ids=lambda kind: kind.__name__)
def server(request: pytest.FixtureRequest, _servers: dict[type[FakeServer], FakeServer]) -> Iterator[FakeServer]:
    """Give a fake provider of each wire format in turn, as it is when nothing was asked of it."""
    kind: type[FakeServer] = request.param
    if kind not in _servers:
        _servers[kind] = kind()
    _servers[kind].reset()
    yield _servers[kind]
    _servers[kind].reset()


@pytest.fixture(scope="session")
async def gateway() -> AsyncIterator[GatewayClient]:
    """Give a gateway whose child process runs for the session."""
    client = GatewayClient(environ=ENVIRONMENT)
    await client.start()
    yield client
    await client.close()
