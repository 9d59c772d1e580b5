"""Owns how a command ends when it cannot go on: one line for a person, one exit code for a script (DESIGN §4.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from friend.record.failure import Failure
from friend.text.visible import visible

if TYPE_CHECKING:
    from friend.record.exchange import Exchange

FOUND: Final = 1
USAGE: Final = 2
NOTHING_SENT: Final = 3
NO_WHOLE_ANSWER: Final = 4

_USAGE_KINDS: Final = {"empty-question", "empty-passage", "outside-part"}


class Stop(click.ClickException):
    """End the command with one line on stderr. `failure` is what `--json` prints."""

    def __init__(self, failure: Failure, code: int) -> None:
        super().__init__(visible(failure.message, keep_lines=False))
        self.failure = failure
        self.code = code


def usage(message: str) -> Stop:
    """Say that the words of the command are off (2)."""
    return Stop(Failure("usage", message), USAGE)


def not_sent(failure: Failure) -> Stop:
    """Say that friend sent nothing, and why (3; or 2 where the question itself was missing)."""
    return Stop(failure, USAGE if failure.kind in _USAGE_KINDS else NOTHING_SENT)


def in_the_way(error: OSError, became: str = "") -> Stop:
    """Say what on disk is in the way (3), a data folder that cannot be made or written; `became` comes before it."""
    what = (became, error.filename, error.strerror or str(error))
    return not_sent(Failure("disk", ": ".join(str(each) for each in what if each)))


def code_for(exchange: Exchange) -> int:
    """Give the exit code for what came of an exchange."""
    return {"complete": 0, "refused": NOTHING_SENT}.get(exchange.status, NO_WHOLE_ANSWER)
