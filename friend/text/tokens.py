"""Owns where a text may be cut: into words, runs of white space and single signs, and never inside a grapheme."""

from __future__ import annotations

import re
from typing import Final

from friend.text.characters import CLINGING, FLAG_LETTERS, JOINER, LEADING, UNSPACED
from friend.text.words import WORD

_FLAGS_LOOKED_BACK: Final = 256

_LATIN: Final = "A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af"

_WHOLE: Final = (
    rf"[{LEADING}]*(?:{WORD.pattern})[{CLINGING}]*+",
    rf"(?:\r\n|[\r\n]|\s(?![{CLINGING}]))++",
    rf"[{LEADING}]*[{FLAG_LETTERS}]{{2}}[{CLINGING}]*+",
    # Any sign with what clings to it; after a joiner the next picture belongs to it too.
    rf"[{LEADING}]*(?:\r\n|(?s:.))[{CLINGING}]*+(?:(?<={JOINER})[^\w\s{FLAG_LETTERS}{LEADING}][{CLINGING}]*+)*+",
)
# Most tokens are of these two kinds; the whole patterns would find the same, in three times the time.
_FREQUENT: Final = (rf"[{_LATIN}]++(?=[ \n;:!?)]|[.,](?!\d))", rf" (?=[{_LATIN}])")

TOKEN: Final = re.compile("|".join((*_FREQUENT, *_WHOLE)))
"""Matches one token. From the start of a text its matches follow each other without a gap."""

_CLINGS: Final = re.compile(rf"[{CLINGING}]")
_LEADS: Final = re.compile(rf"[{LEADING}]")
_SIGN: Final = re.compile(rf"[^\w\s{FLAG_LETTERS}{LEADING}]")
_LETTER: Final = re.compile(rf"[^\W_{UNSPACED}]")
_FLAG_LETTER: Final = re.compile(rf"[{FLAG_LETTERS}]")


def tokens(text: str) -> list[str]:
    """Cut `text` into tokens; joined, they are `text` again."""
    return TOKEN.findall(text)


def _inside_a_flag(text: str, offset: int) -> bool:
    if not _FLAG_LETTER.match(text, offset):
        return False
    start = offset
    while start > max(0, offset - _FLAGS_LOOKED_BACK) and _FLAG_LETTER.match(text, start - 1):
        start -= 1
    return (offset - start) % 2 == 1


def _base(text: str, offset: int) -> str:
    """Give the character that what clings before `offset` clings to."""
    last = offset - 1
    while last > 0 and _CLINGS.match(text, last):
        last -= 1
    return text[last]


def _inside_a_grapheme(text: str, offset: int) -> bool:
    before, after = text[offset - 1], text[offset]
    return bool(
        (_CLINGS.match(after) and before not in "\r\n")
        or before + after == "\r\n"
        or (_LEADS.match(before) and not after.isspace())
        or (before == JOINER and _SIGN.match(after) and not _base(text, offset).isalnum())
        or _inside_a_flag(text, offset)
    )


def ends_a_grapheme(text: str, offset: int) -> bool:
    """Tell whether a grapheme ends before `offset`, from 1 on; the end of the text ends one."""
    return offset >= len(text) or not _inside_a_grapheme(text, offset)


def _inside_a_number(text: str, offset: int) -> bool:
    sign = offset - 1 if text[offset - 1] in ".," else offset
    return sign > 0 and text[sign] in ".," and text[sign - 1].isdigit() and text[sign + 1 : sign + 2].isdigit()


def _between_letters(text: str, offset: int) -> bool:
    return bool(_LETTER.match(text, offset) and _LETTER.match(_base(text, offset)))


def cuts_a_word(text: str, offset: int) -> bool:
    """Tell whether a cut before the code point at `offset` falls inside a word, a number or a grapheme.

    Unlike inside a token, the place beside an apostrophe or a hyphen is free: "eau" may be quoted from "l'eau".
    """
    return 0 < offset < len(text) and (
        _between_letters(text, offset) or _inside_a_grapheme(text, offset) or _inside_a_number(text, offset)
    )
