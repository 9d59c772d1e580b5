"""Owns how a test opens a page in headless Chromium and asks it what it saw, over Chromium's own debugging pipe.

Where Chromium is missing the tests are skipped with the reason, unless FRIEND_TEST_NOTHING_SKIPPED is set, as in CI.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

PROGRAM: Final = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needed: Final = pytest.mark.skipif(
    not PROGRAM and not os.environ.get("FRIEND_TEST_NOTHING_SKIPPED"),
    reason="chromium is not installed: apt-get install chromium",
)


class Tab:
    """A page that is open. `requests` are all that it asked for, `complaints` all that the console said."""

    def __init__(self, to: int, back: int) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self._to, self._back = to, back
        self._left = b""
        self._number = 0
        self._session: str | None = None
        target = self.do("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.do("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.do(f"{domain}.enable")

    def do(self, method: str, **words: object) -> dict[str, Any]:
        """Ask Chromium to do something; what it tells meanwhile is kept."""
        self._number += 1
        asked = {"id": self._number, "method": method, "params": words}
        os.write(self._to, json.dumps(asked | ({"sessionId": self._session} if self._session else {})).encode() + b"\0")
        while (told := self._next()).get("id") != self._number:
            self._heard(told)
        assert "error" not in told, told
        return told["result"]

    def open(
        self, page: Path, *, width: int = 1200, height: int = 900, dark: bool = False, paper: bool = False
    ) -> None:
        """Open a file in a window of so many CSS pixels, and wait until it is all there."""
        self.do(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.do("Emulation.setEmulatedMedia", media="print" if paper else "", features=[scheme])
        self.do("Page.navigate", url=page.as_uri())
        while (told := self._next()).get("method") != "Page.loadEventFired":
            self._heard(told)

    def say(self, expression: str) -> Any:  # noqa: ANN401 - a value of the page's, of any kind
        """Give the value of an expression in the page. The debugger's own scripts run whatever the page forbids."""
        told = self.do("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def press(self, key: str, code: int) -> None:
        """Press and release a key."""
        for kind in ("keyDown", "keyUp"):
            self.do(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                windowsVirtualKeyCode=code,
                **({"text": "\r"} if key == "Enter" and kind == "keyDown" else {}),
            )

    def picture(self, path: Path) -> None:
        """Save what the window shows, down to the end of the page."""
        shot = self.do("Page.captureScreenshot", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(shot["data"]))

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._left:
            more = os.read(self._back, 1 << 20)
            assert more, "chromium is gone"
            self._left += more
        told, _, self._left = self._left.partition(b"\0")
        return json.loads(told)

    def _heard(self, told: dict[str, Any]) -> None:
        words = told.get("params", {})
        match told.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(words["request"]["url"])
            case "Log.entryAdded":
                self.complaints.append(words["entry"]["text"])
            case "Runtime.consoleAPICalled" | "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(words))


_FLAGS: Final = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--remote-debugging-pipe"),
)
# Where Chromium reads what it is asked, and where it answers.
_READS, _ANSWERS = 3, 4


@contextmanager
def tab() -> Iterator[Tab]:
    """Run Chromium with a profile of its own, and end it."""
    assert PROGRAM, "chromium is not installed: apt-get install chromium"
    (asked, to), (back, answered) = os.pipe(), os.pipe()
    nothing = os.open(os.devnull, os.O_RDWR)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        # Out of the way of the numbers that they are to have.
        high = [fcntl.fcntl(each, fcntl.F_DUPFD_CLOEXEC, 10) for each in (asked, answered)]
        places = [(os.POSIX_SPAWN_DUP2, nothing, number) for number in (0, 1, 2)]
        places += [(os.POSIX_SPAWN_DUP2, each, number) for each, number in zip(high, (_READS, _ANSWERS), strict=True)]
        words = [PROGRAM, *_FLAGS, f"--user-data-dir={profile}"]
        running = os.posix_spawn(PROGRAM, words, os.environ, file_actions=places)
        for each in (asked, answered, nothing, *high):
            os.close(each)
        try:
            yield Tab(to, back)
        finally:
            os.close(to)
            os.kill(running, signal.SIGTERM)
            os.waitpid(running, 0)
            os.close(back)
