"""Owns a sentence that names something of the person's: the name in bold, and what is foreign in it made visible."""

from __future__ import annotations

from rich.text import Text

from friend.text.interface import tr
from friend.text.visible import visible

_HERE = "\0"


def naming(words: str, name: str, /, **parts: object) -> Text:
    """Give the words in the person's language, with `name` in bold in their slot {name}."""
    before, _, after = tr(words, name=_HERE, **parts).partition(_HERE)
    text = Text(visible(before)).append(visible(name, keep_lines=False), "bold")
    return text.append(visible(after))
