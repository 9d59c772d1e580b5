"""Sending with eyes open without a screen: places, secrets, and the address that the environment names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from friend.cli.main import run
from friend.cli.offer import find_offers
from tests.cli.conftest import Home
from tests.cli.test_offer import in_a_terminal
from tests.fakes.openai import OpenAIServer

SECRET = "sk-ant-" + "aB3dE5gH7jK9mN1pQ2rS4tU6"
FAR = """\
default = "far"
[models.far]
model = "openai/gpt-4o"
api_base = "http://0.0.0.0:9/v1"
key_env = "FAKE_KEY"
"""
PLACED = """\
default = "gpt"
[models.gpt]
model = "openai/gpt-4o"
api_base = "http://127.0.0.1:9/v1"
[models.near]
model = "openai/gpt-4o"
api_base = "{url}"
[[places]]
path = "{place}"
only = ["near"]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, openai_server: OpenAIServer) -> Path:
    """Give a folder whose `mail` is open to one of two friends, and letters that lead there in other ways."""
    mail = tmp_path / "mail"
    mail.mkdir()
    (mail / "a.md").write_text("Dear Ada, it is so.\n")
    (tmp_path / "link.md").symlink_to(mail / "a.md")
    (tmp_path / "post").symlink_to(mail)
    (tmp_path / "free.md").write_text("# One\n\nDear Ada.\n\n# Two\n\nYours.\n")
    (tmp_path / "config.toml").write_text(PLACED.format(place=mail, url=openai_server.url))
    monkeypatch.setenv("FRIEND_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("FRIEND_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        ["mail/a.md", "Why?"],
        ["link.md", "Why?"],
        ["post/a.md", "Why?"],
        ["post/../mail/a.md", "Why?"],
        ["mail/a.md", "Why?", "--dry-run"],
        ["free.md", "Why?", "--part", "One", "--with", "mail/a.md"],
    ],
)
def test_a_place_is_kept_to_whatever_way_leads_there(
    words: list[str], folder: Path, openai_server: OpenAIServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """By a link, through `..`, as the summary of the rest: the line names the place and who may have its texts."""
    assert run(["ask", *words]) == 3
    said = capsys.readouterr()
    assert f"texts in {folder / 'mail'} go to near only, not to gpt" in said.err
    assert said.out == ""
    assert openai_server.connections == 0


def test_a_secret_is_warned_about_and_noted_and_sent_where_nobody_can_answer(home: Home) -> None:
    """DESIGN §4.2: for a configured friend it goes to stderr and `notes`; the secret is in neither."""
    home.write("config.toml", FAR)
    home.write("letter.md", f"Dear Ada,\n\nthe key is {SECRET}\n")
    ran = home.run("ask", "letter.md", "Why?", "--json")
    assert ran.code == 4
    told = json.loads(ran.out)
    assert any("an Anthropic key (line 3)" in note for note in told["notes"])
    assert ran.err.count("an Anthropic key (line 3)") == 1
    # The object holds the passage, which is the person's own text; what is said about it repeats nothing.
    assert SECRET not in ran.err + json.dumps(told["notes"])


def test_a_person_at_a_terminal_is_asked_first(home: Home) -> None:
    """Enter alone means no: nothing is sent, nothing is logged, exit code 3."""
    home.write("config.toml", FAR)
    home.write("letter.md", "Dear Ada,\n\nWifi password: hunter2\n")
    code, shown = in_a_terminal(home, "ask", "letter.md", "Why?", typed="\n", until="Send it all the same?")
    assert code == 3, shown
    assert "a password line (line 3)" in shown
    assert "hunter2" not in shown
    assert home.run("log", "list").out == ""


def test_an_address_from_the_environment_is_shown_and_chosen_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Fault 26: the offer names the host and the variable; the provider's own host is not offered that key.

    What is chosen stands in the config from then on; without a choice, the address is never used.
    """
    for name in ("ANTHROPIC_API_KEY", "GEMINI_API_KEY", "MISTRAL_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    monkeypatch.setenv("OPENAI_BASE_URL", "https://gateway.example/v1")
    offer = find_offers()[-1]
    assert "at the address in OPENAI_BASE_URL: your whole draft goes to gateway.example, price unknown" in offer.line
    assert "api.openai.com" not in offer.line
    assert SECRET not in offer.line
    assert offer.friend.api_base == "https://gateway.example/v1"
