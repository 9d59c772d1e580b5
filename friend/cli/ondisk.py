"""Owns how a command comes to what is on disk already, the configuration and the log, and to nothing dearer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from friend.adapters import paths
from friend.adapters.clock import SystemClock
from friend.cli.exits import not_sent
from friend.record.failure import Failure
from friend.text.visible import visible

if TYPE_CHECKING:
    from friend.adapters.config import Config
    from friend.adapters.log.store import SqliteLog


def read_configuration() -> Config:
    """Read the config file. Raises Stop (3), naming the file and the field."""
    from friend.adapters.config import ConfigError, load  # noqa: PLC0415 - reading the log needs no TOML

    try:
        return load(paths.config_file())
    except ConfigError as error:
        raise not_sent(Failure("config", str(error))) from None


@contextmanager
def the_log() -> Iterator[SqliteLog]:
    """Give the log, and say afterwards what the person has to know of it (a damaged one that was moved aside)."""
    from friend.adapters.log.store import SqliteLog  # noqa: PLC0415 - reading the config needs no database

    log = SqliteLog(paths.log_file(), SystemClock())
    try:
        yield log
    finally:
        for note in log.notes:
            click.echo(f"note: {visible(note, keep_lines=False)}", err=True)
        log.close()
