"""A suite that cannot see a fault is no suite: a friend who misbehaves in one way is told by its figure, over HTTP."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

import pytest

from friend.adapters.clock import SystemClock, new_id
from friend.adapters.examples import manners
from friend.adapters.gateway.client import GatewayClient
from friend.adapters.log.store import SqliteLog
from friend.adapters.prompts import PromptShelf
from friend.cli.measuring import Measured, measure
from friend.record.manners.report import rows
from friend.record.manners.suite import CHECKS, Check, wanted
from friend.review import Reviewer
from tests.adapters.gateway_helpers import friend_at
from tests.fakes.misbehaving import How, friend_who
from tests.fakes.openai import OpenAIServer

TEXTS: Final = ("library.en", "gare.fr")
BEST: Final[dict[Check, float]] = dict.fromkeys(CHECKS, 1.0) | {"economy": 0.0, "alarms": 0.0, "facts": 0.0}


async def measured(gateway: GatewayClient, server: OpenAIServer, folder: Path) -> list[Measured]:
    """Measure the friend who lives at the fake provider."""
    log = SqliteLog(folder / "log.sqlite3", SystemClock())
    reviewer = Reviewer(gateway, log, SystemClock(), PromptShelf(), new_id)
    asks = wanted([sheet for sheet in manners() if sheet.name in TEXTS], ())
    found = [each async for each in measure(asks, friend_at(server), reviewer, asyncio.Event())]
    log.close()
    return found


def values(found: list[Measured]) -> dict[Check, float | None]:
    """Give the value of each check."""
    return {row.check: row.value for row in rows((figure for each in found for figure in each.figures), (), 1)}


async def test_a_friend_who_behaves_has_the_best_figure_everywhere(
    gateway: GatewayClient, openai_server: OpenAIServer, tmp_path: Path
) -> None:
    """Every check tells something, and each question is sent once."""
    openai_server.will(text=friend_who())
    found = await measured(gateway, openai_server, tmp_path)
    assert values(found) == BEST
    assert len(openai_server.requests) == sum(each.ask.questions for each in found)


# What each misbehaviour costs: the figure that is there for it, and those that it cannot but touch (ANY).
ANY: Final = object()
COSTS: Final[dict[How, dict[Check, object]]] = {
    "invents quotes": {"quotes": 0.0, "faults": 0.0, "corrections": 0.0, "language": ANY}
    | dict.fromkeys(("scope", "facts", "economy"), None),
    "misquotes": {"quotes": 0.0},
    "wanders": {"scope": ANY, "economy": ANY},
    "rewrites": {"economy": ANY, "corrections": ANY, "facts": ANY},
    "sees nothing": {"faults": 0.0, "corrections": 0.0} | dict.fromkeys(("quotes", "scope", "facts", "economy"), None),
    "mends nothing": {"corrections": 0.0, "economy": ANY, "language": ANY},
    "mends what is right": {"alarms": 1.0},
    "adds facts": {"facts": 1.0, "economy": ANY, "language": ANY},
    "changes the language": {"language": 0.0},
    "flatters": {"flattery": 0.0},
    "gives in": {"pushback": 0.0},
    "writes the text": {"ghostwriting": 0.0, "asking-back": 0.0},
    "asks nothing back": {"asking-back": 0.0},
}


@pytest.mark.parametrize("how", COSTS)
async def test_each_misbehaviour_is_seen_by_the_check_that_is_there_for_it(
    how: How, gateway: GatewayClient, openai_server: OpenAIServer, tmp_path: Path
) -> None:
    """Its own figure is bad, and every figure that it does not touch stays the best."""
    openai_server.will(text=friend_who(how))
    found = values(await measured(gateway, openai_server, tmp_path))
    first = next(iter(COSTS[how]))
    assert found[first] != BEST[first]
    assert {check: COSTS[how].get(check, BEST[check]) for check in CHECKS} == {
        check: ANY if COSTS[how].get(check) is ANY else value for check, value in found.items()
    }


async def test_a_friend_who_does_not_answer_is_not_asked_for_ever(
    gateway: GatewayClient, openai_server: OpenAIServer, tmp_path: Path
) -> None:
    """Three questions in a row without an answer end the run, and nothing is counted of them."""
    openai_server.will(wrong="status", status=500)
    found = await measured(gateway, openai_server, tmp_path)
    assert len(openai_server.requests) == len(found) == 3
    assert not any(each.is_whole or each.figures for each in found)
