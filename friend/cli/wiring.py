"""The composition root: here, and only here, the use case meets the outside world."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass

from friend.adapters import paths
from friend.adapters.clock import SystemClock, new_id
from friend.adapters.embedded.host import EmbeddedHost
from friend.adapters.gateway.client import GatewayClient
from friend.adapters.log.store import SqliteLog
from friend.adapters.prompts import PromptShelf
from friend.asking.friend import Friend
from friend.cli.ondisk import the_log
from friend.review import Reviewer


@dataclass(frozen=True, slots=True)
class House:
    """What a command that asks has at hand."""

    log: SqliteLog
    prompts: PromptShelf
    gateway: GatewayClient
    reviewer: Reviewer


@asynccontextmanager
async def house(
    friends: Sequence[Friend], *, log: SqliteLog | None = None, prompts: PromptShelf | None = None
) -> AsyncIterator[House]:
    """Put the parts together; `friends` are all that may be asked. Closes them on the way out.

    `log` is for questions that are not the person's own (the one who opened it closes it); `prompts` for rules on
    trial.
    """
    gateway = GatewayClient(EmbeddedHost(paths.data_dir()))
    prompts = prompts or PromptShelf()
    with nullcontext(log) if log else the_log() as kept:
        reviewer = Reviewer(gateway, kept, SystemClock(), prompts, new_id, friends=friends)
        try:
            yield House(kept, prompts, gateway, reviewer)
        finally:
            await gateway.close()
