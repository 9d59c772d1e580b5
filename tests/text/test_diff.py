"""How two wordings differ."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.text import alignment, reading
from friend.text import diff as diffing
from friend.text.alignment import changes
from friend.text.diff import Piece, changed_share, diff, first_change, is_typography, words_changed
from friend.text.reading import is_blank_line
from friend.text.tokens import tokens
from friend.text.typography import plain

from .strategies import anything, prose

few_words = st.lists(
    st.sampled_from(["a ", "b ", "the ", "cat ", ", ", ".", "\n\n", "’", "日", "👩\u200d👧 "]), max_size=14
)
wordings = prose | anything | few_words.map("".join)


def spelt(pieces: tuple[Piece, ...]) -> str:
    """Write a diff on one line."""
    return " ".join(f"{piece.op}[{piece.text}]" for piece in pieces)


READABLE = """
I am writing because the parking. | I am writing about the parking. | \
=[I am writing ] -[because] +[about] =[ the parking.]
We left. We slept. | We left. We ate. We slept. | =[We left.] +[ We ate.] =[ We slept.]
a, b | a, c, b | =[a,] +[ c,] =[ b]
pas de de café | pas de café | =[pas de ] -[de ] =[café]
l’eau froide | l'eau froide | -[l’eau] +[l'eau] =[ froide]
It was decided by them last | The council decided it last | -[It was] +[The council] =[ decided ] -[by them] +[it] \
=[ last]
one two three four and five six seven eight. | a b c d and e f g h. | -[one two three four and five six seven eight] \
+[a b c d and e f g h] =[.]
He can not come to day. | He cannot come today. | =[He ] -[can not] +[cannot] =[ come ] -[to day] +[today] =[.]
We all returned back home. | We returned home. | =[We ] -[all ] =[returned ] -[back ] =[home.]
it was us, and we were not told. | it was, and nobody told us. | =[it was] -[ us] =[, and ] -[we were not told] \
+[nobody told us] =[.]
one two | un deux | -[one two] +[un deux]
One.⏎⏎Two. | Un.⏎⏎Deux. | -[One] +[Un] =[.⏎⏎] -[Two] +[Deux] =[.]
one⏎⏎two | un⏎⏎deux | -[one] +[un] =[⏎⏎] -[two] +[deux]
the New Year.  He left. | the new year. He left. | =[the ] -[New Year] +[new year] =[.] -[  ] +[ ] =[He left.]
one  (two) | one (three) | =[one] -[  ] +[ ] =[(] -[two] +[three] =[)]
Oui. | Oui ! | =[Oui] -[.] +[ !]
a | a | =[a]
"""


@pytest.mark.parametrize("line", READABLE.strip().splitlines())
def test_it_reads_well(line: str) -> None:
    """Whole words change, insertions hold whole words, a word amid long rewordings is given up, paragraphs stay."""
    old, new, expected = line.replace("⏎", "\n").split(" | ")
    assert spelt(diff(old, new)) == expected


def test_nothing_against_something() -> None:
    """An empty wording differs from another by all of it, and from itself by nothing."""
    assert (spelt(diff("", "a")), spelt(diff("a", "")), spelt(diff("", ""))) == ("+[a]", "-[a]", "")


@given(wordings, wordings)
def test_the_pieces_are_both_wordings(old: str, new: str) -> None:
    """Kept and removed pieces joined are the old wording, kept and added ones the new (DESIGN 4.5)."""
    pieces = diff(old, new)
    assert "".join(piece.text for piece in pieces if piece.op != "+") == old
    assert "".join(piece.text for piece in pieces if piece.op != "-") == new


@given(wordings, wordings)
def test_pieces_are_merged(old: str, new: str) -> None:
    """No piece is empty, no two neighbours are alike, and what goes stands before what comes."""
    pieces = diff(old, new)
    assert all(piece.text for piece in pieces)
    assert all(
        (left.op, right.op) in {("=", "-"), ("=", "+"), ("-", "+"), ("-", "="), ("+", "=")}
        for left, right in pairwise(pieces)
    )


@given(wordings, wordings)
def test_a_change_holds_nothing_that_stays(old: str, new: str) -> None:
    """What goes and what comes in its place neither begin nor end with the same token."""
    for left, right in pairwise(diff(old, new)):
        if (left.op, right.op) == ("-", "+"):
            going, coming = tokens(left.text), tokens(right.text)
            assert going[0] != coming[0]
            assert going[-1] != coming[-1]


@given(wordings, wordings)
def test_cuts_fall_between_tokens(old: str, new: str) -> None:
    """No word, number, emoji or accented letter is cut (fault 47)."""
    pieces = diff(old, new)
    for text, left_out in ((old, "+"), (new, "-")):
        ends, at = set(), 0
        for token in tokens(text):
            at += len(token)
            ends.add(at)
        at = 0
        for piece in pieces:
            if piece.op != left_out:
                at += len(piece.text)
                assert at in ends


@pytest.mark.parametrize(
    ("old", "new"),
    [("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👦"), ("🇫🇷", "🇫🇮"), ("é", "e\u0301"), ("❤\ufe0f", "❤"), ("क्षि", "क्षा")],
)
def test_graphemes_change_as_a_whole(old: str, new: str) -> None:
    """A family, a flag, an accented letter is replaced, not edited (fault 47)."""
    assert diff(old, new) == (Piece("-", old), Piece("+", new))


@given(wordings)
def test_the_same_is_kept(text: str) -> None:
    """A text does not differ from itself."""
    pieces = diff(text, text)
    assert pieces == ((Piece("=", text),) if text else ())
    assert changed_share(pieces) == 0
    assert first_change(pieces) is None


def fewest(old: list[str], new: list[str]) -> int:
    """Count the fewest tokens to take out and put in, by the book."""
    row = list(range(len(new) + 1))
    for index, token in enumerate(old, 1):
        diagonal, row[0] = row[0], index
        for place, other in enumerate(new, 1):
            diagonal, row[place] = row[place], diagonal if token == other else 1 + min(row[place], row[place - 1])
    return row[-1]


@given(wordings, wordings)
def test_no_blank_line_is_given_up_for_reading(old: str, new: str) -> None:
    """Changes in two paragraphs are not made one: as many blank lines stay as in the shortest diff."""
    olds, news = tokens(old), tokens(new)
    kept = iter([0, *(edge for hunk in changes(olds, news) for edge in hunk[:2]), len(olds)])
    shortest = sum(is_blank_line(token) for start, end in zip(kept, kept, strict=True) for token in olds[start:end])
    shown = [token for piece in diff(old, new) if piece.op == "=" for token in tokens(piece.text)]
    assert sum(map(is_blank_line, shown)) >= shortest


@given(st.lists(st.sampled_from(["a ", "b ", "c, ", "d\n", "e\n\n"]), min_size=200, max_size=400), st.randoms())
def test_what_changes_much_at_once_is_read_in_parts(words: list[str], random: Random) -> None:
    """Where more changes than is cleaned up at once the diff still leads from one wording to the other (fault 61)."""
    old, new = "".join(words), "".join(random.sample(words, len(words)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_AT_ONCE", 10)
        pieces = diff(old, new)
    assert "".join(piece.text for piece in pieces if piece.op != "+") == old
    assert "".join(piece.text for piece in pieces if piece.op != "-") == new


def test_long_texts_are_compared_paragraph_by_paragraph() -> None:
    """Of two long texts only the paragraphs that differ are compared word by word; the result is the same diff."""
    parts_of_it = [f"Paragraph {number} says {number * 7} things.\n\n" for number in range(2000)]
    old = "".join(parts_of_it)
    new = "".join([*parts_of_it[:5], "A new one.\n\n", *parts_of_it[5:900], *parts_of_it[901:]]).replace(
        "says 49 ", "has 49 "
    )
    assert [piece for piece in diff(old, new) if piece.op != "="] == [
        ("+", "A new one.\n\n"),
        ("-", "says"),
        ("+", "has"),
        ("-", parts_of_it[900]),
    ]


@given(wordings, wordings)
def test_a_long_diff_holds_what_a_short_one_does(old: str, new: str) -> None:
    """Whatever their length, two texts give both wordings back, in pieces that are merged and cut between tokens."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(diffing, "_LONG", 0)
        pieces = diff(old, new)
    assert "".join(piece.text for piece in pieces if piece.op != "+") == old
    assert "".join(piece.text for piece in pieces if piece.op != "-") == new
    assert all(left.op != right.op and (left.op, right.op) != ("+", "-") for left, right in pairwise(pieces))


tokens_of_few = st.lists(st.sampled_from("abc "), max_size=12)


@given(tokens_of_few, tokens_of_few)
def test_as_few_tokens_as_possible_change(old: list[str], new: list[str]) -> None:
    """Before it is made readable the diff is minimal, and its changes stand apart."""
    found = changes(old, new)
    assert sum(hunk.old_end - hunk.old_start + hunk.new_end - hunk.new_start for hunk in found) == fewest(old, new)
    assert all(left.old_end < right.old_start for left, right in pairwise(found))


@given(st.lists(st.integers(0, 9).map(str), max_size=60), st.data())
def test_long_texts_are_parted_at_landmarks(old: list[str], data: st.DataObject) -> None:
    """Where all cannot be compared with all, the changes still lead from one to the other (fault 61)."""
    cut = data.draw(st.integers(0, len(old)))
    new = (
        old[:cut]
        + data.draw(st.lists(st.sampled_from(["x", "0"]), max_size=4))
        + old[cut + data.draw(st.integers(0, 4)) :]
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, "_PAIRS", 100)
        found = changes(old, new)
    rebuilt: list[str] = []
    at = 0
    for hunk in found:
        assert new[len(rebuilt) : hunk.new_start] == old[at : hunk.old_start]
        rebuilt += old[at : hunk.old_start] + new[hunk.new_start : hunk.new_end]
        at = hunk.old_end
    assert rebuilt + old[at:] == new


@given(st.lists(st.integers(0, 30), max_size=40), st.integers(0, 40), st.integers(0, 5))
def test_landmarks_in_a_row_are_known_by_their_ends(steps: list[int], at: int, shift: int) -> None:
    """Of landmarks side by side only the first and the last are kept, and they tell the same."""
    olds = sorted(set(steps))
    pairs = [(place, place + (shift if place >= at else 0)) for place in olds]
    kept = alignment._ends_of_runs(pairs)
    between = [
        (old + step, new + step)
        for (old, new), (last, other) in pairwise(kept)
        for step in range(last - old)
        if last - old == other - new and set(range(old, last)) <= set(olds)
    ]
    assert set(pairs) == set(kept) | set(between)


def test_what_lies_between_landmarks_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a long text with two changes only these two are changes, though not all was compared with all."""
    monkeypatch.setattr(alignment, "_PAIRS", 100)
    old = [str(number) for number in range(100)]
    new = [*old[:20], "x", *old[21:80], *old[81:]]
    assert changes(old, new) == [(20, 21, 20, 21), (80, 81, 80, 80)]


def test_a_book_is_compared() -> None:
    """100,000 words with one changed word differ in that word; a megabyte without spaces is replaced (fault 61)."""
    book = " ".join(f"word{number % 997} and{number}" for number in range(50_000))
    pieces = diff(book, book.replace("and25000 ", "or "))
    assert spelt(pieces[1:3]) == "-[and25000] +[or]"
    assert words_changed(pieces) == (1, 100_000)
    assert [piece.op for piece in diff("a" * 1_000_000, "b" * 1_000_000)] == ["-", "+"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "👩\u200d👧🇫🇷" * 9_000,
        " \t\n" * 30_000,
        "مرحبا بكم " * 9_000,
        "a b " * 30_000,
        "日本" * 20_000,
        ". " * 20_000,
    ],
    ids=["empty", "one", "emoji", "white", "rtl", "one line", "unspaced", "stops"],
)
def test_bad_input(text: str) -> None:
    """Long, odd or empty, a text differs from its reverse and from one with a hole in it by what is said (fault 61)."""
    hole = text[: len(text) // 3] + text[len(text) // 2 :]
    for new in (text, text[::-1], hole, "", "x"):
        pieces = diff(text, new)
        assert "".join(piece.text for piece in pieces if piece.op != "+") == text
        assert "".join(piece.text for piece in pieces if piece.op != "-") == new
        assert all(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("old", "new", "counted", "share"),
    [
        ("a b c d", "a x c d", (1, 4), 0.25),
        ("a b", "a b c", (1, 2), 0.5),
        ("a b c d", "a d", (2, 4), 0.5),
        ("a", "b c d", (3, 1), 1.0),
        ("", "a b", (2, 0), 1.0),
        ("a.", "a!", (0, 1), 0.0),
        ("", "", (0, 0), 0.0),
        ("one two three four five six", "un two three four five deux", (2, 6), 1 / 3),
    ],
)
def test_how_much_changed(old: str, new: str, counted: tuple[int, int], share: float) -> None:
    """A change counts the words that go or come, whichever is more; the share never passes 1."""
    assert words_changed(diff(old, new)) == counted
    assert changed_share(diff(old, new)) == pytest.approx(share)


TYPOGRAPHY = [
    ("It's", "It’s"),
    ('Il dit "oui".', "Il dit « oui »."),
    ('Il dit "oui".', "Il dit «\u202foui\u202f»."),
    ("Oui!", "Oui\u202f!"),
    ("wait...", "wait…"),
    ("2010-2015", "2010–2015"),
    ("word -- word", "word — word"),
    ("word — word", "word—word"),
    ("one\ntwo", "one two"),
    ("one  two ", "one two"),
    ("10 %", "10\u00a0%"),
    ("cafe\u0301", "café"),
    ("‘a’ and “b”", "'a' and \"b\""),
]


@pytest.mark.parametrize(("one", "other"), TYPOGRAPHY)
def test_typography_is_no_word_changed(one: str, other: str) -> None:
    """Quotes, apostrophes, dashes, ellipses and spaces are recognised both ways, and no word counts as changed."""
    for old, new in ((one, other), (other, one)):
        pieces = diff(f"He said: {old} Then he left.", f"He said: {new} Then he left.")
        assert any(piece.op != "=" for piece in pieces)
        assert is_typography(pieces)
        assert words_changed(pieces)[0] == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("in to", "into"),
        ("a b", "a\n\nb"),
        ("**a**", "a"),
        ("a.", "a!"),
        ("its", "it's"),
        ("a\n- b", "a - b"),
        ("a", "a"),
    ],
)
def test_what_is_more_than_typography(old: str, new: str) -> None:
    """Words parted or joined, a new paragraph or list item, marks and stops are changes; nothing is none."""
    assert not is_typography(diff(old, new))


def test_a_word_beside_typography_counts() -> None:
    """Where a word changes too, the whole is no typography, and only the word counts."""
    pieces = diff(
        "It's here, on the first of the month, and so are we.", "It’s here, on the first of the year, and so are we."
    )
    assert not is_typography(pieces)
    assert words_changed(pieces)[0] == 1


@given(wordings)
def test_other_apostrophes_and_spaces_are_the_same(text: str) -> None:
    """Curly apostrophes and non-breaking spaces change nothing in any text."""
    assert plain(text) == plain(text.replace("'", "’").replace(" ", "\u00a0"))


@given(wordings, wordings)
def test_where_the_first_change_is(old: str, new: str) -> None:
    """The first change begins where both wordings stop agreeing, and the length is that of the words that go."""
    pieces = diff(old, new)
    found = first_change(pieces)
    assert (found is None) == (old == new)
    assert 0 <= changed_share(pieces) <= 1
    if found:
        offset, length = found
        assert old[:offset] == new[:offset]
        going = [piece.text for piece in pieces[:2] if piece.op == "-"]
        assert old[offset : offset + length] == (going[0] if length else "")
