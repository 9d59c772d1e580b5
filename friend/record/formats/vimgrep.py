"""Owns notes as quickfix lines, `path:line:column:text`, as `vim`'s `:cfile` and `grep -n` readers take them.

The column is in bytes from 1, which is what Vim's %c means.
"""

from __future__ import annotations

from collections.abc import Iterable

from friend.record.formats.annotated import BRACKETED, diff_line
from friend.record.notes import Note
from friend.record.telling import BECAME
from friend.text.offsets import Lines
from friend.text.visible import visible


def vimgrep(notes: Iterable[Note], text: str, path: str) -> list[str]:
    """Give one line for each note that has a place in `text`."""
    places = Lines(text)
    lines = []
    for note in notes:
        if note.anchor.span is None:
            continue
        line, column = places.line_and_byte(note.anchor.span.start)
        lines.append(f"{path}:{line}:{column}:{_said(note)}")
    return lines


def _said(note: Note) -> str:
    advice = note.suggestion
    wording = diff_line(advice.diff, BRACKETED) if advice.diff else ""
    why = visible(advice.why.strip(), keep_lines=False)
    return " — ".join(part for part in (BECAME[advice.state], wording, why) if part)
