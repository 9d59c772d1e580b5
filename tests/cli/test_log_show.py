"""`friend log show`: who spoke and how that is known, recorded whole."""

from __future__ import annotations

import json
from dataclasses import replace

from friend.adapters.log.store import SqliteLog
from friend.record.exchange import Usage
from tests.builders import LETTER, exchange
from tests.cli.conftest import Home


def test_all_that_is_known_of_who_spoke(home: Home) -> None:
    """Sub-provider, request, fingerprint, cached tokens, finish; the reasoning is one line until it is asked for."""
    told = exchange()
    told = replace(
        told,
        speaker=replace(told.speaker, host="openrouter.ai", sub_provider="Vendor", fingerprint="fp_1"),
        usage=Usage(1000, 90, 0.0029, "litellm 1.106.2 map", cached_tokens=800),
        clock_went_back=True,
        reasoning="Who is “them”?\x1b[31m",
    )
    log = SqliteLog(home.folder / "data" / "log.sqlite3")
    (home.folder / "data").mkdir()
    log.asked(told, LETTER)
    log.answered(told)
    log.close()
    shown = home.run("log", "show", "last").out
    for line in (
        "served      claude-sonnet-4-20250514",
        "evidence    wire",
        "retirement  retired 2026-06-15 (Anthropic's model deprecations page, read in November 2026)",
        "host        openrouter.ai",
        "through     Vendor",
        "request     msg_01",
        "fingerprint fp_1",
        "tokens      1000 in (800 of them cached), 90 out",
        "cost        $0.002900 (litellm 1.106.2 map)",
        "finish      stop",
        "reasoning   thought for 2 s",
    ):
        assert line in shown
    assert "sonnet (claude-sonnet-4-20250514, retired 2026-06-15)" in home.run("log", "list").out
    assert "UTC, after this machine's clock was set back" in shown
    assert "Who is" not in shown
    unfolded = home.run("log", "show", "last", "--reasoning").out
    assert "Who is “them”?␛[31m" in unfolded
    assert "\x1b" not in unfolded
    assert json.loads(home.run("log", "show", "last", "--json").out)["reasoning"] == told.reasoning
