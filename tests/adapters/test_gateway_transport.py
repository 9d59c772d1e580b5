"""The one way out, alone over real HTTP: what it refuses holds whatever stands above it."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator

import httpx
import pytest

from friend.adapters.gateway.protocol import Limits
from friend.adapters.gateway.transport import Witness, WitnessTransport
from friend.adapters.gateway.wire import OpenAIReader
from tests.fakes.openai import OpenAIServer

BODY = {"model": "m", "messages": [], "stream": True}


@pytest.fixture
def witness() -> Witness:
    """Give a witness that has seen nothing."""
    return Witness(OpenAIReader())


@pytest.fixture
async def transport(witness: Witness) -> AsyncIterator[WitnessTransport]:
    """Give the way out for one question."""
    transport = WitnessTransport(httpx.AsyncHTTPTransport(), witness, Limits(answer_bytes=10_000), lambda: None)
    yield transport
    await transport.close()


@pytest.fixture
async def http(transport: WitnessTransport) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client as careless as they come: it follows redirects, and its caller sends again."""
    async with httpx.AsyncClient(transport=transport, follow_redirects=True) as client:
        yield client


async def hear(transport: WitnessTransport) -> None:
    """Read the answer to its end."""
    async for _ in transport.listen():
        pass


@pytest.mark.parametrize("wrong", [None, "status", "drop-after-request"])
async def test_a_second_post_is_refused(
    http: httpx.AsyncClient, witness: Witness, openai_server: OpenAIServer, wrong: str | None
) -> None:
    """Whoever tries again after an answer, a 500 or a dropped connection, one POST leaves (faults 5 and 7)."""
    openai_server.will(wrong=wrong, status=500 if wrong == "status" else 200)
    for _ in range(3):
        try:
            await http.post(openai_server.url, json=BODY)
        except httpx.ReadError:
            continue
    assert openai_server.connections == 1
    assert len(openai_server.requests) == 1


async def test_a_dropped_connection_is_no_protocol_error(
    http: httpx.AsyncClient, witness: Witness, openai_server: OpenAIServer
) -> None:
    """Libraries send again after a RemoteProtocolError, so it is none (fault 7)."""
    openai_server.will(wrong="drop-after-request")
    with pytest.raises(httpx.ReadError):
        await http.post(openai_server.url, json=BODY)
    assert (witness.sent, witness.status, witness.fault) == (True, None, "dropped")


async def test_a_redirect_ends_there(http: httpx.AsyncClient, witness: Witness, openai_server: OpenAIServer) -> None:
    """Even a client that follows redirects gets no further (fault 9)."""
    other = OpenAIServer()
    try:
        openai_server.will(wrong="redirect", location=f"{other.url}/x")
        with pytest.raises(httpx.ReadError):
            await http.post(openai_server.url, json=BODY)
        assert other.connections == 0
        assert (witness.fault, witness.location) == ("redirect", f"{other.url}/x")
    finally:
        other.close()


async def test_the_cap_holds(
    http: httpx.AsyncClient, transport: WitnessTransport, witness: Witness, openai_server: OpenAIServer
) -> None:
    """What comes after the cap is not read (fault 17)."""
    openai_server.will(wrong="flood")
    await http.post(openai_server.url, json=BODY)
    await hear(transport)
    assert witness.fault == "too-long"
    assert len(witness.head) <= 16_384


async def test_the_library_sees_no_word_of_the_answer(
    http: httpx.AsyncClient, transport: WitnessTransport, witness: Witness, openai_server: OpenAIServer
) -> None:
    """Who built the question gets the headers and an empty body, and may let go; the answer is read here."""
    response = await http.post(openai_server.url, json=BODY)
    await http.aclose()
    assert (response.status_code, response.content) == (200, b"")
    await hear(transport)
    assert (witness.reader.take(), witness.reader.closed) == (("It is clear.", ""), True)


async def test_an_answer_that_was_compressed_unasked(
    http: httpx.AsyncClient, transport: WitnessTransport, witness: Witness
) -> None:
    """A host that compresses all the same is read all the same."""
    data = b'data: {"model": "a-1", "choices": [{"finish_reason": "stop"}]}\n\ndata: [DONE]\n\n'
    packed = gzip.compress(data)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        assert b"accept-encoding: identity" in head.lower()
        rows = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n"
        writer.write(rows.encode() + packed)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        await http.post(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", json=BODY)
        await hear(transport)
    finally:
        server.close()
    assert (witness.reader.served, witness.reader.closed) == (["a-1"], True)
