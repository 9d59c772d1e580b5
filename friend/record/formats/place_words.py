"""Owns the words for who says what about a place: how many, who agrees, who differs, who saw it alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from friend.record.opinions import Opinion, Place
from friend.text.visible import visible


def heading(place: Place, of: int) -> str:
    """Say how many of the friends that spoke, `of`, point here."""
    names = place.friends
    return f"{len(names)} of {of} friends" if len(names) > 1 else f"{_names(names)} alone, of {of}"


def voices(place: Place, of: int) -> Iterator[tuple[tuple[Opinion, ...], str]]:
    """Give each wording and each remark, with who says it and how it stands to the one before it."""
    for turn, group in enumerate([*place.wordings, *((remark,) for remark in place.remarks)]):
        names = tuple(dict.fromkeys(opinion.friend for opinion in group))
        said = _names(names)
        if group[0] in place.remarks:
            said += ", without wording"
        elif len(names) > 1:
            said += " agree" if len(names) < of else " all agree"
        elif turn:
            said += " differs"
        yield group, said


def _names(names: Sequence[str]) -> str:
    return visible(", ".join(names), keep_lines=False)
