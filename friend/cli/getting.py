"""Owns how a person sees a model being fetched: what it is, what it weighs, and a bar that can be interrupted."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from friend.adapters import paths
from friend.adapters.embedded.catalogue import Entry
from friend.adapters.embedded.fetch import FetchError, fetch, megabytes
from friend.cli.exits import not_sent
from friend.record.exchange import Failure


def described(entry: Entry) -> str:
    """Say in one line what a model is: title, size on disk, licence."""
    return f"{entry.title} · {megabytes(entry.size)} · {entry.licence}"


def get(entry: Entry) -> Path:
    """Fetch the model with a progress bar on a terminal; at once where it is there. Raises Stop (3)."""
    click.echo(described(entry), err=True)
    try:
        if not sys.stderr.isatty():
            return fetch(entry, paths.models_dir(), lambda _so_far, _total: None, _say)
        with click.progressbar(length=entry.size, label=entry.name, file=sys.stderr) as bar:
            return fetch(entry, paths.models_dir(), lambda so_far, _total: bar.update(so_far - bar.pos), _say)
    except FetchError as error:
        raise not_sent(Failure("no-model", str(error))) from None
    except KeyboardInterrupt:
        failure = Failure("no-model", f"stopped; what came is kept, and `friend models get {entry.name}` goes on")
        raise not_sent(failure) from None


def _say(line: str) -> None:
    click.echo(line, err=True)
