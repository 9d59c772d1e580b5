"""Owns how a suggestion is shown in lines of text: its place, the annotated diff, the reason, the labels.

Two hands write the same lines: `MARKED` for a terminal (− and + with colour), `BRACKETED` for a pipe, in git's word
diff (`[-old-]{+new+}`), which carries no escape sequence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from friend.asking.suggestion import Flag, Suggestion
from friend.text.diff import Piece, words_changed
from friend.text.span import Span, line_of, line_starts
from friend.text.visible import visible

_SHOWN_AROUND: Final = 48
_LABELS: Final[dict[Flag, str]] = {
    "outside-passage": "outside your question",
    "adds-facts": "adds facts that are not in your text",
    "rewrites": "rewrites more than was asked",
    "quoted-text": "points at quoted text, code or front matter",
    "changes-language": "changes the language",
    "changes-meaning": "may change the meaning: a negation comes or goes",
    "unchanged": "changes nothing",
}


@dataclass(frozen=True, slots=True)
class Hand:
    """How old words, new words and quiet remarks are written."""

    old: Callable[[str], str]
    new: Callable[[str], str]
    quiet: Callable[[str], str]


def _sgr(codes: str, before: str, after: str) -> Callable[[str], str]:
    return lambda text: f"\x1b[{codes}m{before}{text}{after}\x1b[0m"


MARKED: Final = Hand(old=_sgr("31;9", "−", "−"), new=_sgr("32;4", "+", "+"), quiet=_sgr("2", "", ""))
# Without colour the signs alone must carry the meaning (NO_COLOR).
SIGNED: Final = Hand(old=lambda text: f"−{text}−", new=lambda text: f"+{text}+", quiet=lambda text: text)
BRACKETED: Final = Hand(old=lambda text: f"[-{text}-]", new=lambda text: f"{{+{text}+}}", quiet=lambda text: text)


def suggestion_lines(
    suggestion: Suggestion,
    number: int,
    text: str,
    path: str,
    hand: Hand,
    *,
    at: Span | None = None,
    why: bool = True,
) -> list[str]:
    """Give the lines for one suggestion on `text`.

    `at` is where it stands in `text`, where that is not the draft as it was sent; `why` False leaves the reason out.
    """
    lines = [f"{number}. {_place(at or suggestion.span, text, path)}"]
    if suggestion.diff:
        lines.append("   " + diff_line(suggestion.diff, hand))
    else:
        lines.append("   “" + visible(suggestion.quote.strip(), keep_lines=False) + "”")
        if suggestion.instead is not None and suggestion.span is None:
            lines.append("   instead: " + (visible(suggestion.instead, keep_lines=False) or "(delete it)"))
    if why and suggestion.why.strip():
        lines.append("   " + visible(suggestion.why.strip(), keep_lines=False))
    lines += ["   " + hand.quiet(label) for label in labels(suggestion)]
    return lines


def labels(suggestion: Suggestion) -> list[str]:
    """Give the scope guard's labels, in words, with how much would change."""
    said = [_LABELS[flag] for flag in suggestion.flags]
    if any(piece.op != "=" for piece in suggestion.diff) and said:
        changed, total = words_changed(suggestion.diff)
        said[-1] += f" · {changed} words of {total} changed"
    if suggestion.anchor == "lost":
        said.append("these words are not in your text")
    if suggestion.anchor == "ambiguous":
        said.append(f"these words stand in {len(suggestion.candidates)} places")
    return said


def diff_line(pieces: tuple[Piece, ...], hand: Hand) -> str:
    """Give a diff in one line; long stretches that are kept are shortened to their ends."""
    hands = {"=": lambda text: text, "-": hand.old, "+": hand.new}
    return "".join(hands[piece.op](visible(piece.text, keep_lines=False)) for piece in in_short(pieces))


def in_short(pieces: tuple[Piece, ...]) -> list[Piece]:
    """Give a diff with the middle of long stretches that are kept left out."""
    last = len(pieces) - 1
    return [
        Piece("=", _shortened(piece.text, first=place == 0, last=place == last)) if piece.op == "=" else piece
        for place, piece in enumerate(pieces)
    ]


def _place(span: Span | None, text: str, path: str) -> str:
    shown = visible(path, keep_lines=False)
    return f"{shown}:{line_of(line_starts(text), span.start)}" if span else shown


def _shortened(kept: str, *, first: bool, last: bool) -> str:
    """Keep what stands next to a change, cut at a space."""
    if len(kept) <= _SHOWN_AROUND * 2 or (first and last):
        return kept
    head = "" if first else kept[:_SHOWN_AROUND].rsplit(" ", 1)[0] + " "
    tail = "" if last else " " + kept[-_SHOWN_AROUND:].split(" ", 1)[-1]
    return f"{head}…{tail}"
