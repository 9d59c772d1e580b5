"""Owns how a command comes to its draft: a file, or standard input for `-`; and what it says when it cannot."""

from __future__ import annotations

import sys
from pathlib import Path

from friend.adapters import paths
from friend.adapters.files import DraftFolder
from friend.cli.exits import Stop, usage
from friend.record.failure import Failure
from friend.text.draft import Draft, NotADraftError

STDIN_NAME = "(standard input)"


def read_draft(name: str) -> Draft:
    """Read the draft called `name`. Raises Stop (2 where there is no such file, 3 where it cannot be read as text)."""
    try:
        if name == "-":
            return Draft.from_bytes(sys.stdin.buffer.read())
        return DraftFolder(paths.backups_dir()).read(name)
    except FileNotFoundError:
        raise usage(f"there is no file {name}") from None
    except NotADraftError as error:
        raise Stop(Failure("not-text", f"{name}: {error}; the file is untouched"), 3) from None
    except OSError as error:
        raise usage(f"{name} cannot be read: {error.strerror or error}") from None


def location(draft: Draft) -> Path | None:
    """Give the absolute place of the file, None for standard input."""
    return Path(draft.path).absolute() if draft.path else None


def shown_name(draft: Draft) -> str:
    """Give what to call the draft on screen."""
    return draft.path or STDIN_NAME
