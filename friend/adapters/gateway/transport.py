"""Owns the one way out: an httpx transport that posts once, follows nothing, and notes what the wire showed.

It refuses a second POST and every redirect, keeps the time and size limits, and turns a dropped connection into an
error that no layer above sends again for. The library above it builds the question and sees the headers; the answer
is read here, from the wire, and by nobody else.
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

Fault = Literal["connect", "dns", "tls", "proxy", "timeout", "stalled", "dropped", "redirect", "too-long"]
_HEAD: Final = 16_384
_REQUEST_IDS: Final = ("x-request-id", "request-id", "apim-request-id", "x-amzn-requestid", "cf-ray")
_BODY_HEADERS: Final = ("content-encoding", "content-length", "transfer-encoding")
_REFUSED: Final = 400


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
    request_id: str | None = None
    location: str | None = None
    head: bytes = b""
    size: int = 0
    fault: Fault | None = None
    detail: str = ""

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
        self._asked = False
        self.settled = asyncio.Event()
        """Set when the headers came, or it is certain that none will."""
        self._response: httpx.Response | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Post once, and answer with the headers. Raises httpx.TransportError for all that goes wrong before them."""
        if self._asked:
            raise httpx.ReadError("a second request for one question is refused", request=request)
        self._asked = True
        try:
            return await self._post(request)
        finally:
            self.settled.set()

    async def _post(self, request: httpx.Request) -> httpx.Response:
        witness = self._witness
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
        headers = response.headers
        witness.status = response.status_code
        witness.content_type = headers.get("content-type", "")
        witness.retry_after = headers.get("retry-after")
        witness.request_id = next((headers[name] for name in _REQUEST_IDS if name in headers), None)
        if response.is_redirect:
            witness.location = headers.get("location", "")
            witness.blame("redirect")
            await response.aclose()
            raise httpx.ReadError("a redirect is not followed", request=request)
        self._response = response
        shown = [(name, value) for name, value in headers.multi_items() if name.lower() not in _BODY_HEADERS]
        return httpx.Response(response.status_code, headers=shown, content=b"", request=request)

    async def listen(self) -> AsyncIterator[None]:
        """Read the answer, piece by piece, into the witness; what goes wrong is noted there."""
        if self._response is None:
            return
        witness, reader, limits = self._witness, self._witness.reader, self._limits
        refused = (witness.status or 0) >= _REFUSED
        pieces = self._response.aiter_bytes()  # a host may compress unasked; httpx undoes it
        while not (refused and len(witness.head) >= _HEAD):
            try:
                async with asyncio.timeout(limits.quiet_s if reader.spoke else limits.first_s):
                    data = await anext(pieces)
            except StopAsyncIteration:
                reader.close()
                yield
                return
            except TimeoutError:
                witness.blame("stalled")
                return
            except httpx.HTTPError as error:
                witness.blame("dropped", _root(error))
                return
            witness.size += len(data)
            if witness.size > limits.answer_bytes:
                witness.blame("too-long")
                return
            if len(witness.head) < _HEAD:
                witness.head = (witness.head + data)[:_HEAD]
            if not refused:
                reader.feed(data)
                yield

    async def aclose(self) -> None:
        """Stay open: the library lets go of its client while the answer is still read here."""

    async def close(self) -> None:
        """Close the socket."""
        if self._response is not None:
            await self._response.aclose()
        await self._inner.aclose()

    async def _trace(self, event: str, info: dict[str, Any]) -> None:
        # A proxy's CONNECT is traced as well, and carries nothing of the question.
        if event.endswith("send_request_headers.started") and info["request"].method == b"POST":
            self._witness.sent = True
            self._on_sent()


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
