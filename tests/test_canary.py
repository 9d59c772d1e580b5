"""A key that is planted in every place where one may be configured, and then looked for wherever it must not be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from friend.adapters.clock import SystemClock, new_id
from friend.adapters.config import ConfigError
from friend.adapters.config_edit import add_friend, set_values
from friend.adapters.embedded.environment import child_environment
from friend.adapters.gateway.client import GatewayClient
from friend.adapters.log.store import SqliteLog
from friend.adapters.prompts import PromptShelf
from friend.asking.friend import Friend, KeySource
from friend.asking.question import Passage, Question
from friend.cli.main import run
from friend.record.citation import attribution
from friend.record.exchange import Exchange
from friend.record.formats.exchange_json import as_json
from friend.review import Answered, Inquiry, Reviewer
from friend.text.draft import Draft
from friend.text.span import Span
from friend.tui import crash
from tests.adapters.gateway_helpers import friend_at
from tests.conftest import CANARY, ENVIRONMENT
from tests.fakes.openai import OpenAIServer

TEXT = "Dear neighbours, it was decided by them.\n"
BACKEND = {
    "PYTHON_KEYRING_BACKEND": "tests.fakes.keyring_backend.Kept",
    "PYTHONPATH": str(Path(__file__).parents[1]),
}


async def _ask(reviewer: Reviewer, friend: Friend) -> Exchange:
    inquiry = Inquiry(Draft(TEXT), friend, Question("Who?"), Passage(Span(0, len(TEXT)), TEXT, whole=True))
    async for event in reviewer.ask(inquiry):
        if isinstance(event, Answered):
            return event.exchange
    raise AssertionError


async def test_a_key_is_found_nowhere_but_in_its_request(openai_server: OpenAIServer, tmp_path: Path) -> None:
    """Fault 74: from a variable, the keyring and a command it reaches the host, and nothing else that can be looked at.

    Not the arguments or the environment of the child, not the log, an export or a message, even where the host
    repeats the key in an error.
    """
    (tmp_path / "key").write_text(CANARY)
    sources = [
        KeySource("env", "CANARY_KEY"),
        KeySource("keyring", "friend/openai/me"),
        KeySource("command", f"cat {tmp_path / 'key'}"),
    ]
    data = tmp_path / "data"
    data.mkdir()
    log = SqliteLog(data / "log.sqlite3")
    gateway = GatewayClient(environ={**ENVIRONMENT, **BACKEND})
    reviewer = Reviewer(gateway, log, SystemClock(), PromptShelf(), new_id)
    told: list[str] = []
    try:
        for source in sources:
            openai_server.reset()
            exchange = await _ask(reviewer, friend_at(openai_server, key=source))
            assert exchange.status == "complete"
            assert openai_server.asked.headers["authorization"] == f"Bearer {CANARY}"
            body = {"error": {"message": f"Incorrect API key provided: {CANARY}"}}
            openai_server.will(wrong="status", status=401, body=body)
            refused = await _ask(reviewer, friend_at(openai_server, key=source))
            assert refused.status == "failed"
            for one in (exchange, refused):
                told += [json.dumps(as_json(one)), repr(one), attribution(one, "en")]
        assert gateway._child is not None
        process = Path("/proc") / str(gateway._child.pid)
        if process.exists():
            assert CANARY.encode() not in (process / "cmdline").read_bytes()
            assert CANARY.encode() not in (process / "environ").read_bytes()
    finally:
        await gateway.close()
        log.close()
    assert not [words for words in told if CANARY in words]
    files = [path for path in data.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if CANARY.encode() in path.read_bytes()]


def test_the_offline_models_children_get_no_key() -> None:
    """Fault 74: the environment of what needs no key holds none, whatever it is called."""
    plenty = {"OPENAI_API_KEY": CANARY, "MY_SECRET": CANARY, "HOME": "/home/ada", "PATH": "/bin"}
    assert CANARY not in child_environment(plenty).values()


def test_a_crash_report_holds_no_key(tmp_path: Path) -> None:
    """Fault 74 and 75: neither the message nor a local variable of what broke is written."""

    def breaks(key: str) -> None:
        raise ValueError(f"no header can carry {key}")

    try:
        breaks(CANARY)
    except ValueError as error:
        report = crash.report(error, tmp_path, SystemClock().now())
    assert CANARY not in report.read_text()
    assert "breaks" in report.read_text()


@pytest.mark.parametrize("words", [["models", "list"], ["models", "list", "--json"], ["doctor", "--json"]])
def test_no_list_shows_a_key(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fault 74: a variable that is set is named, and told to be set."""
    config = tmp_path / "config.toml"
    monkeypatch.setenv("FRIEND_CONFIG", str(config))
    monkeypatch.setenv("FRIEND_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("OPENAI_API_KEY", CANARY)
    add_friend(config, Friend("gpt", "openai/gpt-4o", key=KeySource("env", "OPENAI_API_KEY")))
    assert run(words) == 0
    shown = capsys.readouterr()
    assert "gpt" in shown.out
    assert CANARY not in shown.out + shown.err


@pytest.mark.parametrize("field", ["key_env", "key_keyring", "key_command", "api_base", "api_key"])
def test_a_key_in_the_place_of_its_source_is_refused(field: str, tmp_path: Path) -> None:
    """Fault 74: what looks like the key itself never comes into the file, and is not repeated."""
    key = "sk-ant-" + "aB3dE5gH7jK9mN1pQ2rS4tU6"
    value = {"key_keyring": f"friend/{key}", "key_command": f"printf {key}", "api_base": f"https://h/?key={key}"}
    config = tmp_path / "config.toml"
    add_friend(config, Friend("gpt", "openai/gpt-4o"))
    before = config.read_bytes()
    with pytest.raises(ConfigError) as caught:
        set_values(config, [(f"models.gpt.{field}", value.get(field, key))])
    assert key not in str(caught.value)
    assert config.read_bytes() == before
