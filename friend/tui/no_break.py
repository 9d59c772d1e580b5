"""Owns which white space a row may be broken at: any but the no-break spaces.

Rich and Textual break at whatever Python calls white space, these too: a French question mark, a closing guillemet or
a figure's unit would begin a row. Unicode's line breaking (UAX 14, class GL) keeps them with their word.
"""

from __future__ import annotations

import re
from typing import Final

import rich._wrap
import textual._wrap

NO_BREAK: Final = "\u00a0\u2007\u202f"
"""The spaces that keep what stands beside them together."""
SPACE: Final = rf"[^\S{NO_BREAK}]"
WORD: Final = rf"[\S{NO_BREAK}]"


def keep_together() -> None:
    """Have every row that is laid out from here on be broken so."""
    # Neither has an option for it; tests/tui/test_no_break.py tells when one of them looks elsewhere.
    rich._wrap.re_word = re.compile(rf"{SPACE}*{WORD}+{SPACE}*")  # noqa: SLF001 - as above
    textual._wrap.re_chunk = re.compile(rf"{WORD}+{SPACE}*|{SPACE}+")  # noqa: SLF001 - as above
