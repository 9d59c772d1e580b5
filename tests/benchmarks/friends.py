"""Ten friends at once: what they take together, beside the slowest of them alone.

`python -m tests.benchmarks.friends` prints a table as Markdown, in a minute. The provider is the tests' fake one, in
processes of its own; each friend writes at its own pace. One child process serves all of them.
"""
# ruff: noqa: T201 - a script that prints

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import median
from typing import Final

from friend.adapters.clock import SystemClock, new_id
from friend.adapters.gateway.client import GatewayClient
from friend.adapters.log.store import SqliteLog
from friend.adapters.prompts import PromptShelf
from friend.asking.friend import Friend
from friend.asking.question import Passage, Question
from friend.review import Answered, Inquiry, Reviewer
from friend.text.draft import Draft
from friend.text.span import Span
from tests.benchmarks.gateway import provider
from tests.builders import LETTER

_FRIENDS: Final = 10
_TOKENS: Final = 400
_PACES: Final = [100 + 20 * number for number in range(_FRIENDS)]
"""Tokens a second: the slowest writes for four seconds, the quickest for a little more than one."""
_TEXT: Final = "\n\n".join([LETTER.text] * 40)
_LIMITS: Final = """Wanted: at most 1.1 times the slowest. The clock runs from the first question to the last answer in
the log; the library was imported before. The fake hosts share the machine with friend."""


async def _timed(reviewer: Reviewer, inquiries: list[Inquiry]) -> float:
    """Ask all of them at once; give the seconds until the last has answered."""

    async def heard(inquiry: Inquiry) -> None:
        async for event in reviewer.ask(inquiry):
            if isinstance(event, Answered) and event.exchange.status != "complete":
                raise RuntimeError(event.exchange.status)

    began = time.perf_counter()
    await asyncio.gather(*map(heard, inquiries))
    return time.perf_counter() - began


async def _measured(urls: list[str], folder: Path, runs: int) -> tuple[float, float, float]:
    """Give the seconds of the slowest alone, of all at once, and of all one after another."""
    draft = Draft(_TEXT, "letter.md")
    passage = Passage(Span(0, len(_TEXT)), _TEXT, whole=True)
    friends = [Friend(f"f{number}", "openai/gpt-4o", api_base=url) for number, url in enumerate(urls)]
    each = [Inquiry(draft, friend, Question("Is it clear?"), passage) for friend in friends]
    gateway = GatewayClient()
    with closing(SqliteLog(folder / "log.sqlite3")) as log:
        reviewer = Reviewer(gateway, log, SystemClock(), PromptShelf(), new_id, friends=friends)
        try:
            await _timed(reviewer, each[-1:])  # The import is over after this.
            alone = [await _timed(reviewer, each[:1]) for _ in range(runs)]
            together = [await _timed(reviewer, each) for _ in range(runs)]
            in_turn = sum([await _timed(reviewer, [one]) for one in each])
        finally:
            await gateway.close()
    return median(alone), median(together), in_turn


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=3)
    runs = arguments.parse_args().runs
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        urls = [stack.enter_context(provider("openai", _TOKENS, pace)) for pace in _PACES]
        alone, together, in_turn = asyncio.run(_measured(urls, folder, runs))
    print("| friends | the slowest alone | all at once | ratio | one after another |\n|---|---|---|---|---|")
    print(f"| {_FRIENDS} | {alone:.2f} s | {together:.2f} s | {together / alone:.2f} | {in_turn:.2f} s |\n")
    print(_LIMITS)


if __name__ == "__main__":
    main()
