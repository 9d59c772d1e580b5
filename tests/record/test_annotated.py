"""A suggestion as lines of text."""

from dataclasses import replace
from typing import get_args

from friend.asking.suggestion import Flag, Suggestion
from friend.record.formats.annotated import BRACKETED, MARKED, SIGNED, all_lines, diff_line, labels, suggestion_lines
from friend.record.telling import LABELS, grouped, is_only_typography
from friend.text.diff import Piece, diff
from tests.builders import LETTER, exchange

DIFF = (Piece("=", "decided by "), Piece("-", "them"), Piece("+", "the council"))


def test_a_pipe_gets_gits_word_diff_without_escapes() -> None:
    """Plain text carries no escape sequence (DESIGN §2)."""
    assert diff_line(DIFF, BRACKETED) == "decided by [-them-]{+the council+}"


def test_a_terminal_gets_signs_as_well_as_colour() -> None:
    """A diff reads without colour: − and + stand beside the words."""
    assert diff_line(DIFF, SIGNED) == "decided by −them−+the council+"
    assert "\x1b[31;9m−them−\x1b[0m" in diff_line(DIFF, MARKED)


def test_hostile_words_are_made_visible() -> None:
    """Fault 41: no escape sequence of a reply reaches the terminal through a diff, a reason or a quote."""
    told = exchange().suggestions[0]
    hostile = replace(told, diff=(Piece("-", "a\x1b]52;c;aGk=\x07b"),), why="\x9b31m\x1b[2J", quote="\x1b[0m")
    lines = suggestion_lines(hostile, 1, LETTER.text, "le\x1btter.md", BRACKETED)
    assert not any("\x1b" in line or "\x07" in line or "\x9b" in line for line in lines)


def test_a_suggestion_says_its_line_its_change_and_why() -> None:
    """Number, place in the file, annotated diff, reason."""
    assert suggestion_lines(exchange().suggestions[0], 1, LETTER.text, "letter.md", BRACKETED) == [
        "1. letter.md:3",
        "   because {+of +}the parking",
        "   A word is missing.",
    ]


def test_labels_are_in_words_with_how_much_would_change() -> None:
    """R4: what lies outside the question is said, with the share of words."""
    told = replace(exchange().suggestions[0], flags=("outside-passage",), diff=DIFF)
    assert labels(told) == ["outside your question · 2 words of 3 changed"]


def test_a_suggestion_that_changes_nothing_says_only_that() -> None:
    """There is nothing to count."""
    same = replace(exchange().suggestions[0], flags=("unchanged",), diff=(Piece("=", "because the parking"),))
    assert labels(same) == ["changes nothing"]


def test_a_lost_quote_shows_no_diff_and_says_so() -> None:
    """Fault 38: a quote that is not in the draft has no diff; its words and what would stand instead are shown."""
    lost = replace(exchange().suggestions[0], span=None, anchor="lost", diff=(), changed=None)
    lines = suggestion_lines(lost, 1, LETTER.text, "letter.md", BRACKETED)
    assert lines == [
        "1. letter.md",
        "   “because the parking”",
        "   instead: because of the parking",
        "   A word is missing.",
        "   these words are not in your text",
    ]


def test_long_kept_stretches_are_shortened_between_changes() -> None:
    """Only what stands beside a change is shown of a long sentence."""
    kept = " ".join(["word"] * 100)
    line = diff_line((Piece("-", "a"), Piece("=", kept), Piece("+", "b")), BRACKETED)
    assert "…" in line
    assert len(line) < len(kept)


def changing(old: str, new: str) -> Suggestion:
    """Give a suggestion that changes some words of the letter."""
    return replace(exchange().suggestions[0], quote=old, instead=new, diff=diff(old, new), why="So it is set.")


def test_what_changes_typography_alone_comes_last_and_together() -> None:
    """Such suggestions keep their numbers, share one remark, and show their spaces; their reasons are left out."""
    told = [
        changing("It's here!", "It’s here\u202f!"),
        changing("the parking", "our parking"),
        changing("a b", "a\u00a0b"),
    ]
    assert all_lines(enumerate(told, start=1), LETTER.text, "letter.md", BRACKETED) == [
        "",
        "2. letter.md:3",
        "   [-the-]{+our+} parking",
        "   So it is set.",
        "",
        "only typography, no word changes:",
        "1. letter.md:3  [-It's-]{+It’s+} here{+⎵+}!",
        "3. letter.md:3  a[-␣-]{+⍽+}b",
    ]


def test_what_was_done_with_each_is_said() -> None:
    """Dismissed or dealt with: the lines say so, in the group too; an open one says nothing."""
    told = [replace(changing("a b", new), state="dismissed") for new in ("a\u00a0b", "a c")]
    lines = all_lines(enumerate(told, start=1), LETTER.text, "letter.md", BRACKETED, why=False)
    assert lines[3] == "   dismissed"
    assert lines[-1].endswith(" · dismissed")
    assert all_lines([], LETTER.text, "letter.md", BRACKETED) == []


def test_what_needs_a_remark_is_not_grouped() -> None:
    """Typography outside the question, a change of a word, a comment without wording: each is told by itself (R4)."""
    slight = changing("It's", "It’s")
    others = [
        replace(slight, flags=("outside-passage",)),
        changing("It's", "Its"),
        replace(slight, diff=(), instead=None),
    ]
    assert is_only_typography(slight)
    assert grouped(enumerate([*others, slight])) == (list(enumerate(others)), [(3, slight)])


def test_every_label_has_its_words() -> None:
    """No label of the scope guard is without words, and there is one table of them."""
    assert set(LABELS) == set(get_args(Flag))
