"""Owns how foreign words are written in LaTeX, and read back: no command, no comment, no ligature that alters them."""

from __future__ import annotations

import re
from typing import Final

_WRITTEN: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    '"': r"\textquotedbl{}",
    "|": r"\textbar{}",
}
# In BibTeX a brace counts even behind a backslash.
_BALANCED: Final = {**_WRITTEN, "{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
# Two signs that LaTeX would make one of: `` '' -- ,, ?` !`
_LIGATURE: Final = re.compile(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=,)(?=,)|(?<=[?!])(?=`)")
_READ: Final = {written: sign for table in (_WRITTEN, _BALANCED) for sign, written in table.items()}
_COMMAND: Final = re.compile(
    "|".join(re.escape(written) for written in sorted(_READ, key=len, reverse=True)) + r"|\{\}"
)


def escaped(text: str, *, balanced: bool = False) -> str:
    """Write `text` in LaTeX, UTF-8; `balanced` for BibTeX, which counts every brace."""
    table = _BALANCED if balanced else _WRITTEN
    tied = _LIGATURE.sub("\0", text.replace("\0", ""))
    return "".join(table.get(char, char) for char in tied).replace("\0", "{}")


def read(latex: str) -> str:
    """Give the text that `escaped` wrote."""
    return _COMMAND.sub(lambda match: _READ.get(match.group(), ""), latex)
