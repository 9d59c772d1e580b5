"""Bad input: one clear line, the right exit code, nothing sent, nothing lost (issue "the main job")."""

from __future__ import annotations

import json
import os

import pytest

from tests.cli.conftest import Home
from tests.fakes.openai import OpenAIServer


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["ask", "gone.md", "Is it clear?"], 2, "there is no file gone.md"),
        (["ask", "letter.md", " "], 2, "there is no question"),
        (["ask", "letter.md", "Is it clear?", "--at", "not in it"], 2, "not in it"),
        (["ask", "letter.md", "Is it clear?", "--at", "9"], 2, "paragraph"),
        (["ask", "twice.md", "Is it clear?", "--at", "again"], 2, "again"),
        (["ask", "empty.md", "Is it clear?"], 3, "the draft is empty"),
        (["ask", "letter.md", "Is it clear?", "-m", "nobody"], 3, "no friend named “nobody”"),
        (["ask", ".", "Is it clear?"], 3, "folder"),
        (["ask", "latin.md", "Is it clear?"], 3, "not UTF-8"),
        (["ask", "nul.md", "Is it clear?"], 3, "NUL"),
        (["quote", "last"], 2, ""),
        (["log", "show", "last"], 2, ""),
        (["aks"], 2, "no command or file named “aks”"),
        (["ask"], 2, "DRAFT"),
    ],
)
def test_bad_input_is_one_line_and_nothing_is_sent(
    home: Home, openai_server: OpenAIServer, words: list[str], code: int, said: str
) -> None:
    """Faults 24, 25, 56, 58: each is refused before anything is sent, in words, without a traceback."""
    home.befriend(openai_server)
    home.write("empty.md", "")
    home.write("twice.md", "Once again, and again.\n")
    (home.folder / "latin.md").write_bytes("déjà".encode("latin-1"))
    (home.folder / "nul.md").write_bytes(b"a\0b")
    ran = home.run(*words)
    assert ran.code == code, ran.err
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert ran.out == ""
    assert openai_server.requests == []


def test_no_model_configured_is_said_with_what_to_do(home: Home) -> None:
    """With nothing configured and nobody to answer, the line names the commands that help; exit code 3."""
    ran = home.run("ask", "letter.md", "Is it clear?", "--json")
    assert ran.code == 3
    assert "friend try --yes" in ran.err
    told = json.loads(ran.out)
    assert told["exchange"] is None
    assert told["status"] == "refused"
    assert told["error"]["kind"] == "no-friend"


def test_a_key_that_was_only_found_is_never_used_unasked(home: Home) -> None:
    """DESIGN §4.2: what was only found in the environment is refused where nobody can answer."""
    ran = home.run("ask", "letter.md", "Is it clear?", OPENAI_API_KEY="sk-canary-found")
    assert ran.code == 3
    assert "OPENAI_API_KEY" in ran.err
    assert "sk-canary-found" not in ran.err


def test_a_damaged_config_is_said_by_file_and_field(home: Home) -> None:
    """A key in the file, or a table that is off, is named; nothing is sent."""
    home.write("config.toml", '[models.gpt]\nmodel = "openai/gpt-4o"\napi_key = "sk-canary-infile"\n')
    ran = home.run("ask", "letter.md", "Is it clear?")
    assert ran.code == 3
    assert "config.toml" in ran.err
    assert "sk-canary-infile" not in ran.err


def test_a_place_keeps_its_texts_to_its_friends(home: Home, openai_server: OpenAIServer) -> None:
    """[[places]]: a draft under the folder goes to nobody else, checked before sending."""
    home.befriend(openai_server)
    config = (home.folder / "config.toml").read_text()
    home.write("config.toml", config + f'[[places]]\npath = "{home.folder}"\nonly = ["small"]\n')
    ran = home.run("ask", "letter.md", "Is it clear?")
    assert ran.code == 3
    assert "small only" in ran.err
    assert openai_server.requests == []


def test_a_log_that_cannot_be_written_stops_the_question(home: Home, openai_server: OpenAIServer) -> None:
    """Fault 63: nothing is sent, since the intent cannot be committed; the reason is said."""
    home.befriend(openai_server)
    (home.folder / "data").write_text("a file where the folder should be")
    ran = home.run("ask", "letter.md", "Is it clear?")
    assert ran.code == 3, ran.err
    assert "Traceback" not in ran.err
    assert openai_server.requests == []


def test_a_damaged_model_file_is_never_used(home: Home) -> None:
    """A file of the right size with other bytes is refused by its digest, with the command that mends it."""
    models = home.folder / "data" / "models"
    models.mkdir(parents=True)
    with (models / "SmolLM2-135M-Instruct.Q4_1.gguf").open("wb") as file:
        file.write(b"GGUF")
        os.truncate(file.fileno(), 98_362_432)
    ran = home.run("ask", "letter.md", "Is it clear?", "-m", "tiny")
    assert ran.code == 3, ran.err
    assert "damaged" in ran.err
    assert "friend models get tiny" in ran.err


def test_a_model_that_is_not_there_is_said(home: Home) -> None:
    """An offline model that was not fetched is named with the command that fetches it."""
    ran = home.run("ask", "letter.md", "Is it clear?", "-m", "small")
    assert ran.code == 3
    assert "friend models get small" in ran.err
