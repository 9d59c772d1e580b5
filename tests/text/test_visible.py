"""What a terminal may receive."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from friend.text.visible import _PLAIN, _hidden, count_invisible, visible, visible_line

from .strategies import anything

ESCAPES = [
    "\x1b[31m",
    "\x1b]52;c;aGk=\x07",
    "\x1b]8;;http://x\x1b\\",
    "\x9b2J",
    "\x90q\x9c",
    "\x1b_G\x1b\\",
    "\x08\x7f",
]
HIDING = [
    *["\u202e", "\u2066", "\u200e", "\u061c", "\u200b", "\u2060", "\u00ad", "\ufeff"],
    *["\U000e0041", "\U000e0001", "\u3164", "\u180e", "\u2063"],
]
WHOLE = [
    *["👩\u200d👩\u200d👧", "❤\ufe0f\u200d🔥", "1\ufe0f\u20e3", "🏳\ufe0f\u200d🌈", "🤷🏽\u200d♀\ufe0f", "☺\ufe0e"],
    *["می\u200cخواهم", "क्\u200dष", "葛\U000e0100", "e\u0301", "🇫🇷", "日本語", "مرحبا", "a\u00a0b\u202f!", "\ue000"],
]


@pytest.mark.parametrize("text", ESCAPES, ids=ascii)
def test_no_escape_passes(text: str) -> None:
    """ESC, OSC, C1, DCS, APC, BEL, BS and DEL become marks (fault 41)."""
    shown = visible(f"a{text}b")
    assert shown.isprintable()
    assert shown.startswith("a")
    assert shown.endswith("b")


@pytest.mark.parametrize("char", HIDING, ids=ascii)
def test_what_hides_is_marked_and_counted(char: str) -> None:
    """Bidi controls, zero-width and tag characters become visible marks, and are counted (faults 42, 46)."""
    assert visible(f"a{char}b") == f"a⟨U+{ord(char):04X}⟩b"
    assert visible_line(f"a{char}b") == "a�b"
    assert count_invisible(f"a{char}b{char}") == 2


@pytest.mark.parametrize("text", WHOLE, ids=ascii)
def test_what_belongs_to_a_grapheme_stays(text: str) -> None:
    """Emoji families, keycaps, joiners of Persian and Hindi, marks and variants stay as they are (faults 46, 47)."""
    assert visible(text) == text
    assert visible_line(text) == text
    assert count_invisible(text) == 0


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u200db", "a⟨U+200D⟩b"),
        ("a\u200cb", "a⟨U+200C⟩b"),
        ("a\ufe0f", "a⟨U+FE0F⟩"),
        ("❤\ufe0f\ufe0f", "❤\ufe0f⟨U+FE0F⟩"),
        ("a\U000e0100", "a⟨U+E0100⟩"),
        ("🏴\U000e0067\U000e007f", "🏴⟨U+E0067⟩⟨U+E007F⟩"),
    ],
    ids=ascii,
)
def test_joiners_and_selectors_that_serve_nothing_are_marked(text: str, shown: str) -> None:
    """They may carry a hidden message; so may tags, even in a flag (fault 42)."""
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("text", "lines", "one_line"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd", "a⏎b⏎c⏎d"),
        ("a\tb", "a\tb", "a\tb"),
        ("a\x0bb\x0cc", "a␋b␌c", "a␋b␌c"),
        ("a\u2028b\u2029c\x85d", "a⟨U+2028⟩b⟨U+2029⟩c⟨U+0085⟩d", "a⟨U+2028⟩b⟨U+2029⟩c⟨U+0085⟩d"),
    ],
    ids=ascii,
)
def test_line_ends(text: str, lines: str, one_line: str) -> None:
    """LF, CRLF and CR end a line on screen, and nothing else does; without lines they are ⏎ (fault 55)."""
    assert visible(text) == lines
    assert visible(text, keep_lines=False) == one_line


@pytest.mark.parametrize("char", ["\ud800", "\ufdd0", "\ufffe", "\uffff", "\U0001ffff", "\U0010fffe"], ids=ascii)
def test_no_characters_are_marked(char: str) -> None:
    """Half characters and code points that are none are named, so that what is shown can be encoded (fault 25)."""
    assert visible(f"a{char}b") == f"a⟨U+{ord(char):04X}⟩b"
    assert visible_line(char) == "�"
    assert count_invisible(char) == 1


def test_a_bom_at_the_start_is_shown_but_not_counted() -> None:
    """A file may begin with a BOM; only one in mid-text hides something (fault 46)."""
    assert visible("\ufeffa") == "⟨U+FEFF⟩a"
    assert count_invisible("\ufeffa") == 0
    assert count_invisible("\ufeffa\ufeff") == 1
    assert count_invisible("a\r\nb\tc") == 0


@given(anything)
def test_nothing_that_acts_comes_out(text: str) -> None:
    """No control, no line separator, no half character comes out of any text (faults 25, 41, 42)."""
    for shown, allowed in [
        (visible(text), "\n\t"),
        (visible(text, keep_lines=False), "\t"),
        (visible_line(text), "\t"),
    ]:
        for char in shown:
            assert char in allowed or unicodedata.category(char) not in {"Cc", "Cs", "Zl", "Zp"}
        assert shown.encode().decode() == shown


@given(anything)
def test_once_is_enough(text: str) -> None:
    """What is visible stays as it is."""
    once = visible(text)
    assert visible(once) == once
    assert count_invisible(once) == 0


@given(anything)
def test_a_line_keeps_its_offsets(text: str) -> None:
    """An editor's line has one code point for one code point, and those that hide nothing are their own."""
    shown = visible_line(text)
    assert len(shown) == len(text)
    for char, mark in zip(text, shown, strict=True):
        assert mark in {char, "�"} or "\u2400" <= mark <= "\u2421"


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"], exclude_characters="\u115f\u1160\u3164\uffa0")))
def test_plain_words_are_untouched(text: str) -> None:
    """Letters, digits, punctuation and spaces of any script are shown as they are (fault 47)."""
    assert visible(text) == text
    assert count_invisible(text) == 0


def test_nothing_is_hidden_in_a_plain_text() -> None:
    """No character of those that a text may have to be shown as it is would be marked beside any other of them."""
    plain = "".join(char for char in map(chr, range(0x110000)) if _PLAIN.fullmatch(char))
    assert len(plain) > 500
    assert not _hidden().search(plain)
    assert not any(_hidden().search(char) for char in plain)
