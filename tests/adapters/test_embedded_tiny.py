"""The real process with the real inference of `tiny`: one a person, private, cancelled soon, gone when idle."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from friend.adapters.embedded import running
from friend.adapters.embedded.catalogue import TINY
from friend.adapters.embedded.host import Address, EmbeddedHost
from tests.models import lend, needs

pytestmark = needs(TINY)

DRAFT = "The council decided it. We was not told about the zanzibar plan. It rained."
SENTENCES = ["The council decided it.", "We was not told about the zanzibar plan.", "It rained."]
SCHEMA = {
    "type": "object",
    "properties": {
        "suggestions": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {
                "type": "object",
                "properties": {"quote": {"enum": SENTENCES}, "instead": {"type": "string", "maxLength": 60}},
                "required": ["quote", "instead"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["suggestions"],
    "additionalProperties": False,
}


@pytest.fixture(scope="session")
async def data_dir(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Path]:
    """Give a person's data folder that holds the model; its server is struck out at the end."""
    data = tmp_path_factory.mktemp("person")
    lend(TINY, data)
    yield data
    running.retire(data)


@pytest.fixture
def person(tmp_path: Path, data_dir: Path) -> Iterator[Path]:
    """Give the data folder of another person, who has the same model and no server yet."""
    folder = tmp_path / "person"
    folder.mkdir()
    (folder / "models").symlink_to(data_dir / "models")
    yield folder
    running.retire(folder)


@pytest.fixture
async def address(data_dir: Path) -> Address:
    """Give the place where the model answers."""
    return await EmbeddedHost(data_dir).ensure("embedded/tiny", 4096)


@pytest.fixture
async def client(address: Address) -> AsyncIterator[httpx.AsyncClient]:
    """Speak to the server with its key."""
    headers = {"Authorization": f"Bearer {address.key}"}
    async with httpx.AsyncClient(base_url=address.url, headers=headers, timeout=120) as client:
        yield client


def pid_of(data_dir: Path) -> int:
    """Give the number of the process that is written down."""
    return int(json.loads(running.state_file(data_dir).read_text())["pid"])


async def test_the_file_itself_says_who_speaks(address: Address, client: httpx.AsyncClient) -> None:
    """What is served is the file's name and digest, the window is the model's, and the server knows the alias."""
    assert address.served == f"{TINY.file}@sha256:{TINY.sha256}"
    assert address.window == TINY.window
    listed = (await client.get("/v1/models")).json()
    assert [model["id"] for model in listed["data"]] == [address.alias]


async def test_only_the_key_opens_it(address: Address) -> None:
    """It listens on loopback, and without the key nothing is answered, not even to whoever found the port."""
    assert address.url.startswith("http://127.0.0.1:")
    async with httpx.AsyncClient(base_url=address.url, headers={"Authorization": "Bearer guess"}) as stranger:
        body = {"messages": [{"role": "user", "content": "hello"}], "max_tokens": 1}
        assert (await stranger.post("/v1/chat/completions", json=body)).status_code == 401
        assert (await stranger.post("/tokenize", json={"content": "hello"})).status_code == 401
        assert (await stranger.get("/slots")).status_code == 401


async def test_the_key_is_in_a_private_file_and_nowhere_else(address: Address, data_dir: Path) -> None:
    """Folder 0700, files 0600; the process has the key in neither its arguments nor its environment (faults 68, 74)."""
    folder = running.folder(data_dir)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert address.key in running.state_file(data_dir).read_text()
    assert address.key not in running.log_file(data_dir).read_text()
    process = Path("/proc") / str(pid_of(data_dir))
    if process.exists():
        assert address.key.encode() not in (process / "cmdline").read_bytes()
        assert address.key.encode() not in (process / "environ").read_bytes()


async def test_a_reply_keeps_to_the_schema_while_it_streams(client: httpx.AsyncClient, data_dir: Path) -> None:
    """Streamed pieces make one JSON object whose quotes are sentences of the passage; no word of it is in the log."""
    body = {
        "messages": [{"role": "user", "content": f"{DRAFT}\n\nWrite the worst sentences again, simpler."}],
        "stream": True,
        "max_tokens": 200,
        "temperature": 0,
        "response_format": {"type": "json_schema", "json_schema": {"name": "reply", "schema": SCHEMA}},
    }
    pieces: list[str] = []
    async with client.stream("POST", "/v1/chat/completions", json=body) as answer:
        async for line in answer.aiter_lines():
            if line.startswith("data: {"):
                pieces += [choice["delta"].get("content") or "" for choice in json.loads(line[6:])["choices"]]
    suggestions = json.loads("".join(pieces))["suggestions"]
    assert len([piece for piece in pieces if piece]) > 1
    assert 1 <= len(suggestions) <= 2
    assert all(suggestion["quote"] in SENTENCES for suggestion in suggestions)
    assert "zanzibar" not in running.log_file(data_dir).read_text()


async def test_tokens_can_be_counted(client: httpx.AsyncClient) -> None:
    """The model's own tokenizer counts."""
    tokens = (await client.post("/tokenize", json={"content": DRAFT})).json()["tokens"]
    assert 10 < len(tokens) < 40


@pytest.mark.parametrize("words", [20, 3000])
async def test_a_cancelled_question_frees_the_model(client: httpx.AsyncClient, words: int) -> None:
    """Stopped while it reads a long text or while it writes, it goes no further than a few batches (fault 19).

    A request must ask for `return_progress`: without it, llama.cpp's server reads the text to its end first.
    """
    body = {
        "messages": [{"role": "user", "content": f"{time.time()} " + "word " * words}],
        "stream": True,
        "max_tokens": 900,
        "ignore_eos": True,
        "return_progress": True,
    }
    async with client.stream("POST", "/v1/chat/completions", json=body) as answer:
        async for line in answer.aiter_lines():
            if line.startswith("data: {") and (words > 1000 or json.loads(line[6:])["choices"][0]["delta"]["content"]):
                break
    read = written = 0
    while (slot := (await client.get("/slots")).json()[0])["is_processing"]:
        read, written = slot["n_prompt_tokens_processed"], slot["next_token"][0]["n_decoded"]
        await asyncio.sleep(0.05)
    assert read < 1500
    assert written < 450


ANOTHER_FRIEND = """
import asyncio, sys
from pathlib import Path
from friend.adapters.embedded.host import EmbeddedHost
print(asyncio.run(EmbeddedHost(Path(sys.argv[1])).ensure("tiny", 1000)).url)
"""


async def test_two_friends_share_one_process(person: Path) -> None:
    """Two instances that ask at the same moment get one server, which outlives the one that started it."""
    command = [sys.executable, "-c", ANOTHER_FRIEND, str(person)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]  # noqa: ASYNC220 - awaited below
    said = [(await asyncio.to_thread(friend.communicate))[0] for friend in both]
    assert said[0] == said[1]
    found = running.living(person)
    assert found
    assert found.url == said[0].strip()
    assert os.getsid(found.pid) != os.getsid(0)


async def test_a_longer_draft_gets_a_larger_server_and_the_old_one_leaves(person: Path) -> None:
    """The context grows in steps; a shorter draft then uses the larger one; the smaller server goes when it is idle."""
    host = EmbeddedHost(person)
    small = await host.ensure("tiny", 100)
    old = pid_of(person)
    large = await host.ensure("tiny", 5000)
    assert small.url != large.url
    assert json.loads(running.state_file(person).read_text())["context"] == 8192
    assert await host.ensure("tiny", 100) == large
    await gone(old)


async def test_an_idle_server_leaves(person: Path) -> None:
    """When nobody asks, the process strikes itself out and is gone; the next question starts another."""
    host = EmbeddedHost(person, idle_s=0.5)
    first = await host.ensure("tiny", 100)
    await gone(pid_of(person))
    assert not running.state_file(person).exists()
    assert (await host.ensure("tiny", 100)).key != first.key


def is_zombie(pid: int) -> bool:
    """Tell whether it only waits for process 1 to take note of its end."""
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z"


async def gone(pid: int) -> None:
    """Wait until the process is no more."""
    async with asyncio.timeout(20):
        while True:
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return
            if is_zombie(pid):
                return
            await asyncio.sleep(0.1)


async def test_a_killed_server_is_replaced(person: Path) -> None:
    """After kill -9 the file that it left is not believed, and the next question starts another (fault 30)."""
    host = EmbeddedHost(person)
    first = await host.ensure("tiny", 100)
    os.kill(pid_of(person), 9)
    async with asyncio.timeout(20):  # its threads let go of the lock one after the other
        while running.living(person):  # noqa: ASYNC110 - another process holds it, no event of this loop
            await asyncio.sleep(0.1)
    second = await host.ensure("tiny", 100)
    assert second.key != first.key


async def test_a_file_in_the_drafts_folder_is_not_run(
    tmp_path: Path, person: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A `friend` or `xllamacpp.py` that lies where the person stands is not what starts (fault 45)."""
    (tmp_path / "xllamacpp.py").write_text("open('ran', 'w')")
    (tmp_path / "friend").mkdir()
    (tmp_path / "friend" / "__init__.py").write_text("open('ran', 'w')")
    monkeypatch.chdir(tmp_path)
    await EmbeddedHost(person).ensure("tiny", 100)
    assert not (tmp_path / "ran").exists()
    assert not (running.folder(person) / "ran").exists()


async def test_the_wait_is_estimated_from_what_was_measured(person: Path) -> None:
    """Before anything is measured the catalogue's figure holds; then this machine's; a cached start teaches nothing."""
    host = EmbeddedHost(person)
    assert host.expected_seconds(1000) is None
    await host.ensure("tiny", 100)
    assert host.expected_seconds(1800) == pytest.approx(1800 / TINY.speed)
    host.measured(1000, 20.0)
    assert host.expected_seconds(1000) == pytest.approx(20.0)
    host.measured(3, 0.1)
    assert EmbeddedHost(person).expected_seconds(1000) is None
    assert host.expected_seconds(1000) == pytest.approx(20.0)
