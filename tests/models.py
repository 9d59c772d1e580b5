"""Owns where tests find the offline models, and what happens where one is not there: skipped with its reason.

CI sets FRIEND_TEST_NOTHING_SKIPPED, having fetched both: there, a missing model is a failure.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from friend.adapters import paths
from friend.adapters.embedded.catalogue import Entry, models_dir

_NAMED = os.environ.get("FRIEND_TEST_MODELS")
MODELS = Path(_NAMED) if _NAMED else paths.models_dir()


def needs(entry: Entry) -> list[pytest.MarkDecorator]:
    """Mark tests of the real inference of a model, skipped where its file is not on disk."""
    missing = not (MODELS / entry.file).is_file() and not os.environ.get("FRIEND_TEST_NOTHING_SKIPPED")
    reason = f"the model is not there: friend models get {entry.name}"
    return [getattr(pytest.mark, entry.name), pytest.mark.skipif(missing, reason=reason)]


def lend(entry: Entry, data_dir: Path) -> None:
    """Put the model into a person's data folder, by a link."""
    models_dir(data_dir).mkdir(parents=True, exist_ok=True)
    (models_dir(data_dir) / entry.file).symlink_to((MODELS / entry.file).resolve())
