"""The interface's words: which language, how counts, numbers and days are written in it, and what others said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from friend.text.interface import counted, day, in_quotes, language_of, percent, retold, speak, spoken, tr


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    speak("en")


@pytest.mark.parametrize(
    ("configured", "environ", "language"),
    [
        (None, {}, "en"),
        ("fr", {"LANG": "en_GB.UTF-8"}, "fr"),
        ("en", {"LANG": "fr_FR.UTF-8"}, "en"),
        (None, {"LANG": "fr_FR.UTF-8"}, "fr"),
        (None, {"LANG": "fr"}, "fr"),
        (None, {"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        (None, {"LANG": "en_GB.UTF-8", "LC_MESSAGES": "", "LC_ALL": "fr_CA"}, "fr"),
        (None, {"LANG": "C.UTF-8"}, "en"),
        (None, {"LANG": "fur_IT.UTF-8"}, "en"),
        ("de", {"LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_which_language_is_spoken(configured: str | None, environ: dict[str, str], language: str) -> None:
    """The configuration's, else the locale's in the order of POSIX, else English; an unknown one is English."""
    assert language_of(configured, environ) == language


def test_an_unknown_language_is_english() -> None:
    """Nothing is ever shown half in a language that is not there."""
    speak("fr")
    speak("tlh")
    assert spoken() == "en"
    assert tr("saved") == "saved"


def test_english_words_are_shown_as_they_are_written() -> None:
    """English needs no catalogue; braces that are no slots stay."""
    assert tr("{n} of {words}", n=1200, words="3 words") == "1200 of 3 words"
    assert tr("a {brace") == "a {brace"
    assert retold("the answer is empty") == "the answer is empty"


def test_french_words() -> None:
    """The slots are filled, and no-break spaces stand before the high signs."""
    speak("fr")
    assert tr("Send this to {host}?", host="example.org") == "Envoyer ceci à example.org\u202f?"
    assert tr("not saved: {changed}", changed="non") == "pas enregistré\u00a0: non"
    assert tr("words that nobody has translated") == "words that nobody has translated"


@pytest.mark.parametrize(
    ("count", "english", "french"),
    [
        (0, "0 notes", "0 note"),
        (1, "1 note", "1 note"),
        (2, "2 notes", "2 notes"),
        (12_345, "12345 notes", "12\u202f345 notes"),
    ],
)
def test_counts(count: int, english: str, french: str) -> None:
    """In French nothing is singular, and thousands are set apart by a narrow space."""
    assert counted(count, "{n} note", "{n} notes") == english
    speak("fr")
    assert counted(count, "{n} note", "{n} notes") == french


def test_days_and_shares() -> None:
    """As one writes them in each language; a name like a file's is left alone."""
    first, second = datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)
    assert (day(second), day(second, year=True), percent(0.184)) == ("2 Nov", "2 Nov 2026", "18%")
    speak("fr")
    assert (day(second), day(first, year=True), percent(0.184)) == ("2 nov.", "1er févr. 2026", "18\u202f%")
    assert in_quotes("oui") == "«\u00a0oui\u00a0»"
    assert tr("wrote {name}", name="2026.md") == "2026.md écrit"


def test_what_others_said_is_known_by_its_shape() -> None:
    """A sentence that passed a pipe is told in French with all that is put into it, foreign words as they are."""
    speak("fr")
    said = (
        "example.org did not accept the key from the environment variable OPENAI_API_KEY (401). It says: “No; no”. "
        "Your question is kept. See to the key, then ask again."
    )
    assert retold(said) == (
        "example.org n’a pas accepté la clé tirée de la variable d’environnement OPENAI_API_KEY (401). "
        "Il dit\u00a0: «\u00a0No; no\u00a0». Votre question est conservée. Vérifiez la clé, puis reposez la question."
    )
    assert retold("The environment variable KEY gave no key. Nothing was sent: set it, and ask again.") == (
        "La variable d’environnement KEY n’a pas donné de clé. Rien n’a été envoyé\u00a0: "
        "renseignez-la, puis reposez la question."
    )


def test_a_line_of_facts_is_retold_fact_by_fact() -> None:
    """Where it goes, how much, for how much: with French numbers and prices."""
    speak("fr")
    line = "api.openai.com · 1,412 words · what was said before · about 2,865 tokens · $0.0042–0.011 · data: not set"
    assert retold(line) == (
        "api.openai.com · 1\u202f412 mots · ce qui a été dit avant · environ 2\u202f865 tokens · "
        "0,0042–0,011\u202f$ · données\u00a0: non réglé"
    )


def test_who_points_at_a_place_and_who_helped_is_told_in_french() -> None:
    """Neither a colon nor a gender too many: a name and a reason follow after it; shares have their space."""
    speak("fr")
    assert retold("ann alone, of 2") == "1 ami sur 2\u00a0: ann"
    assert tr("{who}: {words}", who=retold("ben differs"), words="nommez-le") == "ben, autrement\u00a0: nommez-le"
    assert tr("{who}: {words}", who=retold("ann, ben agree"), words="non") == "ann, ben, d’accord\u00a0: non"
    assert retold("ann (openai/gpt-4o)  1 of 2  [9% to 91%]") == (
        "ann (openai/gpt-4o)  1 sur 2  [9\u202f% à 91\u202f%]"
    )


def test_what_is_not_known_stays() -> None:
    """An error of another program, a file's name, French that was said already: none is touched."""
    speak("fr")
    for words in ("ENOTSUP 0x5", "letter.md", "rien n’a été envoyé", "", "Segmentation fault (core dumped)"):
        assert retold(words) == words
