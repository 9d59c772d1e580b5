"""Owns what a reader sees while a friend answers: prose as it comes, then each suggestion, then who spoke.

The answer goes to stdout, everything about it to stderr. Without a terminal there is no escape sequence anywhere.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from typing import Final

import click

from friend.asking.ghostwriting import Folding, Stretch
from friend.asking.reply import Prose
from friend.before_sending import one_line, who
from friend.cli.drafts import shown_name
from friend.cli.folded import Held
from friend.cli.hands import hand_for_stdout
from friend.hearing import lent
from friend.ports import Reasoning, Served, Settling, Waiting
from friend.record.citation import attribution
from friend.record.exchange import Exchange
from friend.record.formats.annotated import Hand, all_lines
from friend.record.formats.leads_lines import lead_line
from friend.record.formats.thinking import thought_line
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
    """Say in one line who is asked, and what goes where for about how much."""
    return visible(f"{who(inquiry.friend)} · {one_line(preview)}", keep_lines=False)


def warning_lines(preview: Preview) -> list[str]:
    """Say what speaks against sending it."""
    return [visible(f"note: {warning}", keep_lines=False) for warning in preview.warnings]


@dataclass
class _Flow:
    """Words written as they come, whole ones only, so that `visible` never sees half a grapheme."""

    to_stderr: bool
    _held: str = ""
    _spoke: bool = False

    def say(self, text: str) -> None:
        """Write the words that are whole, and hold back the last one."""
        self._held += text if self._spoke else text.lstrip()
        whole = max(self._held.rfind(" "), self._held.rfind("\n")) + 1
        if whole:
            self._write(self._held[:whole])
            self._held = self._held[whole:]
        self._spoke = self._spoke or bool(self._held) or whole > 0

    def close(self) -> None:
        """Write what was held back, and end the line."""
        if self._spoke:
            self._write(f"{self._held}\n")
        self._held, self._spoke = "", False

    def _write(self, words: str) -> None:
        click.echo(visible(words), nl=False, err=self.to_stderr)


@dataclass
class Teller:
    """Tells one exchange on a terminal or a pipe, event by event."""

    inquiry: Inquiry
    why: bool
    reasoning: bool = False
    everything: bool = False
    _said_wait: str = ""
    _sequence: int | None = None
    _warned: tuple[str, ...] = ()
    _answer: _Flow = field(default_factory=lambda: _Flow(to_stderr=False))
    _thoughts: _Flow = field(default_factory=lambda: _Flow(to_stderr=True))
    _fold: Held = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing heard."""
        self._fold = Held(Folding(lent(self.inquiry)))

    def tell(self, event: Progress) -> None:
        """Show one event; a suggestion waits until the prose has ended."""
        if isinstance(event, Asked):
            self._sequence = event.exchange.sequence
            click.echo(destination_line(self.inquiry, event.preview), err=True)
            self.warn(event.preview)
        elif isinstance(event, Prose):
            self.clear_wait()
            self._thoughts.close()
            self._answer.say(event.text if self.everything else self._fold.take(event.text))
        elif isinstance(event, Reasoning):
            if self.reasoning:
                self.clear_wait()
                self._thoughts.say(event.text)
        elif isinstance(event, Waiting):
            self._wait(event)
        elif isinstance(event, Settling):
            self._tell_held()
            self._wait(Waiting(settling_words(event), 0.0))
        elif isinstance(event, Served):
            self.clear_wait()

    def warn(self, preview: Preview) -> None:
        """Say what speaks against it, once."""
        if not self._warned:
            for line in warning_lines(preview):
                click.echo(line, err=True)
            self._warned = preview.warnings

    def close(self, exchange: Exchange) -> None:
        """Show the rest: suggestions, notes, and who spoke."""
        self.clear_wait()
        self._thoughts.close()
        self._tell_held()
        said = answer_lines(exchange, self.inquiry, hand_for_stdout(), why=self.why)
        for line in [*said, *leads_lines(exchange)]:
            click.echo(line, color=sys.stdout.isatty())
        for line in ending_lines(replace(exchange, notes=tuple(n for n in exchange.notes if n not in self._warned))):
            click.echo(line, err=True)

    def _tell_held(self) -> None:
        """Say what was held back; a text of its own is one line instead."""
        for stretch in self._fold.rest():
            if stretch.brought:
                self._answer.close()
                click.echo(folded_line(stretch.brought, self._sequence, hand_for_stdout()), color=sys.stdout.isatty())
            else:
                self._answer.say(stretch.text)
        self._answer.close()

    def _wait(self, waiting: Waiting) -> None:
        if sys.stderr.isatty():
            click.echo(f"{_CLEAR_LINE}{_waiting_words(waiting)}", nl=False, err=True, color=True)
            self._said_wait = waiting.doing
        elif waiting.doing != self._said_wait:
            click.echo(_waiting_words(waiting), err=True)
            self._said_wait = waiting.doing

    def clear_wait(self) -> None:
        """Take the line of a wait off the terminal."""
        if self._said_wait and sys.stderr.isatty():
            click.echo(_CLEAR_LINE, nl=False, err=True, color=True)
        self._said_wait = ""


def prose_lines(exchange: Exchange, inquiry: Inquiry, hand: Hand, *, everything: bool = False) -> list[str]:
    """Give an answer's prose; a text of its own is one line instead, unless `everything` is to be shown."""
    found = [Stretch(exchange.answer)] if everything else Folding(lent(inquiry)).stretches(exchange.answer)
    lines = (
        folded_line(stretch.brought, exchange.sequence, hand) if stretch.brought else visible(stretch.text.strip("\n"))
        for stretch in found
    )
    return [line for line in lines if line]


def folded_line(words: int, sequence: int | None, hand: Hand) -> str:
    """Say what stands here in the answer, and where it can be read."""
    where = f"`friend log show {sequence}` shows it" if sequence else "--all shows it"
    return hand.quiet(f"[a text of {words} words stands here, which is not a friend's part; {where}]")


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


def leads_lines(exchange: Exchange) -> list[str]:
    """Give what the answer names and is to be verified, after an empty line."""
    named = enumerate(exchange.leads, start=1)
    lines = [visible(lead_line(f"{exchange.sequence}.{number}", lead), keep_lines=False) for number, lead in named]
    return ["", *lines] if lines else []


def ending_lines(exchange: Exchange) -> list[str]:
    """Say how it ended, what is to be known about it, and who spoke."""
    lines = []
    if exchange.status != "complete":
        why = f": {exchange.error.message}" if exchange.error else ""
        lines.append(f"friend: {_ENDS[exchange.status]}{why}")
    if thought := thought_line(exchange.reasoning, exchange.thought_s):
        lines.append(thought)
    lines += [f"note: {note}" for note in exchange.notes]
    if exchange.raw:
        lines.append(f"{attribution(exchange, 'en')} · friend quote {exchange.sequence}")
    return [visible(line, keep_lines=False) for line in lines]


def settling_words(settling: Settling) -> str:
    """Say what is asked now that the answer is over."""
    return f"asking {visible(settling.ended.host or 'the host', keep_lines=False)} which version answered"


def _waiting_words(waiting: Waiting) -> str:
    if not waiting.elapsed_s:
        return waiting.doing
    if waiting.expected_s is None:
        return f"{waiting.doing}, {waiting.elapsed_s:.0f} s"
    return f"{waiting.doing}, {waiting.elapsed_s:.0f} of about {waiting.expected_s:.0f} s"
