"""A disclosure says what the log shows, in one sentence or at length, and says what the log does not show."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.record.blind import shown
from friend.record.disclosure import Account, account
from friend.record.exchange import Blind, Exchange, Speaker
from friend.record.findings import Finding, Findings
from friend.record.formats.disclosures import Form, Language, disclosed
from friend.record.identity import Likeness
from friend.text.draft import Draft
from friend.text.span import Span
from tests.builders import LETTER, exchange, speaker

GOLDEN = Path(__file__).parents[1] / "golden" / "disclosure"
ENDINGS = {"card": "tex", "json": "json"}
TITLES = {"en": {"clear": "Is it clear?"}, "fr": {"clear": "Est-ce clair\u00a0?"}}
NOW = Draft("# Parking & neighbours\n\n" + LETTER.text + "\nWords that nobody has read.\n", "letter.md")


def several() -> list[Exchange]:
    """Make four questions: two versions, free words, an excerpt, one without an answer."""
    one = exchange()
    (note,) = one.suggestions
    return [
        replace(one, suggestions=(replace(note, state="dealt-with"), replace(note, state="dismissed"), note)),
        replace(one, id="2", sequence=13, asked_at=one.asked_at + timedelta(days=1), part=Span(0, 20)),
        replace(
            one,
            id="3",
            sequence=14,
            asked_at=one.asked_at + timedelta(days=10),
            speaker=replace(speaker("openai/gpt-4o", "gpt-4o", evidence="echo"), host="api.openai.com"),
            question=replace(one.question, name=None, text="Who decided?"),
            suggestions=(),
        ),
        replace(
            one,
            id="4",
            sequence=15,
            asked_at=one.asked_at + timedelta(days=11),
            status="failed",
            answer="",
            raw="",
            suggestions=(),
        ),
    ]


def said(told: Account, form: Form = "sentence", lang: Language = "en") -> str:
    """Write it."""
    return disclosed(told, form, lang, TITLES[lang])


@pytest.mark.parametrize("lang", get_args(Language))
@pytest.mark.parametrize("form", get_args(Form))
def test_every_form_in_both_languages(form: Form, lang: Language) -> None:
    """The golden files hold each form word for word."""
    told = account(NOW, several(), LETTER.text, kin=[Likeness(2, "/home/ada/old.md", 40, 50)])
    file = GOLDEN / f"{form}.{lang}.{ENDINGS.get(form, 'txt')}"
    assert said(told, form, lang) == file.read_text(encoding="utf-8")


def test_no_question_is_not_no_help() -> None:
    """A text without an exchange: the log holds no question; nobody says that no model was used."""
    told = account(LETTER, [], None)
    assert said(told) == "friend’s log holds no question about this text.\n"
    assert said(told, lang="fr") == "Le journal de friend ne contient aucune question sur ce texte.\n"
    assert "other programs" in said(told, "prose")
    assert said(told, "git-trailer") == ""
    assert json.loads(said(told, "json"))["first_draft"] is None


def test_what_was_forgotten_is_said() -> None:
    """A log that was forgotten in part says so in the sentence too, also where the text itself is no longer known."""
    one = exchange()
    gone = replace(one, forgotten=True, answer="", raw="", suggestions=(), question=replace(one.question, text=""))
    told = account(LETTER, [gone, replace(one, id="2", sequence=13)], LETTER.text)
    assert "(1 of them since removed from the log)" in said(told)
    assert "dont 1 effacée du journal" in said(told, lang="fr")
    assert "can no longer be said" in said(told, "prose")
    assert told.voices[0].answers == 2
    untold = account(LETTER, [], None, untold=2)
    assert "2 questions were removed from the log" in said(untold)
    assert "2 questions en ont été effacées" in said(untold, lang="fr")
    assert "first question that the log knows" in said(account(LETTER, [one], None, untold=1), "prose")


def test_a_copy_does_not_wash_the_text_clean() -> None:
    """A text that is another draft of the log under a second name says so, though no question was about this file."""
    copied = account(LETTER, [], None, kin=[Likeness(1, "/home/ada/letter.md", 15, 15)])
    assert "another text that it knows shares 15 words with it" in said(copied)
    assert "letter.md" not in said(copied)
    assert "of letter.md, about which the log holds questions" in said(copied, "prose")
    assert json.loads(said(copied, "json"))["shared_with"] == [{"path": "/home/ada/letter.md", "words": 15}]


def test_words_that_nobody_read_are_counted() -> None:
    """What was written or changed since the last question is no friend's business, and is said to be unread."""
    told = account(NOW, [exchange()], LETTER.text)
    assert told.unread == 7
    assert "no friend has read them" in said(told, "prose")
    assert account(NOW, [exchange()], None).unread is None


def test_check_speaks_only_of_the_very_text() -> None:
    """Without a check, or with one of another version, borrowed words are "not checked"; never "none"."""
    clean = Findings(LETTER.digest, LETTER.words, ())
    here = account(LETTER, [exchange()], LETTER.text, findings=clean)
    assert "found no words of an answer" in said(here, "prose")
    elsewhere = account(NOW, [exchange()], LETTER.text, findings=clean)
    assert elsewhere.check is None
    for told in (elsewhere, account(LETTER, [exchange()], LETTER.text)):
        assert "was not checked" in said(told, "prose")
        assert "n’a pas été vérifiée" in said(told, "prose", "fr")
        assert json.loads(said(told, "json"))["check"] is None


def test_what_check_found_is_counted_with_what_was_decided() -> None:
    """Borrowed passages: those accepted as help, owned for another reason, not decided about; they add up."""
    found = Finding(Span(0, 4), "Dear", "borrowed", exchange(), "Dear", 1.0)
    helped = replace(found, decision="owned", reason="accepted help")
    phrase = replace(found, kind="near", decision="owned", reason="a common phrase")
    told = account(LETTER, [exchange()], LETTER.text, findings=Findings(LETTER.digest, 15, (found, helped, phrase)))
    assert (
        "3 passages in the words of an answer outside a quotation "
        "(1 accepted as help, 1 owned for another reason, 1 not decided about)."
    ) in said(told, "prose")
    assert "(1 assumé comme aide, 1 assumé pour une autre raison, 1 sans décision)" in said(told, "prose", "fr")


def test_quotations_are_held_against_the_log() -> None:
    """The true ones that a check of this very text met are counted, and the false ones; unchecked, neither is zero."""
    false = Finding(Span(0, 4), "Dear", "misquoted", exchange(), "Deer", 0.9)
    told = account(LETTER, [exchange()], LETTER.text, findings=Findings(LETTER.digest, 15, (false,), 1))
    assert "quotes what was answered once" in said(told, "prose")
    assert "1 quotation of a model does not agree with friend’s log." in said(told, "prose")
    assert "ne correspond pas au journal de friend." in said(told, "prose", "fr")
    assert json.loads(said(told, "json"))["quotations"] == {"verbatim": 1, "differing": 1}
    unchecked = account(LETTER, [exchange()], LETTER.text)
    assert json.loads(said(unchecked, "json"))["quotations"] == {"verbatim": None, "differing": None}


def test_a_version_that_was_not_reported_is_never_made_up() -> None:
    """Fault 32: an alias stands nowhere as the version, in no form."""
    silent = replace(exchange(), speaker=speaker("openai/gpt-4o", evidence="none reported"))
    told = account(LETTER, [silent], LETTER.text)
    assert "GPT-4o (version not reported)" in said(told)
    assert said(told, "git-trailer") == "Assisted-by: GPT-4o:version not reported\n"
    assert r"\aitool{GPT-4o}{version not reported, OpenAI}" in said(told, "card")
    assert json.loads(said(told, "json"))["models"][0]["served"] == []


def test_nothing_foreign_breaks_out_of_a_line() -> None:
    """A served version with line ends, control characters or TeX commands stays within its trailer and its field."""
    hostile = Speaker("x", "openai/x", ("v1\nSigned-off-by: me\x1b[31m\\end{aicard}",), "wire", None, "h\nost")
    told = account(LETTER, [replace(exchange(), speaker=hostile)], LETTER.text)
    assert said(told, "git-trailer").count("\n") == 1
    card = said(told, "card")
    assert card.count(r"\end{aicard}") == 1
    for form in get_args(Form):
        assert "\x1b" not in said(told, form)


@given(
    st.lists(
        st.tuples(
            st.text(min_size=1, max_size=60),
            st.sampled_from(["wire", "echo", "none reported"]),
            st.sampled_from(["complete", "failed", "cancelled"]),
            st.booleans(),
            st.integers(0, 900),
        ),
        max_size=6,
    ),
    st.integers(0, 3),
    st.sampled_from(get_args(Language)),
)
def test_the_sentence_is_one_line_of_at_most_forty_words(
    made: list[tuple[str, str, str, bool, int]], untold: int, lang: Language
) -> None:
    """Whatever the log holds, the sentence is one line, ends with a stop and has at most 40 words."""
    one = exchange()
    told = [
        replace(
            one,
            id=str(number),
            sequence=number,
            status=status,  # type: ignore[arg-type]
            asked_at=one.asked_at + timedelta(days=day),
            speaker=Speaker(
                "n", f"openai/{name}", (name,) if evidence != "none reported" else (), evidence, None, None
            ),  # type: ignore[arg-type]
            forgotten=forgotten,
        )
        for number, (name, evidence, status, forgotten, day) in enumerate(made, start=1)
    ]
    line = said(account(LETTER, told, None, untold=untold), "sentence", lang)
    assert line.endswith(".\n")
    assert len(line.splitlines()) == 1
    assert len(line.split()) <= 40


def test_who_stands_under_a_letter_is_not_yet_revealed() -> None:
    """A vote that waits: the statement names the letter, says that it waits, and guesses at no version."""
    veiled = shown(replace(exchange(), blind=Blind("A", "0f0f")))
    told = account(NOW, [veiled], LETTER.text)
    assert "I asked a friend under the letter A (not yet revealed) 1 question" in said(told)
    assert "A friend under the letter A (not yet revealed) answered 1 question" in said(told, "prose")
    assert "Who it was is told after the vote." in said(told, "prose")
    assert "un ami sous la lettre A (pas encore dévoilé)" in said(told, lang="fr")
    assert "Un ami sous la lettre A (pas encore dévoilé) a répondu" in said(told, "prose", "fr")
    for form in get_args(Form):
        assert "reported" not in said(told, form).replace('"none reported"', ""), form
