"""Owns what went wrong, told: every refusal and every exchange that failed carries one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, in words for the person. `kind` is a stable word for scripts."""

    kind: str
    message: str
    retry_after_s: float | None = None
