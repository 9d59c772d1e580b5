"""Owns where a row may be broken: at a space, and never at a no-break space.

Rich and Textual break at whatever Python calls white space, the no-break ones too: a French question mark, a closing
guillemet or a figure's unit would begin a row. Unicode's line breaking (UAX 14, class GL) keeps them with their word.
"""

from __future__ import annotations

import re
from typing import Final

import rich._wrap
import textual._wrap

_SPACE: Final = r"[^\S\u00a0\u2007\u202f]"
_WORD: Final = r"[\S\u00a0\u2007\u202f]"


def keep_together() -> None:
    """Have every row that is laid out from here on be broken so."""
    # Neither has an option for it; tests/tui/test_breaking.py tells when one of them looks elsewhere.
    rich._wrap.re_word = re.compile(rf"{_SPACE}*{_WORD}+{_SPACE}*")  # noqa: SLF001 - as above
    textual._wrap.re_chunk = re.compile(rf"{_WORD}+{_SPACE}*|{_SPACE}+")  # noqa: SLF001 - as above
