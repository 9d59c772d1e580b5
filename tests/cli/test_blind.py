"""`friend ask --blind`, `friend vote` and `friend models --votes`, against fake providers over real HTTP."""

from __future__ import annotations

import json

from tests.cli.conftest import Home, HomeWithin
from tests.cli.test_offer import in_a_dialogue
from tests.cli.test_together import COUNCIL, MAYOR, befriend
from tests.fakes.anthropic import AnthropicServer
from tests.fakes.openai import OpenAIServer

STYLED = f"## Verdict\n\n🎯 **Mostly.** It is clear enough — but who decided?\n\n{COUNCIL}"
PLAIN = f"Nearly. Nobody can tell who decided.\n\n{MAYOR}"
TELLING = (
    *("ann", "ben", "gpt-4o", "claude", "openai", "anthropic", "127.0.0.1", "chatcmpl", "fp_0123456789"),
    *("review.v1", "gpt-4o-2024-08-06"),
)


def ask(home: Home, openai: OpenAIServer, anthropic: AnthropicServer, *more: str) -> str:
    """Ask two friends blind, and give what was shown on stdout."""
    befriend(home, openai, anthropic)
    openai.will(text=STYLED)
    anthropic.will(text=PLAIN)
    ran = home.run("ask", "letter.md", "clear", "-m", "ann", "-m", "ben", "--blind", *more)
    assert ran.code == 0, ran.err
    return ran.out


def told(home: Home, *words: str) -> str:
    """Give all that a command says."""
    ran = home.run(*words)
    return ran.out + ran.err


def test_a_blind_round_tells_nobody_apart_until_the_vote(
    home_within: HomeWithin, openai_server: OpenAIServer, anthropic_server: AnthropicServer
) -> None:
    """No command says who stands under a letter, nor the house style; after the vote every command does."""
    shown = ask(home_within, openai_server, anthropic_server)
    assert "── A ──" in shown
    assert "── B ──" in shown
    assert "2 of 2 friends" in shown
    for style in ("##", "🎯", "**", "—"):
        assert style not in shown
    commands = [
        ("log", "show", "1"),
        ("log", "show", "2", "--json"),
        ("log", "list"),
        ("log", "list", "--json"),
        ("log", "search", "decided"),
        ("log", "export"),
        ("log", "export", "--to", "markdown"),
        ("notes", "letter.md"),
        ("export", "letter.md"),
        ("export", "letter.md", "--to", "rdjsonl"),
        ("disclose", "letter.md", "--as", "json"),
        ("quote", "1"),
        ("cite", "1", "2"),
        ("check", "letter.md"),
    ]
    for command in commands:
        said = told(home_within, *command)
        assert not [word for word in TELLING if word in said.replace("opened", "")], (command, said)
    for name in ("ann", "gpt-4o"):
        assert home_within.run("log", "list", "-m", name).out == ""
    assert home_within.run("log", "list", "--served", "claude").out == ""
    assert "blind until you vote" in home_within.run("log", "show", "1").out
    assert home_within.run("vote", "A").code == 2
    assert home_within.run("vote", "C", "--why", "x").code == 2
    voted = home_within.run("vote", "a", "--why", "it names the gap")
    assert voted.code == 0, voted.err
    assert "A  " in voted.out
    assert "gpt-4o-2024-08-06" in voted.out
    assert "claude-sonnet-4-20250514" in voted.out
    assert {"ann", "ben"} == {
        json.loads(line)["friend"]["name"] for line in home_within.run("log", "list", "--json").out.splitlines()
    }
    raws = [json.loads(line)["raw"] for line in home_within.run("log", "export").out.splitlines()]
    assert sorted(raws) == sorted([STYLED, PLAIN])
    assert home_within.run("vote", "A", "--why", "again").code == 2
    assert home_within.run("log", "verify").code == 0
    winner = next(line.split()[1] for line in voted.out.splitlines() if line.startswith("A"))
    table = json.loads(home_within.run("models", "--votes", "--json").out)
    won = {each["friend"]: (each["wins"], each["rounds"]) for each in table["all"]}
    assert won == {winner: (1, 1), ({"ann", "ben"} - {winner}).pop(): (0, 1)}
    assert table["kinds"][0]["question"] == "clear"
    assert table["kinds"][0]["language"] == "en"
    assert f"{winner} (" in home_within.run("models", "--votes").out


def test_the_order_is_dealt_by_a_seed_that_the_log_keeps(
    home_within: HomeWithin, openai_server: OpenAIServer, anthropic_server: AnthropicServer
) -> None:
    """`--reveal` gives the vote up: the letters follow from the seed, and no vote is counted."""
    from friend.record.blind import shuffled  # noqa: PLC0415 - beside what it checks

    objects = [json.loads(line) for line in ask(home_within, openai_server, anthropic_server, "--json").splitlines()]
    assert [(each["friend"]["name"], each["blind"]["letter"]) for each in objects] == [("A", "A"), ("B", "B")]
    assert {each["blind"]["seed"] for each in objects} == {None}
    shown = [json.loads(line) for line in home_within.run("vote", "--reveal", "--json").out.splitlines()]
    (seed,) = {each["blind"]["seed"] for each in shown}
    dealt = shuffled(["ann", "ben"], seed)
    assert {each["friend"]["name"]: each["blind"]["letter"] for each in shown} == {
        name: blind.letter for name, blind in dealt.items()
    }
    assert "no votes" in told(home_within, "models", "--votes")


def test_one_that_fails_leaves_nothing_to_vote_on(
    home_within: HomeWithin, openai_server: OpenAIServer, anthropic_server: AnthropicServer
) -> None:
    """Where one answer alone came, it is told at once whose it is, and no vote waits."""
    befriend(home_within, openai_server, anthropic_server)
    openai_server.will(wrong="status", status=500)
    anthropic_server.will(text=PLAIN)
    ran = home_within.run("ask", "letter.md", "-m", "ann", "-m", "ben", "--blind")
    assert ran.code == 4
    assert "fewer than two answered" in ran.err
    assert "claude-sonnet-4-20250514" in ran.out
    assert home_within.run("vote", "A", "--why", "x").code == 2


def test_blind_needs_two(home_within: HomeWithin, openai_server: OpenAIServer) -> None:
    """One friend alone cannot be heard blind: nothing is sent."""
    home_within.befriend(openai_server)
    assert home_within.run("ask", "letter.md", "--blind").code == 2
    assert openai_server.requests == []


def test_at_a_terminal_one_votes_before_it_is_told(
    home: Home, openai_server: OpenAIServer, anthropic_server: AnthropicServer
) -> None:
    """A person is asked which helped and why, then sees who it was; a reflection is asked first, and kept."""
    befriend(home, openai_server, anthropic_server)
    openai_server.will(text=STYLED)
    anthropic_server.will(text=PLAIN)
    words = ("ask", "letter.md", "clear", "-m", "ann", "-m", "ben", "--blind", "--reflect")
    said = [("all the same?", "y\n"), ("yourself?", "Who is them?\n"), ("none)?", "B\n"), ("few words", "brief\n")]
    code, shown = in_a_dialogue(home, *words, said=said)
    assert code == 0, shown
    before, _, after = shown.partition("few words")
    assert "gpt-4o-2024-08-06" not in before
    assert "gpt-4o-2024-08-06" in after
    assert json.loads(home.run("log", "show", "1", "--json").out)["reflection"] == "Who is them?"
    assert "Who is them?" in home.run("log", "show", "1").out
    for server in (openai_server, anthropic_server):
        assert "Who is them?" not in json.dumps(server.asked.messages)
