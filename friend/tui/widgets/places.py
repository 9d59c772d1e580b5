"""Owns how the places that several friends point at look: each once, who agrees, who differs, who saw it alone."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from friend.record.formats.annotated import BRACKETED, diff_line
from friend.record.formats.place_words import heading, voices
from friend.record.opinions import Opinion, Place
from friend.text.interface import in_quotes, retold
from friend.text.visible import visible


def place_text(found: Iterable[Place], of: int) -> Text:
    """Give the places one under the other; `of` friends spoke."""
    text = Text()
    for number, place in enumerate(found, start=1):
        text.append(f"{number}  {retold(heading(place, of))}\n", "bold")
        for group, said in voices(place, of):
            text.append(f"   {_wording(group[0])}\n")
            reasons = [(opinion.friend, why) for opinion in group if (why := opinion.suggestion.why.strip())]
            if len(group) == len(reasons) == 1:
                text.append(f"   {retold(said)}: {_line(reasons[0][1])}\n", "dim")
                continue
            text.append(f"   {retold(said)}\n", "dim")
            for friend, why in reasons:
                text.append(f"      {_line(f'{friend}: {why}')}\n", "dim")
    return text


def _wording(opinion: Opinion) -> str:
    suggestion = opinion.suggestion
    return _line(diff_line(suggestion.diff, BRACKETED) if suggestion.diff else in_quotes(suggestion.quote))


def _line(text: str) -> str:
    return visible(text, keep_lines=False)
