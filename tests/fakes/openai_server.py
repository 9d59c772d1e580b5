"""A fake provider that speaks OpenAI's chat completions over real HTTP on 127.0.0.1, and misbehaves on order.

It runs in a thread with an event loop of its own, so that tests in any process and any loop may ask it.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

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

ERROR_BODIES: Final[dict[int, dict[str, Any]]] = {
    401: {
        "error": {
            "message": "Incorrect API key provided: sk-canar*************0000. You can find your API key at "
            "https://platform.openai.com/account/api-keys.",
            "type": "invalid_request_error",
            "param": None,
            "code": "invalid_api_key",
        }
    },
    404: {
        "error": {
            "message": "The model `gpt-4o-2099` does not exist or you do not have access to it.",
            "type": "invalid_request_error",
            "param": None,
            "code": "model_not_found",
        }
    },
    429: {
        "error": {
            "message": "Rate limit reached for gpt-4o in organization org-x on requests per min (RPM): Limit 3.",
            "type": "requests",
            "param": None,
            "code": "rate_limit_exceeded",
        }
    },
    500: {
        "error": {
            "message": "The server had an error while processing your request. Sorry about that!",
            "type": "server_error",
            "param": None,
            "code": None,
        }
    },
    529: {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}},
}
QUOTA_BODY: Final[dict[str, Any]] = {
    "error": {
        "message": "You exceeded your current quota, please check your plan and billing details.",
        "type": "insufficient_quota",
        "param": None,
        "code": "insufficient_quota",
    }
}
PARAMETER_BODY: Final[dict[str, Any]] = {
    "error": {
        "message": "Unsupported parameter: 'reasoning_effort' is not supported with this model.",
        "type": "invalid_request_error",
        "param": "reasoning_effort",
        "code": "unsupported_parameter",
    }
}


@dataclass(frozen=True)
class Behaviour:
    """How the next questions are answered.

    `text` is the answer, or a function of the request's body that gives it. `models` are the versions named in the
    stream, changing from one chunk to the next, the last one staying; an empty one names none.
    """

    text: str | Callable[[dict[str, Any]], str] = "It is clear."
    models: tuple[str, ...] = ("gpt-4o-2024-08-06",)
    fingerprint: str | None = "fp_0123456789"
    finish: str | None = "stop"
    done: bool = True
    usage: tuple[int, int] | None = (512, 90)
    piece: int = 8
    pace_s: float = 0.0
    wrong: Wrong | None = None
    status: int = 200
    body: dict[str, Any] | str = ""
    headers: dict[str, str] = field(default_factory=dict)
    location: str = "http://127.0.0.1:9/v1/chat/completions"
    strict: bool = False
    """Refuse a parameter that a plain host does not know, as strict gateways do."""


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
    def body(self) -> dict[str, Any]:
        """The body as JSON."""
        body: dict[str, Any] = json.loads(self.raw)
        return body

    @property
    def messages(self) -> list[dict[str, str]]:
        """The messages of the body."""
        messages: list[dict[str, str]] = self.body["messages"]
        return messages


class OpenAIServer:
    """The server. Set `behaviour` (or call `will`), ask, and look at `requests`."""

    def __init__(self) -> None:
        self.behaviour = Behaviour()
        self.requests: list[Recorded] = []
        self.connections = 0
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
        self.url = f"http://{self.host}/v1"

    def will(self, **changes: Any) -> None:  # noqa: ANN401 - any field of Behaviour
        """Behave so from now on: the default behaviour with these changes."""
        self.behaviour = replace(Behaviour(), **changes)

    def reset(self) -> None:
        """Forget every request, and behave."""
        self.behaviour = Behaviour()
        self.requests.clear()
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

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        behaviour = self.behaviour
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            if behaviour.wrong == "drop-before-request":
                writer.transport.abort()
                return
            request = await _read(reader)
            self.requests.append(request)
            self.arrived.set()
            gone = asyncio.create_task(_watch(reader, request))
            try:
                await self._answer(behaviour, request, writer)
            except ConnectionError:
                request.hung_up.set()
            finally:
                gone.cancel()
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            writer.close()
            await writer.wait_closed()

    async def _answer(self, behaviour: Behaviour, request: Recorded, writer: asyncio.StreamWriter) -> None:
        wrong = behaviour.wrong
        if request.method == "GET":
            await _whole(writer, 200, json.dumps({"object": "list", "data": [{"id": "gpt-4o", "object": "model"}]}))
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
            body = behaviour.body or ERROR_BODIES.get(behaviour.status, "")
            text = body if isinstance(body, str) else json.dumps(body)
            await _whole(writer, behaviour.status, text, behaviour.headers)
        elif behaviour.strict and "stream_options" in request.body:
            error = {"error": {"message": "Extra inputs are not permitted: stream_options", "type": "invalid"}}
            await _whole(writer, 422, json.dumps(error))
        else:
            await _stream(behaviour, request, writer)


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


async def _stream(behaviour: Behaviour, request: Recorded, writer: asyncio.StreamWriter) -> None:
    head = (
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    )
    writer.write(head.encode())
    async for data in _events(behaviour, request.body):
        writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        request.sent_bytes += len(data)
        await writer.drain()
    if behaviour.wrong == "drop":
        await asyncio.sleep(0.05)
        writer.transport.abort()
        return
    writer.write(b"0\r\n\r\n")
    await writer.drain()


class _Chunks:
    """Writes the chunks of one answer."""

    def __init__(self, behaviour: Behaviour) -> None:
        self._fingerprint = behaviour.fingerprint
        self._names = list(behaviour.models)

    def write(self, choices: list[dict[str, Any]], usage: dict[str, int] | None = None) -> bytes:
        value: dict[str, Any] = {"id": "chatcmpl-fake", "object": "chat.completion.chunk", "created": 1_700_000_000}
        if self._names:
            value["model"] = self._names.pop(0) if len(self._names) > 1 else self._names[0]
        if self._fingerprint:
            value["system_fingerprint"] = self._fingerprint
        value["choices"] = choices
        if usage:
            value["usage"] = usage
        return b"data: " + json.dumps(value).encode() + b"\n\n"

    def say(self, delta: dict[str, str], finish: str | None = None) -> bytes:
        return self.write([{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}])


async def _events(behaviour: Behaviour, body: dict[str, Any]) -> AsyncIterator[bytes]:
    text = behaviour.text if isinstance(behaviour.text, str) else behaviour.text(body)
    pieces = [text[at : at + behaviour.piece] for at in range(0, len(text), behaviour.piece)]
    wrong, chunks = behaviour.wrong, _Chunks(behaviour)
    if wrong in {"stall", "malformed", "error", "drop", "cut", "odd"}:
        pieces = pieces[: max(1, len(pieces) // 2)]
    if wrong == "error-first":
        pieces = []
    else:
        yield chunks.say({"role": "assistant", "content": ""})
    for piece in pieces:
        yield chunks.say({"content": piece})
        await asyncio.sleep(behaviour.pace_s)
    async for data in _misbehave(wrong, chunks):
        yield data
    if wrong in {"cut", "drop", "error", "error-first"}:
        return
    if behaviour.finish:
        yield chunks.say({}, behaviour.finish)
    if behaviour.usage:
        given, taken = behaviour.usage
        yield chunks.write([], {"prompt_tokens": given, "completion_tokens": taken, "total_tokens": given + taken})
    if behaviour.done:
        yield b"data: [DONE]\n\n"


async def _misbehave(wrong: Wrong | None, chunks: _Chunks) -> AsyncIterator[bytes]:
    match wrong:
        case "stall":
            await asyncio.sleep(3600)
        case "malformed":
            yield b'data: {"id": "chatcmpl-fake", "choices": [{"delta": {"con\n\n'
        case "odd":
            yield b'data: {"object": "chat.completion.chunk", "choices": "none", "created": "now"}\n\n'
        case "error" | "error-first":
            yield b'data: {"error": {"message": "The engine is overloaded", "type": "server_error"}}\n\n'
        case "one-line":
            yield b"data: "
            for _ in range(800):
                yield b"x" * 65_536
        case "flood" | "repeat" | "drip":
            async for piece in _endless(wrong):
                yield chunks.say({"content": piece})
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
