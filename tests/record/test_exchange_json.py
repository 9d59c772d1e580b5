"""An exchange as JSON: its names are a contract."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from friend.record.exchange import Failure
from friend.record.formats.exchange_json import as_json
from friend.text.span import Span
from tests.builders import exchange

GOLDEN = Path(__file__).parent.parent / "golden" / "exchange.json"


def test_an_exchange_is_exactly_the_golden_file() -> None:
    """The bytes are the contract: field names, their order, null for what is not known."""
    assert json.dumps(as_json(exchange()), ensure_ascii=False, indent=1) + "\n" == GOLDEN.read_text("utf-8")


@pytest.mark.parametrize("schema", [1, 2])
def test_all_of_an_older_schema_is_there_unchanged(schema: int) -> None:
    """A script that reads schema 1 or 2 reads schema 3: fields are added, and none is renamed, moved or gone."""
    older = json.loads(GOLDEN.with_name(f"exchange_schema_{schema}.json").read_text("utf-8"))
    newer = as_json(exchange())
    assert (older.pop("schema"), newer["schema"]) == (schema, 3)
    for name, value in older.items():
        nested = newer[name] if isinstance(value, dict) else None
        assert (newer[name] if nested is None else {key: nested[key] for key in value}) == value


def test_what_is_not_known_is_null_never_zero() -> None:
    """Fault 23: unknown tokens and price are null; a lost suggestion has no place."""
    told = exchange()
    lost = replace(told.suggestions[0], span=None, anchor="lost", diff=(), changed=None)
    told = replace(told, suggestions=(lost,), usage=replace(told.usage, input_tokens=None, cost_usd=None))
    given = as_json(told)
    assert given["usage"]["input_tokens"] is None
    assert given["usage"]["cost_usd"] is None
    assert given["suggestions"][0]["start"] is None
    assert given["suggestions"][0]["changed"] is None


def test_what_it_continues_is_said() -> None:
    """A follow-up names the exchange that it goes on from, and as what."""
    given = as_json(replace(exchange(), follows="01JEARLIER", relation="resolves"))
    assert (given["follows"], given["relation"]) == ("01JEARLIER", "resolves")


def test_an_excerpt_and_an_error_are_said() -> None:
    """A part that was lent stands in the notes; an error has its three fields."""
    given = as_json(replace(exchange(), part=Span(0, 18), error=Failure("rate-limit", "wait", 20.0)))
    assert given["notes"][0].startswith("an excerpt was lent")
    assert given["error"] == {"kind": "rate-limit", "message": "wait", "retry_after_s": 20.0}
