"""`friend ask -m a -m b`: the same question to several friends at once, against fake providers over real HTTP."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

from tests.builders import LETTER
from tests.cli.conftest import Home
from tests.fakes.anthropic import AnthropicServer
from tests.fakes.openai import OpenAIServer


def suggestion(quote: str, instead: str, why: str) -> str:
    """Write a suggestion as a reply does."""
    return f"<suggestion>\n<quote>{quote}</quote>\n<instead>{instead}</instead>\n<why>{why}</why>\n</suggestion>\n"


MISSING = suggestion("because the parking", "because of the parking", "A word is missing.")
COUNCIL = suggestion("decided by them", "decided by the council", "Who are they?")
MAYOR = suggestion("by them", "by the mayor", "It has no one to point to.")


def befriend(home: Home, openai: OpenAIServer, anthropic: AnthropicServer, more: str = "") -> None:
    """Configure a friend at each fake provider."""
    home.write(
        "config.toml",
        f'[models.ann]\nmodel = "openai/gpt-4o"\napi_base = "{openai.url}"\nkey_env = "FAKE_KEY"\n'
        f'[models.ben]\nmodel = "anthropic/claude-sonnet-4-0"\napi_base = "{anthropic.url}"\nkey_env = "FAKE_KEY"\n'
        + more,
    )


def test_two_friends_are_asked_once_each_and_lined_up(
    home: Home, openai_server: OpenAIServer, anthropic_server: AnthropicServer
) -> None:
    """One POST each, each its own exchange, both in one group; where they meet is told once, with who says what."""
    befriend(home, openai_server, anthropic_server)
    openai_server.will(text=f"Mostly.\n\n{COUNCIL}\n{MISSING}")
    anthropic_server.will(text=f"Nearly.\n\n{MAYOR}\n{MISSING}")
    ran = home.run("ask", "letter.md", "Is it clear?", "-m", "ann", "-m", "ben")
    assert ran.code == 0, ran.err
    assert len(openai_server.requests) == len(anthropic_server.requests) == 1
    assert openai_server.asked.messages[-1]["content"].count(LETTER.text) == 1
    # Where it goes stands before any answer, a line for each.
    assert ran.err.index("ann (openai/gpt-4o)") < ran.err.index("ben (anthropic/") < ran.err.index("gpt-4o-2024-08-06")
    assert "── ann ──\nMostly.\n" in ran.out
    assert "── ben ──\nNearly.\n" in ran.out
    places = ran.out[ran.out.index("1. letter.md:3") :]
    assert places.splitlines()[0] == "1. letter.md:3 · 2 of 2 friends"
    assert "because {+of +}the parking\n   ann, ben all agree\n      ann: A word is missing.\n      ben: " in places
    assert "2. letter.md:3 · 2 of 2 friends\n   decided by [-them-]{+the council+}\n   ann\n" in places
    assert "   by [-them-]{+the mayor+}\n   ben differs\n" in places
    assert "\x1b" not in ran.out + ran.err
    told = [json.loads(line) for line in home.run("log", "list", "--json").out.splitlines()]
    assert len({each["group"] for each in told}) == 1
    assert told[0]["group"]
    assert {each["friend"]["name"] for each in told} == {"ann", "ben"}


def test_one_that_fails_does_not_hold_up_the_other(
    home: Home, openai_server: OpenAIServer, anthropic_server: AnthropicServer
) -> None:
    """One answers, one fails, one may not have this folder's texts: an object a line, nothing sent there; code 4."""
    place = f'[models.cat]\nmodel = "openai/gpt-4.1"\napi_base = "{openai_server.url}"\nkey_env = "FAKE_KEY"\n'
    place += f'[[places]]\npath = "{home.folder}"\nonly = ["ann", "ben"]\n'
    befriend(home, openai_server, anthropic_server, place)
    openai_server.will(wrong="status", status=500)
    anthropic_server.will(text=f"Nearly.\n\n{MAYOR}")
    ran = home.run("review", "letter.md", "-m", "ann", "-m", "cat", "-m", "ben", "-m", "ann", "--json")
    assert ran.code == 4
    told = {each["friend"]["name"]: each for each in map(json.loads, ran.out.splitlines())}
    assert {name: each["status"] for name, each in told.items()} == {
        "ann": "failed",
        "cat": "refused",
        "ben": "complete",
    }
    assert told["cat"]["error"]["kind"] == "place"
    assert len(openai_server.requests) == len(anthropic_server.requests) == 1
    assert len({each["group"] for each in told.values()}) == 1


def test_nothing_is_sent_to_any_where_one_is_not_known(
    home: Home, openai_server: OpenAIServer, anthropic_server: AnthropicServer
) -> None:
    """A name that is no friend's is a slip: nobody is asked, and --json says so for each (3)."""
    befriend(home, openai_server, anthropic_server)
    ran = home.run("ask", "letter.md", "-m", "ann", "-m", "bne", "--json")
    assert ran.code == 3
    assert [json.loads(line)["status"] for line in ran.out.splitlines()] == ["refused", "refused"]
    assert openai_server.requests == []


def test_ctrl_c_stops_all_and_keeps_what_came(
    home: Home, openai_server: OpenAIServer, anthropic_server: AnthropicServer
) -> None:
    """Fault 19, for each: whoever had answered has answered; the other is cancelled, with its words, and hung up."""
    befriend(home, openai_server, anthropic_server)
    openai_server.will(wrong="stall", text="Some words came before it stopped. " * 20)
    anthropic_server.will(text="Nearly.")
    running = subprocess.Popen(
        [sys.executable, "-m", "friend", "ask", "letter.md", "Is it clear?", "-m", "ann", "-m", "ben", "--json"],
        cwd=home.folder,
        env=dict(home.environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert running.stdout
    assert json.loads(running.stdout.readline())["status"] == "complete"
    running.send_signal(signal.SIGINT)
    out, _ = running.communicate(timeout=20)
    assert running.returncode == 4
    told = json.loads(out)
    assert (told["friend"]["name"], told["status"]) == ("ann", "cancelled")
    assert openai_server.asked.hung_up.wait(5)


BROUGHT = (Path(__file__).parents[1] / "fixtures" / "ghostwriting" / "brought.md").read_text("utf-8").split("\n=====\n")


def test_a_text_that_was_not_asked_for_is_folded(home: Home, openai_server: OpenAIServer) -> None:
    """R1: it is one line that says where it can be read; --all shows it, the log and `raw` keep it, a note tells it."""
    home.befriend(openai_server)
    openai_server.will(text=BROUGHT[1])
    ran = home.run("ask", "letter.md", "Write it for me.")
    assert ran.code == 0, ran.err
    assert "closed doors" not in ran.out
    assert "[a text of 9" in ran.out
    assert "Of course! Here's the letter:" in ran.out
    assert "Let me know" in ran.out
    assert "closed doors" in home.run("log", "show", "last").out
    told = json.loads(home.run("log", "show", "last", "--json").out)
    assert told["raw"] == BROUGHT[1]
    assert any("a text of its own" in note for note in told["notes"])
    assert "closed doors" in home.run("ask", "letter.md", "Write it for me.", "--all").out
