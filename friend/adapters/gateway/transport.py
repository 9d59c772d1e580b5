"""Owns the one way out: an httpx transport that posts once, follows nothing, and notes what the wire showed.

It refuses a second POST and every redirect, keeps the time and size limits, and turns a dropped connection into an
error that no layer above sends again for.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import urllib.request
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any, Final, Literal
from urllib.parse import urlsplit

import httpx

from friend.adapters.gateway.protocol import Limits
from friend.adapters.gateway.route import is_loopback
from friend.adapters.gateway.wire import Reader

Fault = Literal[
    "connect", "dns", "tls", "proxy", "timeout", "stalled", "dropped", "redirect", "too-long", "second-post"
]
_HEAD: Final = 4_096


@dataclass(slots=True)
class Witness:
    """What the wire showed of one question.

    `sent` says that the request began to leave; `status` is None until the headers came. `head` holds the first
    bytes of the body, `size` counts them all. `fault` is the first thing that went wrong, `detail` its own words.
    """

    reader: Reader
    sent: bool = False
    status: int | None = None
    content_type: str = ""
    retry_after: str | None = None
    location: str | None = None
    head: bytes = b""
    size: int = 0
    fault: Fault | None = None
    detail: str = ""
    posts: int = 0

    def blame(self, fault: Fault, detail: object = "") -> None:
        """Note what went wrong, if nothing did before."""
        if self.fault is None:
            self.fault, self.detail = fault, str(detail)


class WitnessTransport(httpx.AsyncBaseTransport):
    """Carries one question. `on_sent` is called when the request begins to leave."""

    def __init__(
        self, inner: httpx.AsyncBaseTransport, witness: Witness, limits: Limits, on_sent: Callable[[], None]
    ) -> None:
        self._inner = inner
        self._witness = witness
        self._limits = limits
        self._on_sent = on_sent

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Post once. Raises httpx.TransportError for all that goes wrong before the headers."""
        witness = self._witness
        witness.posts += 1
        if witness.posts > 1:
            witness.blame("second-post")
            raise httpx.ReadError("a second request for one question is refused", request=request)
        request.extensions = {**request.extensions, "trace": self._trace}
        request.headers["accept-encoding"] = "identity"
        try:
            async with asyncio.timeout(self._limits.first_s):
                response = await self._inner.handle_async_request(request)
        except TimeoutError:
            witness.blame("timeout" if witness.sent else "connect", "no answer in time")
            raise httpx.ReadTimeout("no answer in time", request=request) from None
        except httpx.HTTPError as error:
            witness.blame(_fault_of(error, sent=witness.sent), _root(error))
            if isinstance(error, httpx.RemoteProtocolError):
                raise httpx.ReadError(str(error), request=request) from error
            raise
        witness.status = response.status_code
        witness.content_type = response.headers.get("content-type", "")
        witness.retry_after = response.headers.get("retry-after")
        if response.is_redirect:
            witness.location = response.headers.get("location", "")
            witness.blame("redirect")
            await response.aclose()
            raise httpx.ReadError("a redirect is not followed", request=request)
        headers = response.headers.copy()
        headers.pop("content-encoding", None)  # a host may compress all the same; the tee has undone it
        return httpx.Response(
            response.status_code,
            headers=headers,
            stream=_Tee(response, witness, self._limits),
            extensions=response.extensions,
            request=request,
        )

    async def aclose(self) -> None:
        """Close the socket."""
        await self._inner.aclose()

    async def _trace(self, event: str, info: dict[str, Any]) -> None:
        # A proxy's CONNECT is traced as well, and carries nothing of the question.
        if event.endswith("send_request_headers.started") and info["request"].method == b"POST":
            self._witness.sent = True
            self._on_sent()


class _Tee(httpx.AsyncByteStream):
    """The body, read by the witness on its way."""

    def __init__(self, response: httpx.Response, witness: Witness, limits: Limits) -> None:
        self._response = response
        self._witness = witness
        self._limits = limits

    async def __aiter__(self) -> AsyncIterator[bytes]:
        witness, reader, limits = self._witness, self._witness.reader, self._limits
        pieces = self._response.aiter_bytes()
        while True:
            try:
                async with asyncio.timeout(limits.quiet_s if reader.spoke else limits.first_s):
                    data = await anext(pieces)
            except StopAsyncIteration:
                reader.close()
                return
            except TimeoutError:
                witness.blame("stalled")
                raise httpx.ReadTimeout("the answer stalled") from None
            except httpx.HTTPError as error:
                witness.blame("dropped", _root(error))
                raise httpx.ReadError(str(error)) from error
            witness.size += len(data)
            if witness.size > limits.answer_bytes:
                witness.blame("too-long")
                raise httpx.ReadError("the answer is too long")
            if len(witness.head) < _HEAD:
                witness.head = (witness.head + data)[:_HEAD]
            reader.feed(data)
            yield data

    async def aclose(self) -> None:
        await self._response.aclose()


def proxy_for(url: str) -> str | None:
    """Give the proxy that the environment names for `url`, as a client without our transport would take it."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    proxies = urllib.request.getproxies_environment()
    # typeshed lacks this one
    bypassed = urllib.request.proxy_bypass_environment(host, proxies)  # type: ignore[attr-defined]
    if bypassed or is_loopback(host):
        return None
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    return proxy if not proxy or "://" in proxy else f"http://{proxy}"


def _fault_of(error: httpx.HTTPError, *, sent: bool) -> Fault:
    causes = list(_chain(error))
    if any(isinstance(cause, ssl.SSLError) for cause in causes) and not sent:
        return "tls"
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return "dns"
    if isinstance(error, httpx.ProxyError):
        return "proxy"
    return "dropped" if sent else "connect"


def _chain(error: BaseException) -> list[BaseException]:
    causes: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in causes:
        causes.append(cause)
        cause = cause.__cause__ or cause.__context__
    return causes


def _root(error: BaseException) -> str:
    """Give the words of the last cause that has any."""
    return next((str(cause) for cause in reversed(_chain(error)) if str(cause)), type(error).__name__)
