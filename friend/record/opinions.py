"""Owns what several friends say about the same words: one place, and in it who agrees, who differs, who saw it alone.

What a suggestion is about is what it changes: a whole sentence quoted for the sake of one word is about that word.
A remark without wording is about all the words that it quotes. Two suggestions are about the same words where

- both change words: a change of the one meets a change of the other (an insertion meets what stands beside it);
- one or both only remark: the shorter is at least half of the longer, or is all within it and the longer is short.

They agree where the changes that meet make the same words, up to typography; they differ where these are other words;
where one has no wording, nobody can tell, and it is a remark about the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from friend.asking.suggestion import Suggestion
from friend.record.exchange import Exchange
from friend.text.span import Span
from friend.text.typography import plain
from friend.text.words import WORD

Relation = Literal["agrees", "differs", "remarks", "apart"]

_A_PHRASE: Final = 8
"""Words: a remark that quotes no more is about each of them."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """A suggestion of `exchange`, its `number`-th (from 1), as what that friend says."""

    exchange: Exchange
    suggestion: Suggestion
    number: int

    @property
    def friend(self) -> str:
        """The name of who says it."""
        return self.exchange.speaker.name


@dataclass(frozen=True, slots=True)
class Place:
    """Words of the draft, and the opinions about them: those in one group of `wordings` agree.

    `span` covers all that they quote, None where the words have no place in the draft. `remarks` offer no wording.
    """

    span: Span | None
    wordings: tuple[tuple[Opinion, ...], ...]
    remarks: tuple[Opinion, ...]

    @property
    def opinions(self) -> tuple[Opinion, ...]:
        """All that is said about this place."""
        return (*(opinion for group in self.wordings for opinion in group), *self.remarks)

    @property
    def friends(self) -> tuple[str, ...]:
        """Who says something here, each once."""
        return tuple(dict.fromkeys(opinion.friend for opinion in self.opinions))


@dataclass(frozen=True, slots=True)
class _Change:
    """Draft words, `start` to `end` in code points, for which `new` is put; an insertion covers none."""

    start: int
    end: int
    new: str


def opinions_of(exchanges: Iterable[Exchange]) -> list[Opinion]:
    """Give all that was said in these exchanges, which must be about one draft as it was sent."""
    return [
        Opinion(exchange, suggestion, number)
        for exchange in exchanges
        for number, suggestion in enumerate(exchange.suggestions, start=1)
    ]


def places(opinions: Iterable[Opinion]) -> list[Place]:
    """Line opinions up by the words that they are about, in the order of the text; those without a place come last.

    Each opinion is in one place, where it is about the same words as every other one; whose it is makes no difference.
    """
    lined: list[list[Opinion]] = []
    for opinion in sorted(opinions, key=_in_order):
        together = (
            group
            for group in lined
            if all(relation(opinion.suggestion, other.suggestion) != "apart" for other in group)
        )
        found = next(together, None)
        if found is None:
            lined.append([opinion])
        else:
            found.append(opinion)
    made = [_place(sorted(group, key=_in_turn)) for group in lined]
    return sorted(made, key=lambda place: (place.span is None, place.span or Span(0, 0)))


def relation(one: Suggestion, other: Suggestion) -> Relation:
    """Tell how two suggestions on one draft stand to each other; the order of the two makes no difference."""
    if one.span is None or other.span is None:
        return _without_place(one, other)
    ours, theirs = _changes(one), _changes(other)
    if not ours:
        return "remarks" if _remarks_on(one, other, one.span, _about(other.span, theirs)) else "apart"
    if not theirs:
        return "remarks" if _remarks_on(other, one, other.span, _about(one.span, ours)) else "apart"
    return _compared(one, other)


def _without_place(one: Suggestion, other: Suggestion) -> Relation:
    """Words that are not found, or found twice, are only the same where they are quoted alike."""
    if one.span or other.span or one.anchor != other.anchor or plain(one.quote.strip()) != plain(other.quote.strip()):
        return "apart"
    if one.instead is None or other.instead is None:
        return "remarks"
    return "agrees" if plain(one.instead.strip()) == plain(other.instead.strip()) else "differs"


def _changes(suggestion: Suggestion) -> list[_Change]:
    """Give the changes of a diff, with their places in the draft."""
    changes: list[_Change] = []
    if suggestion.span is None:
        return changes
    at, was_kept = suggestion.span.start, True
    for piece in suggestion.diff:
        end = at if piece.op == "+" else at + len(piece.text)
        if piece.op != "=":
            new = piece.text if piece.op == "+" else ""
            before = _Change(at, at, "") if was_kept else changes.pop()
            changes.append(_Change(before.start, end, before.new + new))
        at, was_kept = end, piece.op == "="
    return changes


def _compared(one: Suggestion, other: Suggestion) -> Relation:
    """Compare what two wordings make of the words between the first and the last of their changes that meet."""
    ours, theirs = _changes(one), _changes(other)
    met = [pair for mine in ours for yours in theirs if _meet(mine, yours) for pair in (mine, yours)]
    if not met:
        return "apart"
    window = Span(min(change.start for change in met), max(change.end for change in met))
    draft = {**_characters(one), **_characters(other)}
    return "agrees" if _made(ours, window, draft) == _made(theirs, window, draft) else "differs"


def _characters(suggestion: Suggestion) -> dict[int, str]:
    """Give the draft's characters that a diff quotes, by their places."""
    if suggestion.span is None:
        return {}
    old = "".join(piece.text for piece in suggestion.diff if piece.op != "+")
    return dict(enumerate(old, suggestion.span.start))


def _made(changes: Sequence[_Change], window: Span, draft: Mapping[int, str]) -> str:
    """Give what changes make of the words in a window, in plain typography."""
    made, at = "", window.start
    for change in changes:
        if window.start <= change.start and change.end <= window.end:
            made += "".join(draft.get(place, "") for place in range(at, change.start)) + change.new
            at = change.end
    return plain(made + "".join(draft.get(place, "") for place in range(at, window.end)))


def _meet(one: _Change, other: _Change) -> bool:
    """Tell whether two changes touch the same words; an insertion meets a neighbour beyond one space."""
    if one.start == one.end or other.start == other.end:
        return one.start <= other.end + 1 and other.start <= one.end + 1
    return one.start < other.end and other.start < one.end


def _remarks_on(remark: Suggestion, other: Suggestion, quoted: Span, about: Span) -> bool:
    """Tell whether a remark on `quoted` is about what the other is about: most of the words, or any of a phrase."""
    if quoted.end < about.start or about.end < quoted.start:
        return False
    shared = min(quoted.end, about.end) - max(quoted.start, about.start)
    is_phrase = _length(remark) <= _A_PHRASE
    if _changes(other):
        return is_phrase or 2 * shared >= max(len(quoted), len(about))
    within_a_phrase = shared == min(len(quoted), len(about)) and is_phrase and _length(other) <= _A_PHRASE
    return shared > 0 and (within_a_phrase or 2 * shared >= max(len(quoted), len(about)))


def _about(quoted: Span, changes: Sequence[_Change]) -> Span:
    """Give what is changed; all that is quoted where nothing is."""
    return Span(changes[0].start, changes[-1].end) if changes else quoted


def _length(suggestion: Suggestion) -> int:
    """Count the words that are quoted."""
    return sum(1 for _ in WORD.finditer(suggestion.quote))


def _in_order(opinion: Opinion) -> tuple[object, ...]:
    """Order by the words, not by who speaks; the shorter first, so that a whole sentence is not in their way."""
    suggestion = opinion.suggestion
    span = suggestion.span
    about = _about(span, _changes(suggestion)) if span else Span(0, 0)
    return (span is None, about, suggestion.quote, suggestion.instead or "", suggestion.why, suggestion.id)


def _in_turn(opinion: Opinion) -> tuple[int, str, int]:
    return (opinion.exchange.sequence or 0, opinion.friend, opinion.number)


def _place(opinions: Sequence[Opinion]) -> Place:
    worded = [opinion for opinion in opinions if _has_wording(opinion.suggestion)]
    groups: list[list[Opinion]] = []
    for opinion in worded:
        same = (g for g in groups if all(relation(opinion.suggestion, o.suggestion) == "agrees" for o in g))
        found = next(same, None)
        if found is None:
            groups.append([opinion])
        else:
            found.append(opinion)
    groups.sort(key=lambda group: -len({opinion.friend for opinion in group}))
    spans = [opinion.suggestion.span for opinion in opinions if opinion.suggestion.span]
    span = Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else None
    remarks = tuple(opinion for opinion in opinions if not _has_wording(opinion.suggestion))
    return Place(span, tuple(tuple(group) for group in groups), remarks)


def _has_wording(suggestion: Suggestion) -> bool:
    return bool(_changes(suggestion)) if suggestion.span else suggestion.instead is not None
