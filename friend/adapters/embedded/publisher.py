"""Owns how bytes are read from the publisher's own file: over HTTP, from where the partial file ends."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING

from friend.adapters.embedded.catalogue import Published
from friend.adapters.embedded.partial import Partial, SourceError
from friend.text.visible import visible

if TYPE_CHECKING:
    import httpx

# Seconds: a host that cannot be reached fails over to the next source soon; a silent one a little later.
_CONNECT_S = 5.0
_SILENCE_S = 20.0
_MOST_CUTS = 50


def from_publisher(source: Published, partial: Partial, progress: Callable[[int, int], None]) -> None:
    """Fill the partial file to its end; a cut connection is taken up again. Raises SourceError and OSError."""
    import httpx  # noqa: PLC0415 - nothing of the network is loaded before something is to be fetched

    host = httpx.URL(source.url).host
    limits = httpx.Timeout(_SILENCE_S, connect=_CONNECT_S)
    with httpx.Client(timeout=limits, follow_redirects=True) as client:
        for _ in range(_MOST_CUTS):
            before = partial.size
            if before == partial.total:
                return
            try:
                _read_on(client, source.url, host, partial, progress)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                if partial.size <= before:
                    raise SourceError(f"{host} cannot be reached ({_short(error)})") from error
    if partial.size < partial.total:
        raise SourceError(f"{host} cut the connection {_MOST_CUTS} times")


def _read_on(client: httpx.Client, url: str, host: str, partial: Partial, progress: Callable[[int, int], None]) -> None:
    start = partial.size
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {})
    with client.stream("GET", url, headers=headers) as answer:
        if answer.status_code == HTTPStatus.PARTIAL_CONTENT:
            expected = f"bytes {start}-{partial.total - 1}/{partial.total}"
            if answer.headers.get("Content-Range") != expected:
                raise SourceError(f"{host} has a file of another size")
        elif answer.status_code == HTTPStatus.OK:
            if answer.headers.get("Content-Length") != str(partial.total):
                raise SourceError(f"{host} has a file of another size")
            # It gives the whole file and not the rest of it: the bytes from the first one on.
            if start:
                partial.forget()
        else:
            raise SourceError(f"{host} answered with status {answer.status_code}")
        with partial.appending() as file:
            done = partial.size
            for piece in answer.iter_raw():
                file.write(piece)
                done += len(piece)
                progress(done, partial.total)


def _short(error: Exception) -> str:
    return visible(str(error), keep_lines=False)[:120] or type(error).__name__
