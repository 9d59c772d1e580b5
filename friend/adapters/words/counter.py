"""Owns what the counting process does: one text after the other, until nobody asks any more; see counting.py."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Final

from friend.adapters.log.store import SqliteLog
from friend.adapters.words.checking import DraftCheck
from friend.adapters.words.counting import HEAD
from friend.ports import LogError

# It gives way to whoever types.
_NICE: Final = 10


def _count(log: str, folder: str) -> None:
    """Count as long as somebody asks."""
    os.nice(_NICE)
    held = SqliteLog(Path(log))
    check = DraftCheck(Path(folder), held)
    source, answers = sys.stdin.buffer, sys.stdout
    while len(head := source.read(HEAD)) == HEAD:
        text = source.read(int.from_bytes(head, "little")).decode("utf-8", "surrogatepass")
        try:
            answer: int | str = check.count_now(text)
        except (LogError, OSError, ValueError) as error:
            answer = str(error)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
    held.close()


if __name__ == "__main__":
    _count(*sys.argv[1:])
