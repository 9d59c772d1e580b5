"""Owns which differences are typography alone: the same words and stops, in other quotes, dashes, ellipses or spaces.

Markdown marks are no typography, and neither is a blank line that comes or goes: both change what the text is.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LINE_END: Final = r"(?:\r\n|\n|\r)"
_SAME: Final = re.compile(
    rf"""
    (?P<blank>\s*{_LINE_END}[^\S\r\n]*{_LINE_END}\s*)
    | (?P<double>«\s*|\s*»|[“”„‟″])
    | (?P<single>[’‘‚‛ʼ′´‹›])
    | (?P<dash>[^\S\r\n]*[‐‑‒–—―−-]+[^\S\r\n]*)
    | (?P<dots>…)
    | (?P<dropped>[\u00ad\u2060\ufeff]|\s+(?=[!?;:%€]|\Z)|\A\s+)
    | (?P<space>\s+)
    """,
    re.VERBOSE,
)
_INSTEAD: Final = {
    "blank": "\n\n",
    "double": '"',
    "single": "'",
    "dash": "-",
    "dots": "...",
    "dropped": "",
    "space": " ",
}


# One sign for each space that a person may mean; other white space is a plain space to them.
_SHOWN: Final = str.maketrans({" ": "␣", "\u00a0": "⍽", "\u202f": "⎵", "\u2009": "⎵", "\t": "⇥", "\n": "⏎", "\r": "⏎"})


def with_spaces_shown(text: str) -> str:
    """Give `text` with a sign for each space, no-break space, tab and line end; CRLF is one line end."""
    return text.replace("\r\n", "\n").translate(_SHOWN)


def plain(text: str) -> str:
    """Give `text` in the typography of a typewriter, so that two writings of the same words are the same."""
    written = unicodedata.normalize("NFC", text)
    return _SAME.sub(lambda match: _INSTEAD[match.lastgroup or ""], written)


def same_but_typography(one: str, other: str) -> bool:
    """Tell whether two wordings are the same but for their typography."""
    return one == other or plain(one) == plain(other)
