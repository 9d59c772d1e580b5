"""Owns notes as quickfix lines, `path:line:column:text`, as `vim`'s `:cfile` and `grep -n` readers take them.

The column is in bytes from 1, which is what Vim's %c means.
"""

from __future__ import annotations

from collections.abc import Iterable

from friend.record.formats.annotated import BRACKETED, diff_line
from friend.record.notes import Note
from friend.text.span import line_of, line_starts
from friend.text.visible import visible


def vimgrep(notes: Iterable[Note], text: str, path: str) -> list[str]:
    """Give one line for each note that has a place in `text`."""
    starts = line_starts(text)
    lines = []
    for note in notes:
        if note.anchor.span is None:
            continue
        line = line_of(starts, note.anchor.span.start)
        column = len(text[starts[line - 1] : note.anchor.span.start].encode()) + 1
        lines.append(f"{path}:{line}:{column}:{_said(note)}")
    return lines


def _said(note: Note) -> str:
    advice = note.suggestion
    wording = diff_line(advice.diff, BRACKETED) if advice.diff else ""
    return " — ".join(part for part in (wording, visible(advice.why.strip(), keep_lines=False)) if part)
