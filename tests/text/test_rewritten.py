"""How what changed between two versions of a text is read one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from friend.text.rewritten import rewritten

PARAGRAPHS = [
    f"The {name} paragraph stands here and says a thing or two." for name in ("first", "second", "third", "last")
]


def told(old: str, new: str) -> list[tuple[str, str]]:
    """Give each change as the words before and after it."""
    return [(one.old.of(old).strip(), one.new.of(new).strip()) for one in rewritten(old, new)]


def test_neighbours_that_changed_are_told_one_by_one() -> None:
    """A word in each of four paragraphs is four changes, each with its own places."""
    old = "\n\n".join(PARAGRAPHS)
    assert told(old, old.replace("stands", "is")) == [(one, one.replace("stands", "is")) for one in PARAGRAPHS]


def test_a_paragraph_more_does_not_shift_the_others() -> None:
    """Where one came in among changed ones, the others are set against what became of them."""
    old = "\n\n".join(PARAGRAPHS)
    new = old.replace("stands", "is").replace("\n\nThe third", "\n\nQuite another matter.\n\nThe third")
    changes = told(old, new)
    assert [one for one, _ in changes if one] == PARAGRAPHS
    assert ("".join(after for before, after in changes if "third" in before)).endswith(
        "The third paragraph is here and says a thing or two."
    )


def test_what_is_the_same_is_not_told() -> None:
    """Two versions that are the same differ in nothing."""
    assert told("One.\n\nTwo.", "One.\n\nTwo.") == []
    assert told("", "") == []


@given(
    *[st.lists(st.sampled_from(["a b c", "a b d", "x", "y z", "", "q\r\nr"]), max_size=8)] * 2,
    st.sampled_from(["\n\n", "\r\n\r\n"]),
)
def test_together_they_lead_from_one_version_to_the_other(olds: list[str], news: list[str], blank: str) -> None:
    """Between two changes both versions are the same, and the pieces of each are its words before and after."""
    old, new = blank.join(olds), blank.join(news)
    at = to = 0
    for one in rewritten(old, new):
        assert old[at : one.old.start] == new[to : one.new.start]
        at, to = one.old.end, one.new.end
        assert "".join(piece.text for piece in one.pieces if piece.op != "+") == one.old.of(old)
        assert "".join(piece.text for piece in one.pieces if piece.op != "-") == one.new.of(new)
        assert any(piece.op != "=" for piece in one.pieces)
    assert old[at:] == new[to:]


def test_another_text_is_told_as_a_whole() -> None:
    """Two long texts that have nothing in common are taken out and put in, and no word of them is aligned."""
    old = "\n\n".join(f"one{number} two{number} three{number} and more of it" for number in range(1_500))
    (only,) = rewritten(old, old.replace("o", "0").replace(" and more of it", ""))
    assert [piece.op for piece in only.pieces] == ["-", "+"]
