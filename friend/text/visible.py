"""Owns what a terminal may receive: every character that acts on it, hides or reorders text becomes a mark one can see.

All that is not the program's own (draft, answer, file name, error) passes here before it is shown. Joiners and
variation selectors stay where an emoji or a script needs them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from friend.text.characters import PICTURES

# Scripts in whose words a joiner or non-joiner is spelling: Hebrew, Arabic, Syriac, the scripts of India, of Tibet, of
# Burma, Khmer, Mongolian; without their own invisible characters.
_JOINING: Final = (
    r"\u05d0-\u061b\u061d-\u06ef\u06fa-\u08ff\u0900-\u0e7f\u0f00-\u109f\u1780-\u17b3\u17b6-\u180a\u1810-\u18af"
    r"\ua8e0-\ua8ff"
)

# What a variation selector may follow: a picture, a keycap's sign, mathematics, CJK punctuation, a Han character.
_VARYING: Final = (
    f"{PICTURES}#*0-9\u2200-\u22ff\u2a00-\u2aff\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uff60"
    "\U00020000-\U0003347f"
)

# Controls, and the characters that would break a line where the text does not.
_ACTING: Final = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]"

# Nothing to see: soft hyphen, fillers, marks of direction, zero-width signs, invisible operators, tags.
_UNSEEN: Final = (
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    r"\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)

# Joiners that join nothing, variation selectors that vary nothing.
_IN_A_WORD: Final = rf"(?<=[{_JOINING}][\u200c\u200d])[{_JOINING}]"
_IN_A_PICTURE: Final = rf"(?:(?<=[{PICTURES}]\u200d)|(?<=[{PICTURES}]\ufe0f\u200d))[{PICTURES}]"
_IDLE_JOINER: Final = rf"[\u200c\u200d](?!{_IN_A_WORD}|{_IN_A_PICTURE})"
_IDLE_SELECTOR: Final = (
    rf"(?<![{_VARYING}])[\ufe00-\ufe0f\U000e0100-\U000e01ef]|(?<![\u1820-\u18aa])[\u180b-\u180d\u180f]"
)

# Halves of a character, and code points that are none.
_NO_CHARACTER: Final = (
    r"[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(end - 1)}{chr(end)}" for end in range(0x1FFFF, 0x110000, 0x10000))
    + "]"
)

_HIDDEN: Final = rf"\r\n|{_ACTING}|{_UNSEEN}|{_IDLE_JOINER}|{_IDLE_SELECTOR}|{_NO_CHARACTER}"

# Texts with nothing to hide, most of all: Latin, and the signs of its typography.
_PLAIN: Final = re.compile(r"[\t\n -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u202f-\u205f\u20a0-\u20bf]*+")

_REACH: Final = 4
"""How far from a character another may stand that decides how it is shown: a joiner needs what it joins."""

_CONTROL_PICTURES: Final = 0x2400
_DELETE: Final = "\x7f"
_PICTURE_OF_DELETE: Final = "\u2421"


@cache
def _hidden() -> re.Pattern[str]:
    """Give the pattern of what is hidden: not made before a text needs it, it takes as long as a page to show."""
    return re.compile(_HIDDEN)


def _mark(char: str) -> str:
    if char < " ":
        return chr(_CONTROL_PICTURES + ord(char))
    return _PICTURE_OF_DELETE if char == _DELETE else f"⟨U+{ord(char):04X}⟩"


def _mark_in_lines(match: re.Match[str]) -> str:
    return "\n" if match.group() in {"\r\n", "\r"} else _mark(match.group())


def _one_mark(match: re.Match[str]) -> str:
    if match.group() == "\r\n":
        return "␍␊"
    mark = _mark(match.group())
    return mark if len(mark) == 1 else "�"


def visible(text: str, *, keep_lines: bool = True) -> str:
    """Give `text` as a terminal may show it: controls as their pictures (␛), the rest as ⟨U+202E⟩.

    Every line end becomes LF, or ⏎ unless `keep_lines`. Tabs stay. What comes out passes a second time unchanged.
    """
    shown = text if _PLAIN.fullmatch(text) else _hidden().sub(_mark_in_lines, text)
    return shown if keep_lines else shown.replace("\n", "⏎")


def visible_line(text: str) -> str:
    """Give a line with one code point for one code point, so that offsets hold: pictures for controls, else �."""
    shown = text if _PLAIN.fullmatch(text) else _hidden().sub(_one_mark, text)
    return shown.replace("\n", "␊")


def visible_line_again(text: str, shown: str, kept: int, left: int, *, as_it_is: bool = False) -> str:
    """Give `visible_line(text)` from `shown`, that of a line with the same first `kept` and last `left` code points.

    Only what is near the difference is looked at. `as_it_is` tells that `shown` is the line itself, as of most lines.
    """
    begin, end = max(0, kept - _REACH), min(len(text), len(text) - left + _REACH)
    around = max(0, begin - _REACH)
    near = visible_line(text[around : end + _REACH])[begin - around : end - around]
    if as_it_is and near == text[begin:end]:
        return text
    return "".join((shown[:begin], near, shown[len(shown) - (len(text) - end) :]))


def count_invisible(text: str) -> int:
    """Count what `visible` would mark; line ends and a BOM at the very start are not counted."""
    marked = sum(match.group() not in {"\r\n", "\r"} for match in _hidden().finditer(text))
    return marked - text.startswith("\ufeff")
