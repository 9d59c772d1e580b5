"""What asking costs the desk: how late it is, what it spends, and how soon the first word comes, beside peers.

`python -m tests.benchmarks.gateway` prints tables as Markdown, some six minutes; `--runs 1` is quicker. The desk is the
real one, in a real terminal (a pty of 140 by 45); the provider is the tests' fake one, in a process of its own.
"""
# ruff: noqa: T201 - a script that prints

from __future__ import annotations

import argparse
import asyncio
import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from typing import Any, Final

import httpx

from friend.adapters.gateway.client import GatewayClient
from friend.asking.friend import Friend
from friend.asking.request import Message, Request
from friend.ports import Delta
from tests.benchmarks.gateway_host import SERVERS
from tests.builders import LETTER

_LIMITS: Final = """Peers do their work in the desk's own loop and put each piece into the same widget; they parse no
suggestions and keep no log. A tick that a busy loop could not hold counts as late as it was; idle ones wait up to 2 ms
for the clock of epoll. "Opening" is the largest tick until the first words: the friend's side opens, once.

Wanted: 95th at most 2 times idle and 0.02 of litellm's, the largest at most 5 times the largest idle one, processor
time at most 0.6 of httpx's, the first word at most 4 times httpx's, a session's first at most 1.5 times the warm one.

What limits: the largest tick is a layout and paint of the friend's side by Textual (43 rows: 8 to 13 ms of processor
time). Ollama's first word costs one look-up more, of the file that the name stands for,
which takes what a plain question takes. A first question is warm only where the import was over before it."""
_PACED: Final = (4_000, 1_000)
_FLOOD: Final = (30_000, 0)
_FIRST_AFTER_S: Final = 5.0
_WARM: Final = 30
_TEXT: Final = "\n\n".join([LETTER.text] * 20)
_QUESTION: Final = Request((Message("system", "Be frank."), Message("user", f"{_TEXT}\n\nIs it clear?")))


@contextmanager
def provider(kind: str, tokens: int, pace: int) -> Iterator[str]:
    """Run the fake provider; give its address."""
    command = [sys.executable, "-m", "tests.benchmarks.gateway_host", kind, str(tokens), str(pace)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.stdin.close()


def desk(way: str, what: str, tokens: int, pace: int) -> dict[str, Any]:
    """Run the desk in a terminal; give its figures."""
    with provider("openai", tokens, pace) as url, tempfile.TemporaryDirectory() as folder:
        ours, its = pty.openpty()
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 45, 140, 0, 0))
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.gateway_desk", way, what, url, folder],
            stdin=its,
            stdout=its,
            stderr=its,
            start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"},
        )
        os.close(its)
        with suppress(OSError):
            while os.read(ours, 65_536):
                pass
        os.close(ours)
        process.wait()
        figures: dict[str, Any] = json.loads((Path(folder) / "figures.json").read_text("utf-8"))
        assert figures.get("shown", tokens * 4) == tokens * 4, "the answer was not shown whole"
        return figures


def _p95(late: list[float]) -> float:
    return sorted(late)[int(len(late) * 0.95)] * 1e3


def _most(late: list[float]) -> float:
    return max(late) * 1e3


def lateness(runs: int) -> list[str]:
    """Compare a 10 ms ticker at the desk with the idle one, and with litellm in the desk's own loop."""
    rows = [
        "| 10 ms ticker | 95th, idle | 95th | ratio | litellm’s 95th | ratio | most, idle | most | ratio | opening |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    cases = {
        "while litellm is imported": ("import", (10, 0)),
        "at 1,000 tokens/s": ("answer", _PACED),
        "in a flood": ("answer", _FLOOD),
    }
    for name, (what, load) in cases.items():
        ours = [desk("worker", what, *load) for _ in range(runs)]
        peers = [desk("litellm", what, *load) for _ in range(runs)]

        def middle(of: Callable[[list[float]], float], which: str, seen: list[dict[str, Any]] = ours) -> float:
            return median(of(figures[which]) for figures in seen)

        idle, late, peer = middle(_p95, "idle"), middle(_p95, "late"), middle(_p95, "late", peers)
        most_idle, most = middle(_most, "idle"), middle(_most, "late")
        opening = f"{middle(_most, 'opening'):.0f} ms" if what == "answer" else ""
        rows.append(
            f"| {name} | {idle:.1f} ms | {late:.1f} ms | {late / idle:.2f} | {peer:.0f} ms | {late / peer:.4f} "
            f"| {most_idle:.1f} ms | {most:.1f} ms | {most / most_idle:.1f} | {opening} |"
        )
    return rows


def spending(runs: int) -> list[str]:
    """Compare the processor time of the desk's process for a token with plain httpx read in its loop."""
    rows = ["| processor time a token | friend | httpx in the loop | ratio |", "|---|---|---|---|"]
    for name, load in (("at 1,000 tokens/s", _PACED), ("in a flood", _FLOOD)):
        spent: dict[str, list[float]] = {"worker": [], "httpx": []}
        for _ in range(runs):
            for way, figures in spent.items():
                figures.append(desk(way, "spend", *load)["spent"] / load[0] * 1e6)
        ours, peer = median(spent["worker"]), median(spent["httpx"])
        rows.append(f"| {name} | {ours:.0f} µs | {peer:.0f} µs | {ours / peer:.2f} |")
    return rows


# The first word


async def _first_of_httpx(http: httpx.AsyncClient, kind: str, url: str) -> float:
    server = SERVERS[kind]
    address = url.removesuffix(server.base) + server.path + ("?alt=sse" if kind == "gemini" else "")
    body = {"model": server.model, "stream": True, "messages": [{"role": "user", "content": _TEXT}]}
    began = time.perf_counter()
    async with http.stream("POST", address, json=body) as response:
        async for line in response.aiter_lines():
            data = line.removeprefix("data: ")
            if data.startswith("{") and _words(kind, json.loads(data)):
                return time.perf_counter() - began
    raise AssertionError("no word came")


def _words(kind: str, value: dict[str, Any]) -> object:
    if kind == "openai":
        return value["choices"] and value["choices"][0]["delta"].get("content")
    if kind == "anthropic":
        return value.get("delta", {}).get("text")
    if kind == "gemini":
        return value["candidates"][0]["content"]["parts"][0]["text"]
    return value["message"]["content"]


async def _first_of_friend(gateway: GatewayClient, friend: Friend) -> float:
    began = time.perf_counter()
    first = None
    async for heard in gateway.send(friend, _QUESTION):
        if first is None and isinstance(heard, Delta):
            first = time.perf_counter() - began
    assert first is not None, "no word came"
    return first


async def _first_words(kind: str, url: str, runs: int) -> tuple[float, float, float]:
    """Give the milliseconds to the first word: of httpx, of friend when it is warm, of a session's first question."""
    friend = Friend("f", f"{SERVERS[kind].api}/{SERVERS[kind].model}", api_base=url)
    firsts, warm, plain = [], [], []
    async with httpx.AsyncClient(timeout=60) as http:
        for _ in range(runs):
            gateway = GatewayClient()
            await gateway.start()
            await asyncio.sleep(_FIRST_AFTER_S)
            firsts.append(await _first_of_friend(gateway, friend))
            for _ in range(_WARM):
                await asyncio.sleep(0.02)
                plain.append(await _first_of_httpx(http, kind, url))
                await asyncio.sleep(0.02)
                warm.append(await _first_of_friend(gateway, friend))
            await gateway.close()
    return median(plain) * 1e3, median(warm) * 1e3, median(firsts) * 1e3


def first_word(runs: int) -> list[str]:
    """Compare the time to the first word with plain httpx, over a client that stands ready, for each wire format."""
    rows = [
        "| first word | httpx | friend, warm | ratio | first of a session, 5 s after its start | of the warm one |",
        "|---|---|---|---|---|---|",
    ]
    for kind in SERVERS:
        with provider(kind, 20, 0) as url:
            plain, warm, first = asyncio.run(_first_words(kind, url, runs))
        rows.append(
            f"| {kind} | {plain:.1f} ms | {warm:.1f} ms | {warm / plain:.1f} | {first:.1f} ms | {first / warm:.2f} |"
        )
    return rows


def one_shot(runs: int) -> list[str]:
    """Compare `friend ask`, from the shell and back, with the bare import of the library."""
    with provider("openai", 20, 0) as url, tempfile.TemporaryDirectory() as folder:
        there = Path(folder)
        (there / "letter.md").write_text(LETTER.text, "utf-8")
        config = f'default = "fake"\n[models.fake]\nmodel = "openai/gpt-4o"\napi_base = "{url}"\n'
        (there / "config.toml").write_text(config, "utf-8")
        quiet = {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_MODE": "PRODUCTION", "HF_HUB_OFFLINE": "1"}
        environ = {**os.environ, **quiet, "FRIEND_CONFIG": str(there / "config.toml"), "FRIEND_DATA": str(there / "d")}
        commands = (["-m", "friend", "ask", str(there / "letter.md"), "--at", "2"], ["-c", "import litellm"])
        taken: list[list[float]] = [[], []]
        for _ in range(runs + 1):
            for command, seconds in zip(commands, taken, strict=True):
                began = time.perf_counter()
                subprocess.run([sys.executable, *command], env=environ, capture_output=True, check=True)
                seconds.append(time.perf_counter() - began)
    asked, imported = (median(seconds[1:]) for seconds in taken)
    return [
        "| from the shell and back | friend ask | python -c 'import litellm' | ratio |",
        "|---|---|---|---|",
        f"| a short letter | {asked:.2f} s | {imported:.2f} s | {asked / imported:.2f} |",
    ]


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("only", nargs="*", choices=["lateness", "spending", "first_word", "one_shot", []])
    given = arguments.parse_args()
    for table in (lateness, spending, first_word, one_shot):
        if not given.only or table.__name__ in given.only:
            print("\n".join(table(given.runs)), end="\n\n", flush=True)
    print(_LIMITS)


if __name__ == "__main__":
    main()
