"""Owns where a text is cut so that what did not change is not kept or looked at again: after its blank lines."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

# Line ends are taken whole: a CRLF is one of them, never a blank line.
_BLANK_LINES: Final = re.compile(r"(?>\r\n|\n|\r)(?:[ \t]*+(?>\r\n|\n|\r))+")
_BLANK_LINES_LF: Final = re.compile(r"\n(?:[ \t]*+\n)+")


def pieces(text: str) -> list[str]:
    """Cut a text after its blank lines. Joined, the pieces are the text; none is empty."""
    # A pattern that begins with one letter is sought ten times as fast, and few texts hold a CR.
    blank_lines = _BLANK_LINES if "\r" in text else _BLANK_LINES_LF
    cuts = sorted({0, *(match.end() for match in blank_lines.finditer(text)), len(text)})
    return [text[start:end] for start, end in pairwise(cuts)]
