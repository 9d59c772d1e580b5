"""What an answer names: the list that it was asked for, and what it names without one."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from friend.asking.lead import Named
from friend.asking.leads import leads

REPLIES = Path(__file__).parents[1] / "fixtures/leads/replies.md"
KNOWN = "I think that a house is where one first dreams."


def hand_made() -> list[tuple[str, str, str, set[tuple[str, str]]]]:
    """Give each hand-made reply: what it is about, the person's words, the reply, and what it names."""
    made = []
    for block in REPLIES.read_text("utf-8").split("\n=====\n"):
        head, _, rest = block.partition("\n")
        about, _, known = head.removeprefix("# ").partition(" | ")
        reply, _, named = rest.rpartition("\n=>")
        expected = {tuple(each.strip().split(" ", 1)) for each in named.split("; ") if each.strip()}
        made.append((about, known, reply, expected))
    return made  # type: ignore[return-value]


def test_hand_made_replies_are_read_rightly() -> None:
    """Of what twenty replies name, nine in ten are found, and nineteen in twenty that are found were named."""
    right = found = named = 0
    wrong = []
    for about, known, reply, expected in hand_made():
        got = {(each.kind, each.name) for each in leads(reply, known)}
        right += len(got & expected)
        found += len(got)
        named += len(expected)
        wrong += [(about, "missed", *each) for each in expected - got]
        wrong += [(about, "not named", *each) for each in got - expected]
    assert right / named >= 0.9, wrong
    assert right / found >= 0.95, wrong


def test_the_list_is_read_with_what_is_said_of_each() -> None:
    """A kind, a name, and why it is named; in bold, numbered or with boxes it is the same list."""
    listed = "Yes.\n\n## To verify:\n\n- [ ] **Author**: Gaston Bachelard — on dreaming\n- figure: 1957 - the year"
    assert leads(listed, KNOWN) == [
        Named("author", "Gaston Bachelard", "on dreaming"),
        Named("figure", "1957", "the year"),
    ]


def test_what_the_person_named_is_no_lead() -> None:
    """Who names Bachelard in the draft needs no card for him, whatever the list says."""
    assert leads("To verify:\n- author: Gaston Bachelard", "After Gaston Bachelard, I think …") == []


def test_one_name_is_one_lead() -> None:
    """Named in the list and again in the prose, with a first name and without, it is one."""
    said = "Gaston Bachelard wrote it. Bachelard's *La Poétique de l'espace* (1957) says so."
    said += "\n\nTo verify:\n- Gaston Bachelard"
    assert [each.name for each in leads(said, KNOWN)] == ["Gaston Bachelard", "La Poétique de l'espace (1957)"]


@given(
    st.text(alphabet=st.sampled_from("Tto verify:\n-*_“”«»()ABab 19 57%.;àé|#>"), max_size=300), st.text(max_size=40)
)
def test_any_text_is_read(answer: str, known: str) -> None:
    """The reader is total: any text gives leads with a name, or none."""
    assert all(each.name.strip() for each in leads(answer, known))


def test_a_list_without_end_is_read_in_bounds() -> None:
    """At most forty leads, whatever an answer repeats."""
    assert len(leads("To verify:\n" + "".join(f"- concept: word{n} alpha\n" for n in range(500)), KNOWN)) == 40
