"""`friend check`: whose words these are, told from the log alone."""

from __future__ import annotations

import json
import resource
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from friend.adapters.log.store import SqliteLog
from friend.asking.question import Passage
from friend.asking.suggestion import Suggestion
from friend.record.exchange import DraftRef
from friend.text.diff import diff
from friend.text.draft import Draft
from friend.text.span import Span
from tests.builders import LETTER, exchange
from tests.cli.conftest import Home, Ran
from tests.cli.test_sharing import Inside
from tests.record.test_exports import DIAGNOSTIC

SAID = (
    "Nobody on Mill Lane was told before the kerb was painted, and that silence is what stings. "
    "À midi, l’été dernier, tout le quartier regardait les peintres sans rien comprendre."
)
LINE = "Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026"
TWELVE = "Nobody on Mill Lane was told before the kerb was painted, and"


@pytest.fixture
def asked(home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Inside:
    """Give a home whose log holds one exchange about the letter, in which the friend said SAID."""
    monkeypatch.chdir(home.folder)
    for name in ("FRIEND_CONFIG", "FRIEND_DATA"):
        monkeypatch.setenv(name, home.environ[name])
    (home.folder / "data").mkdir(mode=0o700)
    inside = Inside(home.folder, home.environ, capsys)
    log_reply(inside, "01JONE", LETTER.text, SAID)
    return inside


def log_reply(home: Home, name: str, text: str, answer: str, suggestions: tuple[Suggestion, ...] = ()) -> None:
    """Log a question about the letter as it is in `text`, and an answer."""
    path = str(home.folder / "letter.md")
    draft = Draft(text, path)
    log = SqliteLog(home.folder / "data" / "log.sqlite3")
    told = replace(
        exchange(),
        id=name,
        sequence=None,
        draft=DraftRef(path, draft.digest, draft.words),
        passage=Passage(Span(0, len(text)), text, whole=True),
        answer=answer,
        raw=answer,
        suggestions=suggestions,
    )
    log.asked(told, draft)
    log.answered(told)
    log.close()


def checked(home: Home, text: str, *words: str) -> list[dict[str, object]]:
    """Check a letter of this text; give its findings."""
    home.write("letter.md", text)
    found = home.run("check", "letter.md", "--json", *words)
    told = json.loads(found.out)
    assert told["schema"] == 1
    findings: list[dict[str, object]] = told["findings"]
    assert all(text[each["start"] : each["end"]] == each["text"] for each in findings)  # type: ignore[misc]
    return findings


def ran(home: Home, text: str, *words: str) -> Ran:
    """Check a letter of this text for a person."""
    home.write("letter.md", text)
    return home.run("check", "letter.md", *words)


def test_a_retyped_sentence_is_found_with_who_said_it(asked: Inside) -> None:
    """Twelve words of the model's in the person's sentence: their place, the exchange, the version."""
    (found,) = checked(asked, f"Dear all,\n\nAs I see it, {TWELVE} so I write.\n")
    assert found["text"] == TWELVE
    assert (found["kind"], found["exchange"], found["served"]) == ("borrowed", "01JONE", ["claude-sonnet-4-20250514"])
    assert (found["similarity"], found["decision"], found["said"], found["line"]) == (1.0, None, TWELVE, 3)


@pytest.mark.parametrize(
    "text",
    [
        "nobody on mill lane — was told before THE kerb was painted; and that silence",
        "Nobody on Mill Lane was warned before the kerb was painted, and this silence is what stings",
        "And that silence is what stings: nobody on Mill Lane was told before the kerb was painted",
        "a midi l'ete dernier tout le quartier regardait les peintres",
    ],
)
def test_nearly_the_same_words_are_found(asked: Inside, text: str) -> None:
    """Other case, accents and punctuation; a word in seven changed; the parts in another order."""
    found = checked(asked, f"Dear all,\n\n{text}.\n")
    assert found
    assert sum(len(str(each["text"])) for each in found) > 0.6 * len(text)


def test_twenty_corrections_followed_by_hand_leave_nothing_to_find(asked: Inside) -> None:
    """Typos, agreements and commas of up to three words, each in a long sentence that stood there before."""
    before = [
        f"The {ordinal} time that we have wrote to the council about the kerb of our lane nobody has answer us"
        for ordinal in ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
        * 2
    ]
    text = ".\n\n".join(before)
    after = [each.replace("have wrote", "had to write").replace("has answer", "has answered") for each in before]
    suggestions = []
    start = 0
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        suggestions.append(
            Suggestion(
                f"01JTWO.{number}", old, Span(start, start + len(old)), "exact", new, "A slip.", (), 0.2, diff(old, new)
            )
        )
        start += len(old) + 3
    log_reply(asked, "01JTWO", text, "Mostly.", tuple(suggestions))
    assert checked(asked, ".\n\n".join(after)) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("Les petites fille blonde est arrivé hier", "Les petites filles blondes sont arrivées hier", []),
        ("The letter are wrote by our old neighbour", "The letters were written by our old neighbours", []),
        (
            "The letter are wrote by our old neighbour",
            "An old woman next door put it all down for us",
            ["An old woman next door put it all down for us"],
        ),
    ],
)
def test_a_sentence_full_of_slips_is_still_its_writers(asked: Inside, old: str, new: str, found: list[str]) -> None:
    """Agreements and typos in a row make none of it the friend's, in a suggestion or in prose; other words are."""
    mended = Suggestion("01JTWO.1", old, Span(0, len(old)), "exact", new, "Slips.", (), 0.5, diff(old, new))
    log_reply(asked, "01JTWO", old, "Mostly.", (mended,))
    assert [each["text"] for each in checked(asked, f"{new}.\n")] == found
    assert asked.run("log", "forget", "2", "--yes").code == 0
    log_reply(asked, "01JTHREE", f"So it is.\n\n{old}.\n", f"Two slips. Write: {new}. That is all.")
    assert [each["text"] for each in checked(asked, f"{new}.\n")] == found


def test_a_reply_that_mends_a_friends_words_does_not_wash_them(asked: Inside) -> None:
    """Taken from one reply and sent with the next question, the words stay those of the first, mended or not."""
    log_reply(asked, "01JTWO", f"{TWELVE} so on.", f"Better: {TWELVE.replace('told', 'told it').lower()} so forth.")
    found = checked(asked, f"{TWELVE.replace('told', 'told it').lower()} so forth.")
    assert [each["exchange"] for each in found] == ["01JONE"]


def test_words_that_the_person_sent_first_are_theirs(asked: Inside) -> None:
    """A reply that repeats the draft adds nothing; what the draft took from a reply before stays borrowed."""
    own = "My grandmother kept her bicycle under the stairs until the flood of that year."
    log_reply(asked, "01JTWO", own, f"You write: “{own}” That is strong.")
    assert checked(asked, own) == []
    taken = f"Dear all, {TWELVE} so on."
    log_reply(asked, "01JTHREE", taken, f"You write: “{TWELVE}” and it works.")
    assert [each["exchange"] for each in checked(asked, taken)] == ["01JONE"]


def test_a_true_quotation_is_not_found_and_a_false_one_is(asked: Inside) -> None:
    """Verbatim in its marks: nothing. A word changed inside, another version, words nobody said: each its kind."""
    said = "that silence is what stings"
    line = "Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026"
    true = f"> Nobody on Mill Lane was told before the kerb was painted, and {said}.\n>\n> — {line}\n"
    assert checked(asked, true) == []
    unknown = "> The moon is a cheese that no mouse ever ate.\n>\n> — Opus 9 (claude-opus-9-2030), 1 May 2020\n"
    kinds = {
        true.replace("told", "asked"): "misquoted",
        f"> {TWELVE} {said}.\n>\n> — {line.replace('20250514', '20250101')}\n": "wrong-version",
        unknown: "unattributed",
    }
    for text, kind in kinds.items():
        assert [each["kind"] for each in checked(asked, text)] == [kind]


def test_a_changed_quotation_under_another_name_is_still_known(asked: Inside) -> None:
    """A word and the line are both wrong: who said it is told, not that the log knows nobody."""
    line = "Opus 9 (claude-opus-9-2030), 1 May 2020"
    (found,) = checked(asked, f"> {TWELVE.replace('told', 'asked')}\n>\n> — {line}\n")
    assert (found["kind"], found["exchange"], found["said"]) == ("misquoted", "01JONE", TWELVE)
    (other,) = checked(asked, f"> {TWELVE}\n>\n> — {line}\n")
    assert (other["kind"], other["exchange"]) == ("wrong-version", "01JONE")
    (none,) = checked(asked, f"> The moon is a cheese.\n>\n> — {LINE}\n")
    assert (none["kind"], none["exchange"]) == ("unattributed", None)


def test_quotations_in_lists_within_each_other_and_in_code(asked: Inside) -> None:
    """In a list and nested, a true quotation is left alone; in a block of code its words are words like any others."""
    line = "— Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026"
    quote = f"> {TWELVE}\n>\n> {line}"
    assert checked(asked, f"- A point:\n\n  {quote.replace(chr(10), chr(10) + '  ')}\n") == []
    assert checked(asked, f"> Somebody wrote:\n>\n> {quote.replace(chr(10), chr(10) + '> ')}\n") == []
    assert [each["kind"] for each in checked(asked, f"```\n{TWELVE}\n```\n")] == ["borrowed"]


def test_a_draft_of_quotations_alone(asked: Inside) -> None:
    """A hundred true ones are nothing to find; one with a word changed is found among them."""
    line = "— Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026"
    quotes = [f"> {TWELVE}\n>\n> {line}\n"] * 100
    assert checked(asked, "\n".join(quotes)) == []
    quotes[50] = quotes[50].replace("kerb", "curb")
    assert [each["kind"] for each in checked(asked, "\n".join(quotes))] == ["misquoted"]


@pytest.mark.parametrize("text", ["", "\n", "word", "Ein ganz anderer Text in einer ganz anderen Sprache als sonst."])
def test_texts_with_nothing_of_a_friends(asked: Inside, text: str) -> None:
    """An empty draft, one word, another language: nothing is found, and it is no error."""
    assert checked(asked, text) == []


def test_a_log_without_replies(asked: Inside) -> None:
    """Nothing was ever said: nothing is found, and it is said why, as on a machine that has not the person's log."""
    assert "log is empty" not in ran(asked, TWELVE).err
    (asked.folder / "data" / "log.sqlite3").unlink()
    assert checked(asked, TWELVE) == []
    found = ran(asked, TWELVE, "--fail-on", "borrowed")
    assert (found.code, found.err.splitlines()[0]) == (0, "letter.md: nothing found")
    assert "friend's log is empty here" in found.err


def test_fail_on_ends_with_1_until_it_is_owned(asked: Inside) -> None:
    """Without --fail-on it is 0; with it 1, for that kind alone; decisions are remembered, the draft is as it was."""
    text = f"{TWELVE} so on.\n"
    assert ran(asked, text).code == 0
    assert ran(asked, text, "--fail-on", "near").code == 0
    assert ran(asked, text, "--fail-on", "borrowed").code == 1
    assert ran(asked, text, "--own", "1", "--reason", "accepted help").code == 0
    assert ran(asked, f"A new line.\n\n{text}", "--fail-on", "borrowed").code == 0
    (found,) = checked(asked, text)
    assert (found["decision"], found["reason"]) == ("owned", "accepted help")
    assert Path("letter.md").read_text("utf-8") == text
    with_log = SqliteLog(asked.folder / "data" / "log.sqlite3")
    assert with_log.findings() == []
    with_log.close()


@pytest.mark.parametrize(
    "words",
    [["--own", "1"], ["--reason", "x"], ["--own", "9", "--reason", "x"], ["--json", "--rdjsonl"], ["--fail-on", "all"]],
)
def test_wrong_usage_ends_with_2(asked: Inside, words: list[str]) -> None:
    """A number without a reason, a reason without a number, a finding that is not there, an unknown kind."""
    assert ran(asked, TWELVE, *words).code == 2


def test_it_is_told_with_place_words_speaker_and_what_to_do(asked: Inside) -> None:
    """A person reads the line, the words, who said them when, and what can be done; control characters are gone."""
    out = ran(asked, f"\x1b[31mDear all,\n\n{TWELVE} so on.\n").out
    assert "letter.md:3: 1. a friend's words" in out
    assert f"“{TWELVE}”" in out
    assert "— Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026, exchange 1" in out
    assert "quote them, reword them, or own them" in out
    assert "\x1b" not in out


def test_rdjsonl_has_a_line_for_each_open_finding_and_no_suggestions(asked: Inside) -> None:
    """Line and column count from 1, columns in bytes; what is owned is left out (fault 71)."""
    text = f"Été : {TWELVE} so on.\n"
    (line,) = ran(asked, text, "--rdjsonl").out.splitlines()
    told = json.loads(line)
    jsonschema.validate(told, DIAGNOSTIC)
    assert told["location"]["range"] == {"start": {"line": 1, "column": 9}, "end": {"line": 1, "column": 70}}
    assert told["code"] == {"value": "borrowed"}
    assert "suggestions" not in told
    ran(asked, text, "--own", "1", "--reason", "a common phrase")
    assert ran(asked, text, "--rdjsonl").out == ""


def test_a_full_disk_is_said_in_one_line(asked: Inside) -> None:
    """Nothing was checked, where, and why; with room again the same words are found (fault 50)."""
    log_reply(asked, "01JTWO", LETTER.text, " ".join(f"word{number}" for number in range(5_000)))
    asked.write("letter.md", TWELVE)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, hard))
    try:
        found = asked.run("check", "letter.md")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (found.code, found.out) == (3, "")
    assert found.err.splitlines()[-1].startswith("friend: nothing was checked: ")
    assert found.err.endswith("words.index: File too large\n")
    assert [each["text"] for each in checked(asked, TWELVE)] == [TWELVE]


def test_forgotten_words_leave_the_index(asked: Inside) -> None:
    """After `log forget` no byte of the index tells of them, and nothing is found; what was said again still is."""
    log_reply(asked, "01JTWO", LETTER.text, f"{TWELVE} so forth.")
    assert [each["exchange"] for each in checked(asked, TWELVE)] == ["01JONE"]
    assert asked.run("log", "forget", "1", "--yes").code == 0
    assert not (asked.folder / "data" / "words.index").exists()
    assert [each["exchange"] for each in checked(asked, TWELVE)] == ["01JTWO"]
    assert asked.run("log", "forget", "2", "--yes").code == 0
    assert checked(asked, TWELVE) == []


def test_the_disclosure_takes_the_findings_in(asked: Inside) -> None:
    """Accepted help is counted, and a quotation is held against all of the log, not against what this text asked."""
    line = "— Claude Sonnet 4 (claude-sonnet-4-20250514), 21 Nov. 2026"
    text = f"> {TWELVE}\n>\n> {line}\n\nAnd so that silence is what stings. À midi l’été dernier.\n"
    text += f"\n> {TWELVE.replace('kerb', 'curb')}\n>\n> {line}\n"
    asked.write("other.md", text)
    said = asked.run("disclose", "other.md", "--as", "prose").out
    assert "quotes what was answered once, word for word" in said
    assert "1 quotation of a model does not agree with friend’s log." in said
    assert "1 passage in the words of an answer outside a quotation (1 not decided about)" in said
    assert asked.run("check", "other.md", "--own", "1", "--reason", "accepted help").code == 0
    assert "(1 accepted as help)" in asked.run("disclose", "other.md", "--as", "prose").out
