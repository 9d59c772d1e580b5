"""Exploring an idea, verifying what was named, and cross-reading: against a fake provider over real HTTP."""

from __future__ import annotations

import json

from tests.cli.conftest import HomeWithin
from tests.cli.test_together import COUNCIL, befriend
from tests.fakes.anthropic import AnthropicServer
from tests.fakes.openai import OpenAIServer

NAMES = """A house shelters the dreamer, as Gaston Bachelard says.

To verify:
- author: Gaston Bachelard — houses
- work: *La Poétique de l'espace* (1957)
"""


def test_what_a_friend_names_is_to_be_verified_until_it_is_ticked(
    home_within: HomeWithin, openai_server: OpenAIServer
) -> None:
    """It is listed, ticked with a source, told with its state everywhere, and counted by `disclose` while it is not."""
    home_within.befriend(openai_server)
    openai_server.will(text=NAMES)
    home_within.write("idea.md", "A house is where one first learns to dream.\n")
    ran = home_within.run("ask", "idea.md", "thought")
    assert ran.code == 0, ran.err
    assert "[ ] 1.1  author: Gaston Bachelard · houses · to verify" in ran.out
    assert "“To verify:”" in openai_server.asked.messages[-1]["content"]
    assert home_within.run("verify", "idea.md").out.count("to verify") == 2
    ticked = home_within.run("verify", "last.1", "--source", "https://example.org", "--found", "chapter 1")
    assert (
        ticked.out
        == "[x] 1.1  author: Gaston Bachelard · houses · verified · chapter 1 · source: https://example.org\n"
    )
    assert home_within.run("verify", "1.2", "--wrong", "--json").code == 0
    assert home_within.run("verify", "1.2", "--again").out.startswith("[ ] 1.2")
    assert home_within.run("verify", "1.3").code == 2
    assert home_within.run("verify", "idea.md", "--source", "x").code == 2
    left = json.loads(home_within.run("verify", "idea.md", "--json").out)
    assert [each["name"] for each in left["to_verify"]] == ["La Poétique de l'espace (1957)"]
    every = json.loads(home_within.run("verify", "idea.md", "--all", "--json").out)
    assert [each["state"] for each in every["to_verify"]] == ["verified", "to-verify"]
    assert "[x] 1.1" in home_within.run("log", "show", "last").out
    assert "- [x] author: `Gaston Bachelard`" in home_within.run("log", "export", "--to", "markdown").out
    for form in ("html", "markdown", "webannotation", "rdjsonl"):
        exported = home_within.run("export", "idea.md", "--to", form).out
        assert "Bachelard" in exported, form
        assert "example.org" in exported, form
    assert "not in CriticMarkup" in home_within.run("export", "idea.md", "--to", "criticmarkup").err
    assert json.loads(home_within.run("disclose", "idea.md", "--json").out)["named"] == {
        "verified": 1,
        "wrong": 0,
        "to_verify": 1,
    }
    assert "1 of them was not looked up" in home_within.run("disclose", "idea.md", "--as", "prose").out
    assert "n’a pas été vérifié" in home_within.run("disclose", "idea.md", "--as", "prose", "--lang", "fr").out
    quoted = home_within.run("quote", "last", "--words", "as Gaston Bachelard says")
    assert "Bachelard" in quoted.out
    assert home_within.run("log", "verify").code == 0


def test_an_idea_is_explored_only_where_there_is_one(home_within: HomeWithin, openai_server: OpenAIServer) -> None:
    """A heading is no idea of one's own: nothing is sent (3). A marked passage is enough, however short."""
    home_within.befriend(openai_server)
    home_within.write("empty.md", "# On houses\n\n> A house is a machine to live in.\n")
    ran = home_within.run("ask", "empty.md", "sense")
    assert ran.code == 3
    assert "write your own idea first" in ran.err
    assert openai_server.requests == []
    assert home_within.run("ask", "empty.md", "name", "--at", "houses").code == 0


def test_another_friend_reads_the_notes_without_knowing_whose(
    home_within: HomeWithin, openai_server: OpenAIServer, anthropic_server: AnthropicServer
) -> None:
    """One POST, with the first one's notes and no name; the answer is logged as the second one's words about them."""
    befriend(home_within, openai_server, anthropic_server)
    openai_server.will(text=f"Mostly.\n\n{COUNCIL}")
    anthropic_server.will(text="I share the note on “them”. It missed the parking.")
    assert home_within.run("ask", "letter.md", "clear", "--at", "2", "-m", "ann").code == 0
    ran = home_within.run("ask", "letter.md", "--cross", "last", "-m", "ben")
    assert ran.code == 0, ran.err
    assert len(anthropic_server.requests) == 1
    sent = json.dumps(anthropic_server.asked.body, ensure_ascii=False)
    assert "Another reader answered" in sent
    assert "decided by the council" in sent
    assert "what they missed" in sent
    for name in (" ann", "gpt", "openai"):
        assert name not in sent
    one, two = (json.loads(home_within.run("log", "show", name, "--json").out) for name in ("1", "2"))
    assert (two["follows"], two["relation"]) == (one["exchange"], "cross-reading")
    assert two["passage"] == one["passage"]
    assert two["question"]["name"] == "cross"
    cited = home_within.run("quote", "last")
    assert "I share the note" in cited.out
    assert "claude-sonnet-4-20250514" in cited.out
    assert home_within.run("ask", "letter.md", "--cross", "1", "--follow", "1", "-m", "ben").code == 2
