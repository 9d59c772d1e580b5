"""`friend models`: what is listed, added by flags and by the form, taken out, and tried."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from friend.adapters.clock import SystemClock, new_id
from friend.adapters.config import load
from friend.adapters.embedded import running
from friend.adapters.embedded.catalogue import TINY
from friend.adapters.gateway.client import GatewayClient
from friend.adapters.log.store import SqliteLog
from friend.adapters.prompts import PromptShelf
from friend.asking.friend import Friend, KeySource
from friend.cli.main import run
from friend.cli.trial import findings, try_out
from friend.cli.wiring import House
from friend.review import Reviewer
from tests.cli.conftest import Home
from tests.cli.test_offer import in_a_terminal
from tests.fakes.openai import OpenAIServer
from tests.models import lend, needs

CONFIG = """\
# whom I ask
default = "gpt"

[models.gpt]  # the usual one
model = "openai/gpt-4o"
key_env = "MY_KEY"

# kept for comparison
[models.old]
model = "anthropic/claude-3-sonnet-20240229"
key_keyring = "friend/anthropic"
reasoning = "low"

[models.router]
model = "openrouter/anthropic/claude-sonnet-4.5"
key_command = "pass show openrouter"
data_collection = "deny"
input_price = 3.0
output_price = 15
window = 200000

[models.near]
model = "openai/gpt-4o"
api_base = "http://127.0.0.1:9/v1"

[models.odd]
model = "vertex_ai/x"

[[places]]
path = "~/mail"
only = ["gpt", "near"]
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a config file with friends of every kind, in a home of its own."""
    path = tmp_path / "config.toml"
    path.write_text(CONFIG)
    monkeypatch.setenv("FRIEND_CONFIG", str(path))
    monkeypatch.setenv("FRIEND_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("MY_KEY", "sk-canary-0123456789")
    return path


def listed(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, Any]]:
    """List the friends as JSON, by name."""
    assert run(["models", "list", "--json"]) == 0
    return {one["name"]: one for one in map(json.loads, capsys.readouterr().out.splitlines())}


def test_a_friend_is_listed_with_all_that_is_known(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Host, key's place, window, price with its source, retirement, reasoning, data setting, and who is the default."""
    friends = listed(capsys)
    gpt = friends["gpt"]
    assert (gpt["host"], gpt["local"], gpt["default"]) == ("api.openai.com", False, True)
    assert gpt["key"] == {"kind": "env", "where": "MY_KEY", "found": True}
    assert gpt["window"] == 128_000
    assert gpt["price"] == {"input": 2.5, "output": 10.0, "source": gpt["window_source"]}
    assert gpt["window_source"].startswith("litellm 1.")
    old = friends["old"]
    assert old["retires"]["on"] == "2025-07-21"
    assert "Anthropic" in old["retires"]["source"]
    assert (old["price"], old["window"], old["reasoning"]) == (None, None, "low")
    assert old["key"]["found"] is None
    router = friends["router"]
    assert router["price"] == {"input": 3.0, "output": 15.0, "source": "config"}
    assert (router["window"], router["window_source"], router["data_collection"]) == (200_000, "config", "deny")


def test_another_host_has_no_known_price(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who serves a model of that name elsewhere may charge what they like: unknown is null, never zero (fault 23)."""
    near = listed(capsys)["near"]
    assert (near["host"], near["local"], near["price"], near["retires"]) == ("127.0.0.1:9", True, None, None)


def test_a_friend_that_cannot_be_asked_is_listed_with_the_reason(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One odd entry hides none of the others."""
    odd = listed(capsys)["odd"]
    assert odd["host"] is None
    assert "Vertex AI" in odd["problem"]


def test_the_list_for_people(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same in words, a fact never cut in two, the key never shown."""
    assert run(["models", "list"]) == 0
    shown = capsys.readouterr().out
    for said in (
        "* gpt          openai/gpt-4o · api.openai.com · the default",
        "key in MY_KEY (set) · reads 128,000 tokens (litellm",
        "$2.50 in, $10.00 out a million tokens (litellm",
        "retired 2025-07-21 (Anthropic",
        "key from the command pass show openrouter",
        "data collection deny",
        "near         openai/gpt-4o · this machine (127.0.0.1:9)",
        "cannot be asked: friend does not know the way to",
    ):
        assert said in shown
    assert "canary" not in shown
    assert max(map(len, shown.splitlines()[:6])) <= 100


def test_a_friend_is_taken_out_and_the_comments_stay(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who is asked now is said, and a place that still names it; every other line is as it was."""
    assert run(["models", "remove", "gpt", "--yes"]) == 0
    said = capsys.readouterr().err
    assert "now asked when none is named: old" in said
    assert "[[places]] still names it" in said
    text = config.read_text()
    assert "# whom I ask" in text
    assert "# kept for comparison" in text
    before = CONFIG.splitlines()
    kept = [before[0], *before[6:]]
    assert [line for line in text.splitlines() if line] == [line for line in kept if line]
    assert set(load(config).friends) == {"old", "router", "near", "odd"}


@pytest.mark.parametrize("text", ['models = { a = { model = "a/b" } }\n', '[models]\na = {model = "a/b"}\n'])
def test_a_friend_written_in_another_way_is_taken_out_too(text: str, config: Path) -> None:
    """The last one as well: an empty table says nothing."""
    config.write_text(f"# mine\n{text}")
    assert run(["models", "remove", "a", "--yes"]) == 0
    assert not load(config).friends
    assert config.read_text().startswith("# mine\n")


def test_who_cannot_be_asked_is_not_removed(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal and without --yes nothing is removed; nor is a name that is not there."""
    assert run(["models", "remove", "gpt"]) == 2
    assert run(["models", "remove", "nobody", "--yes"]) == 2
    assert config.read_text() == CONFIG
    assert "there is no friend named “nobody”" in capsys.readouterr().err


def test_a_friend_is_added_by_flags(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Everything that the config takes can be given; without a terminal a missing model is wrong usage."""
    words = ["--model", "openrouter/x/y", "--key-env", "KEY", "--reasoning", "low", "--data-collection", "deny"]
    assert run(["models", "add", "new", *words]) == 0
    expected = Friend("new", "openrouter/x/y", key=KeySource("env", "KEY"), reasoning="low", data_collection="deny")
    assert load(config).friends["new"] == expected
    assert run(["models", "add", "another"]) == 2
    assert run(["models", "add", "gpt", "--model", "openai/gpt-4o"]) == 3
    assert "choose another name" in capsys.readouterr().err


def test_the_form_asks_where_the_key_is_and_never_for_it(home: Home) -> None:
    """In a terminal: name, model, address, the key's place with the three ways, reasoning.

    A wrong answer is asked for again; what looks like the key itself is not taken.
    """
    key = "sk-ant-" + "aB3dE5gH7jK9mN1pQ2rS4tU6"
    answers = ["Not A Name", "claude", "nonsense", "anthropic/claude-sonnet-5", "", "2", f"friend/{key}"]
    answers += ["friend/anthropic", "none", ""]
    code, shown = in_a_terminal(home, "models", "add", typed="\n".join(answers), until="Your name for it")
    assert code == 0, shown
    for said in (
        "Nothing is sent, and the key is not asked for",
        "small letters, digits",
        "write it as PROVIDER/NAME",
        "It will be asked at api.anthropic.com",
        "keyring set SERVICE USER",
        "pass show openai",
        "looks like the key itself",
        "put the key there with: keyring set friend anthropic",
        "friend models test claude",
    ):
        assert said in shown, said
    config = load(home.folder / "config.toml")
    assert config.friends["claude"] == Friend(
        "claude", "anthropic/claude-sonnet-5", key=KeySource("keyring", "friend/anthropic")
    )
    assert config.default == "claude"


async def test_trying_a_friend_shows_what_answered(
    tmp_path: Path, gateway: GatewayClient, openai_server: OpenAIServer
) -> None:
    """`friend models test`: host, requested, served, evidence, times, tokens, price, end mark; and it is in the log.

    The question is about built-in words, and asked once.
    """
    friend = Friend("fake", "openai/gpt-4o", api_base=openai_server.url, price=(2.0, 10.0))
    log, prompts = SqliteLog(tmp_path / "log.sqlite3"), PromptShelf()
    at_home = House(log, prompts, gateway, Reviewer(gateway, log, SystemClock(), prompts, new_id))
    trial = await try_out(friend, at_home, tell=False)
    found = dict(findings(friend, trial))
    assert found.pop("first words").startswith("after ")
    assert found.pop("whole answer").startswith("after ")
    assert found == {
        "friend": "fake",
        "host": openai_server.host,
        "requested": "openai/gpt-4o",
        "served": "gpt-4o-2024-08-06",
        "evidence": "wire: the answer itself named it",
        "tokens": "512 in, 90 out",
        "price": "$0.001924 (config)",
        "end mark": "stop",
        "status": "complete",
        "in the log": "friend log show 1",
    }
    assert log.find("last").draft.path is None
    log.close()
    assert len(openai_server.requests) == 1
    assert "The meeting was moved" in openai_server.asked.messages[-1]["content"]


def test_trying_a_friend_in_vain_has_the_exit_codes_of_every_question(home: Home, openai_server: OpenAIServer) -> None:
    """A host that says no is 4, and what it said is told; who is not there is 3."""
    home.befriend(openai_server)
    openai_server.will(wrong="status", status=401)
    ran = home.run("models", "test", "fake", "--json")
    assert ran.code == 4
    told = json.loads(ran.out)
    assert told["first_words_s"] is None
    assert told["exchange"]["status"] == "failed"
    assert "did not accept the key from the environment variable FAKE_KEY" in told["exchange"]["error"]["message"]
    assert "canar" not in ran.out + ran.err
    assert home.run("models", "test", "nobody").code == 3


class TestTheOfflineModel:
    """`friend models test` of a model on this machine."""

    pytestmark = needs(TINY)

    def test_it_is_named_by_its_files_digest(self, home: Home) -> None:
        """Evidence is the file; nothing costs anything, and nothing leaves."""
        lend(TINY, home.folder / "data")
        try:
            ran = home.run("models", "test", "tiny")
        finally:
            running.retire(home.folder / "data")
        assert ran.code == 0, ran.err
        assert f"@sha256:{TINY.sha256}" in ran.out
        assert "file: the digest of the model's file" in ran.out
        assert "none: it runs on this machine" in ran.out
        assert "end mark     stop" in ran.out or "end mark     length" in ran.out
