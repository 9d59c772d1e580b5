"""Owns how the places that several friends point at are written: each once, who agrees, who differs, who is alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from friend.cli.drafts import shown_name
from friend.record.formats.annotated import Hand, suggestion_lines
from friend.record.formats.place_words import heading, voices
from friend.record.opinions import Opinion, Place
from friend.text.draft import Draft
from friend.text.visible import visible


def place_lines(
    found: Iterable[Place], of: int, draft: Draft, hand: Hand, *, unreasoned: Collection[str] = ()
) -> list[str]:
    """Give the lines of each place, then an empty one. `of` friends spoke; reasons of the `unreasoned` are left out."""
    lines: list[str] = []
    for number, place in enumerate(found, start=1):
        for turn, (group, said) in enumerate(voices(place, of)):
            first, *shown = suggestion_lines(
                group[0].suggestion, number, draft.text, shown_name(draft), hand, at=place.span, why=False
            )
            if not turn:
                lines.append(f"{first} · {heading(place, of)}")
            lines += [*shown[:1], f"   {hand.quiet(said)}"]
            lines += _reasons(group, unreasoned)
            lines += shown[1:]
        lines.append("")
    return lines


def _reasons(group: Sequence[Opinion], unreasoned: Collection[str]) -> list[str]:
    return [
        f"      {visible(f'{opinion.friend}: {why}', keep_lines=False)}"
        for opinion in group
        if opinion.friend not in unreasoned and (why := opinion.suggestion.why.strip())
    ]
