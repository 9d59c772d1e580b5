"""The desk itself, run in a terminal by gateway.py: how late its loop is, and what it spends, while an answer comes.

`python -m tests.benchmarks.gateway_desk WAY WHAT URL FOLDER` prints nothing on the screen but the desk; figures go to
FOLDER/figures.json. WAY is `worker` (friend as it is), or a peer that does the work in the desk's own loop: `litellm`,
or `httpx` (plain httpx: lines of SSE, each read as JSON). Peers put every piece into the same widget and do no more:
they parse no suggestions, place nothing, and keep no log. WHAT is `import`, `answer` (with a ticker) or `spend`
(without one).
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import httpx

from friend.adapters.clock import SystemClock, new_id
from friend.adapters.exports import ExportFiles
from friend.adapters.files import DraftFolder
from friend.adapters.gateway.client import GatewayClient
from friend.adapters.log.store import SqliteLog
from friend.adapters.prompts import PromptShelf
from friend.adapters.recovery import RecoveryFolder
from friend.adapters.seats import SeatFolder
from friend.asking.friend import Friend
from friend.asking.question import Passage, Question
from friend.asking.request import Message, Request
from friend.review import Inquiry, Reviewer
from friend.text.draft import Draft
from friend.text.span import Span
from friend.tui.app import FriendApp
from friend.tui.services import Services
from friend.tui.widgets.answer import Answer
from tests.builders import LETTER, at_hand

_EVERY_S: Final = 0.01
_SETTLED_S: Final = 1.0
_IDLE_S: Final = 4.0
_AFTER_S: Final = 0.5
"""The end of an answer is painted as well."""
_QUESTION: Final = "Is it clear for someone who was not there?"
_BODY: Final[dict[str, Any]] = {
    "model": "gpt-4o",
    "messages": [{"role": "user", "content": f"{LETTER.text}\n\n{_QUESTION}"}],
    "stream": True,
}


class Ticker:
    """Wakes every 10 ms and notes how late, in seconds. A tick that could not be held to counts as late as it was."""

    def __init__(self) -> None:
        self._late: list[float] = []
        self._task = asyncio.create_task(self._run())

    def take(self) -> list[float]:
        """Give what was noted since the last time."""
        taken, self._late = self._late, []
        return taken

    async def _run(self) -> None:
        clock = asyncio.get_running_loop().time
        due = clock() + _EVERY_S
        while True:
            await asyncio.sleep(max(0.0, due - clock()))
            now = clock()
            while due <= now:
                self._late.append(now - due)
                due += _EVERY_S


async def through_litellm(url: str) -> AsyncIterator[str]:
    """Give the pieces as litellm gives them in this loop."""
    import litellm  # noqa: PLC0415 - its import is what is measured

    litellm.suppress_debug_info = True
    chunks = await litellm.acompletion(
        model="openai/gpt-4o", api_base=url, api_key="none", messages=_BODY["messages"], stream=True, num_retries=0
    )
    async for chunk in chunks:
        yield chunk.choices[0].delta.content or ""


async def through_httpx(url: str) -> AsyncIterator[str]:
    """Give the pieces as httpx reads them in this loop."""
    async with (
        httpx.AsyncClient(timeout=60) as http,
        http.stream("POST", f"{url}/chat/completions", json=_BODY) as response,
    ):
        async for line in response.aiter_lines():
            if line.startswith("data: {"):
                choices = json.loads(line[6:])["choices"]
                yield choices[0]["delta"].get("content") or "" if choices else ""


class Run:
    """One run at the desk."""

    def __init__(self, way: str, what: str, url: str, folder: Path) -> None:
        self._way, self._what, self._url, self._folder = way, what, url, folder
        self._gateway = GatewayClient()
        self._friend = Friend("gpt", "openai/gpt-4o", api_base=url)
        self._log = SqliteLog(folder / "log.sqlite3")
        shelf = PromptShelf()
        services = Services(
            reviewer=Reviewer(self._gateway, self._log, SystemClock(), shelf, new_id),
            files=DraftFolder(),
            log=self._log,
            friends=(self._friend,),
            default=self._friend,
            questions=tuple(shelf.questions()),
            exports=ExportFiles(),
            cross=shelf.cross_reading(),
            language="en",
            data_dir=folder,
            clock=SystemClock(),
            recovery=RecoveryFolder(folder / "recovery"),
            seats=SeatFolder(folder / "seats"),
        )
        self._app = FriendApp(services, Draft(LETTER.text), at_hand(services))
        self._figures: dict[str, Any] = {}

    async def run(self) -> None:
        """Sit at the desk until the figures are there."""
        try:
            await self._app.run_async(auto_pilot=self._measure)
        finally:
            await self._gateway.close()
            self._log.close()
        (self._folder / "figures.json").write_text(json.dumps(self._figures))

    async def _measure(self, _: object) -> None:
        try:
            await asyncio.sleep(_SETTLED_S)
            if self._what == "import":
                await self._with_ticker(self._import)
            elif self._what == "answer":
                await self._warm()
                await self._with_ticker(self._answer)
            else:
                await self._warm()
                began = time.process_time()
                await self._answer()
                self._figures["spent"] = time.process_time() - began
        finally:
            self._app.exit()

    async def _with_ticker(self, work: Any) -> None:  # noqa: ANN401 - one of two methods
        ticker = Ticker()
        await asyncio.sleep(_IDLE_S)
        self._figures["idle"] = ticker.take()
        working = asyncio.create_task(work())
        if self._what == "answer":
            while not any(answer.prose.said for answer in self._app.desk.pane.query(Answer)):  # noqa: ASYNC110 - no event tells
                await asyncio.sleep(0.005)
            # The side has opened, once, and the first words are about to be painted.
            self._figures["opening"] = ticker.take()
        await working
        await asyncio.sleep(_AFTER_S)
        self._figures["late"] = ticker.take()

    async def _import(self) -> None:
        if self._way == "litellm":
            import litellm  # noqa: F401, PLC0415 - its import is what is measured
        else:
            await self._gateway.destination(self._friend, Request((Message("user", "?"),)))

    async def _warm(self) -> None:
        """Hear one short answer first; of the worker, wait until it has imported."""
        await self._import()
        if self._way == "litellm":
            with suppress(Exception):
                import litellm  # noqa: PLC0415 - as above

                await litellm.acompletion(
                    model="gpt-4o", messages=_BODY["messages"], mock_response="warm", stream=True, num_retries=0
                )
        await asyncio.sleep(_SETTLED_S)

    async def _answer(self) -> None:
        desk = self._app.desk
        text = LETTER.text
        passage = Passage(Span(0, len(text)), text, whole=True)
        talk = desk.conversation.begin(Inquiry(Draft(text), self._friend, Question(_QUESTION), passage), "the whole")
        desk.side.shows_friend = True
        if self._way == "worker":
            await desk.conversation.run(talk)
            self._figures["shown"] = len(talk.answer.prose.said)
            return
        answer: Answer = talk.answer
        await desk.pane.begin(answer)
        pieces = through_litellm(self._url) if self._way == "litellm" else through_httpx(self._url)
        async for piece in pieces:
            answer.say(piece)
        answer._show_prose()
        self._figures["shown"] = len(answer.prose.said)


def main() -> None:
    """Run once."""
    way, what, url, folder = sys.argv[1:5]
    run_in = Path(folder)

    async def sit() -> None:
        await Run(way, what, url, run_in).run()

    asyncio.run(sit())


if __name__ == "__main__":
    main()
