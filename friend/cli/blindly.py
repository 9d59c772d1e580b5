"""Owns a blind round without a screen: answers under letters, which of them helped and why, and then who was who."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

import click

from friend.adapters.log.store import SqliteLog
from friend.cli.hands import hand_for_stdout
from friend.record.blind import shown
from friend.record.citation import attribution
from friend.record.exchange import Exchange
from friend.record.lengths import alike_in_length
from friend.record.own_word import no_vote, vote
from friend.text.visible import visible

NONE: Final = "none"


def answer_lines(heard: Sequence[Exchange]) -> list[str]:
    """Give the answers by their letters, levelled and much alike in length."""
    told = in_order([shown(each) for each in heard])
    hand = hand_for_stdout()
    lines: list[str] = []
    for each, prose in zip(told, alike_in_length([each.answer for each in told]), strict=True):
        ended = "" if each.raw else "this friend gave no answer"
        lines += [hand.quiet(f"── {each.speaker.name} ──"), visible(prose or ended), ""]
    return lines


def in_order(heard: Sequence[Exchange]) -> list[Exchange]:
    """Give the answers in the order of their letters."""
    return sorted(heard, key=lambda each: each.blind.letter if each.blind else "")


def ask_for_vote(log: SqliteLog, heard: Sequence[Exchange]) -> bool:
    """Ask a person at a terminal which answer helped and why; tell whether they voted. Ctrl+C leaves it for later."""
    letters = {each.blind.letter: each for each in in_order(heard) if each.blind and each.raw}
    try:
        said = click.prompt(
            f"Which helped you more ({', '.join(letters)} or {NONE})?",
            type=click.Choice([*letters, NONE], case_sensitive=False),
            show_choices=False,
            err=True,
        )
        why = ""
        while not why:
            why = click.prompt("Why? A few words", err=True).strip()
    except click.Abort:
        click.echo("", err=True)
        return False
    keep_vote(log, heard, letters.get(said.upper()), why)
    return True


def keep_vote(log: SqliteLog, heard: Sequence[Exchange], winner: Exchange | None, why: str) -> None:
    """Commit a vote; from here on it may be told who was who. Raises LogError."""
    log.said(vote(heard, winner, why, log.draft_as_sent(str(heard[0].id))))


def give_up(log: SqliteLog, heard: Sequence[Exchange]) -> None:
    """Commit that there is no vote on this round; from here on it may be told who was who. Raises LogError."""
    log.said(no_vote(heard))


def revealed_lines(told: Sequence[Exchange]) -> list[str]:
    """Say who stood under each letter."""
    return [
        visible(f"{each.blind.letter}  {each.speaker.name}  {attribution(each, 'en')}", keep_lines=False)
        for each in in_order(told)
        if each.blind
    ]


def is_at_terminal() -> bool:
    """Tell whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()
