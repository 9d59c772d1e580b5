"""Owns when a wording puts the meaning at risk: it holds more or fewer negations than what stood there.

Words are counted, not understood: "not bad" for "good" is told, "few" for "many" is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from friend.text.diff import Piece

# What looks like a negation and is none.
_IDIOM: Final = re.compile(
    r"\b(?:not only|not just|no doubt|whether or not|no matter|no longer than|no later than|nothing but|if not"
    r"|non seulement|pas seulement|sans doute|sans cesse|ne fait que|pas mal|n['’]importe)\b",
    re.IGNORECASE,
)
_NEGATION: Final = re.compile(
    r"""
    \b(?:not|cannot|never|none|nobody|nothing|nowhere|neither|without|no)\b
    | \w*n['’]t\b | \b(?:do|does|did|is|are|was|were|has|have|had|ca|could|would|should)nt\b
    | \bpas\ (?:jamais|rien|aucune?|plus|personne)\b
    | \b(?:pas|jamais|rien|aucun|aucune|nul|nulle|sans|non|point\ du\ tout)\b
    | \bni\b(?!.*\bni\b)
    | \bn(?:e\ |['’])(?:\w+\ ){1,3}(?:plus|personne|guère)\b | \bpersonne\ n(?:e\b|['’])
    """,
    re.IGNORECASE | re.VERBOSE,
)


def _negations(text: str) -> int:
    return sum(1 for _ in _NEGATION.finditer(_IDIOM.sub("", text)))


def changes_meaning(pieces: Iterable[Piece]) -> bool:
    """Tell whether the wording of a diff holds more or fewer negations than what stood there.

    One that only moves is no change.
    """
    old = new = ""
    for piece in pieces:
        old += piece.text if piece.op != "+" else ""
        new += piece.text if piece.op != "-" else ""
    return _negations(old) != _negations(new)
