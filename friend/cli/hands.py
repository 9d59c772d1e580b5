"""Owns when a terminal gets colour: on a terminal that has it, unless NO_COLOR is set; a pipe gets brackets."""

from __future__ import annotations

import os
import sys

from friend.record.formats.annotated import BRACKETED, MARKED, SIGNED, Hand


def hand_for_stdout() -> Hand:
    """Choose how diffs are written to stdout."""
    if not sys.stdout.isatty():
        return BRACKETED
    return SIGNED if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else MARKED
