"""Nine kinds of damage that a careless copy does to a quote, seeded; the ends stay where they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from random import Random

_OTHERS = {
    "en": ["maybe", "window", "garden", "seven", "quickly", "under", "letter", "green", "paper", "often"],
    "fr": ["peut-être", "fenêtre", "jardin", "sept", "vite", "sous", "lettre", "vert", "papier", "souvent"],
}


def _some(words: list[str], random: Random, share: float = 0.12) -> list[int]:
    """Choose one word in eight, never the first or last."""
    count = max(1, round(len(words) * share))
    return sorted(random.sample(range(1, len(words) - 1), min(count, len(words) - 2)))


def typography(words: list[str], random: Random, language: str) -> list[str]:
    """Straight quotes for curly ones, plain spaces, other dashes, a line wrap."""
    text = " ".join(words).translate(str.maketrans("’‘“”«»—–\u00a0\u202f", '\'\'""""-- \x20'))
    words = text.split(" ")
    words[len(words) // 2] = "\n" + words[len(words) // 2]
    return " ".join(words).replace(" \n", "\n").split(" ")


def marks(words: list[str], random: Random, language: str) -> list[str]:
    """Emphasis on a few words, and a capital at the start."""
    words = list(words)
    for place in _some(words, random):
        words[place] = f"**{words[place]}**"
    words[0] = words[0][:1].upper() + words[0][1:]
    return words


def letters(words: list[str], random: Random, language: str) -> list[str]:
    """Letters wrong in one word of eight: one left out, doubled or exchanged."""
    words = list(words)
    for place in random.sample(range(len(words)), max(1, len(words) // 8)):
        word = words[place]
        if len(word) > 3:
            at = random.randrange(1, len(word) - 1)
            words[place] = random.choice(
                [
                    word[:at] + word[at + 1 :],
                    word[:at] + word[at] + word[at:],
                    word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                ]
            )
    return words


def accents_and_stops(words: list[str], random: Random, language: str) -> list[str]:
    """No accents, no commas, and all in lower case."""
    text = unicodedata.normalize("NFD", " ".join(words))
    text = "".join(char for char in text if not unicodedata.combining(char))
    return text.replace(",", "").lower().split(" ")


def left_out(words: list[str], random: Random, language: str) -> list[str]:
    """One word in eight left out."""
    gone = set(_some(words, random))
    return [word for place, word in enumerate(words) if place not in gone]


def added(words: list[str], random: Random, language: str) -> list[str]:
    """One word in eight put in."""
    words = list(words)
    for place in reversed(_some(words, random)):
        words.insert(place, random.choice(_OTHERS[language]))
    return words


def replaced(words: list[str], random: Random, language: str) -> list[str]:
    """One word in eight replaced, the first and last ones too."""
    words = list(words)
    for place in random.sample(range(len(words)), max(1, len(words) // 8)):
        words[place] = random.choice(_OTHERS[language])
    return words


def swapped(words: list[str], random: Random, language: str) -> list[str]:
    """Neighbours in exchanged order, within the quote."""
    words = list(words)
    for place in _some(words[:-1], random, 0.08):
        words[place], words[place + 1] = words[place + 1], words[place]
    return words


def ellipsis(words: list[str], random: Random, language: str) -> list[str]:
    """Cut the middle out, with an ellipsis in its place."""
    keep = max(3, len(words) // 3)
    return [*words[:keep], random.choice(["…", "...", "[…]"]), *words[-keep:]]


KINDS: dict[str, Callable[[list[str], Random, str], list[str]]] = {
    kind.__name__: kind
    for kind in (typography, marks, letters, accents_and_stops, left_out, added, replaced, swapped, ellipsis)
}


def quotes_of(paragraph: str, random: Random) -> str:
    """Choose 8 to 40 words in a row of a paragraph; "" where it is too short."""
    ends = [match.span() for match in re.finditer(r"\S+", paragraph)]
    if len(ends) < 8:
        return ""
    count = random.randint(8, min(40, len(ends)))
    first = random.randint(0, len(ends) - count)
    return paragraph[ends[first][0] : ends[first + count - 1][1]]
