"""Owns how a suggestion is shown in lines of text: its place, the annotated diff, the reason, the labels.

Two hands write the same lines: `MARKED` for a terminal (− and + with colour), `BRACKETED` for a pipe, in git's word
diff (`[-old-]{+new+}`), which carries no escape sequence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from friend.asking.suggestion import Suggestion
from friend.record.telling import LABELS, ONLY_TYPOGRAPHY, Numbered, grouped
from friend.text.diff import Piece, words_changed
from friend.text.span import Span, line_of, line_starts
from friend.text.typography import with_spaces_shown
from friend.text.visible import visible

_SHOWN_AROUND: Final = 48


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


def all_lines(suggestions: Iterable[Numbered], text: str, path: str, hand: Hand, *, why: bool = True) -> list[str]:
    """Give the lines for the suggestions of an answer on `text`, each after an empty line, with what was done with it.

    Those that change typography alone come last, together, with their spaces made visible. `why` False leaves the
    reasons out.
    """
    apart, together = grouped(suggestions)
    lines: list[str] = []
    for number, suggestion in apart:
        lines += ["", *suggestion_lines(suggestion, number, text, path, hand, why=why)]
        lines += [] if suggestion.state == "open" else [f"   {suggestion.state}"]
    if together:
        lines += ["", hand.quiet(f"{ONLY_TYPOGRAPHY}:")]
    for number, suggestion in together:
        state = "" if suggestion.state == "open" else f" · {suggestion.state}"
        wording = diff_line(suggestion.diff, hand, spaces=True)
        lines.append(f"{number}. {_place(suggestion.span, text, path)}  {wording}{state}")
    return lines


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
    said = [LABELS[flag] for flag in suggestion.flags]
    if any(piece.op != "=" for piece in suggestion.diff) and said:
        changed, total = words_changed(suggestion.diff)
        said[-1] += f" · {changed} words of {total} changed"
    if suggestion.anchor == "lost":
        said.append("these words are not in your text")
    if suggestion.anchor == "ambiguous":
        said.append(f"these words stand in {len(suggestion.candidates)} places")
    return said


def diff_line(pieces: tuple[Piece, ...], hand: Hand, *, spaces: bool = False) -> str:
    """Give a diff in one line; long stretches that are kept are shortened to their ends.

    `spaces` shows those that come or go by a sign.
    """
    hands = {"=": lambda text: text, "-": hand.old, "+": hand.new}
    written = []
    for piece in in_short(pieces):
        text = with_spaces_shown(piece.text) if spaces and piece.op != "=" else piece.text
        written.append(hands[piece.op](visible(text, keep_lines=False)))
    return "".join(written)


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
