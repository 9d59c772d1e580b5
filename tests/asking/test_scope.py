"""The scope guard: what goes beyond the question is labelled, and plain corrections are not (rule R4)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.asking.facts import added_facts
from friend.asking.question import Passage
from friend.asking.scope import flags
from friend.asking.suggestion import Flag
from friend.text.diff import diff
from friend.text.span import Span


def labelled(text: str, quote: str, instead: str | None, *, passage: str = "", question: str = "") -> tuple[Flag, ...]:
    """Label a suggestion for the first place of `quote`, asked about `passage` (else the whole text)."""
    start = text.index(quote)
    span = Span(start, start + len(quote))
    asked_at = text.index(passage) if passage else 0
    asked = Span(asked_at, asked_at + len(passage or text))
    pieces = () if instead is None else diff(quote, instead)
    return flags(span, instead, pieces, text, Passage(asked, asked.of(text)), question=question)


# A sentence, the words quoted of it, the words offered instead: what a good reader puts right in passing.
PLAIN_CORRECTIONS = [
    ("It was decided by them last month.", "by them", "by the council"),
    ("Their going to be late again.", "Their going", "They're going"),
    ("He dont like the noise.", "dont", "doesn't"),
    ("The team have recieved the parcel.", "have recieved", "has received"),
    ("I could of told you.", "could of", "could have"),
    ("Its a good plan.", "Its", "It's"),
    ("We was there on monday.", "We was there on monday", "We were there on Monday"),
    ("I live in paris since 2019.", "I live in paris since 2019", "I have lived in Paris since 2019"),
    ("Please find attached herewith the report.", "attached herewith the report", "the report attached"),
    ("The bus, which is green arrived.", "green arrived", "green, arrived"),
    ("There is many reasons.", "There is many reasons", "There are many reasons"),
    ("Less people came.", "Less people", "Fewer people"),
    ("The effect it had effected us all.", "had effected", "affected"),
    ("We discussed about the plan.", "discussed about", "discussed"),
    ("I am agree with you.", "I am agree", "I agree"),
    ("In order to win, we train.", "In order to win", "To win"),
    ("It is very, very cold.", "very, very cold", "bitterly cold"),
    ("She speak english good.", "She speak english good", "She speaks English well"),
    ("We have three car.", "three car", "3 cars"),
    ("It cost 1,000 euros.", "1,000 euros", "1 000 euros"),
    ("We meet at 9:30 am.", "9:30 am", "9.30 a.m."),
    ("On se voit à 9 h 30.", "9 h 30", "9:30"),
    ("I went home, it was late.", "home, it was late", "home. It was late"),
    ("Who did you gave it to?", "Who did you gave it to", "Whom did you give it to"),
    ("The informations are on the website.", "The informations are", "The information is"),
    ("This is the Smiths house.", "the Smiths house", "the Smiths' house"),
    ("# how to write\n\nBegin.", "how to write", "How to Write a Letter"),
    ("Buy bread, milk, eggs.", "bread, milk, eggs", "bread, milk and eggs"),
    ("Yours faithfully", "Yours faithfully", "Yours sincerely"),
    ('He said "wait".', 'said "wait"', 'said, "Wait"'),
    ("Ils sont parti hier.", "sont parti", "sont partis"),
    ("Je me suis permise de vous écrire.", "suis permise", "suis permis"),
    ("Les enfants joue dehors.", "Les enfants joue", "Les enfants jouent"),
    ("Bonjour!", "Bonjour!", "Bonjour !"),
    ("Il habite a Paris.", "a Paris", "à Paris"),
    ("Malgré qu'il pleuve, on sort.", "Malgré qu'il pleuve", "Bien qu'il pleuve"),
    ("Au jour d'aujourd'hui, c'est fini.", "Au jour d'aujourd'hui", "Aujourd'hui"),
    ("C'est la voiture à Paul.", "la voiture à Paul", "la voiture de Paul"),
    ("Je vous pris d'agréer mes salutations.", "Je vous pris d'agréer", "Je vous prie d'agréer, Madame, Monsieur,"),
    ("Nous avons reçus ta lettre.", "avons reçus", "avons reçu"),
    ("Si j'aurais su, je serais venu.", "Si j'aurais su", "Si j'avais su"),
    ("la france a gagnée.", "la france a gagnée", "La France a gagné"),
    ('Il dit "oui".', '"oui"', "« oui »"),
    ("On se voit le 3 Mars.", "le 3 Mars", "le 3 mars"),
    ("Les quatres saisons.", "quatres saisons", "quatre saisons"),
    ("Il a deux cent euros.", "deux cent euros", "deux cents euros"),
    ("L'europe décide.", "L'europe", "L’Europe"),
    ("Voici un espèce de plan.", "un espèce", "une espèce"),
    ("Je suis allé au coiffeur.", "au coiffeur", "chez le coiffeur"),
    ("Il faut que tu viens.", "que tu viens", "que tu viennes"),
    ("Le maire, il a décidé.", "Le maire, il a décidé", "Le maire a décidé"),
]


@pytest.mark.parametrize(("text", "quote", "instead"), PLAIN_CORRECTIONS)
def test_plain_corrections_carry_no_label(text: str, quote: str, instead: str) -> None:
    """A correction of a few words is what was asked for: it carries no label."""
    assert labelled(text, quote, instead) == ()


def test_there_are_enough_plain_corrections() -> None:
    """The list is long enough to mean something: forty and more, in two languages."""
    assert len(PLAIN_CORRECTIONS) >= 40


@pytest.mark.parametrize(
    ("text", "quote", "instead", "fact"),
    [
        ("It was decided by them.", "by them", "by Margaret Hill", "Margaret"),
        ("It was decided by them.", "It was decided by them.", "Councillor Hill decided it.", "Hill"),
        ("It was decided by them.", "them", "Mr. Hill", "Hill"),
        ("It was decided by them.", "them", "Margaret", "Margaret"),
        ("It was decided by them.", "decided by them", "decided by them on 12 May", "12"),
        ("It was decided by them.", "by them", "by them (see https://example.org/vote).", "https://example.org/vote"),
        ("Write to us.", "to us", "to us at office@example.org", "office@example.org"),
        ("Many people came.", "Many people", "About 250 people", "250"),
        ("It rose by 3.5 %.", "3.5 %", "4.5 %", "4.5"),
        ("It was in 2019.", "in 2019", "in 2018", "2018"),
        ("He works there.", "works there", "works for the NHS", "NHS"),
        ("The parking is full.", "The parking", "The Parker Street parking", "Parker"),
        ("On l'a décidé hier.", "hier", "mardi 4 mars", "4"),
        ("On l'a décidé hier.", "On l'a décidé", "Anne Dupont l'a décidé", "Dupont"),
        ("Il habite la ville.", "la ville", "l’ancienne ville d’Orange", "Orange"),
        ("Il en coûte beaucoup.", "beaucoup", "1 200 euros", "1 200"),
    ],
)
def test_added_facts_are_labelled(text: str, quote: str, instead: str, fact: str) -> None:
    """A number, an address or a name that the person did not write is the friend's invention until it is checked."""
    start = text.index(quote)
    assert fact in added_facts(instead, Span(start, start + len(quote)), text)
    assert "adds-facts" in labelled(text, quote, instead)


def test_what_the_question_says_is_no_added_fact() -> None:
    """A name, a number and an address that stand in the question may come back in the wording."""
    text = "It was decided by them."
    wording = "by Anne Hill and 11 others (www.example.org)"
    assert "adds-facts" in labelled(text, "by them", wording)
    assert labelled(text, "by them", wording, question="Say it was Anne Hill's 11, www.example.org") == ()


def test_facts_from_elsewhere_in_the_draft_are_the_persons() -> None:
    """A fact that the person gave at any other place of the draft is no added fact."""
    text = "Anne chaired it in 2024. It was decided by them."
    assert labelled(text, "by them", "by Anne in 2024") == ()


def test_numbers_of_a_list_are_no_facts() -> None:
    """Numbering a list adds no number."""
    text = "Bring bread.\nBring milk."
    assert added_facts("1. Bring bread.\n2. Bring milk.", Span(0, len(text)), text) == ()


def test_pointing_outside_the_passage_is_labelled() -> None:
    """A suggestion for words that are not wholly in the asked passage says so, with wording or without."""
    text = "One is here. Two is there."
    assert labelled(text, "One", "First", passage="Two is there.") == ("outside-passage",)
    assert labelled(text, "here. Two", None, passage="Two is there.") == ("outside-passage",)
    assert labelled(text, "Two", "Second", passage="Two is there.") == ()
    assert labelled(text, "Two is there.", None, passage="Two is there.") == ()


def test_wording_that_is_there_already_is_labelled() -> None:
    """A suggestion that changes nothing says so."""
    assert labelled("One two.", "One two", "One two") == ("unchanged",)


LONG = (
    "The council met in the spring to talk about where people leave their cars. Nobody told the street about it. "
    "We only heard of it when the signs went up, and by then it was too late to say a word."
)


@pytest.mark.parametrize(
    ("quote", "instead"),
    [
        (LONG, "Last spring, behind closed doors, officials chose new rules that residents learned of far too late."),
        (
            "We only heard of it when the signs went up",
            "Residents learned nothing before work began",
        ),
        (
            LONG[:108],
            "The council met last spring to discuss where drivers park vehicles. No one informed residents of it.",
        ),
        (LONG, LONG.replace("too late to say a word", "past help").replace("where people leave their cars", "parking")),
        ("about it.", "about it, which is a pity, " + "since a word in time would have spared all of us " * 3),
    ],
)
def test_rewrites_are_labelled(quote: str, instead: str) -> None:
    """Fault 40: new words for most of a long quote, for most of the passage, or a sentence and more of new ones."""
    assert "rewrites" in labelled(LONG, quote, instead)


@pytest.mark.parametrize(
    ("quote", "instead"),
    [
        (LONG[:108], ""),
        ("when the signs went up, and by then it was too late", "when the signs went up: by then it was too late"),
        ("about it", "about the plan"),
        ("where people leave their cars", "parking"),
        ("the signs", "the signs (small, grey, at the far end of the street)"),
        (LONG, LONG.replace("say a word", "object").replace("Nobody", "No one")),
    ],
)
def test_cuts_and_small_changes_are_no_rewrites(quote: str, instead: str) -> None:
    """A cut, a word, an explanation in brackets, a few words in a long quote: the text is still the person's."""
    assert "rewrites" not in labelled(LONG, quote, instead)


@given(
    st.text(max_size=40), st.text(max_size=40), st.tuples(st.integers(0, 40), st.integers(0, 40)), st.text(max_size=10)
)
def test_any_suggestion_can_be_labelled(text: str, instead: str, ends: tuple[int, int], question: str) -> None:
    """No wording raises; labels come once each; what is unchanged adds and rewrites nothing."""
    start, end = sorted(min(one, len(text)) for one in ends)
    span = Span(start, end)
    pieces = diff(span.of(text), instead)
    found = flags(span, instead, pieces, text, Passage(span, span.of(text)), question=question)
    assert len(set(found)) == len(found)
    assert "outside-passage" not in found
    assert ("unchanged" in found) == (instead == span.of(text))
    same = flags(span, span.of(text), diff(span.of(text), span.of(text)), text, Passage(span, span.of(text)))
    assert set(same) in ({"unchanged"}, {"unchanged", "quoted-text"})


@given(st.integers(13, 10**9), st.sampled_from(["{}", "{} people", "in {}", "« {} »", "({})"]))
def test_every_new_number_is_found(number: int, pattern: str) -> None:
    """A number that stands nowhere in the draft is an added fact wherever it is put."""
    text = "It was decided by them in 2019, at 10:30, for 1,200 people."
    known = {"2019", "10", "30", "1030", "1200"}
    wording = f"by them {pattern.format(number)} as well"
    start = text.index("by them")
    assert bool(added_facts(wording, Span(start, start + 7), text)) == (str(number) not in known)


def corrections() -> list[tuple[int, str, str, str]]:
    """Read the corrections: a sentence with {what stands there→what is right}, perhaps several times."""
    lines = (Path(__file__).parent.parent / "fixtures" / "text" / "corrections.txt").read_text("utf-8").splitlines()
    found = []
    for line in lines:
        marked = re.search(r"\{.*\}", line)
        assert marked
        quote, instead = (re.sub(r"\{(.*?)→(.*?)\}", side, marked[0]) for side in (r"\1", r"\2"))
        found.append((marked.start(), re.sub(r"\{(.*?)→(.*?)\}", r"\1", line), quote, instead))
    return found


def test_plain_corrections_are_hardly_ever_labelled() -> None:
    """Of two hundred corrections that a good reader makes in passing at most four carry a label (two in a hundred)."""
    told = []
    for start, text, quote, instead in corrections():
        span = Span(start, start + len(quote))
        if found := flags(span, instead, diff(quote, instead), text, Passage(Span(0, len(text)), text)):
            told.append((text, instead, found))
    assert len(corrections()) >= 200
    assert len(told) <= 4, told


@pytest.mark.parametrize(
    ("text", "quote", "instead", "fact"),
    [
        ("Many people came.", "Many people", "Three hundred people", "Three"),
        ("Beaucoup sont venus.", "Beaucoup", "Quarante personnes", "Quarante"),
        ("We meet soon.", "soon", "on Tuesday", "Tuesday"),
        ("On se voit bientôt.", "bientôt", "en février", "février"),
        ("He was angry.", "was angry", "said “never in my whole life”", "never in my whole life"),
    ],
)
def test_numbers_in_words_days_and_quotations_are_facts(text: str, quote: str, instead: str, fact: str) -> None:
    """A number in words, a day, a month or quoted words that nobody wrote before are facts like any other."""
    start = text.index(quote)
    assert fact in added_facts(instead, Span(start, start + len(quote)), text)


@pytest.mark.parametrize(
    ("text", "quote", "instead"),
    [
        ("We have 25 members.", "25", "twenty-five"),
        ("We sold 3000 of them.", "3000", "three thousand"),
        ("Both came.", "Both", "The two of them"),
        ("A dozen came.", "A dozen", "Twelve"),
        ("He said “we shal not go there again”.", "“we shal not go there again”", "“we shall not go there again”"),
        ("Il dit « nous irons tous demain ».", "« nous irons tous demain »", '"nous irons tous demain"'),
    ],
)
def test_the_same_number_or_quotation_is_no_new_fact(text: str, quote: str, instead: str) -> None:
    """A number written in words, a pair that becomes two, a quotation put right: none is new."""
    start = text.index(quote)
    assert added_facts(instead, Span(start, start + len(quote)), text) == ()


NEGATIONS = [
    ("We were told of it in time.", "We were told", "We were not told"),
    ("Nobody told us of it.", "Nobody told us", "Somebody told us"),
    ("It isn't too late for us.", "isn't", "is"),
    ("They can stay with us.", "can stay", "cannot stay"),
    ("Il faut partir tout de suite.", "Il faut", "Il ne faut pas"),
    ("Je n'ai rien dit à personne.", "n'ai rien dit", "ai tout dit"),
    ("Elle ne viendra jamais ici.", "ne viendra jamais", "viendra"),
    ("We went with them.", "with", "without"),
]


@pytest.mark.parametrize(("text", "quote", "instead"), NEGATIONS)
def test_a_negation_added_or_lost_is_labelled(text: str, quote: str, instead: str) -> None:
    """Where "not" and its like come or go, the sentence may say the contrary."""
    assert "changes-meaning" in labelled(text, quote, instead)


@pytest.mark.parametrize(
    ("text", "quote", "instead"),
    [
        ("The plan was not told to us in time.", "was not told to us", "nobody told us"),
        ("It is not only dear but ugly.", "not only dear but ugly", "both dear and ugly"),
        ("Je sais pas.", "sais pas", "ne sais pas"),
        ("Il faut avant tout qu'il ne parte.", "qu'il ne parte", "qu'il parte"),
    ],
)
def test_a_negation_in_other_words_is_no_change(text: str, quote: str, instead: str) -> None:
    """The same negation in other words, and what only looks like one, carry no label."""
    assert "changes-meaning" not in labelled(text, quote, instead)


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("Il faut que nous parlions du bruit dans la rue.", "We have to talk about the noise in the street."),
        ("We have to talk about the noise in the street.", "Il faut que nous parlions du bruit dans la rue."),
        ("We have to talk about the noise in the street.", "Wir müssen über den Lärm in der Straße sprechen."),
        ("We have to talk about the noise in the street.", "Tenemos que hablar del ruido que hay en la calle."),
    ],
)
def test_another_language_is_labelled(text: str, instead: str) -> None:
    """Wording in another language than the words it is for says so."""
    assert "changes-language" in labelled(text, text, instead)


def test_what_is_not_the_persons_text_is_labelled() -> None:
    """A suggestion inside quoted mail, a block quote, code or front matter says so; the person's own lines do not."""
    text = (
        "---\ntitle: a thing\n---\n\nDear all, I answer below.\n\nOn Monday, Anne <anne@example.org> wrote:\n\n"
        "> we was there\n> all day\n\nSo was I.\n\n- one\n\n  ```\n  some code\n  ```\n"
    )
    for words in ("a thing", "On Monday", "we was there", "all day", "some code"):
        assert "quoted-text" in labelled(text, words, None), words
    for words in ("I answer below", "So was I", "one"):
        assert "quoted-text" not in labelled(text, words, None), words
