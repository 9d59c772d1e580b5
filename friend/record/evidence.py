"""Owns how we know who answered: what the wire named, weighed against the name that was asked for (DESIGN §4.5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from friend.record.exchange import Evidence

# A date, a revision or a digest: -2024-08-06, -20250514, -0613, -002, @sha256:…; not a size such as -405b.
_EXACT: Final = re.compile(r"[-@:_.]v?\d{3,}(?![0-9]*[a-z])|\d{4}-\d{2}-\d{2}|[0-9a-f]{12,}", re.IGNORECASE)


def weigh(requested: str, served: Sequence[str], *, from_file: bool = False, from_record: bool = False) -> Evidence:
    """Say how the served versions are known; `requested` is the model string that was asked for.

    `from_file`: they name a local file's digest. `from_record`: the host's own record of the answer named them.
    """
    if from_file:
        return "file"
    if not served:
        return "none reported"
    if from_record:
        return "record"
    asked_for = _names_of(requested)
    if any(version.casefold() not in asked_for or _EXACT.search(version) for version in served):
        return "wire"
    return "echo"


def _names_of(requested: str) -> set[str]:
    """Give every form in which a host may echo a model string: with and without its routing prefixes."""
    parts = requested.casefold().split("/")
    return {"/".join(parts[start:]) for start in range(len(parts))}
