"""What a diff takes for one token, in several languages."""

from __future__ import annotations

import re

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from friend.text import tokens as cutting
from friend.text.diff import diff
from friend.text.tokens import tokens

# The spaces of the text are ␣, so that | parts the tokens.
CUTS = """
Il␣dit␣: | Il ␣ dit ␣ :
«␣l’eau␣» | « ␣ l’eau ␣ »
Non␣! | Non ␣ !
aujourd'hui,␣c’est-à-dire | aujourd'hui , ␣ c’est-à-dire
s'il-te-plaît | s'il-te-plaît
étudiant·e·s | étudiant·e·s
3,14␣%,␣1.000,50␣€ | 3,14 ␣ % , ␣ 1.000,50 ␣ €
don't␣we’ll␣well-known | don't ␣ we’ll ␣ well-known
yes—no…␣2010–2015 | yes — no … ␣ 2010 – 2015
$3.50␣10:30 | $ 3.50 ␣ 10 : 30
**so**␣[a](b) | * * so * * ␣ [ a ] ( b )
東京へ行く。 | 東 京 へ 行 く 。
你好，世界 | 你 好 ， 世 界
한국어␣문장 | 한국어 ␣ 문장
สวัสดี | ส วั ส ดี
שלום␣עולם | שלום ␣ עולם
مرحبا،␣بكم | مرحبا ، ␣ بكم
नमस्ते␣क्षि | नमस्ते ␣ क्षि
👩‍👩‍👧👍🏽🇫🇷🇩🇪❤️ | 👩‍👩‍👧 👍🏽 🇫🇷 🇩🇪 ❤️
"""


@pytest.mark.parametrize("line", CUTS.strip().splitlines())
def test_what_one_token_is(line: str) -> None:
    """Words with their apostrophes and hyphens, numbers, CJK and Thai signs, emoji whole; each stop and space apart."""
    text, _, expected = line.replace("␣", "\N{NO-BREAK SPACE}").partition(" | ")
    assert tokens(text) == expected.split(" ")


@pytest.mark.parametrize("after", ["🇫🇷", "\u0600a"])
def test_a_joiner_joins_pictures_only(after: str) -> None:
    """What it stands before by accident, a flag or a number sign, stays whole behind it (fault 47)."""
    assert tokens(f"\u200d{after}") == ["\u200d", after]


@given(st.text(st.sampled_from("aZé9ɏ.,:;!?'’-_ \n\u00a0\u0301\u200d\u0600日👩"), max_size=30))
def test_the_short_ways_find_nothing_else(text: str) -> None:
    """The patterns for the most frequent tokens are only quicker: without them the tokens are the same."""
    assert re.findall("|".join(cutting._WHOLE), text) == tokens(text)


# What Unicode calls one grapheme, and what breaks into several.
clusters = [
    "e\u0301",
    "👩\u200d👩\u200d👧",
    "👍🏽",
    "🇫🇷",
    "❤\ufe0f",
    "น\u0e33",
    "क्षि",
    "\u1112\u1161\u11ab",
    "\r\n",
    "1\ufe0f\u20e3",
]
single = "aé👩🏽🇩日本กा한\r \u06001'-.\u00a0«\u200c\u200d\u0301م\u064b"
graphemes = st.lists(st.sampled_from([*clusters, *single]), max_size=16).map("".join)


@given(graphemes, graphemes)
def test_no_grapheme_of_unicode_is_cut(old: str, new: str) -> None:
    """By another's reading of Unicode's rules, too, every cut of a diff falls between graphemes (fault 47)."""
    pieces = diff(old, new)
    for text, left_out in ((old, "+"), (new, "-")):
        ends = {match.end() for match in regex.finditer(r"\X", text)}
        at = 0
        for piece in pieces:
            if piece.op != left_out:
                at += len(piece.text)
                assert at in ends
