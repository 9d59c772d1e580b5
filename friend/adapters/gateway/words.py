"""Owns how another program's words are made fit for a message: no key, nothing invisible, one short line."""

from __future__ import annotations

import re
from typing import Final

from friend.text.visible import visible

_KEY_LIKE: Final = re.compile(r"\b(?:(?:sk|pk|gsk|xai|key)[-_][\w*.\-]{4,}|AIza[\w\-]{20,})")
_LONGEST: Final = 200


def foreign(text: str, key: str | None = None) -> str:
    """Give `text` without `key` or anything that looks like one, on one line of at most 200 characters."""
    if key:
        text = text.replace(key, "[key]")
    text = _KEY_LIKE.sub("[key]", text[: 20 * _LONGEST])
    text = " ".join(visible(text.encode("utf-8", "replace").decode()).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
