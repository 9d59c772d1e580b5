"""Owns what the person's own editor says of a draft: where its cursor is, what is selected, and what is not saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["character", "byte"]
Place = tuple[int, int]
"""A line and a column, both from 1."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What an editor says at once; None is "nothing said of it".

    `at` is where the cursor is, or where the selection begins; `to` is the place behind the selection. Columns count
    code points or bytes of UTF-8, as `unit` says. `unsaved` tells whether the editor holds changes that the file does
    not. `server` is the address at which the editor itself can be spoken to, `buffer` its number for the draft.
    """

    at: Place | None = None
    to: Place | None = None
    unit: Unit = "character"
    unsaved: bool | None = None
    server: str | None = None
    buffer: int | None = None
