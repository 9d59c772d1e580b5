"""Owns where the example drafts lie: in the wheel as `friend/_examples`, or in the checkout's own folder `examples`."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from friend.record.manners.suite import Sheet, SuiteError, sheet


def examples() -> Path:
    """Say where this installation keeps its examples."""
    package = Path(str(files("friend")))
    in_wheel = package / "_examples"
    return in_wheel if in_wheel.is_dir() else package.parent / "examples"


def manners() -> list[Sheet]:
    """Read the texts and questions of `friend manners`, in the order of their names. Raises SuiteError and OSError."""
    beside = sorted((examples() / "manners").glob("*.toml"))
    if not beside:
        raise SuiteError("this installation has lost its examples: install it again")
    return [sheet(path.stem, path.with_suffix(".md").read_text("utf-8"), path.read_text("utf-8")) for path in beside]
