"""`friend quote`, `cite` and `export`: from the log to what other people and programs read."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from friend.adapters.log.store import SqliteLog
from friend.cli.main import run
from friend.record.exchange import DraftRef
from friend.record.formats.criticmarkup_reader import before
from friend.record.quoted import Remembered, judge, quotations_in
from friend.text.draft import Draft
from tests.builders import LETTER, exchange, speaker
from tests.cli.conftest import Home, Ran


@dataclass(frozen=True)
class Inside(Home):
    """A home in which `friend` runs within this process."""

    capture: pytest.CaptureFixture[str]

    def run(self, *words: str, given: bytes = b"", **more: str) -> Ran:  # noqa: ARG002 - what any home takes
        """Run `friend` with `words`."""
        self.capture.readouterr()
        code = run(list(words))
        said = self.capture.readouterr()
        return Ran(code, said.out, said.err)


@pytest.fixture
def asked(home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    """Give a home whose log holds two exchanges about the letter."""
    monkeypatch.chdir(home.folder)
    for name in ("FRIEND_CONFIG", "FRIEND_DATA"):
        monkeypatch.setenv(name, home.environ[name])
    path = str(home.folder / "letter.md")
    draft = Draft(LETTER.text, path)
    (home.folder / "data").mkdir(mode=0o700)
    log = SqliteLog(home.folder / "data" / "log.sqlite3")
    first = replace(exchange(), id="01JEXCHANGE", sequence=None, draft=DraftRef(path, draft.digest, draft.words))
    second = replace(
        first,
        id="01JOTHER",
        status="incomplete",
        speaker=speaker("openai/gpt-4o", "gpt-4o", evidence="echo"),
        suggestions=(),
    )
    for told in (first, second):
        log.asked(told, draft)
        log.answered(told)
    log.close()
    return Inside(home.folder, home.environ, capsys)


def test_a_quotation_is_checked_cut_and_written_in_each_form(asked: Home) -> None:
    """R6: words are looked up in the log; another typography and "..." for a cut are set right; JSON says whose."""
    ran = asked.run("quote", "1", "--words", "The weakest point ... a reader can’t tell.", "--as", "text", "--full")
    assert ran.out == (
        "“The weakest point […] a reader can't tell.”\n"
        "— Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026\n"
        "Provider: Anthropic; asked for as anthropic/claude-sonnet-4-0. Question: “Is it clear?” "
        "The answer itself named its version.\n"
    )
    told = json.loads(asked.run("quote", "last", "--as", "html", "--json").out)
    assert told["attribution"] == "— GPT-4o (no more exact version reported), 21 Nov. 2026, incomplete answer"
    assert told["friend"]["served"] == ["gpt-4o"]
    assert told["text"].startswith("<figure")
    both = asked.run("quote", "1", "--words", "Mostly.", "--suggestion", "1")
    assert (both.code, both.out) == (2, "")
    lost = asked.run("quote", "1", "--words", "Mostly. a reader can't tell.")
    assert (lost.code, lost.out) == (2, "")
    assert "are not in this exchange as quoted" in lost.err


def test_a_quotation_put_into_a_draft_is_recognised(asked: Home) -> None:
    """What `quote` writes is found again in the draft that it was put into, and a changed word in it as well."""
    log = SqliteLog(asked.folder / "data" / "log.sqlite3")
    draft = LETTER.text + "\n" + asked.run("quote", "1").out
    for text, kind in ((draft, "verbatim"), (draft.replace("weakest", "strongest"), "misquoted")):
        (found,) = quotations_in(text)
        said = judge(found, Remembered(log.recent(9)))
        assert said is not None
        assert said.kind == kind
    log.close()


def test_citations_are_sorted_and_never_overwrite(asked: Home) -> None:
    """Several at once, in any order; a file that is there is kept unless --force."""
    ran = asked.run("cite", "last", "1", "--style", "apa")
    assert [line[:9] for line in ran.out.splitlines()] == ["Anthropic", "OpenAI. ("]
    assert "no more exact version reported" in ran.out
    assert asked.run("cite", "1", "--style", "bibtex", "-o", "refs.bib").code == 0
    assert (asked.folder / "refs.bib").read_text().startswith("@software{anthropic2026-1,")
    again = asked.run("cite", "2", "-o", "refs.bib")
    assert (again.code, "is there already" in again.err) == (2, True)
    assert asked.run("cite", "2", "-o", "refs.bib", "--force").code == 0
    assert (asked.folder / "refs.bib").read_text().startswith("OpenAI.")
    told = json.loads(asked.run("cite", "1", "--style", "csl-json", "--json").out)
    assert told["items"][0]["version"] == "claude-sonnet-4-20250514"


def test_any_csl_style_can_be_had(asked: Home) -> None:
    """--csl takes a style's name; one that there is not is said in a line. The version that is missing is said too."""
    ran = asked.run("cite", "1", "2", "--csl", "apa")
    assert "(Version claude-sonnet-4-20250514)" in ran.out
    assert "GPT-4o: no more exact version reported" in ran.err
    missing = asked.run("cite", "1", "--csl", "nature-of-things")
    assert (missing.code, missing.out) == (2, "")
    assert "there is no CSL style “nature-of-things”" in missing.err


def test_without_the_extra_a_csl_style_says_what_to_install(asked: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra need not be there; the line names it."""
    monkeypatch.setitem(sys.modules, "citeproc", None)
    ran = asked.run("cite", "1", "--csl", "apa")
    assert (ran.code, ran.out) == (2, "")
    assert "pip install 'expert-friend[citations]'" in ran.err


def test_a_review_is_exported_in_every_format_and_the_draft_stays(asked: Home) -> None:
    """R3: the draft is as it was; the notes are at their places in it as it is now."""
    now = "One line more.\n\n" + LETTER.text
    asked.write("letter.md", now)
    page = asked.run("export", "letter.md")
    assert (page.code, page.err) == (0, "")
    assert "<mark>because the parking</mark>" in page.out
    critic = asked.run("export", "letter.md", "--to", "criticmarkup").out
    assert before(critic) == now
    assert "{~~because the parking~>because of the parking~~}" in critic
    line = json.loads(asked.run("export", "letter.md", "--to", "rdjsonl").out)
    assert line["location"] == {
        "path": "letter.md",
        "range": {"start": {"line": 5, "column": 14}, "end": {"line": 5, "column": 33}},
    }
    assert json.loads(asked.run("export", "letter.md", "--to", "webannotation").out)["type"] == "AnnotationPage"
    assert "because the parking[^friend-1]" in asked.run("export", "letter.md", "--to", "markdown").out
    assert (asked.folder / "letter.md").read_text() == now


def test_an_export_never_takes_the_place_of_the_draft(asked: Home) -> None:
    """Fault 57, R3: not even with --force, nor through a link; CriticMarkup only to a new file."""
    (asked.folder / "link.md").symlink_to(asked.folder / "letter.md")
    for target in ("letter.md", "./letter.md", "link.md"):
        ran = asked.run("export", "letter.md", "-o", target, "--force")
        assert (ran.code, "is the draft itself" in ran.err) == (2, True)
    forced = asked.run("export", "letter.md", "--to", "criticmarkup", "-o", "new.md", "--force")
    assert (forced.code, (asked.folder / "new.md").exists()) == (2, False)
    assert (asked.folder / "letter.md").read_text() == LETTER.text


def test_in_a_folder_the_export_is_named_for_the_draft(asked: Home) -> None:
    """Fault 57: a folder gets a safe name, never over a file; a name that is none is refused in words."""
    (asked.folder / "out").mkdir()
    asked.write("CON.md", LETTER.text)
    assert asked.run("export", "CON.md", "-o", "out").code == 0
    assert (asked.folder / "out" / "CON-review.html").exists()
    assert asked.run("export", "CON.md", "-o", "out/").code == 2
    for name in ("x" * 300, "out/none/a.html", "/dev/null"):
        ran = asked.run("export", "letter.md", "-o", name, "--force")
        assert ran.code == 2
        assert "Traceback" not in ran.err
    assert Path("/dev/null").is_char_device()


def test_one_exchange_is_exported_with_what_was_decided(asked: Home) -> None:
    """--exchange: that review alone, notes that are dealt with too; a draft without notes says so."""
    log = SqliteLog(asked.folder / "data" / "log.sqlite3")
    log.decided("01JEXCHANGE.1", "dealt-with")
    log.close()
    none = asked.run("export", "letter.md", "--to", "markdown")
    assert (none.code, none.err) == (0, "no notes to export\n")
    told = json.loads(asked.run("export", "letter.md", "--exchange", "1", "--json").out)
    assert told["notes"] == 1
    assert "dealt with" in told["text"]
    assert asked.run("export", "letter.md", "--exchange", "99").code == 2


def test_a_model_that_has_been_retired_is_marked(asked: Home) -> None:
    """A citation says when a model stopped answering, by the dates that are kept for it."""
    ran = asked.run("cite", "1", "2", "--style", "chicago")
    claude, gpt = ran.out.splitlines()
    assert claude.endswith("November 21, 2026. Retired June 15, 2026.")
    assert "etired" not in gpt
