"""Owns what `--follow` and `--cross` mean: which exchange a question goes on from, and where its places stand now."""

from __future__ import annotations

from dataclasses import dataclass

from friend.adapters.config import Config
from friend.adapters.log.store import SqliteLog
from friend.asking.question import Passage
from friend.cli.choose import known
from friend.cli.exits import usage
from friend.cli.ondisk import the_log
from friend.cli.quote import found
from friend.cli.renamed import know_again
from friend.record.blind import is_blind
from friend.record.exchange import Exchange
from friend.record.thread import part_now, passage_now
from friend.text.draft import Draft
from friend.text.span import Span


@dataclass(frozen=True, slots=True)
class Followed:
    """The thread that is gone on from, oldest first, and the draft as it was when its last question was asked."""

    thread: tuple[Exchange, ...]
    sent: str

    def passage(self, text: str) -> Passage:
        """Give the passage that it was about, where it stands in `text`. Raises Stop (2) where it does not."""
        last = self.thread[-1]
        passage = passage_now(last, self.sent, text)
        if passage is None:
            raise usage(f"what exchange {last.id} was about is not in this text any more: name a passage with --at")
        return passage

    def part(self, text: str) -> Span | None:
        """Give the part that was lent, where it stands in `text`, so that no more is lent than before.

        Raises Stop (2) where it does not stand there.
        """
        last = self.thread[-1]
        part = part_now(last, self.sent, text)
        if last.part and part is None:
            raise usage(f"the part that exchange {last.id} was lent is not in this text any more: name one with --part")
        return part


def followed(log: SqliteLog, name: str, draft: Draft) -> Followed:
    """Give what the question goes on from. Raises Stop (2) where there is no such exchange, or about another text."""
    know_again(log, draft)
    exchange = found(log, name)
    if exchange.forgotten:
        raise usage(f"exchange {exchange.id} was forgotten: there is nothing to go on from")
    if is_blind(exchange):
        raise usage(f"exchange {exchange.sequence} is blind until you vote: friend vote LETTER --why “…”")
    is_about_it = (
        exchange.draft.path is None
        if draft.path is None
        else any(each.id == exchange.id for each in log.about(draft.path))
    )
    if not is_about_it:
        raise usage(f"exchange {exchange.id} is about another text: {exchange.draft.path or 'standard input'}")
    identity = str(exchange.id)
    return Followed(tuple(log.thread(identity)), log.draft_as_sent(identity))


def who_spoke(config: Config, name: str) -> str | None:
    """Give the friend that answered the exchange `name`; None where there is no friend of that name any more."""
    with the_log() as log:
        spoke = found(log, name).speaker.name
    return spoke if any(friend.name == spoke for friend in known(config)) else None
