"""Owns how the house style of an answer is levelled, so that one reads what it says and not who writes so.

Headings, bold, italics, list marks, rules, emoji and code marks go, a heading becomes a plain line; typographic
quotation marks and dashes are written one way, and blank lines close to one. Not a word is changed.
"""

from __future__ import annotations

import re
from typing import Final

_RULE: Final = re.compile(r"(?m)^[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$\n?")
_LINE_MARK: Final = re.compile(r"(?m)^[ \t]*(?:(?:#{1,6}|[-+*•▪◦‣–]|\d{1,3}[.)])[ \t]+)+")
_HEADING_END: Final = re.compile(r"(?m)[ \t]+#+[ \t]*$")
_FENCE: Final = re.compile(r"(?m)^[ \t]*(?:```|~~~).*$\n?")
_STRONG: Final = re.compile(r"(?<![\\\w*])(\*{1,3})(?=\S)([^*\n]+?)(?<=\S)\1(?![\w*])")
_UNDERLINED: Final = re.compile(r"(?<![\\\w])(_{1,3})(?=\S)([^_\n]+?)(?<=\S)\1(?!\w)")
_CODE: Final = re.compile(r"(`{1,2})(?=\S)([^`\n]+)\1")
_EMOJI: Final = re.compile(
    "[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2190-\u21ff\u23e9-\u23fa\u25a0-\u25ff]"
    "[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff]*[ \t]?"
)
_PLAIN: Final = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "–", "\u00a0": " ", "\u202f": " "})
_GUILLEMETS: Final = re.compile(r"«\s*|\s*»")
_BLANK_LINES: Final = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def levelled(text: str) -> str:
    """Give an answer's prose without its house style."""
    text = _FENCE.sub("", text)
    text = _RULE.sub("", text)
    text = _EMOJI.sub("", text)
    text = _HEADING_END.sub("", _LINE_MARK.sub("", text))
    for marks in (_STRONG, _STRONG, _UNDERLINED, _CODE):
        text = marks.sub(r"\2", text)
    text = _GUILLEMETS.sub('"', text.translate(_PLAIN))
    return _BLANK_LINES.sub("\n\n", text).strip()
