"""Owns where friend keeps what it keeps: one file of configuration, one private folder of data.

The environment is read at each call, never at import.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from platformdirs import user_config_path, user_data_path

_PRIVATE: Final = 0o700


def config_file() -> Path:
    """Give the place of the configuration: FRIEND_CONFIG, or `config.toml` in the user's folder. It may not exist."""
    named = os.environ.get("FRIEND_CONFIG")
    return Path(named).expanduser() if named else user_config_path("friend") / "config.toml"


def data_dir() -> Path:
    """Give the folder of the data: FRIEND_DATA, or the user's own. Made for its owner alone (0700).

    A folder that stands there already keeps its mode. Raises OSError where it cannot be made.
    """
    named = os.environ.get("FRIEND_DATA")
    folder = Path(named).expanduser() if named else user_data_path("friend")
    return private_folder(folder)


def log_file() -> Path:
    """Give the place of the log. It may not exist yet."""
    return data_dir() / "log.sqlite3"


def agreements_file() -> Path:
    """Give the place where it is kept to which hosts texts may go. It may not exist yet."""
    return data_dir() / "agreed.json"


def models_dir() -> Path:
    """Give the folder of the embedded models' files."""
    return private_folder(data_dir() / "models")


def backups_dir() -> Path:
    """Give the folder for the copies that a save in place needs where it can put none beside the draft."""
    return private_folder(data_dir() / "backups")


def recovery_dir() -> Path:
    """Give the folder for the copies of texts that are not saved yet."""
    return private_folder(data_dir() / "recovery")


def seats_dir() -> Path:
    """Give the folder that says who writes at which draft."""
    return private_folder(data_dir() / "seats")


def private_folder(folder: Path) -> Path:
    """Make `folder`, and what is missing above it, for its owner alone; one that is there keeps its mode."""
    missing = []
    above = folder
    while not above.exists():
        missing.append(above)
        above = above.parent
    for each in reversed(missing):
        each.mkdir(mode=_PRIVATE, exist_ok=True)
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is not a folder, and friend keeps its data there")
    return folder
