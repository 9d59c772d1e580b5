"""Owns how the places that several friends point at are written: each once, who agrees, who differs, who is alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from friend.cli.drafts import shown_name
from friend.record.formats.annotated import Hand, suggestion_lines
from friend.record.opinions import Opinion, Place
from friend.text.draft import Draft
from friend.text.visible import visible


def place_lines(
    found: Iterable[Place], of: int, draft: Draft, hand: Hand, *, unreasoned: Collection[str] = ()
) -> list[str]:
    """Give the lines of each place, then an empty one. `of` friends spoke; reasons of the `unreasoned` are left out."""
    lines: list[str] = []
    for number, place in enumerate(found, start=1):
        groups = [*place.wordings, *((opinion,) for opinion in place.remarks)]
        for turn, group in enumerate(groups):
            first, *shown = suggestion_lines(
                group[0].suggestion, number, draft.text, shown_name(draft), hand, at=place.span, why=False
            )
            if not turn:
                lines.append(f"{first} · {_count(place, of)}")
            lines += [*shown[:1], f"   {hand.quiet(_who(group, of, turn, place))}"]
            lines += _reasons(group, unreasoned)
            lines += shown[1:]
        lines.append("")
    return lines


def _count(place: Place, of: int) -> str:
    many = len(place.friends)
    if many == 1:
        return f"{_names(place.friends)} alone, of {of}"
    return f"{many} of {of} friends"


def _who(group: Sequence[Opinion], of: int, turn: int, place: Place) -> str:
    """Say whose wording it is, and how it stands to the one before it."""
    names = dict.fromkeys(opinion.friend for opinion in group)
    said = _names(names)
    if len(names) > 1:
        said += " agree" if len(names) < of else " all agree"
    elif turn and not _is_remark(group, place):
        said += " differs"
    elif _is_remark(group, place):
        said += ", without wording"
    return said


def _is_remark(group: Sequence[Opinion], place: Place) -> bool:
    return group[0] in place.remarks


def _reasons(group: Sequence[Opinion], unreasoned: Collection[str]) -> list[str]:
    return [
        f"      {visible(f'{opinion.friend}: {why}', keep_lines=False)}"
        for opinion in group
        if opinion.friend not in unreasoned and (why := opinion.suggestion.why.strip())
    ]


def _names(names: Iterable[str]) -> str:
    return visible(", ".join(names), keep_lines=False)
