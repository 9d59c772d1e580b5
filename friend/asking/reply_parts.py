"""Owns when the parts that a reply gave make a suggestion, and which blanks round them are layout.

A quote is needed. The blanks at the ends of a quote and of a reason are layout. Those of the wording are layout where
it stands on lines of its own, or where the quote has a blank at that same end; else they are meant, as in " !".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from friend.asking.suggestion import Advice

PARTS: Final = ("quote", "instead", "why")

MALFORMED: Final = "a suggestion in the reply is malformed; it is shown as it came"
UNCLOSED: Final = "a suggestion in the reply has no end; what came whole of it is kept"
CUT_OFF: Final = "the reply breaks off inside a suggestion; it is shown as it came"
JSON_CUT_OFF: Final = "the reply breaks off inside its JSON; what came whole is kept"
UNREADABLE: Final = "the reply has JSON that is unreadable; it is shown as it came"
UNKNOWN: Final = "the reply's JSON has a part that reply format 1 does not know; it is shown as it came"

_OWN_LINES: Final = re.compile(r"[^\S\n]*\n(?:.*\n)?[^\S\n]*", re.DOTALL)


def advice_of(parts: Mapping[str, str | None]) -> Advice | None:
    """Make one suggestion of its parts, as they stand between the tags; None where it quotes nothing."""
    given = parts.get("quote") or ""
    quote = given.strip()
    if not quote:
        return None
    return Advice(quote, _wording(parts.get("instead"), given), (parts.get("why") or "").strip())


def enough(parts: Mapping[str, str | None], unfinished: str | None) -> bool:
    """Tell whether a suggestion that has no end can be kept: its quote and its wording (or its reason) are whole.

    `unfinished` is the part that broke off. A reason may: its words are kept as far as they came.
    """
    whole = {name for name in parts if name != unfinished}
    return "quote" in whole and bool(whole & {"instead", "why"}) and unfinished in {None, "why"}


def _wording(instead: str | None, quote: str) -> str | None:
    if instead is None:
        return None
    if _OWN_LINES.fullmatch(instead):
        return instead.strip()
    if quote[0].isspace() or not instead.strip():
        instead = instead.lstrip()
    if quote[-1].isspace():
        instead = instead.rstrip()
    return instead
