"""Owns how a change of wording is shown: struck and underlined, and with − and +, so that it reads without colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rich.style import Style
from rich.text import Text

from friend.text.diff import Piece, words_changed
from friend.text.typography import with_spaces_shown
from friend.text.visible import visible
from friend.tui.looks import around, before_side

_STACKED_OVER: Final = 6
_CONTEXT: Final = 40
_ENDS: Final = ("−", "+", "]")


@dataclass(frozen=True, slots=True)
class WordingInks:
    """The styles of what goes, what comes and what stays."""

    old: Style
    new: Style
    kept: Style


def annotated(pieces: Sequence[Piece], inks: WordingInks, *, spaces: bool = False, stacked: bool | None = None) -> Text:
    """Show a diff in one run, or old over new; `spaces` shows all that change.

    Where `stacked` does not say, it is more than six changed words that are stacked.
    """
    if words_changed(tuple(pieces))[0] > _STACKED_OVER if stacked is None else stacked:
        old = _one_side(pieces, "-", inks)
        new = _one_side(pieces, "+", inks)
        return Text("\n").join(part for part in (old, new) if part.plain)
    text = Text()
    for index, piece in enumerate(pieces):
        if piece.op == "=":
            kept = _shorten(piece.text, first=index == 0, last=index == len(pieces) - 1)
            text.append(visible(_one_line(kept)), inks.kept)
        else:
            if text.plain.endswith(_ENDS):
                text.append(" ")
            text.append_text(_marked(piece, inks, spaces=spaces))
    return text


def new_wording(pieces: Sequence[Piece], inks: WordingInks) -> Text:
    """Show the new wording whole, with + at both ends of what came."""
    text = Text()
    for piece in pieces:
        if piece.op == "=":
            text.append(visible(piece.text), inks.kept)
        elif piece.op == "+":
            text.append_text(_marked(piece, inks, spaces=False))
    return text


def _marked(piece: Piece, inks: WordingInks, *, spaces: bool) -> Text:
    """Put the signs close to the words; white space that is the change itself is made visible."""
    core = piece.text if spaces else piece.text.strip() or piece.text
    before, _, after = piece.text.partition(core)
    words = with_spaces_shown(core) if spaces or not any(char.isalnum() for char in core) else core
    (first, last), ink = around(piece.op), inks.old if piece.op == "-" else inks.new
    return Text(_one_line(before)).append(f"{first}{visible(_one_line(words))}{last}", ink).append(_one_line(after))


def _one_side(pieces: Sequence[Piece], op: str, inks: WordingInks) -> Text:
    ink = inks.old if op == "-" else inks.new
    side = [piece for piece in pieces if piece.op in ("=", op)]
    if not any(piece.op == op for piece in side):
        return Text()
    text = Text(before_side(op), ink)
    for index, piece in enumerate(side):
        words = piece.text
        if piece.op == "=":
            words = _shorten(words, first=index == 0, last=index == len(side) - 1)
        text.append(visible(_one_line(words)), inks.kept if piece.op == "=" else ink)
    return text


def _shorten(text: str, *, first: bool, last: bool) -> str:
    """Keep of the unchanged words only those beside a change."""
    if len(text) <= _CONTEXT:
        return text
    head, tail = text[: _CONTEXT // 2].rpartition(" ")[0], text[-(_CONTEXT // 2) :].partition(" ")[2]
    if first:
        return f"… {tail}"
    if last:
        return f"{head} …"
    return f"{head} … {tail}" if len(text) > 2 * _CONTEXT else text


def _one_line(text: str) -> str:
    return text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
