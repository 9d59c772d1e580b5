"""A fake provider over real HTTP on 127.0.0.1 that misbehaves on order; each wire format says its words in its own way.

It runs in a thread with an event loop of its own, so that tests in any process and any loop may ask it.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import threading
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Literal

Wrong = Literal[
    "cut",  # the connection ends properly, without the end mark
    "html",  # a login page with status 200
    "empty",  # status 200 and nothing
    "empty-object",  # status 200 and {}
    "redirect",  # 307 to `location`
    "silent",  # the request is read, and nothing is ever answered
    "stall",  # half of the answer, then nothing
    "drip",  # a word at a time, for ever
    "flood",  # 50 MB
    "one-line",  # 50 MB without a line end
    "malformed",  # half of the answer, then a line that is no JSON
    "error",  # half of the answer, then an error
    "odd",  # half of the answer, then JSON that is no chunk
    "error-first",  # an error in the stream before any word
    "repeat",  # the same piece for ever
    "drop",  # half of the answer, then the connection breaks
    "drop-after-request",  # the request is read, and the connection breaks
    "drop-before-request",  # the connection breaks at once
    "status",  # `status`, with `body` and `headers`
]
Json = dict[str, Any]


@dataclass(frozen=True)
class Behaviour:
    """How the next questions are answered.

    `text` is the answer, or a function of the request's body that gives it; `reasoning` comes before it. `models` are
    the versions named in the stream, changing from one chunk to the next, the last one staying; an empty one names
    none, and None is the format's usual one. `finish` is "stop", "length", "content_filter" or a word of the format's.
    Of the tokens given, `cached` came from the cache and `written` went there. `streams` False ignores `stream: true`.
    """

    text: str | Callable[[Json], str] = "It is clear."
    reasoning: str = ""
    models: tuple[str, ...] | None = None
    fingerprint: str | None = "fp_0123456789"
    finish: str | None = "stop"
    done: bool = True
    streams: bool = True
    usage: tuple[int, int] | None = (512, 90)
    cached: int = 0
    written: int = 0
    piece: int = 8
    pace_s: float = 0.0
    wrong: Wrong | None = None
    status: int = 200
    body: Json | str = ""
    headers: dict[str, str] = field(default_factory=dict)
    location: str = "http://127.0.0.1:9/v1/chat/completions"
    strict: bool = False
    """Refuse a parameter that a plain host does not know, as strict gateways do."""
    extra: Json = field(default_factory=dict)
    """What the format's chunks hold besides."""
    lookups: dict[str, Json] | None = None
    """What is answered beside the draft's question, by the path after the host; None is the format's usual."""


@dataclass
class Recorded:
    """One request as it came. `hung_up` is set when the client closed the connection before the answer was over."""

    method: str
    path: str
    headers: dict[str, str]
    raw: bytes
    hung_up: threading.Event = field(default_factory=threading.Event)
    sent_bytes: int = 0

    @property
    def body(self) -> Json:
        """The body as JSON."""
        body: Json = json.loads(self.raw)
        return body

    @property
    def messages(self) -> list[Json]:
        """The messages of the body."""
        messages: list[Json] = self.body["messages"]
        return messages


class Writer(ABC):
    """Writes one answer in one wire format."""

    def __init__(self, behaviour: Behaviour, usual: str) -> None:
        self.behaviour = behaviour
        self._names = list((usual,) if behaviour.models is None else behaviour.models)

    def name(self) -> str | None:
        """Give the version that the next chunk names."""
        if not self._names:
            return None
        return self._names.pop(0) if len(self._names) > 1 else self._names[0]

    @abstractmethod
    def begin(self) -> bytes:
        """Open the stream."""

    @abstractmethod
    def say(self, text: str) -> bytes:
        """Write a piece of the answer."""

    @abstractmethod
    def think(self, text: str) -> bytes:
        """Write a piece of the reasoning."""

    @abstractmethod
    def end(self) -> bytes:
        """Write what stands at the end: the reason, the tokens, the mark."""

    @abstractmethod
    def whole(self, text: str) -> Json:
        """Write the whole answer as a host does that does not stream."""

    @abstractmethod
    def error(self) -> bytes:
        """Write an error into the stream."""

    @abstractmethod
    def malformed(self) -> bytes:
        """Write a line that is no JSON."""

    @abstractmethod
    def odd(self) -> bytes:
        """Write JSON that is no chunk."""


class FakeServer(ABC):
    """The server. Set `behaviour` (or call `will`), ask, and look at `requests`."""

    api: ClassVar[str]
    """The prefix of a model string that leads here."""
    model: ClassVar[str]
    served: ClassVar[str]
    """The version that answers usually."""
    base: ClassVar[str] = ""
    """What an api_base holds after the host."""
    path: ClassVar[str]
    """Where questions are to come."""
    key_header: ClassVar[str]
    media: ClassVar[str] = "text/event-stream"
    writer: ClassVar[type[Writer]]
    errors: ClassVar[dict[int, Json]]
    usual: ClassVar[dict[str, Json]] = {}
    """What is answered to other questions than the draft's."""

    def __init__(self) -> None:
        self.behaviour = Behaviour()
        self.requests: list[Recorded] = []
        self.lookups: list[Recorded] = []
        """What was asked beside the question."""
        self.connections = 0
        """Those of the look-ups are not counted."""
        self.arrived = threading.Event()
        """Set when a whole request has come."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fake provider", daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._serve, "127.0.0.1", 0, limit=1 << 26), self._loop
        ).result(5)
        self.port: int = self._server.sockets[0].getsockname()[1]
        self.host = f"127.0.0.1:{self.port}"
        self.url = f"http://{self.host}{self.base}"

    def will(self, **changes: Any) -> None:  # noqa: ANN401 - any field of Behaviour
        """Behave so from now on: the default behaviour with these changes."""
        self.behaviour = replace(Behaviour(), **changes)

    def reset(self) -> None:
        """Forget every request, and behave."""
        self.behaviour = Behaviour()
        self.requests.clear()
        self.lookups.clear()
        self.connections = 0
        self.arrived.clear()

    @property
    def asked(self) -> Recorded:
        """The only question that came."""
        posts = [request for request in self.requests if request.method == "POST"]
        assert len(posts) == 1, f"{len(posts)} questions came"
        return posts[0]

    def close(self) -> None:
        """Stop."""

        async def stop() -> None:
            self._server.close()
            tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(stop(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def refuses(self, body: Json) -> Json | None:
        """Give the error for a question that a strict host does not take."""
        del body
        return None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        behaviour = self.behaviour
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            if behaviour.wrong == "drop-before-request":
                writer.transport.abort()
                return
            request = await _read(reader)
            lookups = self.usual if behaviour.lookups is None else behaviour.lookups
            if request.path in self.usual or request.path in lookups:
                self.connections -= 1
                self.lookups.append(request)
                found = lookups.get(request.path)
                await _whole(writer, 404 if found is None else 200, json.dumps(found or {"error": "not found"}))
            else:
                self.requests.append(request)
                self.arrived.set()
                await self._answer_and_watch(behaviour, request, reader, writer)
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            writer.close()
            await writer.wait_closed()

    async def _answer_and_watch(
        self, behaviour: Behaviour, request: Recorded, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        gone = asyncio.create_task(_watch(reader, request))
        try:
            await self._answer(behaviour, request, writer)
        except ConnectionError:
            request.hung_up.set()
        finally:
            gone.cancel()

    async def _answer(self, behaviour: Behaviour, request: Recorded, writer: asyncio.StreamWriter) -> None:
        wrong = behaviour.wrong
        if request.method == "GET":
            await _whole(writer, 200, json.dumps({"object": "list", "data": [{"id": self.model, "object": "model"}]}))
        elif wrong == "drop-after-request":
            writer.transport.abort()
        elif wrong == "silent":
            await asyncio.sleep(3600)
        elif wrong == "redirect":
            await _whole(writer, 307, "", {"Location": behaviour.location})
        elif wrong == "html":
            page = "<!DOCTYPE html><html><body>Please accept the terms of this network.</body></html>"
            await _whole(writer, 200, page, {"Content-Type": "text/html; charset=utf-8"})
        elif wrong in {"empty", "empty-object"}:
            await _whole(writer, 200, "" if wrong == "empty" else "{}")
        elif wrong == "status":
            body = behaviour.body or self.errors.get(behaviour.status, "")
            text = body if isinstance(body, str) else json.dumps(body)
            await _whole(writer, behaviour.status, text, behaviour.headers)
        elif behaviour.strict and (error := self.refuses(request.body)):
            await _whole(writer, 422, json.dumps(error))
        elif not behaviour.streams:
            text = _text(behaviour, request)
            await _whole(writer, 200, json.dumps(self._writer(behaviour).whole(text)), behaviour.headers)
        else:
            await self._stream(behaviour, request, writer)

    def _writer(self, behaviour: Behaviour) -> Writer:
        return type(self).writer(behaviour, self.served)

    async def _stream(self, behaviour: Behaviour, request: Recorded, writer: asyncio.StreamWriter) -> None:
        rows = {"Content-Type": self.media, "Transfer-Encoding": "chunked", "Connection": "close"} | behaviour.headers
        head = "HTTP/1.1 200 OK\r\n" + "".join(f"{name}: {value}\r\n" for name, value in rows.items()) + "\r\n"
        writer.write(head.encode())
        async for data in _events(behaviour, self._writer(behaviour), _text(behaviour, request)):
            if data:
                writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            request.sent_bytes += len(data)
            await writer.drain()
        if behaviour.wrong == "drop":
            await asyncio.sleep(0.05)
            writer.transport.abort()
            return
        writer.write(b"0\r\n\r\n")
        await writer.drain()


def sse(value: Json, event: str | None = None) -> bytes:
    """Write one server-sent event."""
    name = f"event: {event}\n" if event else ""
    return f"{name}data: {json.dumps(value)}\n\n".encode()


def _text(behaviour: Behaviour, request: Recorded) -> str:
    return behaviour.text if isinstance(behaviour.text, str) else behaviour.text(request.body)


async def _read(reader: asyncio.StreamReader) -> Recorded:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = head[0].split(" ")
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (row.partition(":") for row in head[1:] if row)
    }
    raw = await reader.readexactly(int(headers.get("content-length", "0")))
    return Recorded(method, path, headers, raw)


async def _watch(reader: asyncio.StreamReader, request: Recorded) -> None:
    with contextlib.suppress(ConnectionError):
        while await reader.read(65_536):
            pass
    request.hung_up.set()


async def _whole(writer: asyncio.StreamWriter, status: int, text: str, headers: dict[str, str] | None = None) -> None:
    data = text.encode()
    rows = {"Content-Type": "application/json", "Content-Length": str(len(data)), "Connection": "close"}
    rows |= headers or {}
    head = f"HTTP/1.1 {status} Status\r\n" + "".join(f"{name}: {value}\r\n" for name, value in rows.items()) + "\r\n"
    writer.write(head.encode() + data)
    await writer.drain()


async def _events(behaviour: Behaviour, writer: Writer, text: str) -> AsyncIterator[bytes]:
    pieces = _cut(text, behaviour.piece)
    wrong = behaviour.wrong
    if wrong in {"stall", "malformed", "error", "drop", "cut", "odd"}:
        pieces = pieces[: max(1, len(pieces) // 2)]
    if wrong == "error-first":
        pieces = []
    else:
        yield writer.begin()
        for piece in _cut(behaviour.reasoning, behaviour.piece):
            yield writer.think(piece)
    # By the clock, so that a thousand pieces a second are a thousand.
    clock = asyncio.get_running_loop().time
    due = clock()
    for piece in pieces:
        yield writer.say(piece)
        due += behaviour.pace_s
        await asyncio.sleep(max(0.0, due - clock()))
    async for data in _misbehave(wrong, writer):
        yield data
    if wrong not in {"cut", "drop", "error", "error-first"}:
        yield writer.end()


def _cut(text: str, piece: int) -> list[str]:
    return [text[at : at + piece] for at in range(0, len(text), piece)]


async def _misbehave(wrong: Wrong | None, writer: Writer) -> AsyncIterator[bytes]:
    match wrong:
        case "stall":
            await asyncio.sleep(3600)
        case "malformed":
            yield writer.malformed()
        case "odd":
            yield writer.odd()
        case "error" | "error-first":
            yield writer.error()
        case "one-line":
            yield b"data: "
            for _ in range(800):
                yield b"x" * 65_536
        case "flood" | "repeat" | "drip":
            async for piece in _endless(wrong):
                yield writer.say(piece)
        case _:
            pass


async def _endless(wrong: str) -> AsyncIterator[str]:
    for number in itertools.count():
        if wrong == "flood":
            if number * 65_536 > 50_000_000:
                return
            yield "".join(f"word{number * 7_000 + k} " for k in range(6_000))
        elif wrong == "drip":
            yield f"w{number} "
            await asyncio.sleep(0.05)
        else:
            yield "and so on "
            await asyncio.sleep(0)
