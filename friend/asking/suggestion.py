"""Owns what a suggestion is: a friend's advice, placed on the draft that it was given on. It is read, never applied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from friend.text.anchoring import AnchorKind
    from friend.text.diff import Piece
    from friend.text.span import Span


Flag = Literal[
    "outside-passage", "quoted-text", "adds-facts", "rewrites", "changes-language", "changes-meaning", "unchanged"
]
State = Literal["open", "dealt-with", "dismissed", "quoted"]


@dataclass(frozen=True, slots=True)
class Advice:
    """One suggestion as the reply gave it. `instead` is None for a comment without wording, "" for a deletion."""

    quote: str
    instead: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Advice with its place in the draft as it was sent.

    `span` is None where the quote was lost or ambiguous; then `candidates` holds the places it may mean.
    `changed` is the share of the quoted words that the wording changes, 0 to 1; None where there is no diff.
    """

    id: str
    quote: str
    span: Span | None
    anchor: AnchorKind
    instead: str | None
    why: str
    flags: tuple[Flag, ...] = ()
    changed: float | None = None
    diff: tuple[Piece, ...] = ()
    state: State = "open"
    candidates: tuple[Span, ...] = ()

    @property
    def says_nothing(self) -> bool:
        """Tell whether it repeats what stands there and gives no reason: nobody wants to be led to it."""
        return "unchanged" in self.flags and not self.why.strip()
