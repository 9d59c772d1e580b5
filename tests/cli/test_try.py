"""`friend try`, and the same `friend ask` on the offline model: the real process, the real inference."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from friend.adapters.embedded import running
from friend.adapters.embedded.catalogue import SMALL, TINY
from tests.builders import LETTER
from tests.cli.conftest import Home
from tests.models import lend, needs


@pytest.fixture
def at_home(home: Home) -> Iterator[Home]:
    """Give a home whose offline server, if one was started, is sent away at the end."""
    yield home
    running.retire(home.folder / "data")


@pytest.fixture
def with_tiny(at_home: Home) -> Home:
    """Give a home that has the model `tiny`."""
    lend(TINY, at_home.folder / "data")
    return at_home


@pytest.fixture
def with_small(at_home: Home) -> Home:
    """Give a home that has the model `small`."""
    lend(SMALL, at_home.folder / "data")
    return at_home


class TestTiny:
    """The plumbing, with the model whose advice is worthless."""

    pytestmark = needs(TINY)

    def test_the_offline_model_answers_by_the_same_command(self, with_tiny: Home) -> None:
        """The reply follows the schema: every quote is a sentence of the passage; the file is the witness."""
        ran = with_tiny.run("ask", "letter.md", "wording", "--at", "2", "-m", "tiny", "--json")
        assert ran.code in {0, 4}, ran.err  # so small a model may not find an end
        told = json.loads(ran.out)
        assert told["friend"]["evidence"] == "file"
        assert told["friend"]["served"] == [f"{TINY.file}@sha256:{TINY.sha256}"]
        assert told["friend"]["host"] == "this machine"
        assert told["prompt"]["name"].startswith("review-small.")
        for suggestion in told["suggestions"]:
            assert suggestion["anchor"] == "exact"
            assert suggestion["quote"] in LETTER.text
        assert (with_tiny.folder / "letter.md").read_text() == LETTER.text

    def test_tiny_is_never_taken_unasked(self, with_tiny: Home) -> None:
        """A model for tests is no friend: without its name there is nobody to ask."""
        ran = with_tiny.run("ask", "letter.md", "wording")
        assert ran.code == 3
        assert "nobody to ask" in ran.err


class TestSmall:
    """What a new user sees first."""

    pytestmark = needs(SMALL)

    def test_try_prints_a_real_answer_with_an_anchored_diff(self, with_small: Home) -> None:
        """`friend try --yes --print` answers about the example letter; the log tells which file spoke."""
        ran = with_small.run("try", "--yes", "--print")
        assert ran.code == 0, ran.err
        assert "{+" in ran.out or "[-" in ran.out
        told = json.loads(with_small.run("log", "show", "last", "--json").out)
        assert told["status"] == "complete"
        assert told["friend"]["served"] == [f"{SMALL.file}@sha256:{SMALL.sha256}"]
        assert told["friend"]["evidence"] == "file"
        assert any(suggestion["anchor"] == "exact" and suggestion["diff"] for suggestion in told["suggestions"])


def test_try_without_a_terminal_and_without_yes_fetches_nothing(at_home: Home) -> None:
    """Nobody can answer the question, so nothing is downloaded; exit code 3."""
    ran = at_home.run("try")
    assert ran.code == 3
    assert "friend try --yes" in ran.err
    assert not list((at_home.folder / "data").rglob("*.gguf"))
