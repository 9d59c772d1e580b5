"""The child process: its keys, its death and its end. The process that asks goes on in every case."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from friend.adapters.gateway.client import GatewayClient
from friend.adapters.gateway.environment import for_worker
from friend.adapters.gateway.protocol import Ask, Limits, Way
from friend.ports import Delta, Ended, Heard, Unsendable
from tests.adapters.gateway_helpers import QUESTION, ask, friend_at, hear
from tests.conftest import CANARY, ENVIRONMENT
from tests.fakes.openai import OpenAIServer

linux_only = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="reads /proc")


def pid_of(gateway: GatewayClient) -> int:
    """Give the number of the child process."""
    assert gateway._child is not None
    return gateway._child.pid


def runs(pid: int) -> bool:
    """Tell whether a process runs; one that nobody has buried yet does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/status")
    return not (status.exists() and "State:\tZ" in status.read_text())


async def gone(pid: int) -> bool:
    """Wait until a process is no more."""
    for _ in range(1_000):
        if not runs(pid):
            return True
        await asyncio.sleep(0.02)
    return False


async def test_it_inherits_no_key() -> None:
    """The child's environment holds what a program needs to run, and no key or address of anybody (fault 74)."""
    inherited = for_worker({**ENVIRONMENT, "HOME": "/home/me", "HTTPS_PROXY": "http://proxy:3128", "SSL_VERIFY": "0"})
    assert inherited["HTTPS_PROXY"] == "http://proxy:3128"
    assert not [name for name in inherited if "KEY" in name or "OPENAI" in name or name == "SSL_VERIFY"]


@linux_only
async def test_a_key_is_nowhere_to_be_read(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """After a question with a key, neither the argv nor the environment of the child holds it (fault 74)."""
    await ask(gateway, friend_at(openai_server))
    assert CANARY in openai_server.asked.headers["authorization"]
    folder = Path(f"/proc/{pid_of(gateway)}")
    for name in ("cmdline", "environ"):
        assert CANARY.encode() not in (folder / name).read_bytes()


async def test_a_question_does_not_show_its_key() -> None:
    """A traceback that prints the question does not print its key or its text (fault 74)."""
    way = Way("gpt", "m", "http://127.0.0.1/v1", "127.0.0.1", "x", local=True, official=False)
    shown = repr(Ask(1, way, [("user", "my secret draft")], Limits(), key=CANARY))
    assert CANARY not in shown
    assert "secret draft" not in shown


async def test_it_dies_in_the_middle_of_an_answer(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """What came is kept and marked, the death is said, and the next question starts a new process (fault 30)."""
    await gateway.start()
    pid = pid_of(gateway)
    openai_server.will(wrong="drip", text="It is clear.")
    heard: list[Heard] = []
    async for event in gateway.send(friend_at(openai_server), QUESTION):
        if isinstance(event, Delta) and not any(isinstance(before, Delta) for before in heard):
            os.kill(pid, signal.SIGKILL)
        heard.append(event)
    ended = heard[-1]
    assert isinstance(ended, Ended)
    assert ended.error is not None
    assert (ended.status, ended.error.kind) == ("incomplete", "worker-died")
    assert ended.served == ("gpt-4o-2024-08-06",)
    assert "What came is kept" in ended.error.message

    openai_server.reset()
    text, ended = await ask(gateway, friend_at(openai_server))
    assert (text, ended.status) == ("It is clear.", "complete")
    assert pid_of(gateway) != pid


async def test_it_dies_before_a_word_came(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """The question had left: it is "unknown", and not sent again (fault 30)."""
    await ask(gateway, friend_at(openai_server))
    openai_server.reset()
    openai_server.will(wrong="silent")
    asking = asyncio.create_task(ask(gateway, friend_at(openai_server)))
    assert await asyncio.to_thread(openai_server.arrived.wait, 30)
    os.kill(pid_of(gateway), signal.SIGKILL)
    _, ended = await asking
    assert ended.error is not None
    assert (ended.status, ended.error.kind) == ("unknown", "worker-died")
    assert len(openai_server.requests) == 1


async def test_it_leaves_when_it_is_told_to(openai_server: OpenAIServer) -> None:
    """Closing the gateway ends the process, even in the middle of its import."""
    gateway = GatewayClient(environ=ENVIRONMENT)
    await gateway.start()
    pid = pid_of(gateway)
    await gateway.close()
    assert await gone(pid)


async def test_it_does_not_outlive_its_parent() -> None:
    """When the process that started it dies without a word, it leaves."""
    code = (
        "import asyncio, os\n"
        "from friend.adapters.gateway.client import GatewayClient\n"
        "async def main():\n"
        "    gateway = GatewayClient()\n"
        "    await gateway.start()\n"
        "    print(gateway._child.pid, flush=True)\n"
        "    os._exit(1)\n"
        "asyncio.run(main())\n"
    )
    parent = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", code], capture_output=True, check=False)
    assert await gone(int(parent.stdout))


async def test_it_cannot_start(openai_server: OpenAIServer, tmp_path: Path) -> None:
    """A broken installation is said with its reason; nothing was sent (fault 30)."""
    (tmp_path / "litellm.py").write_text("raise ImportError('half of it is missing')")
    places = os.pathsep.join([str(tmp_path), ENVIRONMENT.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    gateway = GatewayClient(environ={**ENVIRONMENT, "PYTHONPATH": places})
    try:
        with pytest.raises(Unsendable) as caught:
            await hear(gateway.send(friend_at(openai_server), QUESTION))
    finally:
        await gateway.close()
    assert caught.value.failure.kind == "worker-died"
    assert "half of it is missing" in caught.value.failure.message
    assert openai_server.connections == 0


async def test_the_library_has_no_way_of_its_own(openai_server: OpenAIServer) -> None:
    """Given a client that it cannot use the library makes one; nothing leaves by it, proxy or not (faults 7 and 9)."""
    code = (
        "import asyncio, httpx\n"
        "from friend.adapters.gateway.protocol import Ask, Limits, Way\n"
        "from friend.adapters.gateway.worker import LiteLLM\n"
        "library = LiteLLM()\n"
        "library._client = lambda *_: object()\n"
        f"way = Way('f', 'm', '{openai_server.url}', 'h', 'p', local=True, official=False, api='mistral')\n"
        "try:\n"
        "    asyncio.run(library.post(Ask(1, way, [('user', '?')], Limits()), 'k', httpx.MockTransport(print)))\n"
        "except Exception as error:\n"
        "    print(type(error).__name__)\n"
    )
    environment = for_worker({**ENVIRONMENT, "HTTP_PROXY": openai_server.url, "NO_PROXY": "nowhere"})
    asked = partial(subprocess.run, env=environment, capture_output=True, check=False, timeout=60)
    ran = await asyncio.to_thread(asked, [sys.executable, "-c", code])
    assert ran.stdout.strip()
    assert openai_server.connections == 0


async def test_ctrl_c_is_not_for_it(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """It stands in a session of its own, so that Ctrl+C at the terminal reaches the asking process alone."""
    await ask(gateway, friend_at(openai_server))
    assert os.getsid(pid_of(gateway)) != os.getsid(0)


async def test_files_of_the_drafts_folder_are_no_modules(
    openai_server: OpenAIServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A litellm.py and a .env beside the draft are not read (fault 27)."""
    (tmp_path / "litellm.py").write_text("raise SystemExit('read')")
    (tmp_path / "openai.py").write_text("raise SystemExit('read')")
    (tmp_path / ".env").write_text("OPENAI_BASE_URL=http://127.0.0.1:9/v1\nHTTP_PROXY=http://127.0.0.1:9\n")
    monkeypatch.chdir(tmp_path)
    gateway = GatewayClient(environ=ENVIRONMENT)
    try:
        events = await hear(gateway.send(friend_at(openai_server), QUESTION))
    finally:
        await gateway.close()
    assert isinstance(events[-1], Ended)
    assert events[-1].status == "complete"


async def test_the_pieces_of_a_flood_come_gathered(gateway: GatewayClient, openai_server: OpenAIServer) -> None:
    """The first piece comes at once; what the host sends within 16 ms after it is one event, and none is lost."""
    words = "".join(f"word{number} " for number in range(3_000))
    openai_server.will(text=words, piece=4)
    began = asyncio.get_running_loop().time()
    events = await hear(gateway.send(friend_at(openai_server), QUESTION))
    pieces = [event.text for event in events if isinstance(event, Delta)]
    beats = (asyncio.get_running_loop().time() - began) / 0.016
    assert "".join(pieces) == words
    assert len(pieces) <= beats + 2


async def test_it_warms_every_way(tmp_path: Path) -> None:
    """The warm-up goes each wire format's way through the library to its end, and no byte leaves the machine."""
    code = (
        "import asyncio, socket\n"
        "from friend.adapters.gateway import worker\n"
        "from friend.adapters.gateway.providers import BY_API\n"
        "class NoSocket(socket.socket):\n"
        "    def connect(self, *_): raise SystemExit('connected')\n"
        "library = worker.LiteLLM()\n"
        "async def warm():\n"
        "    socket.socket = NoSocket\n"
        "    for api in worker._USUAL:\n"
        "        await library.warm(api)\n"
        "asyncio.run(warm())\n"
        "print(*sorted({BY_API[api].format for api in worker._USUAL}))\n"
    )
    asked = partial(subprocess.run, env=for_worker(ENVIRONMENT), capture_output=True, check=False, timeout=120)
    ran = await asyncio.to_thread(asked, [sys.executable, "-c", code], cwd=tmp_path)
    assert ran.stdout.decode().split() == ["anthropic", "gemini", "ollama", "openai"], ran.stderr.decode()[-500:]
