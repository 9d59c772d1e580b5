"""`friend ask`: one question about one passage, against a fake provider over real HTTP."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.builders import LETTER
from tests.cli.conftest import Home
from tests.fakes.openai import OpenAIServer

REPLY = """Mostly. The weakest point is who decided.

<suggestion>
<quote>decided by them</quote>
<instead>decided by the council</instead>
<why>"them" has no one to point to yet.</why>
</suggestion>
"""


def test_a_follow_up_goes_on_from_an_exchange(home: Home, openai_server: OpenAIServer) -> None:
    """`--follow ID`: what was said goes along, about the same passage; another text, or no question, is refused."""
    home.befriend(openai_server)
    openai_server.will(text=REPLY)
    first = json.loads(home.run("ask", "letter.md", "Is it clear?", "--at", "2", "--json").out)
    openai_server.will(text="Nobody knows.")
    ran = home.run("ask", "letter.md", "--follow", "last", "Who is it then?", "--json")
    told = json.loads(ran.out)
    assert (told["follows"], told["relation"], told["passage"]) == (first["exchange"], "follow-up", first["passage"])
    sent = openai_server.requests[-1].messages[-1]["content"]
    assert sent.index("The weakest point is who decided.") < sent.index("The question: Who is it then?")
    assert f"continues   {first['exchange']} (follow-up)" in home.run("log", "show", "last").out
    asked = len(openai_server.requests)
    home.write("other.md", "Another text.\n")
    refused = home.run("ask", "other.md", "--follow", "last", "Who?")
    assert (refused.code, "is about another text" in refused.err) == (2, True)
    assert home.run("ask", "letter.md", "--follow", "last").code == 2
    home.write("letter.md", "Quite another text stands here now.\n")
    refused = home.run("ask", "letter.md", "--follow", "1", "Who?")
    assert (refused.code, "name a passage with --at" in refused.err) == (2, True)
    assert len(openai_server.requests) == asked


def test_an_answer_is_printed_and_can_be_quoted_and_found_again(home: Home, openai_server: OpenAIServer) -> None:
    """In a pipe: prose, the diff in git's words with its line, no escape; beside it, where it went and who spoke.

    Afterwards: log list and show, quote by suggestion and by words, open notes for people and for vim.
    """
    home.befriend(openai_server)
    openai_server.will(text=REPLY)
    before = (home.folder / "letter.md").read_bytes()
    ran = home.run("ask", "letter.md", "Is it clear?", "--at", "2")
    assert ran.code == 0, ran.err
    assert ran.out.startswith("Mostly. The weakest point is who decided.")
    assert "1. letter.md:3\n   decided by [-them-]{+the council+}\n" in ran.out
    assert '"them" has no one to point to yet.' in ran.out
    assert "\x1b" not in ran.out + ran.err
    assert "stays on this machine" in ran.err
    assert "GPT-4o (gpt-4o-2024-08-06)" in ran.err
    assert (home.folder / "letter.md").read_bytes() == before

    assert "gpt-4o-2024-08-06" in home.run("log", "list").out
    shown = home.run("log", "show", "last").out
    assert "evidence    wire" in shown
    assert "request     chatcmpl-" in shown
    assert "decided by [-them-]{+the council+}" in shown

    quoted = home.run("quote", "last", "--suggestion", "1").out
    assert quoted.startswith("> decided by the council\n>\n> — GPT-4o (gpt-4o-2024-08-06), ")
    assert home.run("quote", "last", "--words", "The weakest point is who decided.").code == 0
    refused = home.run("quote", "last", "--words", "The strongest point")
    assert (refused.code, refused.out) == (2, "")

    home.write("mine.md", "mine")
    assert home.run("quote", "last", "-o", "mine.md").code == 2
    assert (home.folder / "mine.md").read_text() == "mine"
    assert home.run("quote", "last", "-o", "mine.md", "--force").code == 0
    assert "who decided." in (home.folder / "mine.md").read_text()

    home.write("letter.md", "One line more.\n\n" + LETTER.text)
    assert "1. letter.md:5\n" in home.run("notes", "letter.md").out
    column = LETTER.text.splitlines()[2].index("decided by them") + 1
    assert home.run("notes", "letter.md", "--vimgrep").out.startswith(f"letter.md:5:{column}:decided by ")
    assert json.loads(home.run("notes", "letter.md", "--json").out)["notes"][0]["line"] == 5


def test_what_leaves_and_what_is_told(home: Home, openai_server: OpenAIServer) -> None:
    """R2: what the host received is 100 % of the draft, exactly one marked passage, and the question; sent once.

    DESIGN §4.5: one object; the dated version of the wire, its evidence, offsets into the draft, a diff that adds up.
    """
    home.befriend(openai_server)
    openai_server.will(text=REPLY)
    ran = home.run("ask", "letter.md", "--at", "decided by them", "--for", "the council", "--json")
    assert ran.code == 0, ran.err
    assert len(openai_server.requests) == 1
    said = openai_server.asked.messages[-1]["content"]
    assert said.count(LETTER.text) == 1
    assert said.count("The question is about this passage of it") == 1
    assert said.count("The question: Is this passage clear") == 1
    assert "Who it is for: the council" in said
    told = json.loads(ran.out)
    assert ran.out.count("\n") == 1
    assert told["status"] == "complete"
    assert told["friend"]["requested"] == "openai/gpt-4o"
    assert told["friend"]["served"] == ["gpt-4o-2024-08-06"]
    assert told["friend"]["evidence"] == "wire"
    assert told["question"]["name"] == "clear"
    assert told["usage"]["input_tokens"] == 512
    given = told["suggestions"][0]
    assert LETTER.text[given["start"] : given["end"]] == "decided by them"
    assert "".join(text for op, text in given["diff"] if op != "+") == "decided by them"
    assert "".join(text for op, text in given["diff"] if op != "-") == given["instead"]
    assert told["raw"] == REPLY


def test_a_dry_run_prints_the_request_and_sends_nothing(home: Home, openai_server: OpenAIServer) -> None:
    """--dry-run shows to the letter what would go, and nothing reaches the host."""
    home.befriend(openai_server)
    ran = home.run("ask", "letter.md", "Is it clear?", "--dry-run", "--json")
    assert ran.code == 0, ran.err
    assert LETTER.text in json.loads(ran.out)["messages"][-1]["content"]
    assert openai_server.requests == []


def test_an_answer_without_its_end_mark_is_incomplete(home: Home, openai_server: OpenAIServer) -> None:
    """Fault 11: what came is printed and kept, said to be incomplete, and the exit code is 4."""
    home.befriend(openai_server)
    openai_server.will(wrong="cut")
    ran = home.run("ask", "letter.md", "Is it clear?")
    assert ran.code == 4
    assert "incomplete" in ran.err
    assert "incomplete" in home.run("log", "list").out


def test_a_refused_key_is_said_without_the_key(home: Home, openai_server: OpenAIServer) -> None:
    """Fault 1, 74: provider and key source are named, never the key; not in output, log or database."""
    home.befriend(openai_server)
    openai_server.will(wrong="status", status=401)
    ran = home.run("ask", "letter.md", "Is it clear?", "--json")
    assert ran.code == 4
    error = json.loads(ran.out)["error"]
    assert error["kind"] == "auth"
    assert "FAKE_KEY" in error["message"]
    canary = home.environ["FAKE_KEY"]
    assert canary not in ran.out + ran.err
    kept = b"".join(path.read_bytes() for path in (home.folder / "data").rglob("*") if path.is_file())
    assert canary.encode() not in kept


def test_ctrl_c_stops_the_answer_and_keeps_what_came(home: Home, openai_server: OpenAIServer) -> None:
    """Fault 19: the answer is logged as cancelled with its words, the socket is closed, and the exit code is 4."""
    home.befriend(openai_server)
    openai_server.will(wrong="stall", text="Some words came before it stopped. " * 20)
    running = subprocess.Popen(
        [sys.executable, "-m", "friend", "ask", "letter.md", "Is it clear?"],
        cwd=home.folder,
        env=dict(home.environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert running.stdout
    heard = running.stdout.read(10)
    assert heard == b"Some words"
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=20)
    assert running.returncode == 4
    assert openai_server.asked.hung_up.wait(5)
    told = json.loads(home.run("log", "show", "last", "--json").out)
    assert told["status"] == "cancelled"
    assert told["raw"].startswith("Some words")


def test_standard_input_is_a_draft_too(home: Home, openai_server: OpenAIServer) -> None:
    """`-` reads the draft from a pipe."""
    home.befriend(openai_server)
    ran = home.run("ask", "-", "Is it clear?", "--json", given=LETTER.text.encode())
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["draft"] == {"path": None, "digest": LETTER.digest, "words": LETTER.words}


def test_a_part_lends_nothing_else(home: Home, openai_server: OpenAIServer) -> None:
    """--part sends the section alone, calls it an excerpt, and gives offsets into the whole file."""
    home.befriend(openai_server)
    home.write("book.md", "# One\n\nSecret words.\n\n# Two\n\nIt was decided by them.\n")
    openai_server.will(text=REPLY)
    ran = home.run("ask", "book.md", "Is it clear?", "--part", "Two", "--json")
    assert ran.code == 0, ran.err
    said = openai_server.asked.messages[-1]["content"]
    assert "Secret" not in said
    assert "an excerpt" in said
    told = json.loads(ran.out)
    text = (home.folder / "book.md").read_text()
    assert text[told["suggestions"][0]["start"] :].startswith("decided by them")
    assert any("excerpt" in note for note in told["notes"])


def test_a_question_is_named_or_in_ones_own_words(home: Home, openai_server: OpenAIServer) -> None:
    """`review` is the whole text's own question, put in the draft's language."""
    home.befriend(openai_server)
    home.write("lettre.md", "Chers voisins,\n\nJe vous écris parce que la place a été décidée par eux, sans nous.\n")
    assert home.run("review", "lettre.md").code == 0
    said = openai_server.asked.messages[-1]["content"]
    assert "Lis tout le texte" in said
    assert said.endswith("Answer in French.")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads /proc")
def test_the_child_process_starts_before_the_draft_is_read(home: Home, openai_server: OpenAIServer) -> None:
    """The slow import goes on while friend still waits for a draft on its standard input."""
    home.befriend(openai_server)
    asking = [sys.executable, "-m", "friend", "ask", "-"]
    pipe = subprocess.PIPE
    with subprocess.Popen(asking, env=home.environ, cwd=home.folder, stdin=pipe, stdout=pipe, stderr=pipe) as friend:
        children = Path(f"/proc/{friend.pid}/task/{friend.pid}/children")
        end = time.monotonic() + 60
        while not children.read_text() and time.monotonic() < end:
            time.sleep(0.02)
        started = children.read_text()
        friend.kill()
    assert started
    assert openai_server.requests == []
