"""Owns a model file's digest, remembered so that a gigabyte is not read at each start.

What is remembered counts only while size, times and inode are the same; the change time is not the owner's to set.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path

from friend.adapters.embedded.private import read_object, write_private


def digest(path: Path, memory: Path) -> str:
    """Give the SHA-256 of the file in hex; `memory` is the JSON file that remembers it. Raises OSError."""
    path = path.resolve()
    known = read_object(memory)
    seen = known.get(str(path))
    if isinstance(seen, dict) and seen.get("mark") == _mark(path) and isinstance(seen.get("sha256"), str):
        return str(seen["sha256"])
    mark = _mark(path)
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    # Where it cannot be remembered, it is only computed again.
    with contextlib.suppress(OSError):
        write_private(memory, json.dumps({**known, str(path): {"mark": mark, "sha256": found}}, indent=1))
    return found


def _mark(path: Path) -> list[int]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
