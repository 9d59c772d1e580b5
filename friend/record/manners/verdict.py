"""Owns what an answer to a question of yes or no says: the first of its words that is one of them, near its start."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+")
_SAID: Final = {"yes": True, "oui": True, "no": False, "non": False}
_NEAR: Final = 12


def verdict(answer: str) -> bool | None:
    """Read yes (True) or no (False) in the first twelve words; None where neither is said."""
    words = (match[0].lower() for match in islice(_WORD.finditer(answer), _NEAR))
    return next((_SAID[word] for word in words if word in _SAID), None)
