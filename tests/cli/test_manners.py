"""`friend manners`, as a person runs it: against a fake provider, and on the model `tiny`."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import Final

import pytest

from friend.adapters.embedded.catalogue import CATALOGUE
from tests.cli.conftest import LIMIT_S, Home
from tests.fakes.misbehaving import friend_who
from tests.fakes.openai import OpenAIServer
from tests.models import lend, needs

TINY: Final = CATALOGUE["tiny"]


def test_a_friend_is_measured_and_the_log_knows_nothing_of_it(home: Home, openai_server: OpenAIServer) -> None:
    """Each question goes once; how far it is stands on stderr; the person's log has no word of it."""
    home.befriend(openai_server)
    openai_server.will(text=friend_who("mends what is right"))
    ran = home.run("manners", "--only", "alarms", "--json")
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    assert len(openai_server.requests) == told["wanted"] == told["measured"] == 4
    (check,) = told["checks"]
    assert (check["check"], check["value"], check["of"]) == ("alarms", 1.0, 13)
    assert told["served"] == ["gpt-4o-2024-08-06"]
    assert "4 questions to fake at this machine, at a price that is not known" in ran.err
    assert "4 of 4  gare.fr/2" in ran.err
    assert not (home.folder / "data" / "log.sqlite3").exists()


@pytest.mark.parametrize("words", [("-m", "nobody"), ("--prompts", "data")])
def test_what_cannot_be_measured_is_refused(home: Home, words: tuple[str, str]) -> None:
    """A friend that there is not, a folder without rules: said in a line, and nothing is sent."""
    (home.folder / "data").mkdir(mode=0o700)
    home.write("config.toml", '[models.gpt]\nmodel = "openai/gpt-4o"\n')
    ran = home.run("manners", *words)
    assert ran.code in {2, 3}
    assert words[1] in ran.err
    assert not ran.out


class TestTiny:
    """The real inference of `tiny`."""

    pytestmark = needs(TINY)

    def test_a_run_on_the_model_tiny_may_be_stopped(self, home: Home) -> None:
        """The suite runs on a real model; Ctrl+C stops it, and what was measured by then is shown (exit 4)."""
        lend(TINY, home.folder / "data")
        words = [sys.executable, "-m", "friend", "manners", "-m", "tiny", "--only", "alarms", "--json"]
        with subprocess.Popen(
            words, cwd=home.folder, env=dict(home.environ), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as running:
            assert running.stderr is not None
            said = [running.stderr.readline(), running.stderr.readline()]
            running.send_signal(signal.SIGINT)
            out, rest = running.communicate(timeout=LIMIT_S)
        assert "1 of 4  ferry.en/1" in said[1]
        assert "measured 1 of 4; the figures are of these alone" in rest
        assert running.returncode == 4
        told = json.loads(out)
        assert told["measured"] == 1
        assert TINY.sha256 in told["served"][0]
        assert told["checks"][0]["of"] == 3
