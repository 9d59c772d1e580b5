"""Owns what a reader sees while a friend answers: prose as it comes, then each suggestion, then who spoke.

The answer goes to stdout, everything about it to stderr. Without a terminal there is no escape sequence anywhere.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Final

import click

from friend.asking.reply import Prose
from friend.cli.drafts import shown_name
from friend.cli.hands import hand_for_stdout
from friend.ports import Served, Waiting
from friend.record.citation import attribution
from friend.record.exchange import Exchange
from friend.record.formats.annotated import Hand, all_lines
from friend.review import Asked, Inquiry, Preview, Progress
from friend.text.visible import visible

_CLEAR_LINE: Final = "\r\x1b[K"
_FOLDED: Final = "Its reasons are left out, since this small model's are mostly wrong (--why shows them)."
_ENDS: Final = {
    "incomplete": "the answer is incomplete",
    "cancelled": "you stopped it",
    "failed": "no answer",
    "unknown": "nothing came back",
    "refused": "nothing was sent",
}


def destination_line(inquiry: Inquiry, preview: Preview) -> str:
    """Say in one line what goes where, for about how much."""
    to = preview.destination
    about = "about " if to.approximate else ""
    tokens = "tokens unknown" if to.input_tokens is None else f"{about}{to.input_tokens} tokens"
    lent = f"{preview.words} of {inquiry.draft.words} words" if inquiry.part else f"{preview.words} words"
    where = "stays on this machine" if to.local else f"to {to.host}"
    said = f"{inquiry.friend.name} ({inquiry.friend.model}) · {where} · {lent} · {tokens}{_price(preview)}"
    return visible(said, keep_lines=False)


def _price(preview: Preview) -> str:
    if preview.destination.local:
        return ""
    if preview.destination.price_usd is None:
        return " · price unknown"
    low, high = preview.destination.price_usd
    return f" · ${low:.4f} to ${high:.4f}"


@dataclass
class Teller:
    """Tells one exchange on a terminal or a pipe, event by event."""

    inquiry: Inquiry
    why: bool
    _held: str = ""
    _said_wait: str = ""
    _spoke: bool = False

    def tell(self, event: Progress) -> None:
        """Show one event; a suggestion waits until the prose has ended."""
        if isinstance(event, Asked):
            click.echo(destination_line(self.inquiry, event.preview), err=True)
        elif isinstance(event, Prose):
            self._clear_wait()
            self._prose(event.text)
        elif isinstance(event, Waiting):
            self._wait(event)
        elif isinstance(event, Served):
            self._clear_wait()

    def close(self, exchange: Exchange) -> None:
        """Show the rest: suggestions, notes, and who spoke."""
        self._clear_wait()
        if self._held:
            click.echo(visible(self._held), nl=False)
        if self._spoke:
            click.echo()
        for line in answer_lines(exchange, self.inquiry, hand_for_stdout(), why=self.why):
            click.echo(line, color=sys.stdout.isatty())
        for line in ending_lines(exchange):
            click.echo(line, err=True)

    def _prose(self, text: str) -> None:
        """Write whole words only, so that `visible` never sees half a grapheme."""
        self._held += text if self._spoke else text.lstrip()
        whole = max(self._held.rfind(" "), self._held.rfind("\n")) + 1
        if whole:
            click.echo(visible(self._held[:whole]), nl=False)
            self._held = self._held[whole:]
        self._spoke = self._spoke or bool(self._held) or whole > 0

    def _wait(self, waiting: Waiting) -> None:
        if sys.stderr.isatty():
            click.echo(f"{_CLEAR_LINE}{_waiting_words(waiting)}", nl=False, err=True, color=True)
            self._said_wait = waiting.doing
        elif waiting.doing != self._said_wait:
            click.echo(_waiting_words(waiting), err=True)
            self._said_wait = waiting.doing

    def _clear_wait(self) -> None:
        if self._said_wait and sys.stderr.isatty():
            click.echo(_CLEAR_LINE, nl=False, err=True, color=True)
        self._said_wait = ""


def answer_lines(exchange: Exchange, inquiry: Inquiry, hand: Hand, *, why: bool) -> list[str]:
    """Give the lines of the suggestions, each after an empty one; `why` shows an embedded friend's reasons too."""
    embedded = inquiry.friend.is_embedded
    numbered = [
        (number, suggestion)
        for number, suggestion in enumerate(exchange.suggestions, start=1)
        if not (embedded and "unchanged" in suggestion.flags)
    ]
    lines = all_lines(numbered, inquiry.draft.text, shown_name(inquiry.draft), hand, why=why or not embedded)
    if embedded and not why and any(suggestion.why.strip() for suggestion in exchange.suggestions):
        lines += ["", hand.quiet(_FOLDED)]
    if embedded and not lines and not exchange.answer and exchange.status == "complete":
        lines.append("It would leave this passage as it is.")
    return lines


def ending_lines(exchange: Exchange) -> list[str]:
    """Say how it ended, what is to be known about it, and who spoke."""
    lines = []
    if exchange.status != "complete":
        why = f": {exchange.error.message}" if exchange.error else ""
        lines.append(f"friend: {_ENDS[exchange.status]}{why}")
    lines += [f"note: {note}" for note in exchange.notes]
    if exchange.raw:
        lines.append(f"{attribution(exchange, 'en')} · friend quote {exchange.sequence}")
    return [visible(line, keep_lines=False) for line in lines]


def _waiting_words(waiting: Waiting) -> str:
    if waiting.expected_s is None:
        return f"{waiting.doing}, {waiting.elapsed_s:.0f} s"
    return f"{waiting.doing}, {waiting.elapsed_s:.0f} of about {waiting.expected_s:.0f} s"
