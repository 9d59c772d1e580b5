"""Owns where a command's output goes: stdout, or a new file that is never overwritten unasked."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from friend.adapters.exports import ExportFiles
from friend.cli.exits import usage
from friend.text.visible import visible


def write_out(text: str, output: str | None, *, force: bool) -> None:
    """Write `text` to the file `output`, or to stdout, where a terminal gets it without hidden characters.

    Raises Stop (2) where the file is there already and `force` was not asked for.
    """
    if output is None:
        click.echo(shown(text), nl=False)
        return
    try:
        ExportFiles().write(text, output, over=force)
    except FileExistsError:
        raise usage(f"{output} is there already; --force overwrites it") from None
    except ValueError as error:
        raise usage(str(error)) from None


def shown(text: str) -> str:
    """Give text as it is for a pipe; for a terminal, with what would steer it or hide made visible."""
    return visible(text) if sys.stdout.isatty() else text


def print_json(value: dict[str, Any]) -> None:
    """Print one object on one line; a terminal gets escapes for all but ASCII, which are the same JSON."""
    json.dump(value, sys.stdout, ensure_ascii=sys.stdout.isatty())
    sys.stdout.write("\n")
    sys.stdout.flush()
